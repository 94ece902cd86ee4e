//! One document through the restorer: lines → conditions → pieces → lattice → reading → edits.

use super::channel::Search;
use super::decoder::{Beam, Choice, Decoder};
use super::evidence;
use super::lattice::{Arc, Lattice};
use super::models::Models;
use super::normal::Normal;
use super::pieces::{self, Piece, PieceKind};
use super::readings::{Reader, Reading, Tuning, reason};
use super::zones::{self, Line};
use super::{Condition, Edit, Options, Profile, Restored, Zone};
use crate::lm::State;
use crate::span::Span;
use crate::syllable::{Placed, Placement, Syllable};

/// The memory of a worker.
#[derive(Debug, Default)]
pub struct Engine {
    decoder: Decoder<State>,
    lattice: Lattice,
    reader: Reader,
    readings: Vec<Reading>,
    arcs: Vec<Arc>,
    choices: Vec<Choice>,
}

/// The settings for a condition.
fn tuning(condition: Condition, profile: Profile) -> Tuning {
    let (window, most) = match profile {
        Profile::Fast => (8.0, 24),
        Profile::Best => (11.0, 64),
    };
    match condition {
        Condition::Vietnamese => Tuning {
            lm_weight: 1.4,
            search: Search {
                window: 9.0,
                most: 24,
            },
            letter: 1.5,
            name_letter: 0.5,
            broken_letter: 2.0,
            change: 0.0,
        },
        _ => Tuning {
            lm_weight: 1.0,
            search: Search { window, most },
            letter: 3.0,
            name_letter: 2.2,
            broken_letter: 4.5,
            change: 0.0,
        },
    }
}

impl Engine {
    pub fn restore(&mut self, models: &Models, text: &str, options: &Options) -> Restored {
        let normal = Normal::new(text);
        let seen = normal.text();
        let lines = zones::lines(seen);
        let mut conditions: Vec<Condition> = lines
            .iter()
            .map(|line| options.condition.unwrap_or_else(|| line.look.condition()))
            .collect();
        let mut restored = Restored::unchanged(text);
        if conditions.iter().all(|c| *c == Condition::Clean) {
            restored.zones = zones_of(&normal, text, &lines, &conditions);
            return restored;
        }
        let condition_at = |at: usize| conditions[line_of(&lines, at)];
        let pieces = pieces::cut(seen, |at| condition_at(at) == Condition::Foreign);
        self.lattice.clear();
        self.readings.clear();
        for piece in &pieces {
            let condition = condition_at(piece.range.start);
            let tuning = tuning(condition, options.profile);
            self.arcs.clear();
            let word = &seen[piece.range.clone()];
            self.reader.read(
                models,
                condition,
                &tuning,
                piece,
                word,
                &mut self.readings,
                &mut self.arcs,
            );
            self.lattice.push(self.arcs.drain(..));
        }
        let beam = match options.profile {
            Profile::Fast => Beam::default(),
            Profile::Best => Beam {
                width: 64,
                threshold: 16.0,
                ..Beam::default()
            },
        };
        self.decoder
            .decode(&models.lm, &self.lattice, &beam, &mut self.choices);
        let habit = habit(seen, &pieces);
        if options.condition.is_none() {
            let damaged = self.damaged_lines(&lines, &pieces, options);
            for (condition, damaged) in conditions.iter_mut().zip(damaged) {
                if *condition == Condition::Vietnamese && !damaged {
                    *condition = Condition::Clean;
                }
            }
        }
        let condition_at = |at: usize| conditions[line_of(&lines, at)];
        let mut edits = Vec::new();
        for choice in &self.choices {
            let arc = self.lattice.arcs(choice.position)[choice.arc];
            let piece = &pieces[choice.position];
            let reading = &self.readings[arc.tag as usize];
            let before = &seen[piece.range.clone()];
            let after = reading.write(models, before, habit);
            if after == before {
                continue;
            }
            let condition = condition_at(piece.range.start);
            if condition == Condition::Clean {
                continue;
            }
            if condition == Condition::Vietnamese && choice.posterior < 0.9 {
                continue;
            }
            let why = match reading {
                Reading::Text(_, why) => why,
                _ => reason(before, &after),
            };
            edits.push(Draft {
                range: piece.range.clone(),
                after,
                condition,
                reason: why,
                confidence: choice.posterior,
                margin: choice.margin.min(99.0),
            });
        }
        write(&mut restored, &normal, edits);
        restored.zones = zones_of(&normal, text, &lines, &conditions);
        restored
    }

    /// Which lines have lost tones, judging by what the decoder would change in them.
    fn damaged_lines(&self, lines: &[Line], pieces: &[Piece], options: &Options) -> Vec<bool> {
        let mut says = vec![0.0f32; lines.len()];
        for choice in &self.choices {
            let piece = &pieces[choice.position];
            if piece.kind != PieceKind::Word {
                continue;
            }
            let arc = self.lattice.arcs(choice.position)[choice.arc];
            let kept = matches!(self.readings[arc.tag as usize], Reading::Keep);
            let line = line_of(lines, piece.range.start);
            if lines[line].look == zones::Look::Marked {
                says[line] += evidence::of_word((!kept).then_some(choice.margin));
            }
        }
        let prior = if options.hints.is_empty() { -2.0 } else { 4.0 };
        evidence::damaged(&says, prior)
    }
}

/// The line that holds a byte of the text.
fn line_of(lines: &[Line], at: usize) -> usize {
    lines
        .partition_point(|l| l.range.end <= at)
        .min(lines.len() - 1)
}

/// A change in bytes of the NFC form.
struct Draft {
    range: std::ops::Range<usize>,
    after: String,
    condition: Condition,
    reason: &'static str,
    confidence: f32,
    margin: f32,
}

/// Carries out the changes on the original text.
fn write(restored: &mut Restored, normal: &Normal, drafts: Vec<Draft>) {
    let original = std::mem::take(&mut restored.original);
    let mut text = String::with_capacity(original.len() + drafts.len());
    let (mut bytes, mut before_points, mut after_points) = (0, 0, 0);
    for draft in drafts {
        let start = normal.to_original(draft.range.start);
        let end = normal.to_original(draft.range.end);
        let kept = &original[bytes..start];
        let points = kept.chars().count();
        text.push_str(kept);
        before_points += points;
        after_points += points;
        let before = original[start..end].to_owned();
        let after = normal.written(draft.after);
        let (before_length, after_length) = (before.chars().count(), after.chars().count());
        text.push_str(&after);
        restored.edits.push(Edit {
            before_span: Span::new(before_points, before_points + before_length),
            after_span: Span::new(after_points, after_points + after_length),
            before,
            after,
            condition: draft.condition,
            reason: draft.reason.into(),
            confidence: draft.confidence,
            margin: draft.margin,
        });
        before_points += before_length;
        after_points += after_length;
        bytes = end;
    }
    text.push_str(&original[bytes..]);
    restored.text = text;
    restored.original = original;
}

/// Where the document puts the tone mark: by the greater number of its syllables that tell.
fn habit(seen: &str, pieces: &[Piece]) -> Placement {
    let mut new = 0i64;
    for piece in pieces.iter().filter(|p| p.kind == PieceKind::Word) {
        let word = &seen[piece.range.clone()];
        if word.is_ascii() {
            continue;
        }
        match Syllable::parse_placed(word) {
            Some((_, Placed::By(Placement::New))) => new += 1,
            Some((_, Placed::By(Placement::Old))) => new -= 1,
            _ => {}
        }
    }
    if new > 0 {
        Placement::New
    } else {
        Placement::Old
    }
}

/// Neighbouring lines of one condition as zones, in code points of the original.
fn zones_of(
    normal: &Normal,
    original: &str,
    lines: &[Line],
    conditions: &[Condition],
) -> Vec<Zone> {
    let mut zones: Vec<Zone> = Vec::new();
    let (mut bytes, mut points) = (0, 0);
    for (at, condition) in conditions.iter().enumerate() {
        let end = lines
            .get(at + 1)
            .map_or(original.len(), |next| normal.to_original(next.range.start));
        let start = points;
        points += original[bytes..end].chars().count();
        bytes = end;
        match zones.last_mut() {
            Some(zone) if zone.condition == *condition => zone.span.end = points,
            _ => zones.push(Zone {
                span: Span::new(start, points),
                condition: *condition,
            }),
        }
    }
    zones
}
