//! The readings that the first pass left open, weighed by the words on both sides of them.
//!
//! The n-gram model has chosen a reading of every position and says which others came near. Where none did, the
//! choice stands. Elsewhere each reading is charged what the context model says of it, given the stripped forms
//! that were chosen around it, and the text is searched once more among what is left: a much smaller lattice.

use super::decoder::{Choice, Rival};
use super::lattice::{Arc, Lattice};
use crate::lm::ContextModel;

/// The memory of the weighing: one for each thread.
#[derive(Debug, Default)]
pub struct Sides {
    lattice: Lattice,
    groups: Vec<u16>,
    features: Vec<u64>,
    /// The stripped forms whose readings were scored at a position, with their costs.
    scored: Vec<(u16, Vec<f32>)>,
    arcs: Vec<Arc>,
}

impl Sides {
    /// Leaves in `lattice` only the `rivals` that the first pass lists, its `choices` among them. `weight` tells,
    /// for a position, the factor of the context model's costs there.
    pub fn weigh(
        &mut self,
        model: &ContextModel,
        lattice: &mut Lattice,
        choices: &[Choice],
        rivals: &[Rival],
        weight: impl Fn(usize) -> f32,
    ) {
        self.groups.clear();
        self.groups.extend(choices.iter().map(|choice| {
            let tokens = lattice.arcs(choice.position)[choice.arc].tokens();
            tokens.first().map_or(0, |token| model.group(*token))
        }));
        self.lattice.clear();
        let mut rivals = rivals.iter().peekable();
        for (at, choice) in choices.iter().enumerate() {
            let arcs = lattice.arcs(choice.position);
            self.arcs.clear();
            while let Some(rival) = rivals.next_if(|r| r.position <= choice.position) {
                if rival.position == choice.position {
                    self.arcs.push(arcs[rival.arc]);
                }
            }
            let weight = weight(choice.position);
            if self.arcs.len() > 1 && weight > 0.0 {
                self.charge(model, at, weight);
            }
            self.lattice.push(self.arcs.drain(..));
        }
        std::mem::swap(lattice, &mut self.lattice);
    }

    /// Adds what the context model says of the arcs at a position.
    fn charge(&mut self, model: &ContextModel, at: usize, weight: f32) {
        let own = self.groups[at];
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
                self.groups[at] = group;
                model.score(&self.groups, at, &mut self.features, costs);
                scored += 1;
                scored - 1
            });
            let reading = usize::from(token.0 - group);
            arc.cost += weight * self.scored[place].1.get(reading).copied().unwrap_or(0.0);
        }
        self.groups[at] = own;
    }
}
