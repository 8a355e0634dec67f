//! What of a panic can be kept without keeping a word of an article.

/// How messages of the standard library begin; `#` stands for a number. Behind these words they may quote anything.
const KNOWN: &[&str] = &[
    "index out of bounds: the len is # but the index is #",
    "range start index # out of range for slice of length #",
    "range end index # out of range for slice of length #",
    "slice index starts at # but ends at #",
    "byte index # is not a char boundary",
    "byte index # is out of bounds",
    "start byte index # is not a char boundary",
    "start byte index # is out of bounds",
    "end byte index # is not a char boundary",
    "end byte index # is out of bounds",
    "begin <= end (# <= #) when slicing",
    "called `Result::unwrap()` on an `Err` value",
    "assertion `left == right` failed",
    "assertion `left != right` failed",
    "internal error: entered unreachable code",
    "not implemented",
    "already borrowed",
    "already mutably borrowed",
    "mid > len",
    "insertion index (is #) should be <= len (is #)",
    "removal index (is #) should be < len (is #)",
    "copy_from_slice: source slice length (#) does not match destination slice length (#)",
];

/// The part of a message that is the standard library's own words.
pub fn message(message: &str) -> String {
    let kept = KNOWN.iter().find_map(|known| matched(message, known));
    kept.unwrap_or_else(|| "not kept, because it may quote an article".to_owned())
}

/// The start of `message` that `known` describes.
fn matched(message: &str, known: &str) -> Option<String> {
    let mut rest = message;
    for (index, words) in known.split('#').enumerate() {
        if index > 0 {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if !(1..=20).contains(&digits) {
                return None;
            }
            rest = rest.get(digits..)?;
        }
        rest = rest.strip_prefix(words)?;
    }
    message.get(..message.len() - rest.len()).map(str::to_owned)
}

/// A file of the source without the folders of the machine that compiled it.
pub fn source_file(path: &str) -> &str {
    let after = |mark: &str| path.split_once(mark).map(|(_, rest)| rest);
    if let Some((_, inside)) = after("/registry/src/").and_then(|rest| rest.split_once('/')) {
        return inside;
    }
    if let Some((_, inside)) = after("/rustc/").and_then(|rest| rest.split_once('/')) {
        return inside;
    }
    match path.rsplit_once("/src/") {
        Some((folder, _)) if folder.starts_with('/') => path.get(folder.len() + 1..).unwrap_or(path),
        _ => path,
    }
}

/// The names of functions in a backtrace, the innermost first, without the places that they stand at.
pub fn functions(backtrace: &str) -> Vec<String> {
    /// Deep recursion says the same over and over.
    const MOST: usize = 120;
    let lines = backtrace.lines().map(str::trim);
    let frames = lines.filter(|line| {
        let number = line.split(": ").next().unwrap_or_default();
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    frames.take(MOST).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: &str = "not kept, because it may quote an article";

    #[test]
    fn only_the_librarys_own_words_are_kept() {
        for (given, kept) in [
            (
                "byte index 5 is not a char boundary; it is inside 'é' (bytes 4..6) of `Toll said 21`",
                "byte index 5 is not a char boundary",
            ),
            (
                "index out of bounds: the len is 3 but the index is 7",
                "index out of bounds: the len is 3 but the index is 7",
            ),
            (
                "called `Result::unwrap()` on an `Err` value: Bad(\"Toll said\")",
                "called `Result::unwrap()` on an `Err` value",
            ),
            (
                "assertion `left == right` failed\n  left: \"Toll\"",
                "assertion `left == right` failed",
            ),
            ("byte index Toll is not a char boundary", NOTHING),
            ("no mention called Toll", NOTHING),
            ("index out of bounds: Toll", NOTHING),
            ("", NOTHING),
        ] {
            assert_eq!(message(given), kept, "{given}");
        }
    }

    #[test]
    #[expect(clippy::string_slice, reason = "the panic is the point")]
    fn panics_of_the_standard_library_are_known() {
        let text = "Toll said “no”".to_owned();
        let caught = |work: fn(&str) -> usize| {
            let payload = std::panic::catch_unwind(|| work(&text)).unwrap_err();
            payload
                .downcast_ref::<String>()
                .map(|panic| message(panic))
                .unwrap()
        };
        let works: [fn(&str) -> usize; 5] = [
            |text| text[..text.len() - 1].len(),
            |text| text[text.len() + 1..].len(),
            |text| text.as_bytes()[text.len()].into(),
            |text| text.as_bytes()[..=text.len()].len(),
            |text| text.parse().unwrap(),
        ];
        for (index, work) in works.into_iter().enumerate() {
            let kept = caught(work);
            assert!(kept != NOTHING && !kept.contains("Toll"), "{index}: {kept}");
        }
    }

    #[test]
    fn places_do_not_name_folders_of_a_machine() {
        for (given, kept) in [
            ("src/app/mod.rs", "src/app/mod.rs"),
            ("/home/ada/code/claimdesk/src/app/mod.rs", "src/app/mod.rs"),
            (
                "/home/ada/.cargo/registry/src/index-1f/egui-0.37.0/src/ui.rs",
                "egui-0.37.0/src/ui.rs",
            ),
            (
                "/rustc/59807/library/core/src/str/mod.rs",
                "library/core/src/str/mod.rs",
            ),
        ] {
            assert_eq!(source_file(given), kept);
        }
        let trace = "   0: claimdesk::app::frame\n             at /home/ada/src/app.rs:1:2\n   1: main\n";
        assert_eq!(functions(trace), ["0: claimdesk::app::frame", "1: main"]);
    }
}
