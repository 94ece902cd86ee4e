//! The beam search against trying every reading.

use proptest::prelude::*;
use vanban::lm::{LanguageModel, Model, TokenId, read_arpa};
use vanban::restore::decoder::{Beam, Choice, Decoder};
use vanban::restore::lattice::{Arc, Lattice};

fn tiny() -> Model {
    let ngrams = read_arpa(include_str!("cases/tiny.arpa").as_bytes()).unwrap();
    Model::from_bytes(Model::pack(&ngrams).unwrap()).unwrap()
}

fn wide() -> Beam {
    Beam {
        width: 1000,
        threshold: 1000.0,
        ..Beam::default()
    }
}

fn lattice(positions: &[Vec<Arc>]) -> Lattice {
    let mut lattice = Lattice::new();
    for arcs in positions {
        lattice.push(arcs.iter().copied());
    }
    lattice
}

fn decode(model: &Model, lattice: &Lattice, beam: &Beam) -> Vec<Choice> {
    let mut choices = Vec::new();
    Decoder::new().decode(model, lattice, beam, &mut choices);
    choices
}

/// All readings from a position on: their cost and their arcs.
fn all_readings(
    model: &Model,
    lattice: &Lattice,
    at: usize,
    state: <Model as LanguageModel>::State,
) -> Vec<(f32, Vec<(usize, usize)>)> {
    if at == lattice.len() {
        return vec![(0.0, Vec::new())];
    }
    let mut readings = Vec::new();
    for (number, arc) in lattice.arcs(at).iter().enumerate() {
        let (mut state, mut cost) = (state, arc.cost);
        for token in arc.tokens() {
            let scored = model.advance(&state, *token);
            (state, cost) = (scored.state, cost + scored.cost);
        }
        let next = (at + arc.span()).min(lattice.len());
        for (rest, arcs) in all_readings(model, lattice, next, state) {
            let mut path = vec![(at, number)];
            path.extend(arcs);
            readings.push((cost + rest, path));
        }
    }
    readings
}

fn any_arc() -> impl Strategy<Value = Arc> {
    let tokens = prop::collection::vec(1u16..10, 0..3);
    (tokens, 1usize..3, 0.0f32..3.0).prop_map(|(tokens, span, cost)| {
        let tokens: Vec<TokenId> = tokens.into_iter().map(TokenId).collect();
        Arc::new(&tokens, span, cost, 0)
    })
}

/// Up to ten positions, most of them with one reading, as in a text that little is doubtful in.
fn mostly_certain() -> impl Strategy<Value = Vec<Vec<Arc>>> {
    let certain = prop::collection::vec(any_arc(), 1..2);
    let open = prop::collection::vec(any_arc(), 2..4);
    prop::collection::vec(prop_oneof![4 => certain, 1 => open], 1..10)
}

proptest! {
    #[test]
    fn the_best_reading_and_its_margins_are_found(
        positions in prop_oneof![
            prop::collection::vec(prop::collection::vec(any_arc(), 1..4), 1..6),
            mostly_certain(),
        ],
    ) {
        let model = tiny();
        let lattice = lattice(&positions);
        let readings = all_readings(&model, &lattice, 0, model.start());
        let best = readings.iter().map(|(cost, _)| *cost).fold(f32::INFINITY, f32::min);
        let choices = decode(&model, &lattice, &wide());
        let path: Vec<_> = choices.iter().map(|c| (c.position, c.arc)).collect();
        let (cost, _) = readings.iter().find(|(_, arcs)| *arcs == path).unwrap();
        prop_assert!((cost - best).abs() < 1e-3, "{cost} for {best}");
        for choice in &choices {
            // Rivals are the readings that take another arc at the same position.
            let rival = readings
                .iter()
                .filter(|(_, arcs)| arcs.iter().any(|(at, arc)| {
                    *at == choice.position && *arc != choice.arc
                }))
                .map(|(cost, _)| *cost)
                .fold(f32::INFINITY, f32::min);
            if choice.margin.is_finite() {
                prop_assert!((choice.margin - (rival - best)).abs() < 1e-3);
            }
            prop_assert!((0.0..=1.0).contains(&choice.posterior));
        }
    }

    #[test]
    fn a_short_window_loses_no_position(
        positions in prop::collection::vec(prop::collection::vec(any_arc(), 1..4), 1..12),
        window in 1usize..4,
    ) {
        let lattice = lattice(&positions);
        let beam = Beam { window, width: 2, ..Beam::default() };
        let mut at = 0;
        for choice in decode(&tiny(), &lattice, &beam) {
            prop_assert_eq!(choice.position, at);
            at = (at + lattice.arcs(at)[choice.arc].span()).min(lattice.len());
        }
        prop_assert_eq!(at, lattice.len());
    }
}

#[test]
fn context_decides_between_readings() {
    let model = tiny();
    let readings = |stripped: &str| -> Vec<Arc> {
        let ids = model.vocabulary().readings(stripped);
        ids.map(|id| Arc::word(id, 0.0, 0)).collect()
    };
    let positions = ["ba", "ca", "ba", "ca"].map(readings);
    let lattice = lattice(&positions);
    let words: Vec<&str> = decode(&model, &lattice, &Beam::default())
        .iter()
        .map(|c| lattice.arcs(c.position)[c.arc].tokens()[0])
        .map(|id| model.vocabulary().text(id))
        .collect();
    assert_eq!(words, ["ba", "ca", "bà", "cá"]);
}

#[test]
fn a_join_is_taken_where_it_is_cheaper() {
    let model = tiny();
    let find = |word| model.vocabulary().find(word).unwrap();
    let split = |cost| {
        [
            vec![
                Arc::new(&[find("ba"), find("ca")], 2, cost, 7),
                Arc::word(find("cá"), 0.0, 0),
            ],
            vec![Arc::word(find("bả"), 0.0, 0)],
        ]
    };
    let tags = |cost: f32| -> Vec<u32> {
        let lattice = lattice(&split(cost));
        decode(&model, &lattice, &wide())
            .iter()
            .map(|c| lattice.arcs(c.position)[c.arc].tag)
            .collect()
    };
    assert_eq!(tags(0.0), [7]);
    assert_eq!(tags(20.0), [0, 0]);
}
