//! Cuts texts into words as the program does, for the training scripts: a model must learn from the words that it will tag.
//!
//! Reads JSON Lines with "id" and "text", prints `{"id": …, "paragraphs": [[[start, end], …], …]}`; offsets are Unicode code
//! points, ends exclusive.

use std::error::Error;
use std::io::{BufRead as _, BufWriter, Write as _};

use claimdesk::text::{ArticleText, OffsetMap, Span, Unit, tokens};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let raw = row
            .get("text")
            .and_then(serde_json::Value::as_str)
            .ok_or("a line without \"text\"")?;
        let text = ArticleText::new(raw);
        if text.as_str() != raw {
            return Err("a text that an import would change: its offsets would not fit".into());
        }
        let offsets = OffsetMap::new(raw);
        let words = |paragraph: &Span| -> Vec<[usize; 2]> {
            let slice = text.slice(*paragraph);
            tokens(slice, paragraph.start())
                .iter()
                .map(|word| offsets.span_from_bytes(word.span, Unit::CodePoint))
                .collect()
        };
        let paragraphs: Vec<_> = text.paragraphs().iter().map(words).collect();
        writeln!(
            out,
            "{}",
            serde_json::json!({ "id": row.get("id"), "paragraphs": paragraphs })
        )?;
    }
    Ok(out.flush()?)
}
