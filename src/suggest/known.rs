//! Names that a person confirmed in the project: they win over lists and rules.

use std::collections::HashMap;

use super::KnownName;
use super::doc::Doc;
use super::gazetteer::push_key;

/// Longest confirmed name, in tokens, that is looked for.
const LONGEST: usize = 12;

/// The confirmed names by their first word.
pub(super) struct Known<'a> {
    by_first: HashMap<String, Vec<(String, &'a KnownName)>>,
}

impl<'a> Known<'a> {
    pub(super) fn new(names: &'a [KnownName]) -> Self {
        let mut by_first: HashMap<String, Vec<(String, &KnownName)>> = HashMap::new();
        for name in names {
            let mut key = String::new();
            push_key(&name.name, &mut key);
            if let Some(first) = key.split(' ').next().filter(|f| !f.is_empty()) {
                by_first
                    .entry(first.to_owned())
                    .or_default()
                    .push((key.clone(), name));
            }
        }
        Self { by_first }
    }

    /// The longest confirmed name at token `i`, and how many tokens it takes.
    pub(super) fn at(&self, doc: &Doc<'_>, i: usize, end: usize) -> Option<(usize, &'a KnownName)> {
        if self.by_first.is_empty() {
            return None;
        }
        let first = doc.word(i).key.split(' ').next().unwrap_or_default();
        let candidates = self.by_first.get(first)?;
        let mut best: Option<(usize, &KnownName)> = None;
        let mut words = String::new();
        for count in 1..=LONGEST.min(end.saturating_sub(i)) {
            if count > 1 {
                words.push(' ');
            }
            words.push_str(&doc.word(i + count - 1).key);
            for (key, name) in candidates {
                let same_case = doc.capital(i) == name.name.starts_with(char::is_uppercase) || doc.capital(i);
                if *key == words && same_case {
                    best = Some((count, name));
                }
            }
        }
        best
    }
}
