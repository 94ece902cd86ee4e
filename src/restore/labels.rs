//! The labels of lists (*điểm*): `a) b) c) d) đ) e)`. Of two labels `d)` in a row the second has lost its bar.

use super::Condition;
use super::pieces::{Piece, PieceKind};
use crate::lexicon::POINT_LABELS;

/// Follows the labels of a text, line by line.
#[derive(Debug, Default)]
pub struct Labels {
    last: Option<char>,
}

impl Labels {
    /// The letter of the label that `piece` is, where its place in the list tells it. In text from a wrong OCR model a
    /// letter of the alphabet stays what it is seen as, and any other sign is the letter that comes next. Call it for
    /// the pieces of a text in order.
    pub fn letter(&mut self, text: &str, piece: &Piece, condition: Condition) -> Option<char> {
        let seen = label(text, piece)?;
        let is_lost = matches!(condition, Condition::Stripped | Condition::Foreign);
        let told = match (self.last, seen) {
            (Some('c'), 'd') if is_lost => Some('d'),
            (Some('d'), 'd') if is_lost => Some('đ'),
            _ if condition != Condition::Foreign => None,
            (_, 'a'..='z') => Some(seen),
            (last, _) => last.and_then(next),
        };
        self.last = told.or(Some(seen));
        told
    }
}

/// The label behind a label.
fn next(label: char) -> Option<char> {
    let is_label = |known: &&str| known.starts_with(label);
    let mut behind = POINT_LABELS.iter().skip_while(|known| !is_label(known));
    behind.nth(1)?.chars().next()
}

/// The letter of a label, or the sign that is seen for it: alone at the start of its line, a bracket behind it.
fn label(text: &str, piece: &Piece) -> Option<char> {
    let mut letters = text[piece.range.clone()].chars();
    let letter = letters.next().filter(|c| !c.is_uppercase())?;
    let is_word = matches!(piece.kind, PieceKind::Word | PieceKind::Damaged);
    if !is_word || letters.next().is_some() || !text[piece.range.end..].starts_with(')') {
        return None;
    }
    let before = text[..piece.range.start].rsplit('\n').next();
    let starts = before.is_some_and(|line| line.trim().is_empty());
    starts.then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::super::pieces::cut;
    use super::*;

    fn letters(text: &str, condition: Condition) -> String {
        let mut labels = Labels::default();
        cut(text, |_| condition == Condition::Foreign)
            .iter()
            .filter_map(|piece| labels.letter(text, piece, condition))
            .collect()
    }

    #[test]
    fn the_second_d_of_a_list_has_lost_its_bar() {
        let list = "a) mot;\nb) hai;\nc) ba;\nd) bon;\nd) nam;\ne) sau";
        assert_eq!(letters(list, Condition::Stripped), "dđ");
        assert_eq!(letters(list, Condition::Foreign), "abcdđe");
        assert_eq!(letters(list, Condition::Vietnamese), "");
        assert_eq!(
            letters("c) ba\nd) bon\ne) nam\nd) sau", Condition::Stripped),
            "d"
        );
        assert_eq!(letters("diem d) va diem d) cua", Condition::Stripped), "");
    }

    #[test]
    fn a_sign_in_the_place_of_a_label_is_the_letter_that_comes_next() {
        let list = "a) mét;\nb) hai;\n¢) ba;\nd) bon;\nd) nam;\n&) sau;\ng) bay";
        assert_eq!(letters(list, Condition::Foreign), "abcdđeg");
        assert_eq!(letters(list, Condition::Vietnamese), "");
        assert_eq!(letters("¢) ba", Condition::Foreign), "");
    }
}
