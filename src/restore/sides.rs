//! Readings weighed by the words on both sides of them.
//!
//! The context model looks at the stripped forms of a text. Where only marks were lost they stand in the text
//! itself, so the readings of every position are weighed before the search, and what is unlikely is left out: the
//! search has a much smaller lattice. In other text the forms are those that a first search has chosen.

use super::decoder::{Choice, Rival};
use super::lattice::{Arc, Lattice};
use super::left_out::{LeftOut, Sure};
use crate::lm::ContextModel;

/// How often a reading that is left out is right, for each time that the context model would have it so: its weights
/// are few, which makes its costs flat. Measured on encyclopedia and news (development data); on law it is 0.1.
const RIGHT_AFTER_ALL: f32 = 0.4;

/// The memory of the weighing: one for each thread.
#[derive(Debug, Default)]
pub struct Sides {
    lattice: Lattice,
    /// The stripped forms of the text, without line ends that may stand inside a sentence.
    forms: Vec<u16>,
    /// The place of each position among the forms.
    places: Vec<u32>,
    left_out: LeftOut,
    /// The stripped forms whose readings were scored at a position, with their costs.
    scored: Vec<(u16, Vec<f32>)>,
    arcs: Vec<Arc>,
}

impl Sides {
    /// Takes the stripped forms from `lattice`, where marks may be lost but letters are right: at each position that
    /// of the cheapest reading.
    pub fn take_forms(&mut self, model: &ContextModel, lattice: &Lattice) {
        self.forms.clear();
        self.places.clear();
        self.left_out.clear();
        for position in 0..lattice.len() {
            let arcs = lattice.arcs(position);
            self.places.push(self.forms.len() as u32);
            if !may_be_nothing(arcs) {
                let cheapest = arcs.iter().min_by(|a, b| a.cost.total_cmp(&b.cost));
                self.forms.push(cheapest.map_or(0, |arc| form(model, arc)));
            }
            self.left_out.push(Sure::NOTHING_LEFT_OUT);
        }
    }

    /// Takes the stripped forms from the choices of a first search, and leaves in `lattice` only the readings that
    /// it lists as rivals, its choices among them.
    pub fn take_choices(
        &mut self,
        model: &ContextModel,
        lattice: &mut Lattice,
        choices: &[Choice],
        rivals: &[Rival],
    ) {
        self.forms.clear();
        self.places.clear();
        self.left_out.clear();
        self.lattice.clear();
        let mut rivals = rivals.iter().peekable();
        for choice in choices {
            let arcs = lattice.arcs(choice.position);
            let chosen = arcs[choice.arc];
            self.arcs.clear();
            while let Some(rival) = rivals.next_if(|r| r.position <= choice.position) {
                let arc = arcs[rival.arc];
                if rival.position == choice.position && arc.span() == chosen.span() {
                    self.arcs.push(arc);
                }
            }
            let sure = match self.arcs.len() {
                1 => Sure {
                    margin: choice.margin,
                    posterior: choice.posterior,
                },
                _ => Sure::NOTHING_LEFT_OUT,
            };
            for _ in 0..chosen.span() {
                self.places.push(self.forms.len() as u32);
                if !chosen.tokens().is_empty() {
                    self.forms.push(form(model, &chosen));
                }
                self.left_out.push(sure);
                self.lattice.push(self.arcs.drain(..));
            }
        }
        std::mem::swap(lattice, &mut self.lattice);
    }

    /// Charges the readings of `lattice` what the context model says of them, and leaves out those that it takes for
    /// `open` nats less likely than the best at their position. `weight` tells, for a position, the factor of its
    /// costs there; 0 leaves the position as it is.
    pub fn weigh(
        &mut self,
        model: &ContextModel,
        lattice: &mut Lattice,
        open: f32,
        weight: impl Fn(usize) -> f32,
    ) {
        self.lattice.clear();
        for at in 0..lattice.len() {
            let arcs = lattice.arcs(at);
            let is_asked = arcs.len() > 1 && !may_be_nothing(arcs);
            let weight = if is_asked { weight(at) } else { 0.0 };
            if weight <= 0.0 {
                self.lattice.push(arcs.iter().copied());
                continue;
            }
            self.arcs.clear();
            self.arcs.extend_from_slice(arcs);
            self.charge(model, at, weight);
            let best = self.arcs.iter().map(|arc| arc.cost);
            let best = best.fold(f32::MAX, f32::min);
            let (mut least, mut left_out) = (f32::INFINITY, 0.0);
            self.arcs.retain(|arc| {
                let behind = (arc.cost - best) / weight;
                if behind > open {
                    least = least.min(behind);
                    left_out += (-behind).exp();
                }
                behind <= open
            });
            let posterior = 1.0 / (1.0 + RIGHT_AFTER_ALL * left_out);
            self.left_out.add(at, least, posterior);
            self.lattice.push(self.arcs.drain(..));
        }
        std::mem::swap(lattice, &mut self.lattice);
    }

    /// Makes `choices` among what was left as sure as they are among all readings.
    pub fn temper(&self, choices: &mut [Choice]) {
        self.left_out.temper(choices);
    }

    /// Adds what the context model says of the arcs at a position.
    fn charge(&mut self, model: &ContextModel, at: usize, weight: f32) {
        let at = self.places[at] as usize;
        let own = self.forms[at];
        let mut scored = 0;
        for arc in &mut self.arcs {
            let Some(token) = arc.tokens().first() else {
                continue;
            };
            let group = model.group(*token);
            let known = self.scored[..scored].iter().position(|(g, _)| *g == group);
            let place = known.unwrap_or_else(|| {
                if self.scored.len() == scored {
                    self.scored.push(Default::default());
                }
                let (name, costs) = &mut self.scored[scored];
                *name = group;
                self.forms[at] = group;
                model.score(&self.forms, at, costs);
                scored += 1;
                scored - 1
            });
            let reading = usize::from(token.0 - group);
            arc.cost += weight * self.scored[place].1.get(reading).copied().unwrap_or(0.0);
        }
        self.forms[at] = own;
    }
}

/// Whether what stands at a position may be passed over: a line end inside a sentence.
fn may_be_nothing(arcs: &[Arc]) -> bool {
    arcs.iter().any(|arc| arc.tokens().is_empty())
}

/// The stripped form that an arc reads.
fn form(model: &ContextModel, arc: &Arc) -> u16 {
    arc.tokens().first().map_or(0, |token| model.group(*token))
}
