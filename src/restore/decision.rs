//! What the search chose, and what follows from it for the text as a whole.

use super::acronyms;
use super::confidence::calibrated;
use super::drafts::Draft;
use super::evidence;
use super::models::Models;
use super::pieces::{Piece, PieceKind};
use super::readings::{Reading, reason};
use super::view::View;
use super::{Condition, Profile};
use crate::lexicon::expansion;
use crate::syllable::{Placement, Syllable};
use std::ops::Range;

/// How sure a change must be in text from the right OCR model; else the word stays as it is. Lost tones are what that
/// model does: of the changes of tones between 0.5 and 0.6 on transcribed scans (development data) none was right. Other
/// changes of what may well stand there, a syllable or the letter of a label, are rare: of 21 between 0.6 and 0.9 on 26
/// scans (the same) three were right. A common word that becomes another one by a letter (`hộ` → `bộ`) says something
/// else and is hardly ever the engine's doing; those that are its doing (`thành hố` → `phố`) are beyond doubt.
fn least_confidence(before: &str, reason: &str, models: &Models) -> f32 {
    let may_stand = Syllable::parse(before).is_some() || before.chars().count() == 1;
    match reason {
        "letters" if may_stand && models.is_common(before) => 0.995,
        "letters" | "marks" if may_stand => 0.9,
        _ => 0.6,
    }
}

/// The reading that was chosen for some pieces of a text.
#[derive(Debug)]
pub struct Decision {
    /// The pieces that it reads: one, or two that were joined.
    pub pieces: Range<usize>,
    /// What they are read as.
    pub reading: Reading,
    /// What the best other reading costs more, in nats; infinite when there was none.
    pub margin: f32,
    /// Probability of the reading, before calibration.
    pub posterior: f32,
}

impl Decision {
    fn is_change(&self) -> bool {
        self.reading != Reading::Keep
    }
}

/// The changes to be made.
pub fn drafts(
    decisions: &[Decision],
    models: &Models,
    view: &View,
    profile: Profile,
) -> Vec<Draft> {
    let habit = view.habit();
    let acronyms = find_acronyms(decisions, models, view, habit);
    let mut acronyms = acronyms.into_iter().peekable();
    let mut drafts = Vec::with_capacity(decisions.len());
    for (at, decision) in decisions.iter().enumerate() {
        let condition = view.condition(decision.pieces.start);
        let acronym = acronyms.next_if(|(place, ..)| *place == at);
        if condition == Condition::Clean || !decision.is_change() && acronym.is_none() {
            continue;
        }
        let range = view.range(&decision.pieces);
        let before = &view.seen[range.clone()];
        let mut draft = Draft {
            range,
            after: decision.reading.write(models, before, habit),
            condition,
            reason: match &decision.reading {
                Reading::Text(_, why) => why,
                Reading::Split(_) => "split",
                _ if decision.pieces.len() > 1 => "join",
                _ => "",
            },
            confidence: calibrated(decision.posterior, condition, profile),
            margin: decision.margin.min(99.0),
        };
        if let Some((_, acronym, lead)) = acronym {
            draft.after = acronym;
            draft.reason = "acronym";
            draft.confidence = 1.0 / (1.0 + (-lead).exp());
            draft.margin = lead;
        }
        if draft.after == before {
            continue;
        }
        if draft.reason.is_empty() {
            draft.reason = reason(before, &draft.after);
        }
        let is_sure = || draft.confidence >= least_confidence(before, draft.reason, models);
        if condition != Condition::Vietnamese || is_sure() {
            drafts.push(draft);
        }
    }
    drafts
}

/// The document's acronyms in lines from a wrong OCR model, as places among the decisions.
fn find_acronyms(
    decisions: &[Decision],
    models: &Models,
    view: &View,
    habit: Placement,
) -> Vec<(usize, String, f32)> {
    let is_group = |p: &Piece| p.kind == PieceKind::Damaged && acronyms::is_group(view.word(p));
    if !view.pieces.iter().any(is_group) {
        return Vec::new();
    }
    let piece = |decision: &Decision| &view.pieces[decision.pieces.start];
    let decoded: Vec<String> = decisions
        .iter()
        .map(|d| d.reading.write(models, view.word(piece(d)), habit))
        .collect();
    let (mut open, mut end) = (false, 0);
    let mut tokens = Vec::with_capacity(decoded.len());
    for (decision, decoded) in decisions.iter().zip(&decoded) {
        let piece = piece(decision);
        for c in view.seen[end.min(piece.range.start)..piece.range.start].chars() {
            open = c == '(' || open && c != ')';
        }
        end = piece.range.end;
        let is_known = Syllable::parse(decoded).is_some() || expansion(decoded).is_some();
        tokens.push(acronyms::Token {
            seen: view.word(piece),
            decoded,
            parenthesised: open,
            unknown: piece.kind == PieceKind::Damaged && !is_known,
        });
    }
    acronyms::find(&tokens, &models.channel(Condition::Foreign).channel)
}

/// Finds which lines have lost tones, by what would be changed in them; the others are clean. `prior` speaks for
/// damage, in nats.
pub fn clear_right_lines(decisions: &[Decision], view: &mut View, prior: f32) {
    let mut says = vec![0.0f32; view.lines.len()];
    for decision in decisions {
        let piece = decision.pieces.start;
        let line = view.line_of(piece);
        let is_word = view.pieces[piece].kind == PieceKind::Word;
        if is_word && view.conditions[line] == Condition::Vietnamese {
            let changed = decision.is_change().then_some(decision.margin);
            says[line] += evidence::of_word(changed);
        }
    }
    let damaged = evidence::damaged(&says, prior);
    for (condition, damaged) in view.conditions.iter_mut().zip(damaged) {
        if *condition == Condition::Vietnamese && !damaged {
            *condition = Condition::Clean;
        }
    }
}
