//! The program. Everything it does is in the library; the command line decides what that is.

use std::process::ExitCode;

fn main() -> ExitCode {
    claimdesk::cli::run()
}
