//! The rows as a Parquet file. The names of the tags stand in the schema's metadata under the key `huggingface`.
//!
//! Every column may be empty as far as the schema goes, though none is: `datasets` takes the names of tags only where the
//! schema is the one that it would have written itself.

use std::io;
use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use serde_json::{Map, Value, json};

use super::{HOLDS, Names, of_claims, row};
use crate::annotation::{Article, Project};
use crate::exchange::export::{Files, Format, Shape, Tokenizer, Writer};
use crate::exchange::loss::Losses;
use crate::exchange::marks::Marked;

/// The format.
pub const FORMAT: Format = Format {
    id: "parquet",
    title: "Parquet",
    about: "The same rows as the Hugging Face dataset in one Parquet file, for training and for data frames.",
    shape: Shape::File("parquet"),
    holds: HOLDS,
    writer: |project, settings| {
        Box::new(Table {
            names: Names::of(project),
            tokens: settings.tokens.clone(),
            rows: Rows::default(),
            file: None,
        })
    },
    reader: None,
};

/// How many articles, and about how many bytes, a row group has at most: it lies in memory until it is written.
const ARTICLES: usize = 1_000;
const BYTES: usize = 32 * 1024 * 1024;

/// Rows by column.
#[derive(Default)]
struct Rows {
    bytes: usize,
    ids: Vec<ByteArray>,
    texts: Vec<ByteArray>,
    tokens: List<ByteArray>,
    starts: List<i64>,
    ends: List<i64>,
    ner_tags: List<i64>,
    claim_tags: List<i64>,
}

/// A value that is there, and a list without one, as Parquet counts how much of a nested value is there.
const VALUE: i16 = 3;
const EMPTY: i16 = 1;

/// A column of lists: its values, and for each whether it is one and whether it begins a list.
struct List<T> {
    values: Vec<T>,
    defined: Vec<i16>,
    repeated: Vec<i16>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            defined: Vec::new(),
            repeated: Vec::new(),
        }
    }
}

impl<T> List<T> {
    fn push(&mut self, list: impl IntoIterator<Item = T>) {
        let before = self.values.len();
        self.values.extend(list);
        let count = self.values.len() - before;
        // An empty list has one entry that is no value.
        self.defined.resize(
            self.defined.len() + count.max(1),
            if count > 0 { VALUE } else { EMPTY },
        );
        self.repeated.push(0);
        self.repeated.resize(self.defined.len(), 1);
    }
}

struct Table {
    names: Names,
    tokens: Tokenizer,
    rows: Rows,
    file: Option<SerializedFileWriter<Vec<u8>>>,
}

impl Writer for Table {
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        losses: &mut Losses,
    ) -> io::Result<()> {
        let marked = Marked::of(article, project, &HOLDS, losses);
        let row = row(&marked, &self.tokens, &mut self.names, losses);
        let rows = &mut self.rows;
        rows.bytes += 2 * row.text.len() + 80 * row.tokens.len();
        rows.ids.push(row.id.into());
        rows.texts.push(row.text.into());
        rows.tokens.push(row.tokens.into_iter().map(ByteArray::from));
        rows.starts.push(row.starts);
        rows.ends.push(row.ends);
        rows.ner_tags.push(row.ner_tags);
        rows.claim_tags.push(row.claim_tags);
        if rows.ids.len() >= ARTICLES || rows.bytes >= BYTES {
            self.hand_on(files)?;
        }
        Ok(())
    }

    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()> {
        self.hand_on(files)?;
        let Some(mut file) = self.file.take() else {
            return Ok(());
        };
        let features = json!({"info": {"features": features(&self.names)}});
        file.append_key_value_metadata(KeyValue::new("huggingface".to_owned(), features.to_string()));
        file.finish().map_err(other)?;
        files.write("", file.inner())
    }
}

impl Table {
    /// Writes the rows that were gathered as a row group.
    fn hand_on(&mut self, files: &mut dyn Files) -> io::Result<()> {
        let rows = std::mem::take(&mut self.rows);
        if self.file.is_none() {
            let properties = Arc::new(WriterProperties::builder().build());
            let file = SerializedFileWriter::new(Vec::new(), schema().map_err(other)?, properties);
            self.file = Some(file.map_err(other)?);
        }
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        if !rows.ids.is_empty() {
            write_rows(file, &rows).map_err(other)?;
        }
        let bytes = std::mem::take(file.inner_mut());
        files.write("", &bytes)
    }
}

fn write_rows(file: &mut SerializedFileWriter<Vec<u8>>, rows: &Rows) -> Result<(), ParquetError> {
    type Column<'a> = Box<dyn FnOnce(&mut SerializedColumnWriter<'_>) -> Result<usize, ParquetError> + 'a>;
    fn words(values: &[ByteArray]) -> Column<'_> {
        Box::new(|column| {
            let there = vec![1; values.len()];
            column
                .typed::<ByteArrayType>()
                .write_batch(values, Some(&there), None)
        })
    }
    fn numbers(list: &List<i64>) -> Column<'_> {
        Box::new(|column| {
            let column = column.typed::<Int64Type>();
            column.write_batch(&list.values, Some(&list.defined), Some(&list.repeated))
        })
    }
    let tokens = &rows.tokens;
    let columns: [Column<'_>; 7] = [
        words(&rows.ids),
        words(&rows.texts),
        Box::new(|column| {
            let column = column.typed::<ByteArrayType>();
            column.write_batch(&tokens.values, Some(&tokens.defined), Some(&tokens.repeated))
        }),
        numbers(&rows.starts),
        numbers(&rows.ends),
        numbers(&rows.ner_tags),
        numbers(&rows.claim_tags),
    ];
    let mut group = file.next_row_group()?;
    for write in columns {
        if let Some(mut column) = group.next_column()? {
            write(&mut column)?;
            column.close()?;
        }
    }
    group.close()?;
    Ok(())
}

fn other(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

/// The columns, in the order of [`write_rows`].
fn schema() -> Result<TypePtr, ParquetError> {
    let words = |name: &str| {
        Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(Some(LogicalType::String))
            .with_converted_type(ConvertedType::UTF8)
            .build()
    };
    let number = |name: &str| {
        Type::primitive_type_builder(name, Physical::INT64)
            .with_repetition(Repetition::OPTIONAL)
            .build()
    };
    let list = |name: &str, element: Type| {
        let inner = Type::group_type_builder("list")
            .with_repetition(Repetition::REPEATED)
            .with_fields(vec![Arc::new(element)])
            .build()?;
        Type::group_type_builder(name)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(Some(LogicalType::List))
            .with_converted_type(ConvertedType::LIST)
            .with_fields(vec![Arc::new(inner)])
            .build()
    };
    let columns = vec![
        words("id")?,
        words("text")?,
        list("tokens", words("element")?)?,
        list("starts", number("element")?)?,
        list("ends", number("element")?)?,
        list("ner_tags", number("element")?)?,
        list("claim_tags", number("element")?)?,
    ];
    let root = Type::group_type_builder("schema")
        .with_fields(columns.into_iter().map(Arc::new).collect())
        .build()?;
    Ok(Arc::new(root))
}

/// The columns as `datasets` describes them.
fn features(names: &Names) -> Map<String, Value> {
    let plain = |kind: &str| json!({"dtype": kind, "_type": "Value"});
    let list = |feature: Value| json!({"feature": feature, "_type": "Sequence"});
    let tags = |names: Vec<String>| list(json!({"names": names, "_type": "ClassLabel"}));
    [
        ("id", plain("string")),
        ("text", plain("string")),
        ("tokens", list(plain("string"))),
        ("starts", list(plain("int64"))),
        ("ends", list(plain("int64"))),
        ("ner_tags", tags(names.of_mentions())),
        ("claim_tags", tags(of_claims())),
    ]
    .into_iter()
    .map(|(name, feature)| (name.to_owned(), feature))
    .collect()
}
