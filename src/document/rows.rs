//! Letterheads and signatures that a converter left as rows of a table, and its marks of emphasis.
//!
//! Word files and web pages set the two columns of a letterhead, and recipients beside the signature, in a
//! table without borders. Converters write such a table as rows with bars (`Số: 12/QĐ-SNV | Hà Nội, ngày …`),
//! often with the lines of a cell run together, and put stars around what is bold or slanted. Here the cells
//! become lines again, a name that a narrow cell broke becomes one line, and marks and lone bars become blanks:
//! one character for one, so that every position stays.

use super::anchors::pattern;
use super::positions::ByteIndex;
use crate::span::Span;

pattern!(
    /// What only a letterhead, a list of recipients or a signature begins a cell with, or holds in one.
    OF_THE_FRAME = r"^(?:so(?: hieu)?\s*:|noi nhan\b|k.nh gui\b|-\s*luu\b|(?:tm|kt|tl|tuq)\. |[tk]/[tml] )|cong hoa xa hoi chu nghia|dang cong san viet nam|doc lap\s*-\s*tu do|\bngay\b.{0,8}\bthang\b.{0,8}\bnam \d{4}"
);
pattern!(
    /// The row of dashes under the head of a table.
    UNDER_HEAD = r"^[\s|:\-]*-{2,}[\s|:\-]*$"
);
pattern!(
    /// Where lines of one cell were run together: around a rule, before the motto and the subject of a
    /// letter, at a wide gap, between items.
    RUN_TOGETHER = r"(?P<a> )[-_=]{3,}(?: |$)|[-_=]{3,}(?P<b> )|viet nam(?P<c> )doc lap|\S(?P<d> )v/v |(?P<e> ) {2,}\S|[;:,.)](?P<f> )- |(?P<g><)br ?/?>"
);

pattern!(
    /// Names that a narrow cell breaks inside.
    BROKEN_NAME = r"cong[ \n]hoa[ \n]xa[ \n]hoi[ \n]chu[ \n]nghia[ \n]viet[ \n]nam|(?:tm\.[ \n])?(?:uy[ \n]ban|hoi[ \n]dong)[ \n]nhan[ \n]dan|^kinh[ \n]gui"
);
pattern!(
    /// A cell with nothing but place and date.
    PLACE_AND_DATE = r"^[a-z][a-z .\n-]{1,40},[ \n]ngay[ \n]\d{1,2}[ \n]thang[ \n]\d{1,2}[ \n]nam[ \n]\d{4}$"
);

pattern!(
    /// First words of a paragraph that a page's own line width broke: `Căn` + `cứ Luật …`.
    BROKEN_OPENING = r"(?m)^ *(?:can\n *cu|(?:theo|xet)\n *de nghi) "
);

/// Frames are looked for in cells of at most this length; a longer cell is text.
const CELL_LIMIT: usize = 1_500;
/// A cell between two lines with nothing but a bar is a part of a frame up to this length.
const NARROW_CELL_LIMIT: usize = 200;

/// Where the lines of the parsed text are not those of the text itself, in order.
#[derive(Debug, Default, PartialEq)]
pub struct LineEnds {
    /// Line ends that the text did not have.
    pub added: Vec<usize>,
    /// Line ends that are none any more.
    pub removed: Vec<usize>,
}

/// Sets line ends between the cells of frame rows, and blanks over marks of emphasis and over line ends
/// inside a name, in the text and its folded copy.
pub fn unfold(text: &mut String, folded: &mut String, index: &ByteIndex) -> LineEnds {
    let mut ends = LineEnds::default();
    let marks = memchr::memchr3(b'|', b'*', b'#', folded.as_bytes());
    let broken = BROKEN_OPENING.is_match(folded);
    if !broken && marks.is_none() && memchr::memchr(b'\\', folded.as_bytes()).is_none() {
        return ends;
    }
    let openings = BROKEN_OPENING.find_iter(folded);
    let openings: Vec<usize> = openings
        .filter_map(|m| Some(m.start() + m.as_str().find('\n')?))
        .collect();
    let mut page = Page {
        bytes: std::mem::take(folded).into_bytes(),
        edits: Vec::new(),
        open: None,
    };
    let (mut start, mut framed) = (0, false);
    // The first cell has no bar before it.
    let mut bar = 0;
    while start < page.bytes.len() {
        let end =
            memchr::memchr(b'\n', &page.bytes[start..]).map_or(page.bytes.len(), |n| start + n);
        if page.bytes[start..end].trim_ascii() == b"|" {
            page.narrow_cell(Span::new(bar, bar.max(start.saturating_sub(1))));
            bar = end + 1;
            let blanks = (start..end).filter(|at| page.bytes[*at] == b'|');
            page.edits.extend(blanks.map(|at| (at, b' ')));
        }
        framed = page.line(Span::new(start, end), framed);
        let closed = page.bytes[start..end].trim_ascii_end().ends_with(b"|");
        if closed && bar < start {
            page.closed_cell(Span::new(bar, end));
        }
        if page.bytes[start..end].contains(&b'|') {
            bar = end + 1;
        }
        start = end + 1;
    }
    page.edits.extend(openings.into_iter().map(|at| (at, b' ')));
    let places: Vec<usize> = page
        .edits
        .iter()
        .map(|(at, _)| index.byte(text, *at))
        .collect();
    let mut characters = std::mem::take(text).into_bytes();
    for ((at, byte), place) in page.edits.into_iter().zip(places) {
        // Only signs of ASCII are replaced: the folded copy has a star for every kind of bullet.
        if !characters[place].is_ascii() {
            continue;
        }
        match (page.bytes[at], byte) {
            (_, b'\n') => ends.added.push(at),
            (b'\n', _) => ends.removed.push(at),
            _ => {}
        }
        characters[place] = byte;
        page.bytes[at] = byte;
    }
    *text = String::from_utf8(characters).expect("signs of ASCII for signs of ASCII");
    *folded = String::from_utf8(page.bytes).expect("a folded text is ASCII");
    ends.added.sort_unstable();
    ends.removed.sort_unstable();
    ends
}

struct Page {
    bytes: Vec<u8>,
    /// Positions and what stands there from now on.
    edits: Vec<(usize, u8)>,
    /// Stars that open emphasis and are not closed on their line.
    open: Option<Span>,
}

impl Page {
    /// One line; `framed` says whether the line before was a frame row. Gives whether this one is.
    fn line(&mut self, line: Span, framed: bool) -> bool {
        let emphasis = self.emphasis(line);
        let folded = &self.bytes[line.start..line.end];
        if memchr::memchr(b'|', folded).is_none() {
            return false;
        }
        let folded = std::str::from_utf8(folded).unwrap_or_default().to_owned();
        if framed && UNDER_HEAD.is_match(&folded) {
            self.edits
                .extend((line.start..line.end).map(|at| (at, b' ')));
            return true;
        }
        let plain = |cell: &str| cell.trim_matches([' ', '*', '\t']).to_owned();
        let cells: Vec<String> = folded
            .split('|')
            .map(plain)
            .filter(|c| !c.is_empty())
            .collect();
        // Items below the label of the recipients, in the next row.
        let items = |cell: &String| framed && cell.trim_start_matches('\\').starts_with("- ");
        let frame = |cell: &String| {
            cell.len() <= CELL_LIMIT && (OF_THE_FRAME.is_match(cell) || items(cell))
        };
        if cells.len() > 3 || !cells.iter().any(frame) {
            return false;
        }
        let first = folded.len() - folded.trim_start_matches([' ', '|']).len();
        let last = folded.trim_end_matches([' ', '|']).len();
        for (at, _) in folded.match_indices('|') {
            let inside = (first..last).contains(&at);
            self.edits
                .push((line.start + at, if inside { b'\n' } else { b' ' }));
        }
        self.cells(line, &folded, &emphasis);
        true
    }

    /// A cell of a frame over two or more lines with its bar at the end of the last: `CỘNG HÒA XÃ` +
    /// `HỘI CHỦ NGHĨA VIỆT NAM |`.
    fn closed_cell(&mut self, cell: Span) {
        if cell.len() > NARROW_CELL_LIMIT {
            return;
        }
        let Ok(folded) = std::str::from_utf8(&self.bytes[cell.start..cell.end]) else {
            return;
        };
        let text = folded.trim_end_matches(['|', ' ']);
        let whole = |name: regex::Match| name.len() == text.trim().len();
        let name = BROKEN_NAME.find(text.trim()).is_some_and(whole);
        let numbered = text
            .strip_prefix("so:\n")
            .is_some_and(|code| code.starts_with(|c: char| c.is_ascii_digit()));
        if text.contains(['|']) || !(name || numbered || PLACE_AND_DATE.is_match(text)) {
            return;
        }
        let end = cell.start + text.len();
        self.edits.extend(
            (end..cell.end)
                .filter(|at| self.bytes[*at] == b'|')
                .map(|at| (at, b' ')),
        );
        self.narrow_cell(Span::new(cell.start, end));
    }

    /// Joins the lines of a name, or of place and date, in a cell between two lines with a bar.
    fn narrow_cell(&mut self, cell: Span) {
        if cell.len() > NARROW_CELL_LIMIT {
            return;
        }
        let Ok(folded) = std::str::from_utf8(&self.bytes[cell.start..cell.end]) else {
            return;
        };
        let names = BROKEN_NAME.find_iter(folded);
        for name in names.chain(PLACE_AND_DATE.find(folded)) {
            let ends = name.as_str().match_indices('\n');
            let ends = ends.map(|(at, _)| (cell.start + name.start() + at, b' '));
            self.edits.extend(ends);
        }
    }

    /// Line ends inside the cells of a frame row.
    fn cells(&mut self, line: Span, folded: &str, emphasis: &[Span]) {
        let mut from = 0;
        while let Some(found) = RUN_TOGETHER.captures_at(folded, from) {
            let gap = ["a", "b", "c", "d", "e", "f", "g"]
                .iter()
                .find_map(|g| found.name(g));
            let (Some(gap), Some(whole)) = (gap, found.get(0)) else {
                break;
            };
            from = gap.end();
            // `Số:      /KH-UBND`, `ngày     tháng     năm`: a gap for the pen.
            let before = folded[..gap.start()].trim_end();
            if [":", "ngay", "thang", "nam"]
                .iter()
                .any(|w| before.ends_with(w))
            {
                continue;
            }
            self.edits.push((line.start + gap.start(), b'\n'));
            if gap.as_str() == "<" {
                self.edits
                    .extend((gap.end()..whole.end()).map(|at| (line.start + at, b' ')));
            }
        }
        // Slanted beside upright print is a line of its own; two slanted parts may be one.
        let blank = |at: usize| folded.as_bytes().get(at) == Some(&b' ');
        let ends = |at: Option<usize>| {
            at.is_none_or(|at| matches!(folded.as_bytes().get(at), None | Some(b'|')))
        };
        for (at, part) in emphasis.iter().enumerate() {
            let (a, z) = (part.start - line.start, part.end - line.start);
            let before = folded[..a].trim_end_matches(' ').len();
            let after = z + folded[z..].len() - folded[z..].trim_start_matches(' ').len();
            let touches = |other: Option<&Span>, place: usize| {
                other.is_some_and(|o| o.end == line.start + place || o.start == line.start + place)
            };
            let previous = at.checked_sub(1).map(|p| &emphasis[p]);
            if a > 0 && blank(a - 1) && !ends(before.checked_sub(1)) && !touches(previous, before) {
                self.edits.push((part.start - 1, b'\n'));
            }
            if blank(z) && !ends(Some(after)) && !touches(emphasis.get(at + 1), after) {
                self.edits.push((part.end, b'\n'));
            }
        }
    }

    /// Blanks the marks of headings and the stars around a part of a line; gives these parts.
    fn emphasis(&mut self, line: Span) -> Vec<Span> {
        let bytes = &self.bytes[line.start..line.end];
        let mut parts = Vec::new();
        let lead = bytes.iter().take_while(|b| **b == b' ').count();
        let hashes = bytes[lead..].iter().take_while(|b| **b == b'#').count();
        let mut blanks: Vec<usize> = Vec::new();
        if (1..=6).contains(&hashes) && bytes.get(lead + hashes) == Some(&b' ') {
            blanks.extend(lead..lead + hashes);
        }
        // `\-`, `\*`: a sign that is no mark.
        let escaped = |pair: &[u8]| pair[0] == b'\\' && pair[1].is_ascii_punctuation();
        let pairs = bytes.windows(2).enumerate();
        blanks.extend(pairs.filter(|(_, pair)| escaped(pair)).map(|(at, _)| at));
        let mut open: Option<Span> = None;
        let mut at = 0;
        while let Some(star) = memchr::memchr(b'*', &bytes[at..]) {
            let start = at + star;
            let length = bytes[start..].iter().take_while(|b| **b == b'*').count();
            at = start + length;
            let next = bytes.get(at).copied().unwrap_or(b' ');
            let before = start.checked_sub(1).map_or(b' ', |b| bytes[b]);
            match open.take() {
                None if before != b' ' && self.open.is_some_and(|o| o.len() == length) => {
                    let from = self.open.take().unwrap_or_default();
                    self.edits
                        .extend((from.start..from.end).map(|at| (at, b' ')));
                    blanks.extend(start..at);
                }
                Some(from) => {
                    blanks.extend(from.start..from.end);
                    blanks.extend(start..at);
                    parts.push(Span::new(line.start + from.start, line.start + at));
                }
                None if length <= 3
                    && !matches!(next, b' ' | b')' | b'\t')
                    && matches!(before, b' ' | b'|' | b'(' | b'"' | b'\t') =>
                {
                    open = Some(Span::new(start, at));
                }
                None => {}
            }
        }
        // It goes on in the next line, over no blank one.
        let goes_on = open.map(|o| Span::new(line.start + o.start, line.start + o.end));
        if goes_on.is_some() || bytes.trim_ascii().is_empty() {
            self.open = goes_on;
        }
        // A slanted blank.
        if bytes.trim_ascii() == b"* *" {
            blanks.extend(lead..lead + 3);
        }
        self.edits
            .extend(blanks.into_iter().map(|b| (line.start + b, b' ')));
        parts
    }
}
