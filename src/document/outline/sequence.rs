//! Which reading of a number fits the numbers before it, and where it stands among the open levels.

use super::marker::{Number, Reading};
use crate::document::types::LevelType;
use std::borrow::Cow;

/// Deeper levels than this are siblings: no document nests so deep, and paths stay short.
const MAX_DEPTH: usize = 10;

/// The last unit of an open level.
struct Level<'c> {
    kind: LevelType,
    mark: u8,
    value: u32,
    label: Cow<'c, str>,
    node: usize,
}

/// The open levels, the outermost first.
pub(super) struct Open<'c> {
    levels: Vec<Level<'c>>,
    has_second_roman: bool,
}

/// A place for a number: its level, the step from the number before it there, and what speaks against it.
#[derive(Debug, Clone, Copy)]
struct Fit {
    place: usize,
    step: u32,
    cost: u32,
}

impl Fit {
    fn new(place: usize, step: u32, cost: u32) -> Self {
        Self { place, step, cost }
    }
}

/// Units with a word above those with a capital, and these above all others.
fn rank(kind: LevelType) -> u8 {
    match kind {
        LevelType::Part => 0,
        LevelType::Chapter => 1,
        LevelType::Section => 2,
        LevelType::Subsection => 3,
        LevelType::Article => 4,
        LevelType::UpperLetter => 5,
        LevelType::Roman => 6,
        _ => 7,
    }
}

impl<'c> Open<'c> {
    /// No level is open; `has_second_roman` tells whether a damaged `1.` before capitals may be Roman.
    pub(super) fn new(has_second_roman: bool) -> Self {
        Self {
            levels: Vec::new(),
            has_second_roman,
        }
    }

    /// The number of open levels.
    pub(super) fn depth(&self) -> usize {
        self.levels.len()
    }

    /// The unit of the innermost level.
    pub(super) fn innermost(&self) -> Option<usize> {
        self.levels.last().map(|l| l.node)
    }

    /// Closes the level at a place and all inside it.
    pub(super) fn close_to(&mut self, place: usize) {
        self.levels.truncate(place.min(MAX_DEPTH - 1));
    }

    /// Opens a level with a unit.
    pub(super) fn push(&mut self, mark: u8, reading: &Reading<'c>, node: usize) {
        self.levels.push(Level {
            kind: reading.level,
            mark,
            value: reading.value,
            label: reading.label.clone(),
            node,
        });
    }

    /// The reading that fits the sequence: its place among the levels, and the step from the number before.
    pub(super) fn choose<'n>(
        &self,
        number: &'n Number<'c>,
        capitals: bool,
    ) -> Option<(&'n Reading<'c>, usize, u32)> {
        let cost = |reading: &Reading, fit: &Fit| fit.cost + u32::from(reading.repaired) * 2;
        let fits = number.readings.iter().filter_map(|reading| {
            let fit = self.fit(reading, number.mark, capitals)?;
            Some((reading, fit))
        });
        let (reading, fit) = fits.min_by_key(|(reading, fit)| cost(reading, fit))?;
        Some((reading, fit.place, fit.step))
    }

    fn fit(&self, reading: &Reading, mark: u8, capitals: bool) -> Option<Fit> {
        match reading.level {
            LevelType::Part
            | LevelType::Chapter
            | LevelType::Section
            | LevelType::Subsection
            // Units of a law stand above every short number.
            | LevelType::Article => Some(Fit::new(self.place_by_rank(reading.level), 1, 0)),
            LevelType::UpperLetter => self.fit_capital(reading, mark, capitals),
            LevelType::Roman => self.fit_roman(reading, capitals),
            LevelType::ArabicDotted => self.fit_dotted(reading),
            LevelType::Arabic | LevelType::Letter => self.fit_short(reading, mark),
        }
    }

    /// The first open level that is not above a kind.
    fn place_by_rank(&self, kind: LevelType) -> usize {
        let below = |l: &Level| rank(l.kind) >= rank(kind);
        self.levels.iter().position(below).unwrap_or(self.depth())
    }

    /// The open level of a kind with its last value, or where one would be opened.
    fn level_of(&self, kind: LevelType) -> (usize, u32) {
        match self.levels.iter().position(|l| l.kind == kind) {
            Some(at) => (at, self.levels[at].value),
            None => (self.place_by_rank(kind), 0),
        }
    }

    fn fit_capital(&self, reading: &Reading, mark: u8, capitals: bool) -> Option<Fit> {
        let (place, last) = self.level_of(reading.level);
        let is_next = reading.value == last + 1;
        let fits = is_next && (capitals || last > 0 || mark != b')');
        fits.then_some(Fit::new(place, 1, if capitals { 1 } else { 3 }))
    }

    fn fit_roman(&self, reading: &Reading, capitals: bool) -> Option<Fit> {
        let (place, last) = self.level_of(reading.level);
        if reading.value == last + 1 {
            // `1.` before capitals is Roman only where a second Roman heading follows.
            if reading.repaired && last == 0 && !(capitals && self.has_second_roman) {
                return None;
            }
            return Some(Fit::new(place, 1, u32::from(!capitals)));
        }
        if reading.value > last && (capitals || !reading.repaired) {
            let step = reading.value - last;
            return Some(Fit::new(place, step, 2 + step.min(4)));
        }
        // A new beginning, in capitals and unhurt.
        (reading.value == 1 && capitals && !reading.repaired).then_some(Fit::new(place, 1, 4))
    }

    fn fit_dotted(&self, reading: &Reading) -> Option<Fit> {
        let (prefix, _) = reading.label.rsplit_once('.')?;
        let parent = self.levels.iter().rposition(|l| {
            matches!(l.kind, LevelType::Arabic | LevelType::ArabicDotted) && l.label == prefix
        });
        if let Some(at) = parent {
            let level = self.levels.get(at + 1);
            let last = level
                .filter(|l| l.kind == LevelType::ArabicDotted)
                .map_or(0, |l| l.value);
            let step = reading.value.saturating_sub(last).max(1);
            return (step <= 20).then_some(Fit::new(at + 1, step, step - 1));
        }
        // `1.1` without `1.`: a level of its own.
        let dots = |label: &str| label.matches('.').count();
        let same = self.levels.iter().position(|l| {
            l.kind == LevelType::ArabicDotted && dots(&l.label) == dots(&reading.label)
        });
        let place = same.unwrap_or(self.depth());
        (dots(&reading.label) == 1).then_some(Fit::new(place, 1, 2))
    }

    fn fit_short(&self, reading: &Reading, mark: u8) -> Option<Fit> {
        let farthest = if reading.level == LevelType::Letter {
            3
        } else {
            4
        };
        let mut gap_fit: Option<Fit> = None;
        for (at, level) in self.levels.iter().enumerate().rev() {
            if level.kind != reading.level {
                continue;
            }
            let other_mark = u32::from(level.mark != mark);
            if reading.value == level.value + 1 {
                return Some(Fit::new(at, 1, other_mark));
            }
            let step = reading.value.saturating_sub(level.value);
            if step > 1 && step <= farthest && other_mark == 0 && gap_fit.is_none() {
                gap_fit = Some(Fit::new(at, step, 3 + step));
            }
        }
        if reading.value == 1 {
            // A list of the same kind and mark that is already open begins anew in its place
            // when nothing numbered stands between.
            let innermost = self.levels.last();
            let again = innermost.is_some_and(|l| l.kind == reading.level && l.mark == mark);
            return Some(match again {
                true => Fit::new(self.depth() - 1, 1, 2),
                false => Fit::new(self.depth(), 1, 1),
            });
        }
        if gap_fit.is_some() {
            return gap_fit;
        }
        // The first numbers of the list are lost.
        let is_open = self.levels.iter().any(|l| l.kind == reading.level);
        let lost = !is_open && reading.value == 2 && !reading.repaired;
        lost.then_some(Fit::new(self.depth(), 2, 6))
    }
}
