//! Beam search for the likeliest reading of a lattice, over a context as long as the document.
//!
//! Comes in: a [`Lattice`] and a language model. Goes out: the arcs of the best reading, each with
//! its margin over the best reading without it, and its posterior among its rivals.
//!
//! Positions with one reading are passed by; the model is asked only for the state behind them.
//! Hypotheses with equal model states are merged: their futures are equal. The search keeps, at
//! each position, at most [`Beam::width`] of them and none that costs more than
//! [`Beam::threshold`] above the best. Whenever one hypothesis is left, all before it is settled:
//! that stretch is evaluated backwards (the cost of the best completion of every step, hence
//! the best reading through every arc) and forgotten, so memory does not grow with the text.
//! Time is linear in positions × width × arcs.

use super::lattice::{Arc, Lattice};
use crate::lm::{LanguageModel, Scored, TokenId};

/// How widely to search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beam {
    /// Hypotheses kept at a position.
    pub width: usize,
    /// Hypotheses that cost this much more than the best, in nats, are dropped; rivals beyond it
    /// are not looked at, so margins above it are infinite.
    pub threshold: f32,
    /// Positions after which a stretch is settled even if several hypotheses are left.
    pub window: usize,
    /// Factor of the language model's costs.
    pub lm_weight: f32,
    /// Arcs that cost up to so many nats more than the best reading are listed in [`Decoder::rivals`]; `None`
    /// lists none.
    pub rivals: Option<f32>,
}

impl Default for Beam {
    fn default() -> Self {
        Self {
            width: 8,
            threshold: 9.0,
            window: 256,
            lm_weight: 1.0,
            rivals: None,
        }
    }
}

/// An arc of the best reading.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// The position where it begins.
    pub position: usize,
    /// Its number among [`Lattice::arcs`] of that position.
    pub arc: usize,
    /// Cost of the best reading without this arc, over that of the best reading, in nats;
    /// infinite when the search kept no other.
    pub margin: f32,
    /// Probability of the arc among those at its position, each by the best reading through it.
    pub posterior: f32,
}

/// An arc of the best reading, or one that came near it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rival {
    /// The position where it begins.
    pub position: usize,
    /// Its number among [`Lattice::arcs`] of that position.
    pub arc: usize,
}

/// A hypothesis: all readings of the text up to a position that leave one state.
#[derive(Debug, Clone, Copy)]
struct Hypothesis<S> {
    state: S,
    cost: f32,
    /// The step that reaches it most cheaply.
    best: u32,
}

/// An arc taken from one hypothesis to another.
#[derive(Debug, Clone, Copy)]
struct Step {
    from: u32,
    to: u32,
    position: u32,
    arc: u32,
    cost: f32,
}

const NO_STEP: u32 = u32::MAX;

/// The hypotheses that stand at a position.
#[derive(Debug, Clone)]
struct Front {
    hypotheses: Vec<u32>,
    best: f32,
}

impl Default for Front {
    fn default() -> Self {
        Self {
            hypotheses: Vec::new(),
            best: f32::INFINITY,
        }
    }
}

/// The search, with its memory: one for each thread.
#[derive(Debug)]
pub struct Decoder<S> {
    hypotheses: Vec<Hypothesis<S>>,
    steps: Vec<Step>,
    /// Hypotheses that stand at each position of the stretch, from its start on, and the cost of
    /// the best of them.
    fronts: Vec<Front>,
    scored: Vec<Scored<S>>,
    tokens: Vec<TokenId>,
    completion: Vec<f32>,
    through: Vec<f32>,
    rivals: Vec<Rival>,
}

impl<S> Default for Decoder<S> {
    fn default() -> Self {
        Self {
            hypotheses: Vec::new(),
            steps: Vec::new(),
            fronts: Vec::new(),
            scored: Vec::new(),
            tokens: Vec::new(),
            completion: Vec::new(),
            through: Vec::new(),
            rivals: Vec::new(),
        }
    }
}

impl<S: Copy + Eq + std::hash::Hash + std::fmt::Debug> Decoder<S> {
    /// A search with empty memory.
    pub fn new() -> Self {
        Self::default()
    }

    /// Finds the best reading of `lattice` into `out` (cleared first), in order. Costs are those
    /// of the arcs plus `lm_weight` times those of the model.
    pub fn decode<M: LanguageModel<State = S>>(
        &mut self,
        model: &M,
        lattice: &Lattice,
        beam: &Beam,
        out: &mut Vec<Choice>,
    ) {
        out.clear();
        self.rivals.clear();
        let mut start = 0;
        let mut state = model.start();
        while start < lattice.len() {
            let certain = self.pass_certain(lattice, beam, start, out);
            if certain > start {
                state = self.state_at(model, lattice, start, certain, state);
                start = certain;
            } else {
                (start, state) = self.stretch(model, lattice, beam, start, state, out);
            }
        }
    }

    /// Settles the positions from `start` on that have one reading; gives the first one that has more, or the end.
    fn pass_certain(
        &mut self,
        lattice: &Lattice,
        beam: &Beam,
        start: usize,
        out: &mut Vec<Choice>,
    ) -> usize {
        let mut at = start;
        while at < lattice.len() && matches!(lattice.arcs(at), [arc] if arc.span() == 1) {
            out.push(Choice {
                position: at,
                arc: 0,
                margin: f32::INFINITY,
                posterior: 1.0,
            });
            if beam.rivals.is_some() {
                self.rivals.push(Rival {
                    position: at,
                    arc: 0,
                });
            }
            at += 1;
        }
        at
    }

    /// The state after the positions `start..end`, which have one reading each; `state` stands before them.
    fn state_at<M: LanguageModel<State = S>>(
        &mut self,
        model: &M,
        lattice: &Lattice,
        start: usize,
        end: usize,
        mut state: S,
    ) -> S {
        if end == lattice.len() {
            return state;
        }
        // Only the last tokens can still matter.
        let (mut from, mut known) = (end, 0);
        while from > start && known < model.reach() {
            from -= 1;
            known += lattice.arcs(from)[0].tokens().len();
        }
        if known >= model.reach() {
            state = model.blank();
        }
        for position in from..end {
            for token in lattice.arcs(position)[0].tokens() {
                model.score(&state, &[*token], &mut self.scored);
                state = self.scored[0].state;
            }
        }
        state
    }

    /// The arcs of the last search's best reading and their near rivals ([`Beam::rivals`]), by position.
    pub fn rivals(&self) -> &[Rival] {
        &self.rivals
    }

    /// Searches from `start`, where only `state` is possible, to the next position where one
    /// hypothesis is left or the window ends; settles the readings in between.
    fn stretch<M: LanguageModel<State = S>>(
        &mut self,
        model: &M,
        lattice: &Lattice,
        beam: &Beam,
        start: usize,
        state: S,
        out: &mut Vec<Choice>,
    ) -> (usize, S) {
        self.hypotheses.clear();
        self.steps.clear();
        self.hypotheses.push(Hypothesis {
            state,
            cost: 0.0,
            best: NO_STEP,
        });
        self.front(0).hypotheses.push(0);
        let mut reached = 0;
        let mut at = 0;
        loop {
            self.prune(at, beam);
            let settled = self.fronts[at].hypotheses.len() == 1 && reached <= at;
            if at > 0 && (settled || start + at == lattice.len()) {
                break;
            }
            if at >= beam.window && reached <= at {
                break;
            }
            reached = reached.max(at + self.expand(model, lattice, beam, start, at));
            at += 1;
        }
        let last = self.fronts[at].hypotheses[0];
        self.settle(lattice, start, at, last, beam.rivals, out);
        for front in self.fronts.iter_mut().take(reached + 1) {
            front.hypotheses.clear();
            front.best = f32::INFINITY;
        }
        (start + at, self.hypotheses[last as usize].state)
    }

    fn front(&mut self, at: usize) -> &mut Front {
        if self.fronts.len() <= at {
            self.fronts.resize_with(at + 1, Front::default);
        }
        &mut self.fronts[at]
    }

    /// Orders the hypotheses at a position by cost and drops the unlikely ones.
    fn prune(&mut self, at: usize, beam: &Beam) {
        self.front(at);
        let hypotheses = &self.hypotheses;
        let front = &mut self.fronts[at].hypotheses;
        let cost = |h: &u32| hypotheses[*h as usize].cost;
        front.sort_unstable_by(|a, b| cost(a).total_cmp(&cost(b)).then(a.cmp(b)));
        front.truncate(beam.width.max(1));
        if let Some(best) = front.first().map(cost) {
            let kept = front.partition_point(|h| cost(h) <= best + beam.threshold);
            front.truncate(kept);
        }
    }

    /// Takes every arc from every hypothesis at `start + at`; gives the longest span.
    fn expand<M: LanguageModel<State = S>>(
        &mut self,
        model: &M,
        lattice: &Lattice,
        beam: &Beam,
        start: usize,
        at: usize,
    ) -> usize {
        let arcs = lattice.arcs(start + at);
        let worded = arcs.partition_point(|arc| !arc.tokens().is_empty());
        self.tokens.clear();
        self.tokens
            .extend(arcs[..worded].iter().map(|arc| arc.tokens()[0]));
        let mut longest = 1;
        let front = std::mem::take(&mut self.fronts[at].hypotheses);
        for &from in &front {
            let Hypothesis { state, cost, .. } = self.hypotheses[from as usize];
            let mut scored = std::mem::take(&mut self.scored);
            model.score(&state, &self.tokens, &mut scored);
            for (number, arc) in arcs.iter().enumerate() {
                let mut state = state;
                let mut lm_cost = 0.0;
                if let Some(first) = scored.get(number) {
                    (state, lm_cost) = (first.state, first.cost);
                }
                if arc.tokens().len() > 1 {
                    (state, lm_cost) = follow(model, arc, state, lm_cost);
                }
                let span = arc.span().min(lattice.len() - start - at);
                longest = longest.max(span);
                let step = Step {
                    from,
                    to: 0,
                    position: (start + at) as u32,
                    arc: number as u32,
                    cost: arc.cost + beam.lm_weight * lm_cost,
                };
                let cost = cost + step.cost;
                // Hypotheses come best first, so most of what is too dear is known at once.
                if cost <= self.front(at + span).best + beam.threshold {
                    self.reach(at + span, state, cost, step);
                }
            }
            self.scored = scored;
        }
        self.fronts[at].hypotheses = front;
        longest
    }

    /// Adds a step to the hypothesis with `state` at position `at`, new or merged.
    fn reach(&mut self, at: usize, state: S, cost: f32, mut step: Step) {
        let number = self.steps.len() as u32;
        let hypotheses = &mut self.hypotheses;
        let front = &mut self.fronts[at];
        front.best = front.best.min(cost);
        let known = front
            .hypotheses
            .iter()
            .find(|h| hypotheses[**h as usize].state == state);
        match known {
            Some(&known) => {
                step.to = known;
                let known = &mut hypotheses[known as usize];
                if cost < known.cost {
                    (known.cost, known.best) = (cost, number);
                }
            }
            None => {
                step.to = hypotheses.len() as u32;
                front.hypotheses.push(step.to);
                hypotheses.push(Hypothesis {
                    state,
                    cost,
                    best: number,
                });
            }
        }
        self.steps.push(step);
    }

    /// Reads the best path to `last` backwards into `out`, with the margin of each arc.
    fn settle(
        &mut self,
        lattice: &Lattice,
        start: usize,
        at: usize,
        last: u32,
        reach: Option<f32>,
        out: &mut Vec<Choice>,
    ) {
        // Cost of the cheapest way on from each hypothesis; steps are in order of position, so
        // backwards every step's target is known before its source.
        self.completion.clear();
        self.completion.resize(self.hypotheses.len(), f32::INFINITY);
        for &h in &self.fronts[at].hypotheses {
            self.completion[h as usize] = 0.0;
        }
        for step in self.steps.iter().rev() {
            let onward = step.cost + self.completion[step.to as usize];
            let from = &mut self.completion[step.from as usize];
            *from = from.min(onward);
        }
        let total = self.hypotheses[last as usize].cost;
        let first_choice = out.len();
        let mut h = last;
        while self.hypotheses[h as usize].best != NO_STEP {
            let step = self.steps[self.hypotheses[h as usize].best as usize];
            out.push(Choice {
                position: step.position as usize,
                arc: step.arc as usize,
                margin: f32::INFINITY,
                posterior: 1.0,
            });
            h = step.from;
        }
        out[first_choice..].reverse();
        self.weigh(lattice, start, total, reach, &mut out[first_choice..]);
    }

    /// Margins and posteriors of the chosen arcs, from the best reading through each rival.
    fn weigh(
        &mut self,
        lattice: &Lattice,
        start: usize,
        total: f32,
        reach: Option<f32>,
        choices: &mut [Choice],
    ) {
        let mut steps = self.steps.iter().peekable();
        for choice in choices {
            let arcs = lattice.arcs(choice.position).len();
            self.through.clear();
            self.through.resize(arcs, f32::INFINITY);
            while let Some(step) = steps.next_if(|s| s.position as usize <= choice.position) {
                if (step.position as usize) < choice.position.max(start) {
                    continue;
                }
                let cost = self.hypotheses[step.from as usize].cost
                    + step.cost
                    + self.completion[step.to as usize];
                let through = &mut self.through[step.arc as usize];
                *through = through.min(cost);
            }
            let mut sum = 1.0;
            for (arc, cost) in self.through.iter().enumerate() {
                if reach.is_some_and(|reach| cost - total <= reach) {
                    self.rivals.push(Rival {
                        position: choice.position,
                        arc,
                    });
                }
                if arc != choice.arc {
                    choice.margin = choice.margin.min((cost - total).max(0.0));
                    sum += (total - cost).min(0.0).exp();
                }
            }
            choice.posterior = 1.0 / sum;
        }
    }
}

/// Reads the tokens of an arc after the first.
fn follow<M: LanguageModel>(
    model: &M,
    arc: &Arc,
    mut state: M::State,
    mut cost: f32,
) -> (M::State, f32) {
    let mut scored = Vec::with_capacity(1);
    for token in &arc.tokens()[1..] {
        model.score(&state, &[*token], &mut scored);
        state = scored[0].state;
        cost += scored[0].cost;
    }
    (state, cost)
}
