//! The signers of a document, put together piece by piece as their lines come, each column by itself where they sign
//! side by side.

use super::capacity::{deputy, meaning, misread_deputy, usual_capacity};
use super::columns::side_by_side;
use super::name::{Name, POSITION, bare, is_name, name_in};
use super::office::{CAPACITY, begins, begins_own_position, is_signed, is_small_capacity};
use crate::document::anchors;
use crate::document::context::Context;
use crate::document::types::{Capacity, Field, Signature};
use crate::lexicon;
use crate::span::Span;

/// A name is taken for one by itself only from this confidence on.
const SURE_NAME: f32 = 0.9;

/// One signer's part of the signature.
#[derive(Default)]
struct Signer {
    capacities: Vec<Span>,
    on_behalf: Option<Span>,
    principal: Option<Span>,
    position: Option<Span>,
    name: Option<Name>,
    signed: bool,
    /// Whether the capacity is not in capitals; then the position need not be, either.
    small: bool,
}

/// The signers so far: those whose part is complete, and the one whose part is being read.
#[derive(Default)]
pub struct Signers {
    complete: Vec<Signer>,
    open: Signer,
}

/// Signers one below the other, or side by side in columns.
pub struct SideBySide {
    /// Where the columns have their middle, in characters from the beginning of a line; none for a single column.
    middles: Vec<usize>,
    columns: Vec<Signers>,
}

impl SideBySide {
    /// The columns of a signature, by its rows: as many offices in a row as names in one below it.
    pub fn of(context: &Context, rows: &[Span]) -> Self {
        let parts = |row: &Span| {
            let columns = side_by_side(context, *row).into_iter();
            columns
                .filter_map(|c| c.first().copied())
                .collect::<Vec<_>>()
        };
        let all = |parts: &[Span], is: fn(&Context, Span) -> bool| {
            parts.len() > 1 && parts.iter().all(|part| is(context, *part))
        };
        let mut rows = rows.iter().map(parts);
        let heads = rows.find(|parts| all(parts, begins)).unwrap_or_default();
        let named = rows.any(|parts| parts.len() == heads.len() && all(&parts, is_name));
        let middles: Vec<usize> = match named {
            true => heads.iter().map(|head| middle(context, *head)).collect(),
            false => Vec::new(),
        };
        let columns = middles.len().max(1);
        Self {
            middles,
            columns: std::iter::repeat_with(Signers::default)
                .take(columns)
                .collect(),
        }
    }

    /// Gives the pieces of one column of a row to its signer; false when they are nothing of a signature.
    pub fn take(&mut self, context: &Context, pieces: &[Span]) -> bool {
        let Some(first) = pieces.first() else {
            return false;
        };
        let here = middle(context, *first);
        let nearest = (0..self.middles.len()).min_by_key(|at| self.middles[*at].abs_diff(here));
        let signers = &mut self.columns[nearest.unwrap_or(0)];
        let taken = pieces.iter().map(|piece| signers.take(context, *piece));
        taken.fold(false, |any, used| any | used)
    }

    /// Whether there is nothing that the signatures still lack.
    pub fn are_complete(&self) -> bool {
        self.columns.iter().all(Signers::are_complete)
    }

    /// The signatures, from left to right and from top to bottom; who only took the minutes (*thư ký*) signs last.
    pub fn signatures(self, context: &Context) -> Vec<Signature> {
        let columns = self.columns.into_iter();
        let mut signatures: Vec<Signature> = columns.flat_map(|c| c.signatures(context)).collect();
        signatures.sort_by_key(|s| lexicon::fold(s.signer_position.text()).starts_with("thu k"));
        signatures
    }
}

/// The middle of a piece, in characters from the beginning of its line.
fn middle(context: &Context, piece: Span) -> usize {
    let before = context.fold(Span::new(0, piece.start));
    let line = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |end| end + 1);
    (piece.start + piece.end) / 2 - line
}

impl Signers {
    /// Gives one piece to the signer whose part it is; false when it is nothing of a signature.
    pub fn take(&mut self, context: &Context, piece: Span) -> bool {
        let piece = bare(context, piece);
        if piece.is_empty() {
            return false;
        }
        if is_signed(context, piece) {
            self.open.signed = true;
            return true;
        }
        let small = is_small_capacity(context, piece)
            || self.open.small
                && self.open.position.is_none()
                && lexicon::is_position(context.slice(piece));
        if small || context.is_capitals(piece) {
            self.open.small |= small;
            return self.take_in_capitals(context, piece);
        }
        let Some(name) = name_in(context, piece) else {
            return false;
        };
        // A name alone is a signature only where nothing else is (a lost position).
        let alone = self.open.is_empty() && self.complete.is_empty();
        (!alone || name.confidence >= SURE_NAME) && self.open.take_name(name)
    }

    fn take_in_capitals(&mut self, context: &Context, piece: Span) -> bool {
        let folded = context.fold(piece);
        if let Some(found) = CAPACITY.captures(folded) {
            let part = |name: &str| found.name(name).map(|m| piece.part(m.range()));
            if let (Some(capacity), Some(whose)) = (part("c"), part("p")) {
                self.begin_next();
                self.open.take_capacity(context, capacity, whose);
            }
            return true;
        }
        let is_position = POSITION.is_match(folded);
        if !is_position
            && !self.open.is_empty()
            && let Some(name) = name_in(context, piece).filter(|n| n.confidence >= SURE_NAME)
        {
            return self.open.take_name(name);
        }
        let whole = self
            .open
            .position
            .is_some_and(|p| lexicon::is_position(context.slice(p)));
        // A name in capitals may begin like a position: `CHỦ TỊCH` over `TRƯỞNG …`.
        let doubtful = whole && folded.starts_with("truong ");
        if lexicon::is_position(context.slice(piece)) || is_position && !doubtful {
            self.begin_next();
            self.open.take_position(context, piece);
            return true;
        }
        if self.open.is_of_the_state(context, piece) {
            self.open.lengthen_position(piece);
            return true;
        }
        let body = folded.contains(' ') && anchors::begins_with_any(folded, anchors::BODY_WORDS);
        if whole && (!body || doubtful) {
            return false;
        }
        self.open.take_rest(context, piece)
    }

    /// A capacity or a position below a name is the next signer's.
    fn begin_next(&mut self) {
        if self.open.name.is_some() {
            self.complete.push(std::mem::take(&mut self.open));
        }
    }

    /// Whether there is nothing that the signature still lacks.
    pub fn are_complete(&self) -> bool {
        self.open.name.is_some() || !self.complete.is_empty() && self.open.is_empty()
    }

    /// The signatures, in the order of their lines; one at least, with everything missing where nothing was found.
    pub fn signatures(mut self, context: &Context) -> Vec<Signature> {
        if !self.open.is_empty() || self.complete.is_empty() {
            self.complete.push(self.open);
        }
        let signers = self.complete.into_iter();
        signers.map(|s| s.into_signature(context)).collect()
    }
}

impl Signer {
    fn is_empty(&self) -> bool {
        self.capacities.is_empty() && self.position.is_none() && self.name.is_none() && !self.signed
    }

    fn take_name(&mut self, name: Name) -> bool {
        let first = self.name.is_none();
        self.name.get_or_insert(name);
        first
    }

    fn take_capacity(&mut self, context: &Context, mut capacity: Span, whose: Span) {
        let folded = context.fold(capacity);
        if folded.starts_with("tm") || folded.starts_with("t/m") || folded == "thay mat" {
            self.on_behalf = Some(whose);
        } else if folded.starts_with('q') {
            // `Q. CHỦ TỊCH` is the signer's own position.
            self.position = Some(whose);
        } else {
            self.principal = Some(whose);
        }
        if context.fold(Span::new(capacity.end, capacity.end + 1)) == "." {
            capacity.end += 1;
        }
        self.capacities.push(capacity);
    }

    fn take_position(&mut self, context: &Context, piece: Span) {
        // A head of a board signs as such, whatever else they are: `PHÓ TRƯỞNG BAN` over `GIÁM ĐỐC SỞ …`.
        let board = |p: Span| context.fold(p).contains("truong ban");
        if self.position.is_some_and(board)
            && begins_own_position(context.fold(piece))
            && !board(piece)
        {
            return;
        }
        let goes_on = !begins_own_position(context.fold(piece))
            && self.position.is_some_and(|p| adjacent(context, p, piece));
        if goes_on {
            self.lengthen_position(piece);
        } else {
            self.position = Some(piece);
        }
    }

    /// A position in two lines.
    fn lengthen_position(&mut self, piece: Span) {
        if let Some(position) = &mut self.position {
            position.end = piece.end;
        }
    }

    /// `CHỦ TỊCH` over `NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`
    fn is_of_the_state(&self, context: &Context, piece: Span) -> bool {
        context.fold(piece).starts_with("nuoc cong hoa")
            && self.position.is_some_and(|p| adjacent(context, p, piece))
    }

    /// The rest of a body's or position's name, below what it goes on with.
    fn take_rest(&mut self, context: &Context, piece: Span) -> bool {
        if self.name.is_some() || piece.len() >= 80 {
            return false;
        }
        let target = [&mut self.position, &mut self.principal, &mut self.on_behalf]
            .into_iter()
            .find_map(|part| part.as_mut())
            .filter(|part| adjacent(context, **part, piece));
        let Some(target) = target else {
            return false;
        };
        target.end = piece.end;
        true
    }

    fn into_signature(self, context: &Context) -> Signature {
        let capacities: Vec<String> = self
            .capacities
            .iter()
            .map(|s| usual_capacity(context, *s))
            .collect();
        let last = self.capacities.last().zip(capacities.last());
        let capacity = last.map(|(span, value)| Capacity {
            meaning: meaning(value),
            field: context.field_with(*span, value, 0.97),
        });
        // Where the position is lost, the capacity may be lost with it.
        let lost = self.position.is_none() && self.name.is_some();
        let capacity = capacity.or_else(|| {
            lost.then(|| Capacity {
                field: Field::missing(),
                meaning: None,
            })
        });
        // Without a capacity what looks like a principal is the signer's own position.
        let own = self.position.is_none() && self.capacities.is_empty();
        let (position, principal) = match own {
            true => (self.principal, None),
            false => (self.position, self.principal),
        };
        // Signing in place of the head: the principal is what follows the last capacity.
        let head = principal.filter(|_| capacities.last().is_some_and(|c| c.starts_with('K')));
        let signer_position = match (position, head) {
            (Some(span), head) => head
                .and_then(|head| misread_deputy(context, head, span))
                .unwrap_or_else(|| context.field(span, 0.96)),
            (None, Some(head)) => deputy(context, head),
            (None, None) => Field::missing(),
        };
        let signer_name = match self.name {
            Some(name) if name.confidence >= 0.5 => context.field(name.span, name.confidence),
            _ => Field::missing(),
        };
        Signature {
            capacity,
            capacities: if capacities.len() > 1 {
                capacities
            } else {
                Vec::new()
            },
            on_behalf_of: self.on_behalf.map(|s| context.field(s, 0.95)),
            principal_position: principal.map(|s| context.field(s, 0.95)),
            signer_position,
            signer_name,
            signer_title: self
                .name
                .and_then(|n| n.title)
                .map(|s| context.field(s, 0.9)),
            signed: self.signed.then_some(true),
            ..Signature::default()
        }
    }
}

/// Whether only blanks stand between two pieces.
fn adjacent(context: &Context, before: Span, after: Span) -> bool {
    before.end <= after.start
        && context
            .fold(Span::new(before.end, after.start))
            .trim()
            .is_empty()
}
