//! One writer per project.
//!
//! The window that works on a project holds a lock on the file `.claimdesk/lock` in its folder and tells in
//! `.claimdesk/holder.ron` beside it who it is. The system releases the lock when the program ends, however it ends, so
//! what a crashed program left on this computer is no obstacle. Where the folder is shared with another computer that
//! does not see our locks (a synchronised folder), the file that tells the holder is all there is: such a lock is
//! respected until the person says otherwise.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::journal::OWN_FOLDER;

const LOCK: &str = "lock";
const HOLDER: &str = "holder.ron";
/// The largest description of a holder that is read, in bytes.
const MAX_BYTES: u64 = 4096;

/// Who works on a project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Holder {
    /// The reviewer's name.
    pub user: String,
    /// The computer.
    pub host: String,
    /// The process on it.
    pub process: u32,
    /// Since when, as 2031-03-04T05:06:07Z.
    pub since: String,
}

impl Holder {
    /// This process, for a reviewer of this name.
    #[must_use]
    pub fn this(user: &str, since: Timestamp) -> Self {
        Self {
            user: user.to_owned(),
            host: host(),
            process: std::process::id(),
            since: to_second(since),
        }
    }

    /// For messages: "Ada has this project open (on mill, process 4711, since 2031-03-04 10:42)".
    #[must_use]
    pub fn in_words(&self) -> String {
        if self.host.is_empty() {
            return "Another program has this project open".to_owned();
        }
        let since = self.since.parse::<Timestamp>().map_or_else(
            |_| self.since.clone(),
            |since| {
                let local = since.to_zoned(jiff::tz::TimeZone::system());
                local.strftime("%Y-%m-%d %H:%M").to_string()
            },
        );
        let user = if self.user.is_empty() {
            "Somebody"
        } else {
            &self.user
        };
        format!(
            "{user} has this project open (on {}, process {}, since {since})",
            self.host, self.process
        )
    }
}

fn to_second(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}

/// The name of this computer.
fn host() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok());
    name.map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "this computer".to_owned())
}

/// A lock that is held; dropping it releases it.
#[derive(Debug)]
pub struct Lock {
    /// Keeps the system's lock.
    _file: File,
    holder: PathBuf,
}

/// Why there is no lock.
#[derive(Debug)]
pub enum NoLock {
    /// Somebody has it.
    Held(Holder),
    /// Somebody on another computer had it last and did not give it back, as far as can be seen from here.
    Elsewhere(Holder),
    /// The folder cannot be written to.
    ReadOnly,
    /// The system refused.
    Io(io::Error),
}

impl Lock {
    /// Takes the lock of the project in `folder` for `who`; with `insist` also if somebody on another computer seems to
    /// have it.
    ///
    /// # Errors
    /// [`NoLock`].
    pub fn take(folder: &Path, who: &Holder, insist: bool) -> Result<Self, NoLock> {
        let own = folder.join(OWN_FOLDER);
        super::journal::make_own_folder(&own).map_err(refused)?;
        let path = own.join(HOLDER);
        super::regular::ours(&own.join(LOCK)).map_err(refused)?;
        super::regular::ours(&path).map_err(refused)?;
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(own.join(LOCK))
            .map_err(refused)?;
        let held = match file.try_lock() {
            Ok(()) => false,
            Err(TryLockError::WouldBlock) => true,
            // A file system without locks: the file that tells the holder has to do.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => false,
            Err(TryLockError::Error(error)) => return Err(refused(error)),
        };
        let known = read(&path);
        if held {
            return Err(NoLock::Held(known.unwrap_or_default()));
        }
        if let Some(known) = known.filter(|known| known.host != who.host && !insist) {
            return Err(NoLock::Elsewhere(known));
        }
        let text = ron::ser::to_string_pretty(who, ron::ser::PrettyConfig::default())
            .map_err(|error| NoLock::Io(io::Error::other(error)))?;
        File::create(&path)
            .and_then(|mut out| out.write_all(text.as_bytes()))
            .map_err(refused)?;
        Ok(Self {
            _file: file,
            holder: path,
        })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Who comes next on this computer does not need it gone.
        fs::remove_file(&self.holder).ok();
    }
}

fn refused(error: io::Error) -> NoLock {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => NoLock::ReadOnly,
        _ => NoLock::Io(error),
    }
}

fn read(path: &Path) -> Option<Holder> {
    let meta = fs::metadata(path).ok()?;
    if !meta.is_file() || meta.len() > MAX_BYTES {
        return None;
    }
    // One that cannot be read is what a power cut left.
    ron::from_str(&fs::read_to_string(path).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(host: &str) -> Holder {
        Holder {
            user: "Ada".to_owned(),
            host: host.to_owned(),
            process: 7,
            since: "2031-03-04T05:06:07Z".to_owned(),
        }
    }

    #[test]
    fn one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path(), &who("mill"), false).unwrap();
        let second = Lock::take(folder.path(), &who("mill"), true);
        assert!(matches!(second, Err(NoLock::Held(holder)) if holder == who("mill")));
        drop(first);
        Lock::take(folder.path(), &who("barn"), false).unwrap();
    }

    #[test]
    fn what_a_crash_left_is_no_obstacle_but_another_computer_is() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join(OWN_FOLDER);
        drop(Lock::take(folder.path(), &who("mill"), false).unwrap());
        let left = ron::to_string(&who("mill")).unwrap();
        for (text, by, insist, taken) in [
            (left.as_str(), "mill", false, true),
            (left.as_str(), "barn", false, false),
            (left.as_str(), "barn", true, true),
            ("(host: ", "barn", false, true),
        ] {
            fs::write(own.join(HOLDER), text).unwrap();
            let lock = Lock::take(folder.path(), &who(by), insist);
            assert_eq!(lock.is_ok(), taken, "{text} {by} {insist}");
        }
    }
}
