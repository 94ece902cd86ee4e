//! One batch over many machines: inputs parted by content, outputs brought together again.

use super::commit::{Pending, commit};
use super::inputs::Input;
use super::ledger::{Entry, State};
use super::store::Store;
use super::twins::hash;
use crate::error::{Error, ErrorKind, Result};
use crate::output::write::write_unnamed;
use rayon::prelude::*;
use std::io::Write;
use std::str::FromStr;

/// One part of a batch: part `index` (from 1) of `count`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: u64,
    count: u64,
}

impl FromStr for Shard {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let numbers = text
            .split_once('/')
            .and_then(|(index, count)| Some((index.parse().ok()?, count.parse().ok()?)));
        match numbers {
            Some((index, count)) if (1..=count).contains(&index) => Ok(Self { index, count }),
            _ => Err(Error::new(
                ErrorKind::Usage,
                format!(
                    "`{text}` is no shard: write its number and how many there are, such as 1/4"
                ),
            )),
        }
    }
}

impl Shard {
    /// The inputs of this shard, by the digest of their bytes, so that equal files meet in one
    /// shard and every machine comes to the same parts without talking. Those that cannot be read
    /// are told by their name.
    pub fn select(self, inputs: Vec<Input>) -> Vec<Input> {
        inputs
            .into_par_iter()
            .filter(|input| {
                let digest = match input.problem {
                    None => hash(&input.files).ok(),
                    Some(_) => None,
                };
                let digest =
                    digest.unwrap_or_else(|| crate::pipeline::sha256(input.name.as_bytes()));
                let number = u64::from_str_radix(&digest[..15], 16).unwrap_or(0);
                number % self.count == self.index - 1
            })
            .collect()
    }
}

/// Documents that are merged at a time.
const GROUP: usize = 256;

/// Brings the outputs and the ledger of `from` into `into`; says how many documents that were. A
/// document that both hold is taken once: from `from`, unless only `into` has it done.
///
/// # Errors
/// [`ErrorKind::Usage`] when two documents of different bytes have one name, [`ErrorKind::Input`] when an
/// output is missing or has changed, [`ErrorKind::Output`] when one cannot be written.
pub fn merge(from: &Store, into: &Store) -> Result<usize> {
    let mut merged = 0;
    let mut group = Vec::new();
    from.ledger().each(|entry: Entry| {
        let there = into.ledger().get(&entry.path)?;
        if let Some(there) = &there {
            if there.outputs == entry.outputs && there.state == entry.state {
                return Ok(());
            }
            if there.sha256 != entry.sha256 && !there.outputs.is_empty() {
                return Err(Error::new(
                    ErrorKind::Usage,
                    format!("two different documents are called {}", entry.path),
                )
                .at_path(from.folder()));
            }
            if there.state == State::Done && entry.state != State::Done {
                return Ok(());
            }
        }
        let mut files = Vec::new();
        for output in &entry.outputs {
            let path = from.folder().join(&output.file);
            let bytes = std::fs::read(&path).map_err(|e| {
                Error::new(ErrorKind::Input, "an output cannot be read")
                    .at_path(&path)
                    .caused_by(e)
            })?;
            if crate::pipeline::sha256(&bytes) != output.sha256 {
                return Err(Error::new(
                    ErrorKind::Input,
                    "an output has changed since it was written: see vanban verify",
                )
                .at_path(&path));
            }
            let target = into.folder().join(&output.file);
            files.push(write_unnamed(&into.scratch(), &target, |file| {
                file.write_all(&bytes)
            })?);
        }
        group.push(Pending {
            entry,
            files,
            before: there.map(|there| there.outputs).unwrap_or_default(),
        });
        merged += 1;
        if group.len() == GROUP {
            commit(into, std::mem::take(&mut group))?;
        }
        Ok(())
    })?;
    commit(into, group)?;
    into.write_index()?;
    Ok(merged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_is_in_exactly_one_shard_and_twins_meet() {
        let folder = tempfile::tempdir().unwrap();
        let inputs: Vec<Input> = (0..40)
            .map(|number| {
                let path = folder.path().join(format!("{number}.txt"));
                std::fs::write(&path, format!("{}", number / 2)).unwrap();
                Input {
                    name: format!("{number}.txt"),
                    files: vec![path],
                    size: 1,
                    problem: None,
                }
            })
            .collect();
        let mut all = Vec::new();
        for shard in ["1/3", "2/3", "3/3"] {
            let shard: Shard = shard.parse().unwrap();
            let part = shard.select(inputs.clone());
            assert_eq!(part.len() % 2, 0, "twins meet");
            all.extend(part.into_iter().map(|input| input.name));
        }
        all.sort();
        let mut names: Vec<String> = inputs.into_iter().map(|input| input.name).collect();
        names.sort();
        assert_eq!(all, names);
        for wrong in ["0/3", "4/3", "1", "a/b"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
