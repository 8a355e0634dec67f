//! The program.

fn main() {
    let paths = std::env::args_os().skip(1).map(Into::into).collect();
    if let Err(error) = claimdesk::app::run(claimdesk::app::Launch { paths }) {
        eprintln!("{error}");
    }
}
