//! The restorer from outside: spans both ways.

use vanban::Span;
use vanban::restore::{Condition, Edit, Restored};

fn edit(before: (usize, usize), after: (usize, usize)) -> Edit {
    Edit {
        before_span: Span::new(before.0, before.1),
        after_span: Span::new(after.0, after.1),
        before: "x".repeat(before.1 - before.0),
        after: "y".repeat(after.1 - after.0),
        condition: Condition::Foreign,
        reason: "channel".into(),
        confidence: 1.0,
        margin: 9.0,
    }
}

#[test]
fn spans_are_carried_through_edits_both_ways() {
    // "ab XX cd Q ef" -> "ab YYY cd  ef" with a word put back at the end: "ab YYY cd  ef ý"
    let restored = Restored {
        original: "ab XX cd Q ef".into(),
        text: "ab YYY cd  ef ý".into(),
        edits: vec![
            edit((3, 5), (3, 6)),
            edit((9, 10), (10, 10)),
            edit((13, 13), (13, 15)),
        ],
        zones: vec![],
    };
    for (original, after) in [
        ((0, 2), (0, 2)),
        ((3, 5), (3, 6)),
        ((4, 5), (3, 6)),
        ((4, 8), (3, 9)),
        ((6, 8), (7, 9)),
        ((9, 10), (10, 10)),
        ((11, 13), (11, 15)),
        ((0, 13), (0, 15)),
    ] {
        let carried = restored.to_restored(Span::new(original.0, original.1));
        assert_eq!(carried, Span::new(after.0, after.1), "{original:?}");
    }
    for (after, original) in [
        ((3, 6), (3, 5)),
        ((4, 5), (3, 5)),
        ((7, 9), (6, 8)),
        ((11, 13), (11, 13)),
        ((14, 15), (13, 13)),
    ] {
        let carried = restored.to_original(Span::new(after.0, after.1));
        assert_eq!(carried, Span::new(original.0, original.1), "{after:?}");
    }
}
