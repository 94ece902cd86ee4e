//! Which lines belong together: wrapped lines, page breaks, running heads (document model §5.6, §5.7).

use super::marker;
use crate::document::anchors::{self, pattern};
use crate::document::context::Context;
use crate::span::Span;

/// How lines of a text end.
#[derive(Debug, Clone, Copy)]
pub struct Wrapping {
    /// Usual length of a full line, in characters.
    pub full: usize,
    /// Whether lines are cut at a fixed width.
    pub wrapped: bool,
    /// Length of a full first line of a paragraph where it is much shorter than the others (web pages).
    pub first: Option<usize>,
}

/// Whether the line below goes on with a small letter, and is no unit of its own.
fn goes_on_small(context: &Context, line: usize) -> bool {
    context.line(line + 1).starts_with(char::is_lowercase)
        && marker::read(context.line(line + 1), context.folded_line(line + 1)).is_none()
}

/// The length of full first lines of units and bullets, if they are much shorter than `full`: those that go on
/// with a small letter, of which a few must be.
fn first_lines(context: &Context, from: usize, to: usize, full: usize) -> Option<usize> {
    const FEW: usize = 4;
    let goes_on = |l: &usize| goes_on_small(context, *l);
    let begins = |l: &usize| {
        FIRST_LINE.is_match(anchors::head(context, *l)) && context.lines[*l].trim.len() <= full
    };
    let lines = (from..to.saturating_sub(1)).filter(begins).filter(goes_on);
    let mut lengths: Vec<usize> = lines.map(|l| context.lines[l].trim.len()).collect();
    lengths.sort_unstable();
    let usual = lengths.get(lengths.len() * 9 / 10).copied()?;
    (lengths.len() >= FEW && usual * 100 < full * 80).then_some(usual)
}

pattern!(FIRST_LINE = r"^(?:(?:\d{1,2}(?:\.\d{1,2})*|[a-z])[.)]|dieu \d{1,3}\.|[-+]) ");

/// How the lines `from..to` are wrapped.
pub fn wrapping(context: &Context, from: usize, to: usize) -> Wrapping {
    let mut lengths: Vec<usize> = context.lines[from..to.max(from)]
        .iter()
        .map(|l| l.trim.len())
        .filter(|l| *l > 0)
        .collect();
    lengths.sort_unstable();
    let at = |share: f32| {
        lengths
            .get(((lengths.len() as f32) * share) as usize)
            .copied()
            .unwrap_or(0)
    };
    let (full, longest) = (at(0.8), at(0.99));
    let wrapped = (40..=130).contains(&full) && longest <= full + full / 2;
    Wrapping {
        full,
        wrapped,
        first: wrapped
            .then(|| first_lines(context, from, to, full))
            .flatten(),
    }
}

pattern!(
    /// `===== Trang 2 =====`, as programs mark the pages they read.
    PAGE_MARK = r"^[-=_*\[(]{1,12}\s*(?:trang|page)\s*\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-=_*\])]{1,12}$"
);

/// Whether a line is none of the text: a page number, debris of a stamp.
pub fn is_debris(context: &Context, line: usize) -> bool {
    let folded = context.folded_line(line);
    if folded.len() <= 40 && PAGE_MARK.is_match(folded) {
        return true;
    }
    if folded.is_empty() || folded.len() > 7 {
        return false;
    }
    let near_blank =
        |l: Option<usize>| l.is_none_or(|l| context.lines.get(l).is_none_or(|l| l.is_blank()));
    let alone = near_blank(line.checked_sub(1)) || near_blank(Some(line + 1));
    let page_number = folded
        .trim_matches(|c: char| c == '-' || c == ' ')
        .bytes()
        .all(|b| b.is_ascii_digit());
    if page_number {
        let digits = folded.bytes().filter(u8::is_ascii_digit).count();
        return alone && (1..=3).contains(&digits);
    }
    let letters = folded.bytes().filter(u8::is_ascii_alphabetic).count();
    let vowel = folded
        .bytes()
        .any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
    alone && folded.len() <= 3 && (letters == 0 || !vowel) && !folded.ends_with([')', ':'])
}

/// Words that end nothing, not the shortest heading, folded and with the marks that count.
const LINKS: &[(&str, &str)] = &[
    ("cac", "các"),
    ("cua", "của"),
    ("va", "và"),
    ("voi", "với"),
    ("tung", "từng"),
    ("nhung", "những"),
    ("hoac", "hoặc"),
    ("nham", "nhằm"),
];

/// Other words that cannot end a paragraph (`số`, not `hồ sơ`; `để`, not `vấn đề`), though a heading may (`Quan điểm`).
const OPEN_WORDS: &[(&str, &str)] = &[
    ("ubnd", "ubnd"),
    ("cho", "cho"),
    ("ve", "về"),
    ("trong", "trong"),
    ("de", "để"),
    ("tai", "tại"),
    ("theo", "theo"),
    ("mot", "một"),
    ("bang", "bằng"),
    ("den", "đến"),
    ("tu", "từ"),
    ("la", "là"),
    ("duoc", "được"),
    ("so", "số"),
    ("khoan", "khoản"),
    ("dieu", "điều"),
    ("diem", "điểm"),
];

/// Words behind which a number at the head of the next line is no unit's.
const BEFORE_NUMBERS: &[(&str, &str)] = &[
    ("khoan", "khoản"),
    ("dieu", "điều"),
    ("diem", "điểm"),
    ("muc", "mục"),
    ("so", "số"),
    ("va", "và"),
    ("phan", "phần"),
    ("cua", "của"),
    ("tai", "tại"),
];

/// Words that end in one of [`BEFORE_NUMBERS`] and may end a heading: `CHUYỂN ĐỔI SỐ`, `Quan điểm`.
const COMPOUNDS: &[&str] = &[
    "trong diem",
    "thoi diem",
    "dia diem",
    "quan diem",
    "dac diem",
    "uu diem",
    "thi diem",
    "khuyet diem",
    "doi so",
    "te so",
    "hoi so",
    "quyen so",
    "dan so",
    "tang so",
    "hoa so",
    "lieu so",
    "nang so",
    "thieu so",
    "tong so",
    "thong so",
    "chi so",
    "danh muc",
    "hang muc",
    "chuyen muc",
    "tai khoan",
    "dieu khoan",
    "co phan",
    "thanh phan",
    "hoc phan",
];

/// Words behind which a Roman number goes on: `khóa` + `XVII, kỳ họp thứ Năm`.
const BEFORE_ROMAN: &[(&str, &str)] = &[
    ("khoa", "khóa"),
    ("thu", "thứ"),
    ("quy", "quý"),
    ("ky", "kỷ"),
];

/// Whether a line ends in a word that cannot end a paragraph.
fn open_word(context: &Context, line: usize) -> bool {
    const HEADING: usize = 25;
    ends_in(context, line, LINKS)
        || context.lines[line].trim.len() > HEADING && ends_in(context, line, OPEN_WORDS)
}

/// Whether the last word of a line is one of some words, written with its marks or with none at all.
pub fn ends_in(context: &Context, line: usize, words: &[(&str, &str)]) -> bool {
    let trim = context.lines[line].trim;
    let folded = context.folded_line(line);
    let last = folded.rsplit(' ').next().unwrap_or_default();
    words
        .iter()
        .find(|(plain, _)| *plain == last)
        .is_some_and(|(_, marked)| {
            let written = context.slice(Span::new(trim.end - last.len(), trim.end));
            written.is_ascii() || written.to_lowercase() == *marked
        })
}

/// Whether a number at the head of the next line belongs to the last word of a line.
pub fn awaits_number(context: &Context, line: usize) -> bool {
    let folded = context.folded_line(line);
    ends_in(context, line, BEFORE_NUMBERS) && !COMPOUNDS.iter().any(|c| folded.ends_with(c))
}

/// Whether the paragraph of line `before` goes on in line `after`, over a page break (blank lines).
/// In the `body` even before a capital letter, when the line before ends in an open word or a comma.
pub fn joins_over_blank(context: &Context, before: usize, after: usize, body: bool) -> bool {
    let last = context.folded_line(before);
    if last.ends_with(['.', ';', ':', '!', '?', '|']) || last.ends_with("./") {
        return false;
    }
    let next = context.line(after);
    let first = next.chars().next().unwrap_or(' ');
    let lower = first.is_lowercase();
    if lower && super::marker::read(next, context.folded_line(after)).is_none() {
        // After a heading in capitals a small letter is no continuation, unless a word is cut.
        return !context.is_capitals(context.lines[before].trim) || last.ends_with([',', '-']);
    }
    if starts_zone(context, after)
        || super::marker::read(next, context.folded_line(after)).is_some()
    {
        return false;
    }
    if !body {
        return false;
    }
    let open = last.ends_with(',') || open_word(context, before);
    open && last.len() > 25 && (first.is_uppercase() || first.is_ascii_digit())
}

/// How many lines a quoted provision has at most.
const QUOTED_LINES: usize = 300;

/// Which of the lines `from..to` stand inside a quoted provision (`Sửa đổi khoản 2 như sau: “2. …”`):
/// its units are another document's. A quotation that is not closed is none.
pub fn quoted(context: &Context, from: usize, to: usize) -> Vec<bool> {
    let mut inside = vec![false; to.saturating_sub(from)];
    let mut line = from;
    let mut unclosed = 0;
    while line < to {
        // Quotations that never close are looked for at a bounded cost.
        let opens = unclosed < 40 && opens_quotation(context, line);
        let last = opens
            .then(|| {
                (line + 1..to.min(line + QUOTED_LINES)).find(|l| closes_quotation(context, *l))
            })
            .flatten();
        match last {
            // The line that opens it may begin with a unit of this document.
            Some(last) => {
                inside[line + 1 - from..=last - from].fill(true);
                line = last + 1;
            }
            None => {
                unclosed += usize::from(opens);
                line += 1;
            }
        }
    }
    inside
}

/// Whether a line opens a quotation of a numbered unit at its head or behind its last colon, and does
/// not close it.
fn opens_quotation(context: &Context, line: usize) -> bool {
    // Every quotation mark folds to the straight one.
    if memchr::memchr(b'"', context.folded_line(line).as_bytes()).is_none() {
        return false;
    }
    let text = context.line(line);
    let begins = |t: &str| {
        t.trim_start()
            .strip_prefix(['“', '"', '”'])
            .is_some_and(|unit| {
                let head: String = unit.trim_start().chars().take(40).collect();
                super::marker::read(&head, &crate::document::fold::fold(&head)).is_some()
            })
    };
    let opens = begins(text) || text.rsplit_once(':').is_some_and(|(_, t)| begins(t));
    opens && !closes_quotation(context, line)
}

fn closes_quotation(context: &Context, line: usize) -> bool {
    let folded = context
        .folded_line(line)
        .trim_end_matches(['.', ';', ',', ' ']);
    if !folded.ends_with('"') {
        return false;
    }
    let text = context.line(line).trim_end_matches(['.', ';', ',', ' ']);
    let quotes = text
        .chars()
        .filter(|c| matches!(c, '“' | '”' | '"'))
        .count();
    text.ends_with(['”', '"']) && (quotes != 1 || !text.starts_with(['“', '"']))
}

/// By how many characters lines of one width differ.
const SLACK: usize = 5;

/// Whether the next line, without blank line between, begins a new paragraph. `heading` says that the line
/// before is a unit's, `opens` that it is the first of its paragraph.
pub fn breaks(
    context: &Context,
    before: usize,
    after: usize,
    wrapping: Wrapping,
    heading: bool,
    opens: bool,
) -> bool {
    if starts_zone(context, after) {
        return true;
    }
    let last = context.folded_line(before);
    let next = context.line(after);
    let first = next.chars().next().unwrap_or(' ');
    let length = context.lines[before].trim.len();
    let ended = last.ends_with(['.', ';', ':', '!', '?', '|']);
    if first.is_lowercase() {
        return last.ends_with(';') && !wrapping.wrapped;
    }
    // `… (khoản` + `2): …`
    let open = last.rfind('(').is_some_and(|at| !last[at..].contains(')'));
    let shut = |line: &str| {
        line.find([')', '('])
            .is_some_and(|at| at < 30 && line[at..].starts_with(')'))
    };
    if open && shut(context.folded_line(after)) {
        return false;
    }
    let word = next.split([' ', ',', ';']).next().unwrap_or("");
    let roman = marker::roman(word).is_some_and(|(_, numeral)| numeral == word);
    if (roman && ends_in(context, before, BEFORE_ROMAN)) || ORDER_ALONE.is_match(last) {
        return false;
    }
    // `1. Giao Sở Khoa học và` + `Công nghệ …`
    if heading && ends_in(context, before, LINKS) {
        return false;
    }
    // `Điều 2. Sở` + `Công Thương …`, `chính quyền địa phương` + `02 cấp`
    if heading
        && (HEAD_ALONE.is_match(last) || !ended && COUNTED.is_match(context.folded_line(after)))
    {
        return false;
    }
    // `… chủ trì, phối hợp với Bộ` + `Tài chính …`
    let head = context.line(before).rsplit(' ').next().unwrap_or_default();
    if matches!(head, "Bộ" | "Sở" | "Cục" | "Vụ" | "Ủy" | "Uỷ") && length > 12 {
        return false;
    }
    let before_capitals = context.is_capitals(context.lines[before].trim);
    let after_capitals = context.is_capitals(context.lines[after].trim);
    if heading && before_capitals {
        return !after_capitals;
    }
    if !before_capitals && after_capitals && next.chars().count() > 12 && ended {
        return true;
    }
    if let Some(width) = wrapping.first {
        // A short line that goes on with a small letter is the first of its paragraph.
        let next_length = context.lines[after].trim.len();
        let begins = next_length <= width + SLACK
            && length > width + SLACK
            && !context.folded_line(after).ends_with(['.', ';', ':'])
            && context
                .lines
                .get(after + 1)
                .is_some_and(|_| goes_on_small(context, after));
        if begins && !last.ends_with(',') && !open_word(context, before) {
            return true;
        }
        // What stands on a first line as long as others of them went on where the next word had no room.
        let room = length + 1 + word.chars().count() + SLACK <= width;
        if opens && !ended && !room && length <= width + SLACK && !before_capitals {
            return false;
        }
    }
    if wrapping.wrapped {
        let short = length * 100 < wrapping.full * 75;
        if ended {
            // A full line may end where a sentence ends.
            let indented = context.lines[after].trim.start - context.lines[after].span.start
                > context.lines[before].trim.start - context.lines[before].span.start + 1;
            let full = length * 100 >= wrapping.full * 95;
            let listed = last.ends_with(';') && !(full && goes_on(context, after));
            // Where the next word had room, the line ended with its paragraph.
            let room = length + 1 + word.chars().count() + SLACK <= wrapping.full;
            return short || indented || listed || room || last.ends_with(':');
        }
        return short && !last.ends_with(',') && !open_word(context, before);
    }
    if ended {
        return true;
    }
    !(last.ends_with([',', '-']) || open_word(context, before))
}

pattern!(
    /// `b) Đề nghị` at the end of a line: whom it is asked of follows.
    ORDER_ALONE = r"^(?:(?:[a-z]|\d{1,2})[.)] |- )?(?:de nghi|giao)$"
);

pattern!(
    /// The first word of a body's or an office's name alone behind a number: the name goes on.
    HEAD_ALONE = r"^(?:dieu \d{1,3}|(?:[a-z]|\d{1,2}))[.)] (?:giao )?(?:so|bo|cuc|ban|uy|giam|chanh|chu|thu|van|hoi|cong)$"
);
pattern!(
    /// A count with its noun: no paragraph begins so.
    COUNTED = r"^\d{1,3} [a-z]{2,}"
);

/// Whether a line may go on a sentence behind a semicolon: it is no other basis, and no item of a list.
fn goes_on(context: &Context, line: usize) -> bool {
    let folded = anchors::head(context, line);
    !anchors::BASIS.is_match(folded) && !context.folded_line(line).ends_with(';')
}

/// Whether a line begins another part of the document.
fn starts_zone(context: &Context, line: usize) -> bool {
    let folded = anchors::head(context, line);
    anchors::RECIPIENTS.is_match(folded)
        || folded.starts_with("tren day la ")
        || anchors::ADDRESSEES.is_match(folded)
}
