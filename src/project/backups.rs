//! Earlier versions of a project, kept while it is saved.
//!
//! A version is a list of the project's files with the SHA-256 of each; the contents that are not in the project any more
//! lie in a folder under their sums, once each. A save makes a version of what it is about to replace if the last one is
//! ten minutes old, and keeps the contents that the newest version still needs. Old versions are thinned: every one of
//! the last day as they come, then one an hour for two days, one a day for a month, one a week for a year.
//!
//! All of it is under `.claimdesk/backups` in the project's folder. Nothing here changes a project's own files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use atomic_write_file::AtomicWriteFile;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::journal::{OWN_FOLDER, make_own_folder};
use super::regular;

const BACKUPS: &str = "backups";
const CONTENTS: &str = "contents";
/// Seconds between two versions.
const EVERY: i64 = 600;
/// The largest list of files that is read, in bytes.
const MAX_LIST: u64 = 64 << 20;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// A list of files with their sums; paths as they are below the project's folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    files: BTreeMap<String, String>,
}

/// A version that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// When it was replaced.
    pub at: Timestamp,
    list: PathBuf,
}

/// Why a version cannot be brought back.
#[derive(Debug, thiserror::Error)]
pub enum NotRestored {
    /// There is something where it should go.
    #[error("{}: There is something already. Choose another folder.", .0.display())]
    Occupied(PathBuf),
    /// A content that the version needs is gone.
    #[error(
        "{file}: Its content of that time is not there any more. The other files were written; check them with \"claimdesk check\"."
    )]
    Gone {
        /// The file.
        file: String,
    },
    /// The system refused.
    #[error("{}: {}", file.display(), super::in_words(source))]
    Io {
        /// The file or folder.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
}

fn folder_of(project: &Path) -> PathBuf {
    project.join(OWN_FOLDER).join(BACKUPS)
}

/// The versions of the project in `folder`, the newest first.
#[must_use]
pub fn versions(folder: &Path) -> Vec<Version> {
    let Ok(entries) = fs::read_dir(folder_of(folder)) else {
        return Vec::new();
    };
    let mut found: Vec<Version> = entries
        .filter_map(|entry| {
            let list = entry.ok()?.path();
            let name = list.file_name()?.to_str()?.strip_suffix(".ron")?;
            let at = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%S", name).ok()?;
            let at = at.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
            Some(Version { at, list })
        })
        .collect();
    found.sort_by_key(|version| std::cmp::Reverse(version.at));
    found
}

impl Version {
    /// How many of its files are not as they are now; `None` if that cannot be told.
    #[must_use]
    pub fn differs(&self, now: &BTreeMap<String, String>) -> Option<usize> {
        let list = read(&self.list).ok()?;
        let changed = list
            .files
            .iter()
            .filter(|(file, sum)| now.get(*file) != Some(sum))
            .count();
        let new = now.keys().filter(|file| !list.files.contains_key(*file)).count();
        Some(changed + new)
    }

    /// Writes the version of the project in `folder` into `out`, which must not be there.
    ///
    /// # Errors
    /// [`NotRestored`].
    pub fn restore(&self, folder: &Path, out: &Path) -> Result<(), NotRestored> {
        let io = |file: &Path| {
            let file = file.to_owned();
            move |source| NotRestored::Io { file, source }
        };
        if out.exists() {
            return Err(NotRestored::Occupied(out.to_owned()));
        }
        let list = read(&self.list).map_err(io(&self.list))?;
        fs::create_dir_all(out.join(super::ARTICLES)).map_err(io(out))?;
        let mut gone = None;
        for (file, sum) in &list.files {
            let kept = content(folder, sum);
            let bytes = [kept, folder.join(file)]
                .iter()
                .filter_map(|path| regular::read_whole(path).ok())
                .find(|bytes| super::save::sum_of(bytes) == *sum);
            let (Some(bytes), Some(target)) = (bytes, inside(out, file)) else {
                gone = gone.or(Some(file.clone()));
                continue;
            };
            fs::write(&target, bytes).map_err(io(&target))?;
        }
        gone.map_or(Ok(()), |file| Err(NotRestored::Gone { file }))
    }
}

/// A file of a project below `folder`; `None` for a name that is none of a project's.
fn inside(folder: &Path, file: &str) -> Option<PathBuf> {
    if file == super::PROJECT_FILE {
        return Some(folder.join(file));
    }
    let name = file.strip_prefix("articles/")?.strip_suffix(".ron")?;
    crate::annotation::ArticleId::parse(name)?;
    Some(folder.join(super::ARTICLES).join(format!("{name}.ron")))
}

fn content(project: &Path, sum: &str) -> PathBuf {
    let name: String = sum.chars().filter(char::is_ascii_hexdigit).collect();
    folder_of(project).join(CONTENTS).join(name)
}

fn read(list: &Path) -> io::Result<List> {
    let text = String::from_utf8(regular::read(list, MAX_LIST)?).map_err(io::Error::other)?;
    ron::from_str(&text).map_err(io::Error::other)
}

/// Keeps what a save is about to replace. `known`: every file of the project with its sum, as it is on disk now;
/// `replaced`: those of them that will be written.
///
/// # Errors
/// When the system refuses; the save itself need not fail for that.
pub(super) fn keep(
    folder: &Path,
    known: &BTreeMap<String, String>,
    replaced: &BTreeSet<String>,
    now: Timestamp,
) -> io::Result<()> {
    if replaced.is_empty() {
        return Ok(());
    }
    make_own_folder(&folder.join(OWN_FOLDER))?;
    for inner in [folder_of(folder), folder_of(folder).join(CONTENTS)] {
        match fs::symlink_metadata(&inner) {
            Ok(meta) if meta.is_dir() => {}
            Ok(_) => return Err(io::Error::other(format!("{} is not a folder", inner.display()))),
            Err(_) => fs::create_dir(&inner)?,
        }
    }
    let newest = versions(folder).into_iter().next();
    let age = newest
        .as_ref()
        .map_or(i64::MAX, |version| now.as_second() - version.at.as_second());
    let list = if let Some(version) = newest.filter(|_| (0..EVERY).contains(&age)) {
        read(&version.list)?
    } else {
        let list = List { files: known.clone() };
        let name = now.strftime("%Y%m%dT%H%M%S").to_string();
        let text =
            ron::ser::to_string_pretty(&list, ron::ser::PrettyConfig::default()).map_err(io::Error::other)?;
        write(&folder_of(folder).join(format!("{name}.ron")), text.as_bytes())?;
        list
    };
    for file in replaced {
        let Some(sum) = list.files.get(file).filter(|sum| known.get(file) == Some(*sum)) else {
            continue;
        };
        let target = content(folder, sum);
        if !target.exists() {
            let bytes = regular::read_whole(&folder.join(file))?;
            // What another program wrote meanwhile is not what the list says; the save looks after it.
            if super::save::sum_of(&bytes) == *sum {
                write(&target, &bytes)?;
            }
        }
    }
    if age >= EVERY { thin(folder, now) } else { Ok(()) }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut out = AtomicWriteFile::open(path)?;
    out.write_all(bytes)?;
    out.commit()
}

/// Removes the versions that are too many, and the contents that no other needs.
fn thin(folder: &Path, now: Timestamp) -> io::Result<()> {
    let versions = versions(folder);
    let keep = kept(
        &versions.iter().map(|version| version.at).collect::<Vec<_>>(),
        now,
    );
    let mut needed = BTreeSet::new();
    for (version, keep) in versions.iter().zip(&keep) {
        if *keep {
            // A list that cannot be read might need anything: then nothing is removed.
            needed.extend(read(&version.list)?.files.into_values());
        }
    }
    for (version, _) in versions.iter().zip(&keep).filter(|(_, keep)| !**keep) {
        fs::remove_file(&version.list)?;
    }
    for entry in fs::read_dir(folder_of(folder).join(CONTENTS))? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if !name.starts_with('.') && !needed.contains(name) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// Which of these times, the newest first, are kept.
fn kept(times: &[Timestamp], now: Timestamp) -> Vec<bool> {
    let mut slots = BTreeSet::new();
    let mut keep: Vec<bool> = Vec::with_capacity(times.len());
    // From the oldest on, so that a version stays for as long as its slot does.
    for at in times.iter().rev() {
        let age = now.as_second() - at.as_second();
        let length = match age {
            ..DAY => EVERY,
            DAY..259_200 => HOUR,
            259_200..2_678_400 => DAY,
            2_678_400..31_536_000 => 7 * DAY,
            _ => {
                keep.push(false);
                continue;
            }
        };
        keep.push(slots.insert((length, at.as_second().div_euclid(length))));
    }
    keep.reverse();
    keep
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_900_000_000 + seconds).unwrap()
    }

    #[test]
    fn old_versions_are_thinned() {
        let now = at(400 * DAY);
        for (ages, expected) in [
            (vec![0, 600, 1200], 3),
            ((0..144).map(|n| n * 600).collect::<Vec<_>>(), 144_usize),
            ((0..12).map(|n| 2 * DAY + n * 600).collect(), 3),
            ((0..48).map(|n| 10 * DAY + n * HOUR).collect(), 3),
            ((0..28).map(|n| 100 * DAY + n * DAY).collect(), 5),
            (vec![399 * DAY], 0),
        ] {
            let times: Vec<_> = ages.iter().map(|age| at(400 * DAY - age)).collect();
            let count = kept(&times, now).into_iter().filter(|kept| *kept).count();
            assert!(
                (expected.max(1) - 1..=expected).contains(&count),
                "{count} of {ages:?}"
            );
        }
    }

    fn sums(folder: &Path, files: &[&str]) -> BTreeMap<String, String> {
        let sum = |file: &&str| super::super::save::sum_of(&fs::read(folder.join(file)).unwrap());
        files.iter().map(|file| ((*file).to_owned(), sum(file))).collect()
    }

    #[test]
    fn a_version_comes_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        fs::create_dir(folder.join("articles")).unwrap();
        let files = ["project.ron", "articles/a.ron", "articles/b.ron"];
        let put = |file: &str, content: &str, second: i64| {
            let known = sums(folder, &files);
            keep(folder, &known, &BTreeSet::from([file.to_owned()]), at(second)).unwrap();
            fs::write(folder.join(file), content).unwrap();
        };
        for file in files {
            fs::write(folder.join(file), format!("{file} 0")).unwrap();
        }
        put("articles/a.ron", "a 1", 0);
        put("articles/a.ron", "a 2", 60);
        put("project.ron", "p 1", 120);
        put("articles/a.ron", "a 3", 1000);
        put("articles/b.ron", "b 1", 1100);
        let found = versions(folder);
        assert_eq!(
            found.iter().map(|version| version.at).collect::<Vec<_>>(),
            [at(1000), at(0)]
        );
        for (version, expected) in [
            (1, ["project.ron 0", "articles/a.ron 0", "articles/b.ron 0"]),
            (0, ["p 1", "a 2", "articles/b.ron 0"]),
        ] {
            let out = folder.join(format!("out{version}"));
            found[version].restore(folder, &out).unwrap();
            let contents = files.map(|file| fs::read_to_string(out.join(file)).unwrap());
            assert_eq!(contents, expected);
            assert!(matches!(
                found[version].restore(folder, &out),
                Err(NotRestored::Occupied(_))
            ));
        }
        assert_eq!(found[0].differs(&sums(folder, &files)), Some(2));
        // Two years later the old ones are gone, with their contents.
        put("articles/a.ron", "a 4", 800 * DAY);
        assert_eq!(versions(folder).len(), 1);
        assert_eq!(fs::read_dir(folder_of(folder).join(CONTENTS)).unwrap().count(), 1);
    }

    #[test]
    fn a_list_leads_nowhere_else() {
        let out = Path::new("out");
        for file in [
            "../x.ron",
            "articles/../../x.ron",
            "/etc/passwd",
            "articles/a",
            "x.ron",
            "",
        ] {
            assert_eq!(inside(out, file), None, "{file}");
        }
        assert!(inside(out, "articles/a.ron").is_some());
    }
}
