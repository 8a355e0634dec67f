//! The notation in XML. XML 1.0 has no place for most control characters: each becomes U+FFFD, which is as long in UTF-16.

use std::fmt::Write as _;
use std::io;

use super::{HOLDS, SOFA, Structure, each_structure, types};
use crate::annotation::{Article, Project};
use crate::exchange::export::{Files, Format, Shape, Tokenizer, Writer};
use crate::exchange::loss::{Loss, Losses};
use crate::exchange::marks::Marked;

/// The format.
pub const FORMAT: Format = Format {
    id: "uima-xmi",
    title: "UIMA CAS XMI",
    about: "For INCEpTION and UIMA: an XMI file per article and the type system they share.",
    shape: Shape::Folder,
    holds: HOLDS,
    writer: |_, settings| Box::new(Xmi(settings.tokens.clone())),
    reader: None,
};

/// How much is gathered before it is handed on, in bytes.
const BUFFER: usize = 1 << 16;

struct Xmi(Tokenizer);

impl Writer for Xmi {
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        losses: &mut Losses,
    ) -> io::Result<()> {
        let marked = Marked::of(article, project, &HOLDS, losses);
        let name = format!("{}.xmi", marked.name);
        let mut lost = 0;
        let mut out =
            String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmi:version=\"2.0\"");
        out.push_str(" xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\"");
        let packages = packages();
        for (prefix, package) in &packages {
            let _ = write!(
                out,
                " xmlns:{prefix}=\"http:///{}.ecore\"",
                package.replace('.', "/")
            );
        }
        out.push_str(">\n<cas:NULL xmi:id=\"0\"/>\n");
        let count = each_structure(&marked, &self.0, &mut |structure| {
            element(&mut out, structure, &packages, &mut lost);
            if out.len() > BUFFER {
                files.write(&name, out.as_bytes())?;
                out.clear();
            }
            Ok(())
        })?;
        let _ = write!(
            out,
            "<cas:Sofa xmi:id=\"{SOFA}\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text\" sofaString=\""
        );
        escape(&mut out, marked.text.as_str(), &mut lost);
        let _ = write!(out, "\"/>\n<cas:View sofa=\"{SOFA}\" members=\"");
        for id in 0..count {
            let _ = write!(out, "{}{}", if id == 0 { "" } else { " " }, SOFA + 1 + id);
        }
        out.push_str("\"/>\n</xmi:XMI>\n");
        losses.add(Loss::Characters, lost);
        files.write(&name, out.as_bytes())
    }

    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()> {
        files.write("TypeSystem.xml", type_system().as_bytes())
    }
}

/// The packages of the types with the prefixes that stand for them, as UIMA chooses them: the last word, numbered
/// where it comes again.
fn packages() -> Vec<(String, &'static str)> {
    let mut found: Vec<(String, &'static str)> = Vec::new();
    for kind in types() {
        let (package, _) = split(kind.name);
        if found.iter().any(|(_, known)| *known == package) {
            continue;
        }
        let last = package.rsplit('.').next().unwrap_or(package);
        let taken = found
            .iter()
            .filter(|(prefix, _)| prefix.starts_with(last))
            .count();
        let number = if taken == 0 {
            String::new()
        } else {
            (taken + 1).to_string()
        };
        found.push((format!("{last}{number}"), package));
    }
    found
}

/// Package and short name.
fn split(name: &'static str) -> (&'static str, &'static str) {
    name.rsplit_once('.').unwrap_or(("", name))
}

fn element(
    out: &mut String,
    structure: &Structure<'_>,
    packages: &[(String, &'static str)],
    lost: &mut usize,
) {
    let (package, short) = split(structure.kind);
    let prefix = packages.iter().find(|(_, known)| *known == package);
    let prefix = prefix.map_or("cas", |(prefix, _)| prefix);
    let _ = write!(
        out,
        "<{prefix}:{short} xmi:id=\"{}\" sofa=\"{SOFA}\"",
        structure.id
    );
    if let Some([begin, end]) = structure.at {
        let _ = write!(out, " begin=\"{begin}\" end=\"{end}\"");
    }
    for (name, value) in &structure.strings {
        let _ = write!(out, " {name}=\"");
        escape(out, value, lost);
        out.push('"');
    }
    for (name, id) in &structure.refs {
        let _ = write!(out, " {name}=\"{id}\"");
    }
    out.push_str("/>\n");
}

/// `text` as the value of an attribute. Line ends and tabs are numbered, because readers make spaces of bare ones.
fn escape(out: &mut String, text: &str, lost: &mut usize) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                out.push('\u{fffd}');
                *lost += 1;
            }
            _ => out.push(c),
        }
    }
}

fn type_system() -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\">\n  <types>\n",
    );
    for kind in types() {
        let _ = write!(
            out,
            "    <typeDescription>\n      <name>{}</name>\n      <description/>\n      <supertypeName>{}</supertypeName>\n      <features>\n",
            kind.name, kind.parent
        );
        for (name, range) in kind.features {
            let _ = writeln!(
                out,
                "        <featureDescription><name>{name}</name><description/><rangeTypeName>{range}</rangeTypeName></featureDescription>"
            );
        }
        out.push_str("      </features>\n    </typeDescription>\n");
    }
    out.push_str("  </types>\n</typeSystemDescription>\n");
    out
}
