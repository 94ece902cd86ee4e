//! ARPA text: the format in which n-gram models are exchanged, out and in.
//!
//! Logarithms are to the base 10 there. A cost that cannot occur (a class that is never
//! predicted) is written as −99, as other tools do.

use super::ngrams::{Level, MAX_ORDER, Ngrams, pack};
use super::vocabulary::{TokenId, Vocabulary};
use crate::error::{Error, ErrorKind, Result};
use std::io::{self, BufRead, Write};

const NEVER: f32 = 99.0;

/// Writes a model as ARPA text.
///
/// # Errors
/// Those of the writer.
pub fn write_arpa(ngrams: &Ngrams, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "\\data\\")?;
    for (n, level) in ngrams.levels.iter().enumerate() {
        writeln!(out, "ngram {}={}", n + 1, level.len())?;
    }
    for (n, level) in ngrams.levels.iter().enumerate() {
        writeln!(out, "\n\\{}-grams:", n + 1)?;
        for (at, key) in level.keys.iter().enumerate() {
            write!(out, "{:.6}\t", -decimal(level.cost[at]).min(NEVER))?;
            for place in (0..=n).rev() {
                let id = TokenId((key >> (16 * place)) as u16);
                write!(out, "{}", ngrams.vocabulary.text(id))?;
                out.write_all(if place > 0 { b" " } else { b"" })?;
            }
            if n + 1 < ngrams.order() {
                write!(out, "\t{:.6}", -decimal(level.backoff[at]))?;
            }
            writeln!(out)?;
        }
    }
    writeln!(out, "\n\\end\\")
}

fn decimal(nats: f32) -> f32 {
    nats / std::f32::consts::LN_10
}

fn malformed(line: usize, what: &str) -> Error {
    Error::new(ErrorKind::Malformed, format!("ARPA line {line}: {what}"))
}

/// One line of the text, before its words have numbers.
struct Entry {
    line: usize,
    words: Vec<String>,
    cost: f32,
    backoff: f32,
}

/// Reads a model from ARPA text of order 1 to 4. Classes that it does not mention are never
/// predicted.
///
/// # Errors
/// [`ErrorKind::Malformed`] with the line that is wrong; [`ErrorKind::Input`] of the reader.
pub fn read_arpa(text: impl BufRead) -> Result<Ngrams> {
    let mut sections: Vec<Vec<Entry>> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line =
            line.map_err(|error| Error::new(ErrorKind::Input, "cannot be read").caused_by(error))?;
        let (number, line) = (index + 1, line.trim());
        if let Some(order) = line.strip_suffix("-grams:") {
            sections.push(Vec::new());
            if order != format!("\\{}", sections.len()) || sections.len() > MAX_ORDER {
                return Err(malformed(number, "orders 1 to 4 must follow each other"));
            }
        } else if !sections.is_empty() && !line.is_empty() && !line.starts_with('\\') {
            let order = sections.len();
            sections[order - 1].push(parse_entry(number, line, order)?);
        }
    }
    build(sections)
}

fn parse_entry(line: usize, text: &str, order: usize) -> Result<Entry> {
    let number = |field: Option<&str>| {
        field
            .and_then(|field| field.parse::<f32>().ok())
            .filter(|number| number.is_finite())
            .ok_or_else(|| malformed(line, "a number is missing"))
    };
    let mut fields = text.split_whitespace();
    let cost = -number(fields.next())? * std::f32::consts::LN_10;
    let words: Vec<String> = fields.by_ref().take(order).map(str::to_owned).collect();
    if words.len() != order {
        return Err(malformed(line, "a word is missing"));
    }
    let backoff = match fields.next() {
        Some(field) => -number(Some(field))? * std::f32::consts::LN_10,
        None => 0.0,
    };
    Ok(Entry {
        line,
        words,
        cost,
        backoff,
    })
}

fn build(sections: Vec<Vec<Entry>>) -> Result<Ngrams> {
    let class = |word: &str| {
        let class = TokenId::CLASS_NAMES.iter().position(|name| *name == word);
        // The start of a sentence is the end of the one before.
        class.or_else(|| (word == "<s>").then_some(usize::from(TokenId::BOUNDARY.0)))
    };
    let unigrams = sections.first().map_or(&[][..], Vec::as_slice);
    let words = unigrams.iter().map(|entry| entry.words[0].as_str());
    let vocabulary = Vocabulary::new(words.filter(|word| class(word).is_none()))?;
    let find = |entry: &Entry, word: &str| match class(word) {
        Some(class) => Ok(TokenId(class as u16)),
        None => vocabulary
            .find_canonical(word)
            .ok_or_else(|| malformed(entry.line, "a word is not among the unigrams")),
    };
    let mut levels = Vec::new();
    for (n, section) in sections.iter().enumerate() {
        let mut entries = Vec::with_capacity(section.len());
        for entry in section {
            let ids: Result<Vec<TokenId>> = entry.words.iter().map(|w| find(entry, w)).collect();
            entries.push((pack(&ids?), entry.cost, entry.backoff));
        }
        if n == 0 {
            let never = NEVER * std::f32::consts::LN_10;
            entries.extend((0..u64::from(TokenId::CLASSES)).map(|id| (id, never, 0.0)));
        }
        entries.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        // `<s>` and `</s>` are one token here; the likelier entry stands for both.
        entries.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 = kept.1.min(later.1);
                kept.2 = if kept.2 == 0.0 { later.2 } else { kept.2 };
            }
            same
        });
        let mut level = Level::default();
        for (key, cost, backoff) in entries {
            level.push(key, cost, backoff);
        }
        levels.push(level);
    }
    let ngrams = Ngrams {
        vocabulary,
        levels,
        ..Ngrams::default()
    };
    ngrams.validate()?;
    Ok(ngrams)
}
