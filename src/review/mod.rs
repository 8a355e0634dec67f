//! Floor 3: the session.
