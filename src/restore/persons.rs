//! Names of people in text that lost its marks: what a word is likely to be by its place in a name.
//!
//! A name is three or four words with capitals, the first of them a surname (*họ*), that stand by themselves in their line or
//! between signs, or two to four behind a word of address (*ông*, *bà*). The language model knows its words in any place; in
//! names they have other shares: `Phan` is no `phần`.

use super::lattice::Arc;
use super::pieces::{Piece, PieceKind};
use super::place::Place;
use super::readings::Reading;
use super::view::View;
use crate::lexicon::{NamePart, is_place, marked_name_count, name_count};
use crate::syllable::{Case, bare};

/// Times that every word stands in each place of a name beforehand.
const CAUTION: f32 = 2.0;
/// What the counts of names weigh beside the language model, which has seen names too.
const WEIGHT: f32 = 1.0;

/// Words of the longest names that count.
const LONGEST: usize = 4;

/// Words of address, without marks: *ông, bà, anh, chị*.
const ADDRESSES: &[&str] = &["ong", "ba", "anh", "chi"];

/// Finds the names among the pieces of a text.
#[derive(Debug, Default)]
pub struct Persons {
    /// The piece that was looked at last for a name to begin, and the parts of that name, if one does.
    start: usize,
    parts: Vec<NamePart>,
}

impl Persons {
    /// Charges the readings of a piece that belongs to a name by how much rarer than the most common one they are in
    /// its place. Call it for pieces in order.
    pub fn charge(&mut self, view: &View, at: usize, place: &mut Place) {
        if at >= self.start + self.parts.len() {
            (self.start, self.parts) = (at, name_at(view, at));
        }
        let Some(part) = self.parts.get(at - self.start) else {
            return;
        };
        let (vocabulary, readings) = (place.vocabulary(), &*place.readings);
        let count = |arc: &Arc| match &readings[arc.tag as usize] {
            Reading::Word { id, .. } => marked_name_count(*part, vocabulary.text(*id)) as f32,
            _ => 0.0,
        };
        let most = place.arcs.iter().map(count).fold(0.0, f32::max);
        for arc in place.arcs.iter_mut() {
            arc.cost -= WEIGHT * ((count(arc) + CAUTION) / (most + CAUTION)).ln();
        }
    }
}

/// The parts of the name that begins at a piece; none if none does.
fn name_at(view: &View, at: usize) -> Vec<NamePart> {
    let pieces = &view.pieces;
    let is_name = |piece: &Piece| {
        let word = view.word(piece);
        let is_capital = word.starts_with(char::is_uppercase) && word.len() > 1;
        piece.kind == PieceKind::Word && is_capital && Case::of(word) == Case::Title
    };
    let is_address = |piece: &Piece| ADDRESSES.contains(&&*bare(view.word(piece)));
    let is_surname = |piece: &Piece| name_count(NamePart::Surname, view.word(piece)) > 0;
    let first = &pieces[at];
    if !is_name(first) || !is_surname(first) || is_address(first) {
        return Vec::new();
    }
    let goes_on = |pair: &&[Piece]| {
        is_name(&pair[1]) && &view.seen[pair[0].range.end..pair[1].range.start] == " "
    };
    let length = 1 + pieces[at..]
        .windows(2)
        .take(LONGEST)
        .take_while(goes_on)
        .count();
    let range = view.range(&(at..at + length));
    let is_end = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let is_apart = is_end(
        view.seen[..range.start]
            .trim_end_matches(' ')
            .chars()
            .next_back(),
    ) && is_end(
        view.seen[range.end..]
            .trim_start_matches(' ')
            .chars()
            .next(),
    );
    let is_addressed = at > 0 && is_address(&pieces[at - 1]);
    // Two words by themselves are as often a heading (`Lệ Phí`).
    let least = if is_addressed { 2 } else { 3 };
    let is_long = (least..=LONGEST).contains(&length);
    if !is_long || !(is_apart || is_addressed) || is_place(&view.seen[range]) {
        return Vec::new();
    }
    let mut parts = vec![NamePart::Middle; length];
    parts[0] = NamePart::Surname;
    parts[length - 1] = NamePart::Given;
    parts
}
