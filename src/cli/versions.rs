//! `claimdesk versions`: earlier versions of a project, listed or written elsewhere.

use jiff::Timestamp;

use super::args::VersionsArgs;
use super::output;
use super::report::{Halt, Report};
use crate::project::{self, backups};
use crate::text::counted;

/// Runs the command.
pub fn run(args: &VersionsArgs, report: &Report) -> Result<(), Halt> {
    let folder = project::folder_of(&args.project).unwrap_or_else(|| args.project.clone());
    let loaded = super::import::load(&folder, report)?;
    let versions = backups::versions(&folder);
    let mut out = output::standard();
    if let (Some(time), Some(target)) = (&args.restore, &args.out) {
        let wanted: Timestamp = time.parse().map_err(|_| {
            Halt::Usage(format!(
                "\"{time}\" is no time. Write it as it is listed: 2031-03-04T05:06:07Z."
            ))
        })?;
        let version = versions
            .iter()
            .find(|version| version.at == wanted)
            .ok_or_else(|| {
                Halt::Usage(format!(
                    "There is no version of {time}. \"claimdesk versions PROJECT\" lists them."
                ))
            })?;
        version
            .restore(&folder, target)
            .map_err(|error| Halt::Unreachable(error.to_string()))?;
        out.line(&format!("Wrote the version of {wanted} to {}.", target.display()))?;
    } else {
        let now = loaded.base.sums();
        if versions.is_empty() {
            out.line("No earlier versions are kept yet: they come with saving.")?;
        }
        for version in versions {
            let differs = version.differs(&now).map_or_else(
                || "its list cannot be read".to_owned(),
                |count| format!("{} not as now", counted(count, "file", "files")),
            );
            out.line(&format!("{}  {differs}", version.at))?;
        }
    }
    out.finish()
}
