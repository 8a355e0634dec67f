//! Records in a file: `#length checksum`, the record, a line break.
//!
//! The checksum is the first eight bytes of the record's SHA-256. Lengths are in bytes, so that a record may hold line
//! breaks. A person can read the file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::Record;
use crate::project::format::v1::journal::{decode, encode};

/// The largest journal that is read, in bytes. Larger ones are cut down long before, see [`super::Journal`].
const MAX_BYTES: u64 = 512 * 1024 * 1024;
/// The longest head of a record, with its line break.
const HEAD: usize = 40;

/// What a journal holds.
#[derive(Debug, Default)]
pub struct Found {
    /// The records that are whole.
    pub records: Vec<Record>,
    /// Bytes that these take up; whoever goes on writing does so from there.
    pub length: u64,
    /// What is after them.
    pub damage: Option<Damage>,
}

/// What stands in a journal after the last record that is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// A record that was cut off, as a power cut leaves it.
    Torn,
    /// Something that once was more than one record, or that a newer program wrote.
    Unreadable,
}

/// Reads the journal at `path`; one that is not there is empty.
///
/// # Errors
/// When the system refuses, or the file is larger than 512 MB.
pub fn read(path: &Path) -> io::Result<Found> {
    let bytes = match fs::symlink_metadata(path) {
        Ok(meta) if !meta.is_file() => return Err(io::Error::other("it is not a file")),
        Ok(meta) if meta.len() > MAX_BYTES => return Err(io::Error::other("it is larger than 512 MB")),
        Ok(_) => fs::read(path)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::default()),
        Err(error) => return Err(error),
    };
    Ok(from_bytes(&bytes))
}

/// What the bytes of a journal hold.
#[must_use]
pub fn from_bytes(bytes: &[u8]) -> Found {
    let mut found = Found::default();
    let mut rest = bytes;
    while !rest.is_empty() {
        let Some((record, after)) = first(rest) else {
            // A later head that fits its record says that more than the end was hurt. A few short ones tell enough.
            let heads = rest.windows(2).enumerate().filter(|(_, pair)| *pair == b"\n#");
            let more = heads.take(64).any(|(at, _)| {
                let near = rest.get(at + 1..).unwrap_or_default();
                framed(near.get(..1 << 20).unwrap_or(near)).is_some()
            });
            let whole = framed(rest).is_some();
            found.damage = Some(if more || whole {
                Damage::Unreadable
            } else {
                Damage::Torn
            });
            break;
        };
        found.records.push(record);
        rest = after;
    }
    found.length = (bytes.len() - rest.len()) as u64;
    found
}

/// The first record, and what follows.
fn first(bytes: &[u8]) -> Option<(Record, &[u8])> {
    let (payload, after) = framed(bytes)?;
    Some((decode(std::str::from_utf8(payload).ok()?)?, after))
}

/// The bytes of the first record if its checksum is right, and what follows.
fn framed(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let head_end = bytes.iter().take(HEAD).position(|byte| *byte == b'\n')?;
    let (head, rest) = bytes.split_at_checked(head_end + 1)?;
    let head = std::str::from_utf8(head).ok()?.strip_prefix('#')?.trim_end();
    let (length, sum) = head.split_once(' ')?;
    let (payload, rest) = rest.split_at_checked(length.parse().ok()?)?;
    let after = rest.strip_prefix(b"\n")?;
    (checksum(payload) == sum).then_some((payload, after))
}

fn checksum(payload: &[u8]) -> String {
    crate::project::hex(&Sha256::digest(payload), 8)
}

/// The record as it stands in a file.
#[must_use]
pub fn frame(record: &Record) -> Vec<u8> {
    let payload = encode(record).into_bytes();
    let mut bytes = format!("#{} {}\n", payload.len(), checksum(&payload)).into_bytes();
    bytes.extend(payload);
    bytes.push(b'\n');
    bytes
}

/// Opens the journal for writing after its first `length` bytes; what is behind them goes, or is kept beside if there
/// is sense in it.
pub(super) fn open(path: &Path, length: u64, damage: Option<Damage>) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        make_own_folder(folder)?;
    }
    crate::project::regular::ours(path)?;
    if damage == Some(Damage::Unreadable) {
        keep_copy(path, "unreadable")?;
    }
    let file = OpenOptions::new().create(true).append(true).open(path)?;
    file.set_len(length)?;
    Ok(file)
}

/// Makes the folder for this program's own files. Git is told to pass it by.
pub(in crate::project) fn make_own_folder(folder: &Path) -> io::Result<()> {
    match fs::symlink_metadata(folder) {
        Ok(meta) if meta.is_dir() => return Ok(()),
        // One that leads elsewhere would have us write there.
        Ok(_) => {
            return Err(io::Error::other(
                "the folder for this program's own files is a link or a file",
            ));
        }
        Err(_) => fs::create_dir_all(folder)?,
    }
    File::create(folder.join(".gitignore"))?
        .write_all(b"# Journal, lock and backups of Claimdesk; nothing to share.\n*\n")
}

/// Keeps what a journal holds under another name beside it, one file for each content.
///
/// # Errors
/// When the journal cannot be read or the copy not be written.
pub fn keep_copy(path: &Path, why: &str) -> io::Result<PathBuf> {
    let bytes = fs::read(path)?;
    let name = format!(
        "journal-{why}-{}",
        crate::project::hex(&Sha256::digest(&bytes), 4)
    );
    let copy = path.with_file_name(name);
    crate::project::regular::ours(&copy)?;
    fs::write(&copy, bytes)?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::journal::Base;

    fn written(records: &[Record]) -> Vec<u8> {
        records.iter().flat_map(frame).collect()
    }

    #[test]
    fn a_journal_cut_anywhere_gives_the_records_before_the_cut() {
        let records = [
            Record::begun(Base::Demo),
            Record::Saving,
            Record::Saved {
                files: "0\n#12".to_owned(),
            },
            Record::Undone,
        ];
        let bytes = written(&records);
        let ends: Vec<usize> = (0..=records.len())
            .map(|count| written(records.get(..count).unwrap()).len())
            .collect();
        for cut in 0..=bytes.len() {
            let found = from_bytes(&bytes[..cut]);
            let whole = ends.iter().filter(|end| **end <= cut).count() - 1;
            assert_eq!(found.records, records[..whole], "cut at {cut}");
            assert_eq!(found.length, ends[whole] as u64);
            assert_eq!(found.damage, (cut > ends[whole]).then_some(Damage::Torn));
        }
    }

    #[test]
    fn a_flipped_byte_is_found_and_what_follows_is_told_from_a_torn_end() {
        let bytes = written(&[Record::Undone, Record::Redone, Record::Discarded]);
        for at in 0..bytes.len() {
            let mut hurt = bytes.clone();
            hurt[at] ^= 1;
            let found = from_bytes(&hurt);
            assert!(found.records.len() < 3, "byte {at}");
            // Without the line break before it the last record is no longer seen.
            let last = at + 1 >= written(&[Record::Undone, Record::Redone]).len();
            let expected = if last { Damage::Torn } else { Damage::Unreadable };
            assert_eq!(found.damage, Some(expected), "byte {at}");
        }
        assert_eq!(from_bytes(b"").damage, None);
        assert_eq!(
            from_bytes(b"#99999999999999999999 0\n").damage,
            Some(Damage::Torn)
        );
        assert_eq!(from_bytes(&vec![b'#'; 100_000]).damage, Some(Damage::Torn));
        let newer = b"FromTheFuture(1)";
        let bytes = [
            format!("#{} {}\n", newer.len(), checksum(newer)).as_bytes(),
            newer,
            b"\n",
        ]
        .concat();
        assert_eq!(from_bytes(&bytes).damage, Some(Damage::Unreadable));
    }
}
