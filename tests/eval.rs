//! Scores of texts whose right figures are known by hand, and laws of the alignment.

use proptest::prelude::*;
use std::process::Command;
use vanban::eval::align::{Step, Token, Vocabulary, align};
use vanban::eval::{
    Change, Counts, Metric, Pairing, Reliability, score, score_transcript, score_with_changes,
    strip,
};
use vanban::span::Span;

fn share(counts: &Counts, metric: Metric) -> (u64, u64) {
    let ratio = counts.get(metric);
    (ratio.count, ratio.of)
}

#[test]
fn every_figure_of_a_small_text_is_as_counted_by_hand() {
    let truth = "Ủy ban nhân dân xã Bình An họp ngày 12/5.\nThống kê đất.\n";
    let hypothesis = "Uỷ ban nhân dân xã Bình Ân hop ngày 12/5.\nThống kê đất.\n";
    let input = "Ủy ban nhân dan xa Bình An hop ngày 12/5.\nThông kê đất.\n";
    let scored = score(truth, hypothesis, Some(input));
    let counts = scored.counts();
    assert_eq!(scored.pairing, Pairing::Lines);
    assert_eq!(share(&counts, Metric::Syllable), (10, 12));
    assert_eq!(share(&counts, Metric::AlphaWord), (10, 12));
    // Ủ â â ã ì ọ à ố ê đ ấ; ọ is lost.
    assert_eq!(share(&counts, Metric::Diacritic), (10, 11));
    assert_eq!(share(&counts, Metric::Sentence), (1, 2));
    assert_eq!(share(&counts, Metric::Cer), (2, 54));
    assert_eq!(share(&counts, Metric::Wer), (2, 13));
    // Wrong on the way in: dan, xa, hop, Thông. All but hop are right on the way out.
    assert_eq!(share(&counts, Metric::Repair), (3, 4));
    assert_eq!(share(&counts, Metric::Harm), (1, 8));
    assert_eq!(share(&counts, Metric::HarmToken), (1, 9));
    assert_eq!(share(&counts, Metric::HarmDigit), (0, 1));
    assert_eq!(share(&counts, Metric::HarmName), (1, 2));
    assert_eq!(
        scored.lines[0].errors,
        [("An".into(), "Ân".into()), ("họp".into(), "hop".into())]
    );
}

#[test]
fn case_counts_except_in_figures_that_ignore_it() {
    let counts = score("QUYẾT ĐỊNH", "Quyết định", None).counts();
    assert_eq!(share(&counts, Metric::Syllable), (0, 2));
    assert_eq!(share(&counts, Metric::SyllableCi), (2, 2));
    assert_eq!(share(&counts, Metric::Wer), (2, 2));
    assert_eq!(share(&counts, Metric::WerCi), (0, 2));
}

#[test]
fn an_empty_hypothesis_has_nothing_right_and_an_empty_truth_no_figures() {
    let counts = score("một hai ba\n", "", None).counts();
    assert_eq!(share(&counts, Metric::Syllable), (0, 3));
    assert_eq!(share(&counts, Metric::Cer), (11, 10));
    assert_eq!(
        score("", "một hai", None)
            .counts()
            .get(Metric::Syllable)
            .value(),
        None
    );
}

#[test]
fn a_transcript_may_have_its_blocks_in_another_order() {
    let transcript =
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA\nỦY BAN NHÂN DÂN\nĐiều 1. Giao cho các phòng, ban.\n";
    let read =
        "ủy ban nhân dân\nCỘNG HÒA XÃ HỘI CHÙ NGHĨA\nĐiều 1. Giao cho cac phòng, ban. 7 nhận\n";
    let counts = score_transcript(transcript, read).counts();
    assert_eq!(share(&counts, Metric::FoundCi), (14, 16));
    assert_eq!(share(&counts, Metric::Found), (10, 16));
    assert_eq!(share(&counts, Metric::Moved), (4, 16));
    // CHÙ, cac, nhận.
    assert_eq!(share(&counts, Metric::Extra), (3, 16));
}

/// A text of `lines` lines in which every word is its own.
fn long_text(lines: usize) -> Vec<String> {
    (0..lines)
        .map(|i| {
            format!(
                "Điều {i} khoản {} quy định mức m{}x của ấp s{}y",
                i * 7,
                i * 3,
                i * 5
            )
        })
        .collect()
}

#[test]
fn a_long_insertion_disturbs_nothing_around_it() {
    let truth = long_text(4_000);
    let mut hypothesis = truth.clone();
    let inserted = vec!["đoạn này không có ở bản gốc".to_owned(); 3_000];
    hypothesis.splice(1_000..1_000, inserted);
    hypothesis.drain(5_000..5_200);
    let counts = score(&truth.join("\n"), &hypothesis.join("\n"), None).counts();
    let all = counts.get(Metric::Syllable).of;
    assert_eq!(
        share(&counts, Metric::Syllable),
        (all - 200 * all / 4_000, all)
    );
}

#[test]
fn strip_keeps_lines_and_odd_bytes() {
    assert_eq!(strip("Điều 1.\n\nHòa\r\n"), "Dieu 1.\n\nHoa\r\n");
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), b"\xc4\x91\xff\xe1\xba\xa5n\n").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_vanban"))
        .arg("strip")
        .arg(file.path())
        .output()
        .unwrap();
    assert_eq!(output.stdout, b"d\xffan\n");
}

#[test]
fn directories_are_paired_by_name_and_a_missing_document_counts() {
    let dir = tempfile::tempdir().unwrap();
    let (truth, given) = (dir.path().join("truth"), dir.path().join("given"));
    for (folder, name, text) in [
        (&truth, "a.txt", "một hai"),
        (&truth, "b.txt", "ba bốn"),
        (&given, "a.pdf.txt", "một hai"),
    ] {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join(name), text).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_vanban"))
        .args(["eval", "--json", "--truth"])
        .arg(&truth)
        .arg("--hypothesis")
        .arg(&given)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(7));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["overall"]["syllable"]["value"], 0.5);
    assert_eq!(report["documents"][1]["figures"]["syllable"]["value"], 0.0);
}

fn tokens(words: &[u8], vocabulary: &mut Vocabulary) -> Vec<Token> {
    words
        .iter()
        .map(|w| vocabulary.token(&format!("w{w}")))
        .collect()
}

proptest! {
    #[test]
    fn an_alignment_is_complete_in_order_and_has_the_fewest_edits(
        a in prop::collection::vec(0u8..6, 0..40),
        b in prop::collection::vec(0u8..6, 0..40),
    ) {
        let mut vocabulary = Vocabulary::default();
        let (left, right) = (tokens(&a, &mut vocabulary), tokens(&b, &mut vocabulary));
        let (mut i, mut j, mut edits) = (0, 0, 0);
        for step in align(&left, &right) {
            match step {
                Step::Pair(x, y) => {
                    prop_assert_eq!((x, y), (i, j));
                    edits += usize::from(a[x] != b[y]);
                    i += 1;
                    j += 1;
                }
                Step::Delete(x) => { prop_assert_eq!(x, i); i += 1; edits += 1; }
                Step::Insert(y) => { prop_assert_eq!(y, j); j += 1; edits += 1; }
            }
        }
        prop_assert_eq!((i, j), (a.len(), b.len()));
        prop_assert_eq!(edits, strsim::generic_levenshtein(&a, &b));
    }

    #[test]
    fn a_text_scores_itself_perfectly(text in "[a-zđêấòýÀ 0-9.\n]{0,200}") {
        let counts = score(&text, &text, Some(&text)).counts();
        for metric in Metric::ALL {
            let ratio = counts.get(metric);
            let expected = match metric {
                m if m.is_error() => 0,
                Metric::Repair | Metric::RepairCi | Metric::Moved => 0,
                _ => ratio.of,
            };
            prop_assert_eq!(ratio.count, expected, "{:?}", metric);
        }
    }
}

#[test]
fn confidences_are_held_against_what_the_changes_came_to() {
    let truth = "Sở Nội vụ tổng hợp, báo cáo.\nThống kê đất đai.\n";
    let given = "Sở Nội vụ tổng hợp, bảo cáo.\nThống kê đất đài.\n";
    let change = |after: &str, before: &str, confidence| {
        let start = given[..given.find(after).unwrap()].chars().count();
        Change {
            span: Span::new(start, start + after.chars().count()),
            before: before.to_owned(),
            confidence,
        }
    };
    let changes = [
        change("tổng", "tông", 0.999),
        change("bảo", "báo", 0.6),
        change("Thống", "Thông", 0.98),
        change("đài", "đái", 0.4),
    ];
    let (_, judged) = score_with_changes(truth, given, None, &changes);
    let came_to: Vec<_> = judged.iter().map(|c| (c.was_right, c.is_right)).collect();
    let (repaired, harmed, still_wrong) = ((false, true), (true, false), (false, false));
    assert_eq!(came_to, [repaired, harmed, repaired, still_wrong]);

    // Nine syllables were right on the way in: no harm is allowed, so the bound lies above the harm.
    let found = Reliability::new(&judged, 9, 3).unwrap();
    assert_eq!(found.bound, Some(0.98));
    assert_eq!(found.repair_at_bound, Some(2.0 / 3.0));
    let brier = (0.001f64.powi(2) + 0.6f64.powi(2) + 0.02f64.powi(2) + 0.4f64.powi(2)) / 4.0;
    assert!((found.brier - brier).abs() < 1e-12);
    let distance = (0.001 + 0.6 + 0.02 + 0.4) / 4.0;
    assert!((found.distance - distance).abs() < 1e-12);
    assert_eq!(
        found.classes.iter().map(|c| c.changes).collect::<Vec<_>>(),
        [1, 1, 1, 1]
    );
    assert_eq!(Reliability::new(&[], 9, 3), None);
}

#[test]
fn a_change_within_a_word_or_over_two_is_judged_by_its_syllables() {
    let truth = "Thông tư số 15/2021/TT-BLĐTBXH và quyết định.\n";
    let given = "Thông tư số 15/2021/TT-BLĐTBXH và quyết định.\n";
    let change = |after: &str, before: &str| {
        let start = given[..given.find(after).unwrap()].chars().count();
        Change {
            span: Span::new(start, start + after.chars().count()),
            before: before.to_owned(),
            confidence: 0.9,
        }
    };
    let changes = [change("Đ", "D"), change("quyết định", "quyếtđịnh")];
    let (_, judged) = score_with_changes(truth, given, None, &changes);
    assert_eq!(judged.len(), 2);
    for judged in judged {
        assert!(judged.is_right && !judged.was_right);
    }
}
