//! Counting by sorting: runs of sorted keys on disk, merged as they are read.

use super::corpus::{END_OF_CORPUS, INSIDE};
use super::recipe::Recipe;
use super::scratch_error;
use super::words::Numbered;
use crate::error::Result;
use crate::lm::vocabulary::TokenId;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind::UnexpectedEof, Read, Write};
use std::path::{Path, PathBuf};

/// Keys or records held in memory before a run is written.
const BUFFER: usize = 1 << 24;

/// An n-gram with what was counted of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Record {
    /// The n-gram (see [`crate::lm::pack`]); a window at the start of a text begins with
    /// [`TokenId::NONE`].
    pub key: u64,
    /// Times seen.
    pub count: u32,
    /// Times seen, each as often as the weight of its corpus.
    pub weight: u32,
    /// Different words seen before it, the start of a text counting as one.
    pub left: u32,
    /// Whether law or administration has it.
    pub is_official: bool,
}

impl Record {
    fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.weight += other.weight;
        self.left += other.left;
        self.is_official |= other.is_official;
    }

    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        let mut bytes = [0; RECORD_BYTES];
        bytes[..8].copy_from_slice(&self.key.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.count.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.weight.to_le_bytes());
        bytes[16..20].copy_from_slice(&self.left.to_le_bytes());
        bytes[20] = u8::from(self.is_official);
        out.write_all(&bytes)
    }
}

const RECORD_BYTES: usize = 21;

/// A file of records sorted by key.
pub(super) struct Run(PathBuf);

impl Run {
    pub fn records(&self) -> Result<Records> {
        let file = File::open(&self.0).map_err(scratch_error)?;
        Ok(Records(BufReader::with_capacity(1 << 18, file)))
    }
}

/// The records of a run.
pub(super) struct Records(BufReader<File>);

impl Iterator for Records {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Result<Record>> {
        let mut bytes = [0; RECORD_BYTES];
        match self.0.read_exact(&mut bytes) {
            Err(error) if error.kind() == UnexpectedEof => return None,
            Err(error) => return Some(Err(scratch_error(error))),
            Ok(()) => {}
        }
        let four = |at: usize| u32::from_le_bytes([0, 1, 2, 3].map(|i| bytes[at + i]));
        Some(Ok(Record {
            key: u64::from(four(0)) | u64::from(four(4)) << 32,
            count: four(8),
            weight: four(12),
            left: four(16),
            is_official: bytes[20] != 0,
        }))
    }
}

/// Collects records in any order; gives them back sorted, equal keys merged.
pub(super) struct Sorter {
    directory: PathBuf,
    name: &'static str,
    buffer: Vec<Record>,
    runs: Vec<Run>,
}

impl Sorter {
    pub fn new(directory: &Path, name: &'static str) -> Self {
        Self {
            directory: directory.to_owned(),
            name,
            buffer: Vec::new(),
            runs: Vec::new(),
        }
    }

    pub fn add(&mut self, record: Record) -> Result<()> {
        self.buffer.push(record);
        if self.buffer.len() >= BUFFER {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        self.buffer.sort_unstable_by_key(|record| record.key);
        self.buffer.dedup_by(|later, kept| {
            let same = later.key == kept.key;
            if same {
                kept.merge(later);
            }
            same
        });
        let path = self
            .directory
            .join(format!("{}-{}", self.name, self.runs.len()));
        self.runs
            .push(write_run(path, self.buffer.iter().copied())?);
        self.buffer.clear();
        Ok(())
    }

    /// All records by key; equal keys merged.
    pub fn finish(mut self) -> Result<Merge> {
        self.flush()?;
        self.buffer = Vec::new();
        Merge::new(&self.runs)
    }
}

/// Writes a run, record by record.
pub(super) struct RunWriter {
    path: PathBuf,
    out: BufWriter<File>,
}

impl RunWriter {
    pub fn create(path: PathBuf) -> Result<Self> {
        let file = File::create(&path).map_err(scratch_error)?;
        let out = BufWriter::with_capacity(1 << 20, file);
        Ok(Self { path, out })
    }

    pub fn add(&mut self, record: &Record) -> Result<()> {
        record.write(&mut self.out).map_err(scratch_error)
    }

    pub fn finish(mut self) -> Result<Run> {
        self.out.flush().map_err(scratch_error)?;
        Ok(Run(self.path))
    }
}

fn write_run(path: PathBuf, mut records: impl Iterator<Item = Record>) -> Result<Run> {
    let mut run = RunWriter::create(path)?;
    records.try_for_each(|record| run.add(&record))?;
    run.finish()
}

/// Sorted runs as one sorted stream.
pub(super) struct Merge {
    heads: BinaryHeap<Reverse<(Record, usize)>>,
    runs: Vec<Records>,
}

impl Merge {
    fn new(runs: &[Run]) -> Result<Self> {
        let mut merge = Self {
            heads: BinaryHeap::new(),
            runs: runs.iter().map(Run::records).collect::<Result<_>>()?,
        };
        for run in 0..runs.len() {
            merge.pull(run)?;
        }
        Ok(merge)
    }

    fn pull(&mut self, run: usize) -> Result<()> {
        if let Some(record) = self.runs[run].next() {
            self.heads.push(Reverse((record?, run)));
        }
        Ok(())
    }

    fn next_merged(&mut self) -> Result<Option<Record>> {
        let Some(Reverse((mut record, run))) = self.heads.pop() else {
            return Ok(None);
        };
        self.pull(run)?;
        while let Some(Reverse((other, run))) = self.heads.peek().copied() {
            if other.key != record.key {
                break;
            }
            record.merge(&other);
            self.heads.pop();
            self.pull(run)?;
        }
        Ok(Some(record))
    }
}

impl Iterator for Merge {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_merged().transpose()
    }
}

/// Counts all windows of the stream, of the recipe's order.
pub(super) fn count(
    stream: &Path,
    numbered: &Numbered,
    recipe: &Recipe,
    scratch: &Path,
) -> Result<Merge> {
    let mask = u64::MAX >> (64 - 16 * recipe.order);
    let file = File::open(stream).map_err(scratch_error)?;
    let mut numbers = BufReader::with_capacity(1 << 20, file);
    let mut runs = Vec::new();
    let mut keys: Vec<u64> = Vec::with_capacity(BUFFER);
    for corpus in &recipe.corpora {
        let mut flush = |keys: &mut Vec<u64>| -> Result<()> {
            keys.sort_unstable();
            let records = keys.chunk_by(|a, b| a == b).map(|same| Record {
                key: same[0],
                count: same.len() as u32,
                weight: same.len() as u32 * corpus.weight,
                left: 0,
                is_official: corpus.official,
            });
            runs.push(write_run(
                scratch.join(format!("windows-{}", runs.len())),
                records,
            )?);
            keys.clear();
            Ok(())
        };
        let mut window = 0;
        let mut bytes = [0; 4];
        loop {
            numbers.read_exact(&mut bytes).map_err(scratch_error)?;
            let number = u32::from_le_bytes(bytes);
            if number == END_OF_CORPUS {
                break;
            }
            if number == INSIDE {
                window = 0;
                continue;
            }
            let token = numbered.tokens[number as usize];
            let follows_boundary = window == 0 || window as u16 == TokenId::BOUNDARY.0;
            if token == TokenId::BOUNDARY && follows_boundary {
                // A line starts: nothing before its boundary is context, and the boundary
                // itself was not to be foreseen.
                window = u64::from(token.0);
                continue;
            }
            window = (window << 16 | u64::from(token.0)) & mask;
            keys.push(window);
            if keys.len() == BUFFER {
                flush(&mut keys)?;
            }
        }
        flush(&mut keys)?;
    }
    Merge::new(&runs)
}
