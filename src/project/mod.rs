//! Floor 2: projects on disk.
