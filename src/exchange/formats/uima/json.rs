//! The notation in JSON.

use std::io::{self, Write as _};

use serde_json::{Map, Value, json};

use super::{HOLDS, SOFA, Structure, each_structure, read, types};
use crate::annotation::{Article, Project};
use crate::exchange::export::{Files, Format, Reader, Shape, Tokenizer, Writer};
use crate::exchange::loss::Losses;
use crate::exchange::marks::Marked;

/// The format.
pub const FORMAT: Format = Format {
    id: "uima-json",
    title: "UIMA CAS JSON",
    about: "For INCEpTION and UIMA, newer notation: a JSON file per article that carries its type system.",
    shape: Shape::Folder,
    holds: HOLDS,
    writer: |_, settings| Box::new(Json(settings.tokens.clone())),
    reader: Some(Reader::Marks(read::read)),
};

/// How much is gathered before it is handed on, in bytes.
const BUFFER: usize = 1 << 16;

struct Json(Tokenizer);

impl Writer for Json {
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        losses: &mut Losses,
    ) -> io::Result<()> {
        let marked = Marked::of(article, project, &HOLDS, losses);
        let name = format!("{}.json", marked.name);
        let mut out = Vec::new();
        writeln!(out, "{{\"%TYPES\":{},\n\"%FEATURE_STRUCTURES\":[", type_system())?;
        let sofa = json!({
            "%ID": SOFA,
            "%TYPE": "uima.cas.Sofa",
            "sofaNum": 1,
            "sofaID": "_InitialView",
            "mimeType": "text",
            "sofaString": marked.text.as_str(),
        });
        serde_json::to_writer(&mut out, &sofa)?;
        let count = each_structure(&marked, &self.0, &mut |structure| {
            out.extend_from_slice(b",\n");
            serde_json::to_writer(&mut out, &object(structure))?;
            if out.len() > BUFFER {
                files.write(&name, &out)?;
                out.clear();
            }
            Ok(())
        })?;
        let members: Vec<usize> = (0..count).map(|n| SOFA + 1 + n).collect();
        let views = json!({"_InitialView": {"%SOFA": SOFA, "%MEMBERS": members}});
        writeln!(out, "],\n\"%VIEWS\":{views}}}")?;
        files.write(&name, &out)
    }

    fn finish(&mut self, _: &mut dyn Files) -> io::Result<()> {
        Ok(())
    }
}

fn object(structure: &Structure<'_>) -> Map<String, Value> {
    let mut object = Map::new();
    let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
    put("%ID", structure.id.into());
    put("%TYPE", structure.kind.into());
    put("@sofa", SOFA.into());
    if let Some([begin, end]) = structure.at {
        put("begin", begin.into());
        put("end", end.into());
    }
    for (name, value) in &structure.strings {
        put(name, value.as_ref().into());
    }
    for (name, id) in &structure.refs {
        put(&format!("@{name}"), (*id).into());
    }
    object
}

fn type_system() -> Value {
    let mut all = Map::new();
    for kind in types() {
        let mut one = Map::new();
        one.insert("%NAME".to_owned(), kind.name.into());
        one.insert("%SUPER_TYPE".to_owned(), kind.parent.into());
        for (name, range) in kind.features {
            one.insert(name.to_owned(), json!({"%NAME": name, "%RANGE": range}));
        }
        all.insert(kind.name.to_owned(), one.into());
    }
    all.into()
}
