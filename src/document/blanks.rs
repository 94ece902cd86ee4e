//! Blanks that setting a page left in its text: at line ends, before running text, between words spread to the margin.
//!
//! They say nothing of the document, and patterns of words would stumble over them. Columns stand further apart and
//! stay; those of tables are parted by tabs. Linear in the text.

use super::gutters;
use super::positions::Change;
use crate::span::Span;

/// Running text has lines of at least this many bytes.
const LONG_LINE: usize = 70;
/// Most blanks between two words of a line that was spread to the margin.
const WIDEST_GAP: usize = 5;

/// The text without such blanks and with the tabs of its tables, and where blanks were left out; `None` if nothing is
/// to be changed.
pub(super) fn without_spare_blanks(text: &str) -> Option<(String, Vec<Change>)> {
    if !text.contains(" \n") && !text.contains("  ") {
        return None;
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let margins = margins(&lines);
    let tables = gutters::find(&lines);
    let parted = !tables.is_empty();
    let mut tables = tables.iter().peekable();
    let mut writer = Writer::default();
    for (at, (line, margin)) in lines.into_iter().zip(margins).enumerate() {
        while tables.next_if(|table| table.lines.end <= at).is_some() {}
        if let Some(table) = tables.peek().filter(|table| table.lines.contains(&at)) {
            writer.keep(&table.part(line));
            continue;
        }
        let body = line.strip_suffix('\n').unwrap_or(line);
        let words = body.trim_end_matches(' ');
        writer.skip(margin);
        let mut rest = &words[margin..];
        if is_spread(words) {
            let lead;
            (lead, rest) = rest.split_at(indent(rest));
            writer.keep(lead);
            while let Some(gap) = rest.find("  ") {
                writer.keep(&rest[..=gap]);
                rest = &rest[gap + 1..];
                let spare = indent(rest);
                writer.skip(spare);
                rest = &rest[spare..];
            }
        }
        writer.keep(rest);
        writer.skip(body.len() - words.len());
        writer.keep(&line[body.len()..]);
    }
    (parted || !writer.changes.is_empty()).then_some((writer.kept, writer.changes))
}

/// What is kept of a text, in code points.
#[derive(Default)]
struct Writer {
    kept: String,
    changes: Vec<Change>,
    before: usize,
    after: usize,
}

impl Writer {
    fn keep(&mut self, part: &str) {
        let length = part.chars().count();
        self.kept.push_str(part);
        self.before += length;
        self.after += length;
    }

    fn skip(&mut self, blanks: usize) {
        if blanks > 0 {
            let end = self.before + blanks;
            self.changes.push(Change {
                after: Span::new(self.after, self.after),
                before: Span::new(self.before, end),
            });
            self.before = end;
        }
    }
}

/// How many blanks a line begins with.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// For each line the blanks that it and the lines of running text around it all begin with: at least
/// three lines without a gap, one of them long.
fn margins(lines: &[&str]) -> Vec<usize> {
    let mut margins = vec![0; lines.len()];
    let running = |line: &&str| {
        let words = line.trim_matches([' ', '\n']);
        !words.is_empty() && !words.contains("   ")
    };
    let mut from = 0;
    while from < lines.len() {
        let run = lines[from..].iter().take_while(|l| running(l)).count();
        let to = from + run;
        let long = lines[from..to].iter().any(|l| l.trim().len() >= LONG_LINE);
        if run >= 3 && long {
            let margin = lines[from..to].iter().map(|l| indent(l)).min();
            margins[from..to].fill(margin.unwrap_or(0));
        }
        from = to.max(from + 1);
    }
    margins
}

/// Whether most words of a line have several blanks between them, and most are running text's.
fn is_spread(line: &str) -> bool {
    let words = line.trim_start_matches(' ');
    let (mut gaps, mut wide, mut run) = (0, 0, 0);
    for byte in words.bytes() {
        if byte == b' ' {
            run += 1;
        } else if run > 0 {
            if run > WIDEST_GAP {
                return false;
            }
            gaps += 1;
            wide += usize::from(run > 1);
            run = 0;
        }
    }
    let is_small = |word: &&str| word.starts_with(char::is_lowercase);
    wide >= 3 && wide * 2 > gaps && words.split(' ').filter(is_small).count() * 2 > gaps
}
