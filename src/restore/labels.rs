//! The labels of lists (*điểm*): `a) b) c) d) đ) e)`. Of two labels `d)` in a row the second has lost its bar.

use super::Condition;
use super::pieces::{Piece, PieceKind};

/// Follows the labels of a text, line by line.
#[derive(Debug, Default)]
pub struct Labels {
    last: Option<char>,
}

impl Labels {
    /// The letter of the label that `piece` is, where its place in the list tells `d` from `đ`. Call it for the
    /// pieces of a text in order.
    pub fn letter(&mut self, text: &str, piece: &Piece, condition: Condition) -> Option<char> {
        let letter = label(text, piece)?;
        let is_lost = matches!(condition, Condition::Stripped | Condition::Foreign);
        let told = match self.last {
            Some('c') if is_lost && letter == 'd' => Some('d'),
            Some('d') if is_lost && letter == 'd' => Some('đ'),
            _ => None,
        };
        self.last = Some(told.unwrap_or(letter));
        told
    }
}

/// The small letter of a label: alone at the start of its line, a bracket behind it.
fn label(text: &str, piece: &Piece) -> Option<char> {
    let mut letters = text[piece.range.clone()].chars();
    let letter = letters.next().filter(|c| c.is_lowercase())?;
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
        cut(text, |_| false)
            .iter()
            .filter_map(|piece| labels.letter(text, piece, condition))
            .collect()
    }

    #[test]
    fn the_second_d_of_a_list_has_lost_its_bar() {
        let list = "a) mot;\nb) hai;\nc) ba;\nd) bon;\nd) nam;\ne) sau";
        assert_eq!(letters(list, Condition::Stripped), "dđ");
        assert_eq!(letters(list, Condition::Foreign), "dđ");
        assert_eq!(letters(list, Condition::Vietnamese), "");
        assert_eq!(
            letters("c) ba\nd) bon\ne) nam\nd) sau", Condition::Stripped),
            "d"
        );
        assert_eq!(letters("diem d) va diem d) cua", Condition::Stripped), "");
    }
}
