//! Whether a folder is on another computer, where locks may not be seen and writing may fail at any time.

use std::path::Path;

/// File systems that are on another computer, as Linux names them.
const REMOTE: [&str; 10] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "9p",
    "ceph",
    "fuse.sshfs",
    "fuse.rclone",
];

/// The file system that `folder` is on if it is one on another computer ("nfs"); `None` also where that cannot be told.
#[must_use]
pub fn network_folder(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let mounts = std::fs::read_to_string("/proc/self/mounts").ok()?;
    remote(&mounts, &folder)
}

/// The remote file system of the mount that `folder` is in: the one with the longest path, the last of several.
fn remote(mounts: &str, folder: &Path) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let mut fields = line.split(' ');
        let (Some(_), Some(place), Some(kind)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        // Blanks in paths are written in octal.
        let place = place.replace("\\040", " ");
        if folder.starts_with(&place) && best.is_none_or(|(length, _)| place.len() >= length) {
            best = Some((place.len(), kind));
        }
    }
    best.map(|(_, kind)| kind)
        .filter(|kind| REMOTE.contains(kind))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_mount_counts() {
        let mounts = "/dev/sda / ext4 rw 0 0\nmill:/work /work nfs4 rw 0 0\n/dev/sdb /work/here ext4 rw 0 0\n\
                      //barn/our\\040news /our\\040news cifs rw 0 0\nbroken";
        for (folder, expected) in [
            ("/home/ada", None),
            ("/work/siege", Some("nfs4")),
            ("/workshop", None),
            ("/work/here/siege", None),
            ("/our news/siege", Some("cifs")),
        ] {
            assert_eq!(remote(mounts, Path::new(folder)).as_deref(), expected, "{folder}");
        }
    }
}
