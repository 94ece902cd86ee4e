//! One document through the restorer: lines → conditions → pieces → lattice → reading → edits.

use super::channel::Search;
use super::confidence::calibrated;
use super::decoder::{Beam, Choice, Decoder};
use super::drafts::{self, Draft};
use super::hints::Hints;
use super::known::Known;
use super::labels::Labels;
use super::lattice::{Arc, Lattice};
use super::models::Models;
use super::normal::Normal;
use super::pieces::{Piece, PieceKind};
use super::place::Place;
use super::reader::{Reader, Tuning};
use super::readings::{Reading, reason};
use super::sides::Sides;
use super::spaces::Spaces;
use super::view::View;
use super::votes::Votes;
use super::{Condition, Options, Profile, Restored};
use super::{acronyms, bodies, evidence};
use crate::lexicon::expansion;
use crate::lm::{State, TokenId};
use crate::syllable::{Placement, Syllable};

/// In text from the right OCR model a word stays as it is when the change is less sure than this: of the changes
/// between 0.5 and 0.6 on transcribed scans (development data) none was right.
const LEAST_CONFIDENCE: f32 = 0.6;

/// Readings that the context model takes for so many nats less likely than the best are left out; in
/// [`Profile::Best`] twice as many.
const OPEN: f32 = 4.0;

/// How much a changed reading is worth beside a seen one, in text from the right OCR model, when the document's own words
/// are counted: most are seen as they were printed.
const CHANGED: f32 = 0.5;

/// The memory of a worker.
#[derive(Debug, Default)]
pub struct Engine {
    decoder: Decoder<State>,
    lattice: Lattice,
    reader: Reader,
    spaces: Spaces,
    readings: Vec<Reading>,
    arcs: Vec<Arc>,
    choices: Vec<Choice>,
    sides: Sides,
    votes: Votes,
}

/// The settings for a condition.
fn tuning(condition: Condition, profile: Profile) -> Tuning {
    let (window, most) = match profile {
        Profile::Fast => (10.0, 16),
        Profile::Best => (12.0, 40),
    };
    match condition {
        Condition::Vietnamese => Tuning {
            lm_weight: 1.4,
            search: Search {
                window: 7.0,
                most: 8,
                limit: f32::INFINITY,
            },
            letter: 1.5,
            name_letter: 0.5,
            broken_letter: 2.0,
            change: 0.0,
            // Neutral on scans, and three more right words of 166,000 changed.
            context: 0.0,
        },
        _ => Tuning {
            lm_weight: 1.0,
            search: Search {
                window,
                most,
                limit: f32::INFINITY,
            },
            letter: 3.0,
            name_letter: 2.2,
            broken_letter: 4.5,
            change: 0.0,
            context: 0.7,
        },
    }
}

impl Engine {
    pub fn restore(&mut self, models: &Models, text: &str, options: &Options) -> Restored {
        let normal = Normal::new(text);
        let seen = normal.text();
        let mut view = View::new(seen, options.condition);
        let mut restored = Restored::unchanged(text);
        let mut found = Vec::new();
        let hints = Hints::new(normal.original, options.hints);
        if view.conditions.iter().any(|c| *c != Condition::Clean) {
            self.build(models, &normal, &view, &hints, options);
            self.decode(models, &view, options.profile);
            if options.condition.is_none() {
                self.clear_right_lines(&mut view, options);
            }
            found = self.decide(models, &view, options.profile);
        }
        if options.condition != Some(Condition::Clean) {
            bodies::mend(&mut view, &mut found);
        }
        if !options.hints.is_empty() {
            drafts::mend_symbol(&normal, &hints, &mut found);
        }
        drafts::write(&mut restored, &normal, found);
        restored.zones = view.zones(&normal, text);
        restored
    }

    /// The lattice of all readings.
    fn build(
        &mut self,
        models: &Models,
        normal: &Normal,
        view: &View,
        hints: &Hints,
        options: &Options,
    ) {
        let known = Known::new(options.lexicon);
        let mut phrase: std::vec::IntoIter<String> = Vec::new().into_iter();
        let mut labels = Labels::default();
        self.lattice.clear();
        self.readings.clear();
        for (at, piece) in view.pieces.iter().enumerate() {
            let condition = view.condition(at);
            let word = view.word(piece);
            self.arcs.clear();
            if !known.is_empty() && phrase.as_slice().is_empty() {
                let words = known.at(&view.pieces, at, |p| view.word(p), condition);
                phrase = words.unwrap_or_default().into_iter();
            }
            let label = labels.letter(view.seen, piece, condition);
            let given = match phrase.next() {
                Some(written) => Some((written, "lexicon")),
                None => label.map(|letter| (letter.to_string(), "label")),
            };
            let mut tuning = tuning(condition, options.profile);
            let mut place = Place {
                models,
                condition,
                lm_weight: tuning.lm_weight,
                readings: &mut self.readings,
                arcs: &mut self.arcs,
            };
            if let Some((written, why)) = given {
                let token = place.vocabulary().find(&written);
                let token = token.unwrap_or(TokenId::FOREIGN);
                place.add(token, 0.0, Reading::Text(written, why));
            } else {
                if condition == Condition::Vietnamese {
                    tuning.change -= hints.evidence(normal, &piece.range);
                }
                self.reader.read(&mut place, &tuning, piece.kind, word);
                mend_spaces(&mut self.spaces, &mut place, view, at);
            }
            self.lattice.push(self.arcs.drain(..));
        }
    }

    fn decode(&mut self, models: &Models, view: &View, profile: Profile) {
        let (beam, open) = match profile {
            Profile::Fast => (Beam::default(), OPEN),
            Profile::Best => {
                let beam = Beam {
                    width: 24,
                    threshold: 12.0,
                    ..Beam::default()
                };
                (beam, 2.0 * OPEN)
            }
        };
        let has_sides = self.weigh_sides(models, view, profile, &beam, open);
        self.decoder
            .decode(&*models.lm, &self.lattice, &beam, &mut self.choices);
        if self.take_votes(view) {
            self.decoder
                .decode(&*models.lm, &self.lattice, &beam, &mut self.choices);
            self.votes.temper(&mut self.choices);
        }
        if has_sides {
            self.sides.temper(&mut self.choices);
        }
    }

    /// Charges the readings of the lattice what the context model says of them, and leaves out the unlikely; tells
    /// whether it did.
    fn weigh_sides(
        &mut self,
        models: &Models,
        view: &View,
        profile: Profile,
        beam: &Beam,
        open: f32,
    ) -> bool {
        let Some(context) = &models.context else {
            return false;
        };
        let (lattice, choices) = (&mut self.lattice, &mut self.choices);
        let is_foreign = view.conditions.contains(&Condition::Foreign);
        if is_foreign && profile == Profile::Best {
            let first = Beam {
                rivals: Some(open),
                ..*beam
            };
            self.decoder.decode(&*models.lm, lattice, &first, choices);
            let rivals = self.decoder.rivals();
            self.sides.take_choices(context, lattice, choices, rivals);
        } else if !is_foreign && view.conditions.contains(&Condition::Stripped) {
            self.sides.take_forms(context, lattice);
        } else {
            return false;
        }
        let weight = |position| tuning(view.condition(position), profile).context;
        self.sides.weigh(context, lattice, open, weight);
        true
    }

    /// Charges doubtful readings what the rest of the document says against them; tells whether anything is left to
    /// search.
    fn take_votes(&mut self, view: &View) -> bool {
        let readings = &self.readings;
        let surely = |choice: &Choice, arc: &Arc| {
            let is_changed = readings[arc.tag as usize] != Reading::Keep;
            let condition = view.condition(choice.position);
            match condition == Condition::Vietnamese && is_changed {
                true => CHANGED * choice.posterior,
                false => choice.posterior,
            }
        };
        self.votes.charge(&mut self.lattice, &self.choices, surely)
    }

    fn arc(&self, choice: &Choice) -> Arc {
        self.lattice.arcs(choice.position)[choice.arc]
    }

    fn reading(&self, choice: &Choice) -> &Reading {
        &self.readings[self.arc(choice).tag as usize]
    }

    /// The changes to be made.
    fn decide(&self, models: &Models, view: &View, profile: Profile) -> Vec<Draft> {
        let habit = view.habit();
        let acronyms = self.acronyms(models, view, habit);
        let mut acronyms = acronyms.into_iter().peekable();
        let mut drafts = Vec::new();
        for (at, choice) in self.choices.iter().enumerate() {
            let range = view.range(choice.position, self.arc(choice).span());
            let before = &view.seen[range.clone()];
            let condition = view.condition(choice.position);
            let reading = self.reading(choice);
            let acronym = acronyms.next_if(|(place, ..)| *place == at);
            if condition == Condition::Clean || *reading == Reading::Keep && acronym.is_none() {
                continue;
            }
            let mut draft = Draft {
                range,
                after: reading.write(models, before, habit),
                condition,
                reason: match reading {
                    Reading::Text(_, why) => why,
                    Reading::Split(_) => "split",
                    _ if self.arc(choice).span() > 1 => "join",
                    _ => "",
                },
                confidence: calibrated(choice.posterior, condition, profile),
                margin: choice.margin.min(99.0),
            };
            if let Some((_, acronym, lead)) = acronym {
                draft.after = acronym;
                draft.reason = "acronym";
                draft.confidence = 1.0 / (1.0 + (-lead).exp());
                draft.margin = lead;
            }
            let doubtful =
                condition == Condition::Vietnamese && draft.confidence < LEAST_CONFIDENCE;
            if doubtful || draft.after == before {
                continue;
            }
            if draft.reason.is_empty() {
                draft.reason = reason(before, &draft.after);
            }
            drafts.push(draft);
        }
        drafts
    }

    /// The document's acronyms in lines from a wrong OCR model, as places among the choices.
    fn acronyms(
        &self,
        models: &Models,
        view: &View,
        habit: Placement,
    ) -> Vec<(usize, String, f32)> {
        let is_group = |p: &Piece| p.kind == PieceKind::Damaged && acronyms::is_group(view.word(p));
        if !view.pieces.iter().any(is_group) {
            return Vec::new();
        }
        let decoded: Vec<String> = self
            .choices
            .iter()
            .map(|c| {
                self.reading(c)
                    .write(models, view.word(&view.pieces[c.position]), habit)
            })
            .collect();
        let (mut open, mut end) = (false, 0);
        let mut tokens = Vec::with_capacity(decoded.len());
        for (choice, decoded) in self.choices.iter().zip(&decoded) {
            let piece = &view.pieces[choice.position];
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

    /// Finds which lines have lost tones, by what the decoder would change in them; the others are clean.
    fn clear_right_lines(&self, view: &mut View, options: &Options) {
        let mut says = vec![0.0f32; view.lines.len()];
        for choice in &self.choices {
            let piece = &view.pieces[choice.position];
            let line = view.line_of(choice.position);
            if piece.kind == PieceKind::Word && view.conditions[line] == Condition::Vietnamese {
                let kept = matches!(self.reading(choice), Reading::Keep);
                says[line] += evidence::of_word((!kept).then_some(choice.margin));
            }
        }
        let prior = if options.hints.is_empty() { -2.0 } else { 4.0 };
        let damaged = evidence::damaged(&says, prior);
        for (condition, damaged) in view.conditions.iter_mut().zip(damaged) {
            if *condition == Condition::Vietnamese && !damaged {
                *condition = Condition::Clean;
            }
        }
    }
}

/// Adds the readings of a word that was grown together with others or torn apart.
fn mend_spaces(spaces: &mut Spaces, place: &mut Place, view: &View, at: usize) {
    let is_word = |piece: &Piece| matches!(piece.kind, PieceKind::Word | PieceKind::Damaged);
    let piece = &view.pieces[at];
    let may_be = matches!(place.condition, Condition::Foreign | Condition::Vietnamese);
    if !may_be || !is_word(piece) {
        return;
    }
    spaces.split(place, view.word(piece));
    let next = view.pieces.get(at + 1).filter(|next| is_word(next));
    if let Some(next) = next
        && &view.seen[piece.range.end..next.range.start] == " "
    {
        spaces.join(place, view.word(piece), view.word(next));
    }
}
