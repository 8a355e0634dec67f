//! What the system says went wrong with a file, in the words of the interface.

use std::io;

/// The reason, without a full stop ("the disk is full").
#[must_use]
pub fn in_words(error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::NotFound => "it does not exist",
        io::ErrorKind::PermissionDenied => "no permission",
        io::ErrorKind::StorageFull => "the disk is full",
        io::ErrorKind::QuotaExceeded => "your share of the disk is used up",
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        io::ErrorKind::AlreadyExists => "it is there already",
        io::ErrorKind::IsADirectory => "it is a folder",
        io::ErrorKind::NotADirectory => "a part of its path is a file, not a folder",
        io::ErrorKind::InvalidFilename => "the name is not allowed here",
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => "another program is using it",
        io::ErrorKind::StaleNetworkFileHandle
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkDown => "the network disk does not answer",
        _ => return error.to_string(),
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_reasons_are_plain() {
        let words = |kind: io::ErrorKind| in_words(&io::Error::from(kind));
        assert_eq!(words(io::ErrorKind::StorageFull), "the disk is full");
        assert_eq!(words(io::ErrorKind::PermissionDenied), "no permission");
        assert!(!words(io::ErrorKind::BrokenPipe).is_empty());
    }
}
