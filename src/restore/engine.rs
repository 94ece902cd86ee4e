//! One document through the restorer: lines → conditions → pieces → lattice → reading → edits.
//!
//! Linear in the text: each stretch is read for itself, with the memory of the one before.

use super::bodies;
use super::channel::{Channel, Habits, Search};
use super::decision::{self, Decision};
use super::decoder::{Beam, Choice, Decoder};
use super::drafts;
use super::given::{Given, Told};
use super::hints::Hints;
use super::lattice::{Arc, Lattice};
use super::models::Models;
use super::normal::Normal;
use super::persons::Persons;
use super::pieces::{Piece, PieceKind};
use super::place::Place;
use super::reader::{Reader, Tuning};
use super::readings::Reading;
use super::sides::Sides;
use super::spaces::Spaces;
use super::view::View;
use super::votes::Votes;
use super::{Condition, Options, Profile, Restored};
use crate::lm::{State, TokenId};
use crate::syllable::Placement;
use std::ops::Range;

/// Words that are read together, about: five pages or so. Memory does not grow beyond it, and its words vote on one
/// another: what stands farther off is about something else, and in a file of unrelated lines counts of the whole
/// would only repeat the language.
const STRETCH: usize = 2048;

/// Readings that the context model takes for so many nats less likely than the best are left out; in
/// [`Profile::Best`] twice as many.
const OPEN: f32 = 4.0;

/// How much a changed reading is worth beside a seen one, in text from the right OCR model, when the document's own words
/// are counted: most are seen as they were printed.
const CHANGED: f32 = 0.5;

/// Words at the start that are read twice where a wrong OCR model read them: first for its habits.
const PILOT: usize = 600;

/// How sure a word must be read to show a habit of the document's engine.
const SURE: f32 = 0.95;

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
    /// The channel with the habits of the document's engine, once they are known.
    own: Option<Channel>,
}

/// The settings for a condition.
fn tuning(condition: Condition, profile: Profile) -> Tuning {
    let (window, most) = match profile {
        Profile::Fast => (10.0, 16),
        Profile::Best => (12.0, 40),
    };
    match condition {
        Condition::Vietnamese => Tuning {
            lm_weight: 1.2,
            search: Search {
                window: 10.0,
                most: 24,
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

/// Line ends before capitals and numbers are sentence ends where fewer of them, in share, stand inside a sentence.
const WRAPPED: f32 = 0.06;

/// A text while it is read.
struct Text<'a> {
    models: &'a Models,
    normal: &'a Normal<'a>,
    view: &'a View<'a>,
    hints: &'a Hints<'a>,
    profile: Profile,
}

impl Engine {
    pub fn restore(&mut self, models: &Models, text: &str, options: &Options) -> Restored {
        let normal = Normal::new(text);
        let mut view = View::new(normal.text(), options.condition);
        let mut restored = Restored::unchanged(text);
        let mut drafts = Vec::new();
        let hints = Hints::new(normal.original, options.hints);
        if view.conditions.iter().any(|c| *c != Condition::Clean) {
            let read = Text {
                models,
                normal: &normal,
                view: &view,
                hints: &hints,
                profile: options.profile,
            };
            let decisions = self.read(&read, Given::new(options.lexicon));
            if options.condition.is_none() {
                let prior = if options.hints.is_empty() { -2.0 } else { 4.0 };
                decision::clear_right_lines(&decisions, &mut view, prior);
            }
            drafts = decision::drafts(&decisions, models, &view, options.profile);
        }
        if options.condition != Some(Condition::Clean) {
            bodies::mend(&mut view, &mut drafts, options.lexicon);
        }
        if !options.hints.is_empty() {
            drafts::mend_symbol(&normal, &hints, &mut drafts);
        }
        drafts::write(&mut restored, &normal, drafts);
        restored.zones = view.zones(&normal, text);
        restored
    }

    /// Reads the text stretch by stretch; only what was decided stays in memory.
    fn read<'t>(&mut self, text: &Text<'t>, mut given: Given<'t>) -> Vec<Decision> {
        let view = text.view;
        self.adapt(None);
        let mut habits: Option<Habits> = None;
        let mut decisions = Vec::with_capacity(view.pieces.len());
        for stretch in view.stretches(STRETCH) {
            let told: Vec<_> = stretch.clone().map(|at| given.next(view, at)).collect();
            let is_foreign = |at| view.condition(at) == Condition::Foreign;
            if habits.is_none() && stretch.clone().any(is_foreign) {
                let table = text.models.foreign_table();
                let pilot = stretch.start..stretch.end.min(stretch.start + PILOT);
                self.build(text, &pilot, &told);
                self.decode(text, &pilot);
                self.learn(text, &pilot, &mut Habits::new(table));
                // Its words are read once more with the stretch, and count then.
                habits = Some(Habits::new(table));
            }
            self.build(text, &stretch, &told);
            self.decode(text, &stretch);
            if let Some(habits) = &mut habits {
                self.learn(text, &stretch, habits);
            }
            let (lattice, readings) = (&self.lattice, &mut self.readings);
            decisions.extend(self.choices.iter().map(|choice| {
                let arc = lattice.arcs(choice.position)[choice.arc];
                let start = stretch.start + choice.position;
                Decision {
                    pieces: start..start + arc.span(),
                    reading: std::mem::replace(&mut readings[arc.tag as usize], Reading::Keep),
                    margin: choice.margin,
                    posterior: choice.posterior,
                }
            }));
        }
        decisions
    }

    /// From now on reads words from a wrong OCR model by a channel of the document's own, or by the learned one.
    fn adapt(&mut self, own: Option<Channel>) {
        if own.is_some() || self.own.is_some() {
            self.reader.forget();
            self.spaces.forget();
        }
        self.own = own;
    }

    /// Shows the words of a stretch that were surely read to the habits of the document's engine, and reads by them
    /// from now on.
    fn learn(&mut self, text: &Text, stretch: &Range<usize>, habits: &mut Habits) {
        if habits.are_known() {
            return;
        }
        let (view, models) = (text.view, text.models);
        for choice in &self.choices {
            let at = stretch.start + choice.position;
            let arc = self.lattice.arcs(choice.position)[choice.arc];
            let is_word = matches!(arc.tokens(), [token] if token.is_word()) && arc.span() == 1;
            if is_word && choice.posterior >= SURE && view.condition(at) == Condition::Foreign {
                let seen = view.word(&view.pieces[at]);
                let printed = self.readings[arc.tag as usize].write(models, seen, Placement::Old);
                habits.observe(&printed, seen);
            }
        }
        if let Some(table) = habits.look() {
            let learned = &models.channel(Condition::Foreign).channel;
            self.adapt(Some(learned.with(&table)));
        }
    }

    /// The lattice of all readings of a stretch.
    fn build(&mut self, text: &Text, stretch: &Range<usize>, told: &[Told]) {
        let view = text.view;
        self.lattice.clear();
        self.readings.clear();
        let mut persons = Persons::default();
        for (at, told) in stretch.clone().zip(told) {
            let piece = &view.pieces[at];
            let condition = view.condition(at);
            let mut tuning = tuning(condition, text.profile);
            self.arcs.clear();
            let mut place = Place {
                models: text.models,
                own: self.own.as_ref(),
                condition,
                lm_weight: tuning.lm_weight,
                readings: &mut self.readings,
                arcs: &mut self.arcs,
            };
            if let Some((written, why)) = told {
                let token = place.vocabulary().find(written);
                let token = token.unwrap_or(TokenId::FOREIGN);
                place.add(token, 0.0, Reading::Text(written.clone(), why));
            } else if piece.kind == PieceKind::LineEnd {
                read_line_end(&mut place, view.wrapped);
            } else {
                if condition == Condition::Vietnamese {
                    tuning.change -= text.hints.evidence(text.normal, &piece.range);
                }
                self.reader
                    .read(&mut place, &tuning, piece.kind, view.word(piece));
                mend_spaces(&mut self.spaces, &mut place, view, at..stretch.end);
                if condition == Condition::Stripped {
                    persons.charge(view, at, &mut place);
                }
            }
            self.lattice.push(self.arcs.drain(..));
        }
    }

    /// Chooses among the readings of a stretch.
    fn decode(&mut self, text: &Text, stretch: &Range<usize>) {
        let is_vietnamese = |at| text.view.condition(at) == Condition::Vietnamese;
        let (beam, open) = match text.profile {
            // A lost letter of a name's first word costs so much that it is passed by others before the rest is seen.
            Profile::Fast if stretch.clone().any(is_vietnamese) => {
                let beam = Beam {
                    width: 12,
                    ..Beam::default()
                };
                (beam, OPEN)
            }
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
        let lm = &*text.models.lm;
        let has_sides = self.weigh_sides(text, stretch, &beam, open);
        self.decoder
            .decode(lm, &self.lattice, &beam, &mut self.choices);
        if self.take_votes(text.view, stretch) {
            self.decoder
                .decode(lm, &self.lattice, &beam, &mut self.choices);
            self.votes.temper(&mut self.choices);
        }
        if has_sides {
            self.sides.temper(&mut self.choices);
        }
    }

    /// Charges the readings of the lattice what the context model says of them, and leaves out the unlikely; tells
    /// whether it did.
    fn weigh_sides(&mut self, text: &Text, stretch: &Range<usize>, beam: &Beam, open: f32) -> bool {
        let Some(context) = &text.models.context else {
            return false;
        };
        let (lattice, choices) = (&mut self.lattice, &mut self.choices);
        let condition = |position| text.view.condition(stretch.start + position);
        let has = |wanted| (0..lattice.len()).any(|position| condition(position) == wanted);
        let is_foreign = has(Condition::Foreign);
        if is_foreign && text.profile == Profile::Best {
            let first = Beam {
                rivals: Some(open),
                ..*beam
            };
            self.decoder
                .decode(&*text.models.lm, lattice, &first, choices);
            let rivals = self.decoder.rivals();
            self.sides.take_choices(context, lattice, choices, rivals);
        } else if !is_foreign && has(Condition::Stripped) {
            self.sides.take_forms(context, lattice);
        } else {
            return false;
        }
        let weight = |position| tuning(condition(position), text.profile).context;
        self.sides.weigh(context, lattice, open, weight);
        true
    }

    /// Charges doubtful readings what the rest of the stretch says against them; tells whether anything is left to
    /// search.
    fn take_votes(&mut self, view: &View, stretch: &Range<usize>) -> bool {
        let readings = &self.readings;
        let surely = |choice: &Choice, arc: &Arc| {
            let is_changed = readings[arc.tag as usize] != Reading::Keep;
            let condition = view.condition(stretch.start + choice.position);
            match condition == Condition::Vietnamese && is_changed {
                true => CHANGED * choice.posterior,
                false => choice.posterior,
            }
        };
        self.votes.charge(&mut self.lattice, &self.choices, surely)
    }
}

/// Adds the readings of the end of a line that stands inside a sentence with probability `wrapped`.
fn read_line_end(place: &mut Place, wrapped: f32) {
    let is_open = wrapped >= WRAPPED;
    let cost = if is_open { -(1.0 - wrapped).ln() } else { 0.0 };
    place.add(TokenId::BOUNDARY, cost, Reading::Keep);
    if is_open {
        place.add_stretch(&[], 1, -wrapped.ln(), Reading::Keep);
    }
}

/// Adds the readings of a word that was grown together with others or torn apart.
fn mend_spaces(spaces: &mut Spaces, place: &mut Place, view: &View, rest: Range<usize>) {
    let is_word = |piece: &Piece| matches!(piece.kind, PieceKind::Word | PieceKind::Damaged);
    let piece = &view.pieces[rest.start];
    let may_be = matches!(place.condition, Condition::Foreign | Condition::Vietnamese);
    if !may_be || !is_word(piece) {
        return;
    }
    spaces.split(place, view.word(piece));
    let next = view.pieces[rest].get(1).filter(|next| is_word(next));
    if let Some(next) = next
        && &view.seen[piece.range.end..next.range.start] == " "
    {
        spaces.join(place, view.word(piece), view.word(next));
    }
}
