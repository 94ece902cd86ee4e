//! How surely the readings that were left out of a lattice before a search are not the right ones.

use super::decoder::Choice;

/// How surely what was left out at a position is not right.
#[derive(Debug, Clone, Copy)]
pub struct Sure {
    /// What the best of it would cost more, in nats; infinite when nothing was left out.
    pub margin: f32,
    /// Probability that it is not right.
    pub posterior: f32,
}

impl Sure {
    /// Every reading is still there.
    pub const NOTHING_LEFT_OUT: Self = Self {
        margin: f32::INFINITY,
        posterior: 1.0,
    };
}

/// The same for all positions of a lattice.
#[derive(Debug, Default)]
pub struct LeftOut(Vec<Sure>);

impl LeftOut {
    /// Forgets all positions.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Adds the next position.
    pub fn push(&mut self, sure: Sure) {
        self.0.push(sure);
    }

    /// Leaves out more at a position: the best of it costs `margin` nats more, and is not right with probability
    /// `posterior`.
    pub fn add(&mut self, position: usize, margin: f32, posterior: f32) {
        let sure = &mut self.0[position];
        sure.margin = sure.margin.min(margin);
        sure.posterior *= posterior;
    }

    /// Makes `choices` among what was left as sure as they are among all readings.
    pub fn temper(&self, choices: &mut [Choice]) {
        for choice in choices {
            let sure = &self.0[choice.position];
            choice.margin = choice.margin.min(sure.margin);
            choice.posterior *= sure.posterior;
        }
    }
}
