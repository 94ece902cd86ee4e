//! Inputs of the same bytes.

use super::inputs::Input;
use crate::pipeline::sha256;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Result};
use std::path::{Path, PathBuf};

/// Bytes that are hashed at a time.
const BUFFER: usize = 1 << 16;

/// SHA-256 of the input's bytes; for several files that of the list of their digests.
pub(super) fn hash(files: &[PathBuf]) -> Result<String> {
    match files {
        [file] => hash_one(file),
        files => {
            let digests = files.iter().map(|f| hash_one(f));
            let digests = digests.collect::<Result<Vec<_>>>()?;
            Ok(sha256(digests.join("\n").as_bytes()))
        }
    }
}

fn hash_one(path: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    let mut file = BufReader::with_capacity(BUFFER, File::open(path)?);
    loop {
        let bytes = file.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        hash.update(bytes);
        let taken = bytes.len();
        file.consume(taken);
    }
    Ok(hash.finalize().iter().map(|b| format!("{b:02x}")).collect())
}

/// For each input the first of the same bytes, if it is another one. Only files of equal size can
/// be equal, so only those are hashed.
pub(super) fn twins(inputs: &[Input]) -> Vec<Option<usize>> {
    let mut by_size: HashMap<(u64, usize), Vec<usize>> = HashMap::new();
    for (number, input) in inputs.iter().enumerate() {
        if input.problem.is_none() {
            let key = (input.size, input.files.len());
            by_size.entry(key).or_default().push(number);
        }
    }
    let alike: Vec<usize> = by_size
        .into_values()
        .filter(|numbers| numbers.len() > 1)
        .flatten()
        .collect();
    let mut hashed: Vec<(usize, String)> = alike
        .into_par_iter()
        .filter_map(|number| Some((number, hash(&inputs[number].files).ok()?)))
        .collect();
    hashed.sort_unstable();
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut twins = vec![None; inputs.len()];
    for (number, digest) in hashed {
        let earlier = *first.entry(digest).or_insert(number);
        twins[number] = (earlier != number).then_some(earlier);
    }
    twins
}
