//! The rules of the house, one function each. A rule returns one complaint per place: file, line, what, what to do.

use super::source::{Source, line_of, words};

/// The floors, lowest first. Modules on one floor do not use each other, save [`SHARED`].
const FLOORS: &[(&str, usize)] = &[
    ("text", 0),
    ("annotation", 1),
    ("suggest", 2),
    ("exchange", 2),
    ("project", 2),
    ("learn", 3),
    ("review", 3),
    ("desk", 4),
    ("app", 5),
    ("cli", 6),
    ("main", 7),
    ("lib", 7),
];

/// What floor 2 shares: the switch that ends long work early. It lives in `suggest` because that is where it began.
const SHARED: &[[&str; 2]] = &[["suggest", "Stop"], ["suggest", "Stopped"]];

/// Floors that do no I/O.
const PURE: &[&str] = &["text", "annotation", "desk", "learn", "review", "suggest"];

/// Packages that open network connections, or whose only use is to do so.
pub const NETWORK_PACKAGES: &[&str] = &[
    "actix-web",
    "async-tungstenite",
    "attohttpc",
    "aws-sdk-core",
    "axum",
    "curl",
    "curl-sys",
    "ehttp",
    "h2",
    "h3",
    "hickory-client",
    "hickory-proto",
    "hickory-resolver",
    "http-body",
    "hyper",
    "hyper-rustls",
    "hyper-tls",
    "hyper-util",
    "isahc",
    "lettre",
    "libssh2-sys",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "quinn-udp",
    "reqwest",
    "rouille",
    "rustls",
    "sentry",
    "ssh2",
    "socket2",
    "surf",
    "tiny_http",
    "tokio-rustls",
    "tokio-tungstenite",
    "tonic",
    "trust-dns-resolver",
    "tungstenite",
    "ureq",
    "warp",
    "webbrowser",
    "webpki-roots",
];

/// Types and crates that no line of code may name.
const NETWORK_WORDS: &[&str] = &[
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "UnixStream",
    "UnixListener",
    "UnixDatagram",
    "ToSocketAddrs",
    "SocketAddr",
    "reqwest",
    "ureq",
    "hyper",
    "curl",
    "isahc",
    "attohttpc",
    "minreq",
    "surf",
    "ehttp",
    "tungstenite",
    "quinn",
    "rustls",
    "native_tls",
    "openssl",
    "webbrowser",
];

const PRINTING: &[&str] = &["println!", "eprintln!", "print!", "eprint!", "dbg!"];

/// Named constants of `Color32` that are no colours.
const NOT_COLOURS: &[&str] = &["TRANSPARENT", "PLACEHOLDER"];

/// Lines that a file may have. About 400 is where to look for its second idea.
const MAX_LINES: usize = 500;

fn complaint(source: &Source, line: usize, what: &str, instead: &str) -> String {
    format!("{}:{line}: {what}. {instead}", source.path)
}

/// Complaints about each place in `code` that has one of `wanted`.
fn forbid(source: &Source, code: &str, wanted: &[&str], what: &str, instead: &str) -> Vec<String> {
    wanted
        .iter()
        .flat_map(|word| words(code, word).into_iter().map(move |at| (at, word)))
        .map(|(at, word)| complaint(source, line_of(code, at), &format!("`{word}` {what}"), instead))
        .collect()
}

fn height(floor: &str) -> Option<usize> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == floor)
        .map(|(_, height)| *height)
}

/// Each floor uses only the floors below it.
pub fn floors(source: &Source) -> Vec<String> {
    let Some(own) = source.floor() else {
        return Vec::new();
    };
    let Some(own_height) = height(own) else {
        let what = format!("`{own}` stands on no floor");
        return vec![complaint(
            source,
            1,
            &what,
            "Move it into a floor, or give it one in tests/architecture/rules.rs",
        )];
    };
    let mut found = Vec::new();
    for named in source.named() {
        let mut segments = named.segments.iter().map(String::as_str);
        let (Some("crate"), Some(floor), item) = (segments.next(), segments.next(), segments.next()) else {
            continue;
        };
        let Some(its_height) = height(floor) else { continue };
        let shared = SHARED
            .iter()
            .any(|[module, name]| *module == floor && Some(*name) == item);
        if floor == own || its_height < own_height || (its_height == own_height && shared) {
            continue;
        }
        let what = format!("`{own}` names `{floor}`, which does not stand below it");
        found.push(complaint(
            source,
            named.line,
            &what,
            "Move what is shared down, or hand it in from above",
        ));
    }
    found
}

/// Nothing below the window knows of it.
pub fn no_window_below_app(source: &Source) -> Vec<String> {
    if source.floor().and_then(height) >= height("app") || source.floor().and_then(height).is_none() {
        return Vec::new();
    }
    let wanted = ["egui", "eframe", "rfd", "winit", "emath", "epaint", "ecolor"];
    forbid(
        source,
        &source.code,
        &wanted,
        "below the window",
        "Keep it in src/app and hand plain data down",
    )
}

/// Pure floors do no I/O.
pub fn no_io_in_pure_floors(source: &Source) -> Vec<String> {
    if !source.floor().is_some_and(|own| PURE.contains(&own)) {
        return Vec::new();
    }
    let instead = "This floor does no I/O: read and write in exchange, project or cli and hand the data in";
    let mut found = Vec::new();
    for named in source.named() {
        let segments: Vec<&str> = named.segments.iter().map(String::as_str).collect();
        if let ["std", "fs" | "net" | "process" | "env", ..]
        | ["std", "io", "stdin" | "stdout" | "stderr", ..] = segments.as_slice()
        {
            found.push(complaint(
                source,
                named.line,
                &format!("`{}`", segments.join("::")),
                instead,
            ));
        }
    }
    let wanted = [
        "File::",
        "OpenOptions",
        "walkdir",
        "atomic_write_file",
        "directories",
        "indicatif",
    ];
    found.extend(forbid(
        source,
        &source.program,
        &wanted,
        "in a pure floor",
        instead,
    ));
    found.extend(forbid(
        source,
        &source.program,
        PRINTING,
        "in a pure floor",
        instead,
    ));
    found
}

/// No code opens a network connection, tests included.
pub fn no_network(source: &Source) -> Vec<String> {
    let instead = "The program never opens a network connection; leave this out";
    let mut found = forbid(
        source,
        &source.code,
        NETWORK_WORDS,
        "reaches for the network",
        instead,
    );
    for named in source.named() {
        let mut segments = named.segments.iter().map(String::as_str);
        if (segments.next(), segments.next()) == (Some("std"), Some("net")) {
            found.push(complaint(source, named.line, "`std::net`", instead));
        }
    }
    found
}

/// No package of the lock file is there to open connections.
pub fn no_network_packages(lock: &str) -> Vec<String> {
    lock.lines()
        .enumerate()
        .filter_map(|(at, line)| {
            let name = line.strip_prefix("name = \"")?.strip_suffix('"')?;
            NETWORK_PACKAGES.contains(&name).then(|| {
                format!(
                    "Cargo.lock:{}: package `{name}` opens network connections. Find who brings it with \
                     `cargo tree -i {name}` and turn that feature off",
                    at + 1
                )
            })
        })
        .collect()
}

/// Colours come from the theme.
pub fn colours_from_the_theme(source: &Source) -> Vec<String> {
    let in_theme = source.path.starts_with("src/app/theme/") || source.path == "src/app/theme.rs";
    if source.floor() != Some("app") || in_theme {
        return Vec::new();
    }
    let instead = "Take it from the theme; new colours go to assets/theme";
    let makers = [
        "hex_color!",
        "Color32::from_",
        "Rgba::from_",
        "Hsva::new",
        "Hsva::from_",
    ];
    let made = makers
        .iter()
        .flat_map(|maker| source.program.match_indices(maker));
    let constants = ["Color32::", "Rgba::"].iter().flat_map(|owner| {
        source.program.match_indices(owner).filter(|(at, owner)| {
            let after = source.program.get(at + owner.len()..).unwrap_or_default();
            let name: String = after
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            name.starts_with(|c: char| c.is_uppercase()) && !NOT_COLOURS.contains(&name.as_str())
        })
    });
    made.chain(constants)
        .map(|(at, name)| {
            complaint(
                source,
                line_of(&source.program, at),
                &format!("a colour in code (`{name}`)"),
                instead,
            )
        })
        .collect()
}

/// A file is a room for one idea.
pub fn short_files(source: &Source) -> Vec<String> {
    let lines = source.raw.lines().count();
    let instead = format!("Find its second idea and give it a file; {MAX_LINES} is the limit");
    let over = lines > MAX_LINES;
    over.then(|| complaint(source, MAX_LINES + 1, &format!("{lines} lines"), &instead))
        .into_iter()
        .collect()
}

/// Only the command line prints.
pub fn printing_only_in_cli(source: &Source) -> Vec<String> {
    if !source.path.starts_with("src/") || matches!(source.floor(), Some("cli" | "main")) {
        return Vec::new();
    }
    let instead = "Return an error or a report; src/cli prints it";
    forbid(
        source,
        &source.program,
        PRINTING,
        "outside the command line",
        instead,
    )
}

/// Each module opens with a few sentences on what it is for.
pub fn opens_with_docs(source: &Source) -> Vec<String> {
    let opens = !source.path.starts_with("src/") || source.only_tests || source.raw.starts_with("//!");
    let instead = "Open with what the file is for, what it promises and what it does not do";
    (!opens)
        .then(|| complaint(source, 1, "no `//!` on the first line", instead))
        .into_iter()
        .collect()
}
