//! The signature block (*quyền hạn, chức vụ, họ tên của người ký*; document model §1.9, §1.10).

use super::capacity::{deputy, meaning, misread_deputy, usual_capacity};
use super::digital::{digital_signature, is_digital};
use super::name::{POSITION, bare, is_name, name_span, names_apart};
use crate::document::anchors::{self, pattern};
use crate::document::context::Context;
use crate::document::types::*;
use crate::lexicon;
use crate::span::Span;

pattern!(
    CAPACITY = r"^[*_ ]*(?P<c>(?:t/?m|kt|k/t|tl|t/l|tuq|t\.u\.q|q)(?:\.|\b)|thua lenh|thua uy quyen|thay mat)\s*[.:/]?\s*(?P<p>[a-z].*)$"
);
pattern!(
    // `kt. Thống đốc`: printed small, or in a font of capitals whose small letters were lost.
    SMALL_CAPACITY = r"^(?P<c>(?:tm|kt|tl|tuq)\s?[./]|[tk]/[tml]\b)\s*(?P<p>[a-z][a-z ]{2,45})$"
);
pattern!(
    CAPACITY_INSIDE = r"(?:^|[\s;.,])(?P<s>(?:tm|kt|tl|tuq)\s?\. ?[a-z]|(?:t/m|k/t|t/l) [a-z])"
);
pattern!(
    SIGNED = r"^[\[(]?\s*(?:da ky|signed|da ky va dong dau|ky ten,? dong dau|da ky,? dong dau)\s*[\])]?\.?$"
);
pattern!(CAPACITY_WORD = r"^(?:(?:tm|kt|tl|tuq)(?: ?[./] ?| )|[tk]/[tml] ?)[a-z ]?");
/// What was found.
#[derive(Debug, Clone, Copy, Default)]
pub struct Found {
    /// First and last line index of the block, the last one excluded.
    pub lines: Option<(usize, usize)>,
    /// First line after it.
    pub end: usize,
}

/// Whether a piece begins a signature: a capacity or a position in capitals.
pub fn begins(context: &Context, piece: Span) -> bool {
    if is_small_capacity(context, piece) {
        return true;
    }
    if piece.len() < 4 || piece.len() > 160 || !context.is_capitals(piece) {
        return false;
    }
    let piece = bare(context, piece);
    if piece.len() < 4 || piece.len() > 110 {
        return false;
    }
    let text = context.slice(piece);
    let folded = context.fold(piece);
    CAPACITY.is_match(folded) || POSITION.is_match(folded) || lexicon::is_position(text)
}

/// Whether a piece that is not written in capitals is a capacity with a whole position or a body.
pub fn is_small_capacity(context: &Context, piece: Span) -> bool {
    let folded = context.fold(piece);
    if !folded.starts_with(['t', 'k']) || context.is_capitals(piece) {
        return false;
    }
    let Some(found) = SMALL_CAPACITY.captures(folded) else {
        return false;
    };
    let (Some(c), Some(p)) = (found.name("c"), found.name("p")) else {
        return false;
    };
    lexicon::is_position(p.as_str())
        || (c.as_str().starts_with("tm") || c.as_str() == "t/m")
            && anchors::begins_with_any(p.as_str(), anchors::BODY_WORDS)
}

/// Whether a piece is a capacity or a position and nothing else, in whatever print.
pub fn is_office(context: &Context, piece: Span) -> bool {
    let folded = context.fold(piece);
    let bullet = folded.starts_with(['-', '+', '*']);
    let listed = folded.ends_with([',', ';', ':', '.']) || folded.contains([',', ';']);
    !bullet
        && !listed
        && piece.len() <= 60
        && !is_name(context, piece)
        && (is_small_capacity(context, piece)
            || CAPACITY_WORD.is_match(folded) && CAPACITY.is_match(folded)
            || POSITION.is_match(folded))
}

/// Whether a row among the recipients goes on with a signature that began in another row: a position
/// behind a capacity that is not in capitals, or a mark of signing.
pub fn goes_on(context: &Context, pieces: &[Span], row: Span) -> bool {
    let small = pieces
        .last()
        .is_some_and(|p| is_small_capacity(context, *p));
    SIGNED.is_match(context.fold(row)) || small && lexicon::is_position(context.slice(row))
}

/// Whether a piece is a capacity with what follows it.
fn is_capacity(context: &Context, piece: Span) -> bool {
    let piece = bare(context, piece);
    if is_small_capacity(context, piece) {
        return true;
    }
    context.is_capitals(piece) && CAPACITY.is_match(context.fold(piece))
}

/// Cuts the part of a row that belongs to the signature (the right column) from the rest.
pub fn cut(context: &Context, row: Span) -> (Span, Option<Span>) {
    let folded = context.fold(row);
    // A wide gap parts the columns.
    if let Some(gap) = folded.find("   ").or_else(|| folded.find('\t')) {
        let right = folded[gap..].len() - folded[gap..].trim_start().len() + gap;
        let right = Span::new(row.start + right, row.end);
        let left = Span::new(row.start, row.start + folded[..gap].trim_end().len());
        let piece = bare(context, right);
        if begins(context, right)
            || is_name(context, right)
            || SIGNED.is_match(context.fold(right))
            || (!piece.is_empty() && context.is_capitals(piece))
        {
            return (left, Some(right));
        }
    }
    if let Some(found) = CAPACITY_INSIDE.captures(folded).and_then(|c| c.name("s")) {
        let right = Span::new(row.start + found.start(), row.end);
        if begins(context, right) {
            let left = Span::new(
                row.start,
                row.start + folded[..found.start()].trim_end().len(),
            );
            return (left, Some(right));
        }
    }
    // After the end of an item, a position in capitals: `- Như trên;  CHỦ TỊCH`.
    if let Some(at) = folded.rfind([';', ':']).or_else(|| folded.rfind(". ")) {
        let right = Span::new(row.start + at + 1, row.end);
        let text = context.fold(right);
        let lead = text.len() - text.trim_start().len();
        let right = Span::new(right.start + lead, right.end);
        // `…; Nguyễn Văn A`: the name of the other column, in full.
        let full = context.fold(right).split(' ').count() >= 3 && !context.is_capitals(right);
        let name = || full && name_span(context, right).is_some_and(|n| n.2 >= 0.98);
        if lead > 0 && (begins(context, right) || name()) {
            return (Span::new(row.start, row.start + at + 1), Some(right));
        }
    }
    (row, None)
}

/// The first line at or after `from` that begins a signature whose name follows soon.
pub fn find_start(context: &Context, from: usize, to: usize) -> Option<usize> {
    let mut line = from;
    while line < to {
        let trim = context.lines[line].trim;
        if trim.is_empty() || trim.len() > 160 || !begins(context, trim) {
            line += 1;
            continue;
        }
        // A heading or a list of positions is no signature: a name must follow, or a mark of signing.
        let mut seen = 0;
        let mut strong = is_capacity(context, trim);
        for next in line + 1..context.lines.len().min(line + 16) {
            let row = context.lines[next].trim;
            if row.is_empty() {
                continue;
            }
            seen += 1;
            let named = || {
                names_apart(context, row)
                    .iter()
                    .any(|n| is_name(context, *n))
            };
            if named() || SIGNED.is_match(context.fold(row)) {
                return Some(line);
            }
            strong |= is_capacity(context, row);
            let capitals = context.is_capitals(row);
            if seen > 5 || (!capitals && row.len() > 25) {
                break;
            }
        }
        // The name may be lost: two lines of capacity and position are enough, at the end of the text.
        let tail = (line..context.lines.len())
            .filter(|l| !context.lines[*l].is_blank())
            .take(6)
            .count();
        if strong && tail < 6 {
            return Some(line);
        }
        line += 1;
    }
    None
}

#[derive(Default)]
struct Block {
    capacities: Vec<Span>,
    on_behalf: Option<Span>,
    principal: Option<Span>,
    position: Option<Span>,
    name: Option<(Span, Option<Span>, f32)>,
    signed: bool,
    /// Whether its capacity is not in capitals; then its position need not be, either.
    small: bool,
}

/// Reads a signature from the lines `from..to` and the pieces cut out of the recipients.
pub fn read(
    context: &Context,
    from: usize,
    to: usize,
    pieces: &[Span],
    footer: &mut Footer,
) -> Found {
    let mut blocks: Vec<Block> = Vec::new();
    let mut block = Block::default();
    let mut found = Found {
        lines: None,
        end: from,
    };
    let rows = (from..to.min(from + 60))
        .map(|l| (Some(l), context.lines[l].trim))
        .filter(|(_, s)| !s.is_empty());
    let queue: Vec<(Option<usize>, Span)> = pieces.iter().map(|p| (None, *p)).chain(rows).collect();
    let mut junk = 0;
    let mut digital: Option<(Span, usize)> = None;
    for (line, row) in queue {
        // Two signers side by side.
        let parts = columns(context, row);
        let mut used = false;
        for part in parts {
            used |= take(context, part, &mut block, &mut blocks);
        }
        let folded = context.fold(row);
        if !used && super::DRAFTER.is_match(folded) {
            continue;
        }
        if !used && is_digital(folded) {
            digital = Some(digital.map_or((row, line.unwrap_or(0)), |(s, l)| {
                (Span::new(s.start, row.end), l)
            }));
            used = true;
        }
        if used {
            if let Some(line) = line {
                found.lines = Some((found.lines.map_or(line, |(a, _)| a), line + 1));
                found.end = line + 1;
            }
            junk = 0;
            continue;
        }
        if line.is_some() {
            if block.name.is_some() || !blocks.is_empty() && block.is_empty() {
                break;
            }
            if anchors::APPENDIX.is_match(folded)
                || folded.len() > 100
                || folded.contains("cong hoa xa hoi")
            {
                break;
            }
            junk += 1;
            if junk > 6 {
                break;
            }
        }
    }
    if !block.is_empty() || blocks.is_empty() {
        blocks.push(block);
    }
    let mut signatures = blocks.into_iter().map(|b| b.into_signature(context));
    if let Some(first) = signatures.next() {
        footer.signature = first;
    }
    footer.further_signatures = signatures.filter(|s| !s.signer_name.is_missing()).collect();
    if let Some((span, _)) = digital {
        footer.signature.digital_signature = Some(digital_signature(context, span));
    }
    found
}

fn columns(context: &Context, row: Span) -> Vec<Span> {
    let folded = context.fold(row);
    let mut parts = Vec::new();
    let mut from = 0;
    for piece in folded.split("    ") {
        let lead = piece.len() - piece.trim_start().len();
        let length = piece.trim_end().len();
        if length > lead {
            let part = Span::new(row.start + from + lead, row.start + from + length);
            for part in stacked(context, part) {
                parts.extend(names_apart(context, part));
            }
        }
        from += piece.len() + 4;
    }
    parts
}

/// `KT. BỘ TRƯỞNG THỨ TRƯỞNG`: capacities, whose they are and the signer's position, where their lines
/// were run together.
fn stacked(context: &Context, part: Span) -> Vec<Span> {
    /// Words before a position that are part of it.
    const INSIDE: &[&str] = &["pho", "tong", "chi", "quyen", "thanh"];
    /// Words before `trưởng` that make one position of both.
    const HEADS: &[&str] = &["bo", "thu", "vu", "cuc", "vien", "hieu", "truong"];
    if !is_capacity(context, part) {
        return vec![part];
    }
    let part = bare(context, part);
    let folded = context.fold(part);
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in folded.match_indices(' ') {
        let (before, rest) = (folded[..at].trim_end(), &folded[at + 1..]);
        let word = before.rsplit(' ').next().unwrap_or_default();
        let capacity = CAPACITY_WORD.is_match(rest);
        let inside = INSIDE.contains(&word)
            || HEADS.contains(&word) && anchors::begins_with(rest, "truong")
            || CAPACITY_WORD.is_match(&format!("{word} "))
            || before.ends_with([',', '-', '&']);
        let position = starts_own_position(rest) && !inside;
        if capacity || position {
            parts.push(Span::new(part.start + from, part.start + before.len()));
            from = at + 1;
        }
    }
    parts.push(Span::new(part.start + from, part.end));
    parts
}

/// Gives one piece to the block; false when it is nothing of a signature.
fn take(context: &Context, piece: Span, block: &mut Block, blocks: &mut Vec<Block>) -> bool {
    let piece = bare(context, piece);
    if piece.is_empty() {
        return false;
    }
    let folded = context.fold(piece);
    if SIGNED.is_match(folded) {
        block.signed = true;
        return true;
    }
    let text = context.slice(piece);
    let small = is_small_capacity(context, piece)
        || block.small && block.position.is_none() && lexicon::is_position(text);
    if small || context.is_capitals(piece) {
        block.small |= small;
        if let Some(found) = CAPACITY.captures(folded) {
            if block.name.is_some() {
                blocks.push(std::mem::take(block));
            }
            let (Some(c), Some(p)) = (found.name("c"), found.name("p")) else {
                return false;
            };
            let mut capacity = Span::new(piece.start + c.start(), piece.start + c.end());
            if context.fold(Span::new(capacity.end, capacity.end + 1)) == "." {
                capacity.end += 1;
            }
            let what = Span::new(piece.start + p.start(), piece.end);
            if c.as_str().starts_with("tm")
                || c.as_str().starts_with("t/m")
                || c.as_str() == "thay mat"
            {
                block.on_behalf = Some(what);
                block.principal.get_or_insert(what);
            } else if c.as_str().starts_with('q') && !c.as_str().starts_with("quyen") {
                // `Q. CHỦ TỊCH` is the signer's own position.
                block.position = Some(what);
            } else {
                block.principal = Some(what);
            }
            block.capacities.push(capacity);
            return true;
        }
        if name_span(context, piece).is_some_and(|n| n.2 >= 0.9)
            && !POSITION.is_match(folded)
            && !block.is_empty()
        {
            return take_name(context, piece, block);
        }
        // A name in capitals may begin like a position: `CHỦ TỊCH` over `TRƯỞNG …`.
        let known = lexicon::is_position(text);
        let whole = |position: Span| lexicon::is_position(context.slice(position));
        let doubtful = folded.starts_with("truong ") && block.position.is_some_and(whole);
        if known || POSITION.is_match(folded) && !doubtful {
            if block.name.is_some() {
                blocks.push(std::mem::take(block));
            }
            block.position = Some(match block.position {
                // A position in two lines.
                Some(before)
                    if adjacent(context, before, piece) && !starts_own_position(folded) =>
                {
                    Span::new(before.start, piece.end)
                }
                _ => piece,
            });
            return true;
        }
        // `CHỦ TỊCH` over `NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`
        if let Some(position) = block.position.filter(|p| adjacent(context, *p, piece))
            && folded.starts_with("nuoc cong hoa")
        {
            block.position = Some(Span::new(position.start, piece.end));
            return true;
        }
        // The rest of a body's or position's name.
        let body = folded.contains(' ') && anchors::begins_with_any(folded, anchors::BODY_WORDS);
        if block.position.is_some_and(whole) && (!body || doubtful) {
            return false;
        }
        if block.name.is_none() && !block.is_empty() {
            let (on_behalf, principal) = (block.on_behalf, block.principal);
            let target = if block.position.is_some() {
                &mut block.position
            } else if block.principal.is_some() {
                &mut block.principal
            } else {
                &mut block.on_behalf
            };
            if let Some(span) = target
                && adjacent(context, *span, piece)
                && piece.len() < 80
            {
                let longer = Span::new(span.start, piece.end);
                let both = on_behalf == principal;
                *span = longer;
                if both && block.position.is_none() {
                    block.on_behalf = Some(longer);
                }
                return true;
            }
        }
        return false;
    }
    if block.is_empty() && blocks.is_empty() {
        // A name alone is a signature only where nothing else is (a lost position).
        return name_span(context, piece).is_some_and(|n| n.2 >= 0.9)
            && take_name(context, piece, block);
    }
    take_name(context, piece, block)
}

/// Whether only blanks stand between two pieces.
fn adjacent(context: &Context, before: Span, after: Span) -> bool {
    before.end <= after.start
        && context
            .fold(Span::new(before.end, after.start))
            .trim()
            .is_empty()
}

fn starts_own_position(folded: &str) -> bool {
    anchors::begins_with_any(
        folded,
        &[
            "pho",
            "chu tich",
            "giam doc",
            "bi thu",
            "thu truong",
            "thu tuong",
            "chanh",
            "truong",
            "uy vien",
            "cuc truong",
            "vu truong",
            "hieu truong",
            "bo truong",
        ],
    )
}

fn take_name(context: &Context, piece: Span, block: &mut Block) -> bool {
    let Some(name) = name_span(context, piece) else {
        return false;
    };
    if block.name.is_some() {
        return false;
    }
    block.name = Some(name);
    true
}

impl Block {
    fn is_empty(&self) -> bool {
        self.capacities.is_empty() && self.position.is_none() && self.name.is_none() && !self.signed
    }

    fn into_signature(self, context: &Context) -> Signature {
        let capacities: Vec<String> = self
            .capacities
            .iter()
            .map(|s| usual_capacity(context, *s))
            .collect();
        let capacity = self.capacities.last().map(|span| {
            let value = usual_capacity(context, *span);
            Capacity {
                meaning: meaning(&value),
                field: context.field_with(*span, value, 0.97),
            }
        });
        // Signing in place of the head: the principal is what follows the last capacity.
        let mut position = self.position;
        let mut principal = self.principal;
        if position.is_none() && self.capacities.is_empty() {
            position = principal.take();
        }
        let name = match self.name {
            Some((span, _, confidence)) if confidence >= 0.5 => context.field(span, confidence),
            _ => Field::missing(),
        };
        let for_head = principal.filter(|_| capacities.last().is_some_and(|c| c.starts_with('K')));
        let position_field = match (position, for_head) {
            (Some(span), head) => head
                .and_then(|head| misread_deputy(context, head, span))
                .unwrap_or_else(|| context.field(span, 0.96)),
            (None, Some(head)) => deputy(context, head),
            (None, None) => Field::missing(),
        };
        // Where the position is lost, the capacity may be lost with it.
        let lost = self.position.is_none() && self.name.is_some() && capacity.is_none();
        let capacity = capacity.or_else(|| {
            lost.then(|| Capacity {
                field: Field::missing(),
                meaning: None,
            })
        });
        Signature {
            capacity,
            capacities: if capacities.len() > 1 {
                capacities
            } else {
                Vec::new()
            },
            on_behalf_of: self.on_behalf.map(|s| context.field(s, 0.95)),
            principal_position: principal.map(|s| context.field(s, 0.95)),
            signer_position: position_field,
            signer_name: name,
            signer_title: self.name.and_then(|n| n.1).map(|s| context.field(s, 0.9)),
            signed: self.signed.then_some(true),
            ..Signature::default()
        }
    }
}
