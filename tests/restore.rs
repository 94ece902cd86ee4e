//! The restorer from outside: cases that a reader of Vietnamese can extend, and the laws it keeps.

use proptest::prelude::*;
use std::fs;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;
use vanban::Span;
use vanban::lexicon::Phrases;
use vanban::lm::TokenId;
use vanban::restore::channel::{
    Channel, Entry, Search, SeenWords, Settings, Table, WordTrie, train,
};
use vanban::restore::unit::{Unit, Wanted, restore_unit};
use vanban::restore::{Condition, Edit, Options, Profile, Restored, Restorer};
use vanban::syllable::Case;

fn restorer() -> &'static Restorer {
    Restorer::builtin(Profile::Fast).expect("the shipped model and tables are whole")
}

fn restore(text: &str) -> Restored {
    restorer().restore(text, &Options::default())
}

/// Each file of `tests/cases/restore`: its name, what is seen, what was printed.
fn cases() -> Vec<(String, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/restore");
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let (_, rest) = text
            .split_once("--- seen\n")
            .expect("a case has `--- seen`");
        let (seen, printed) = rest
            .split_once("--- printed\n")
            .expect("a case has `--- printed`");
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        cases.push((name, seen.to_owned(), printed.to_owned()));
    }
    cases.sort();
    assert!(cases.len() >= 5);
    cases
}

#[test]
fn damaged_text_comes_back_as_printed() {
    for (name, seen, printed) in cases() {
        assert_eq!(restore(&seen).text, printed, "{name}");
        let best = Options {
            profile: Profile::Best,
            ..Options::default()
        };
        assert_eq!(
            Restorer::builtin(Profile::Best)
                .unwrap()
                .restore(&seen, &best)
                .text,
            printed,
            "{name}, best"
        );
    }
}

#[test]
fn restored_text_is_clean() {
    for (name, _, printed) in cases() {
        let again = restore(&printed);
        assert_eq!(again.text, printed, "{name}");
        assert_eq!(again.edits, [], "{name}");
    }
}

#[test]
fn nfd_is_read_as_nfc_and_stays_nfd() {
    for (name, seen, printed) in cases() {
        let nfd: String = seen.nfd().collect();
        let restored = restore(&nfd);
        assert_eq!(restored.text.nfc().collect::<String>(), printed, "{name}");
        let marked = nfd.chars().any(|c| ('\u{300}'..='\u{36f}').contains(&c));
        if marked {
            assert_eq!(restored.text, printed.nfd().collect::<String>(), "{name}");
        }
    }
}

#[test]
fn each_condition_can_be_asked_for() {
    for (name, condition) in [
        ("foreign", Condition::Foreign),
        ("stripped", Condition::Stripped),
        ("vietnamese", Condition::Vietnamese),
    ] {
        let (_, seen, printed) = cases().into_iter().find(|c| c.0 == name).unwrap();
        let options = Options {
            condition: Some(condition),
            ..Options::default()
        };
        let restored = restorer().restore(&seen, &options);
        assert_eq!(restored.text, printed);
        assert!(restored.zones.iter().all(|z| z.condition == condition));
    }
}

#[test]
fn edits_and_zones_tell_the_whole_change() {
    for (name, seen, _) in cases() {
        let restored = restore(&seen);
        check_edits(&restored).unwrap_or_else(|why| panic!("{name}: {why}"));
        let covered: usize = restored.zones.iter().map(|z| z.span.len()).sum();
        assert_eq!(covered, seen.chars().count(), "{name}");
    }
}

/// The edits, carried out on the original, give the text; their spans hold what they say.
fn check_edits(restored: &Restored) -> Result<(), String> {
    let original: Vec<char> = restored.original.chars().collect();
    let text: Vec<char> = restored.text.chars().collect();
    let mut built: Vec<char> = Vec::new();
    let mut at = 0;
    for edit in &restored.edits {
        let before: String = original[edit.before_span.start..edit.before_span.end]
            .iter()
            .collect();
        let after: String = text[edit.after_span.start..edit.after_span.end]
            .iter()
            .collect();
        if before != edit.before || after != edit.after || edit.before_span.start < at {
            return Err(format!("{edit:?} does not fit"));
        }
        if !(0.0..=1.0).contains(&edit.confidence) || edit.reason.is_empty() {
            return Err(format!("{edit:?} has no reason or confidence"));
        }
        built.extend(&original[at..edit.before_span.start]);
        built.extend(edit.after.chars());
        at = edit.before_span.end;
    }
    built.extend(&original[at..]);
    if built == text {
        Ok(())
    } else {
        Err("the edits do not make the text".into())
    }
}

/// Words that stand alone as numbers, dates and codes, letters of codes aside.
fn figures(text: &str) -> Vec<String> {
    text.split_whitespace()
        .filter(|w| w.chars().filter(char::is_ascii_digit).count() >= 2)
        .map(|w| w.chars().filter(|c| !c.is_alphabetic()).collect())
        .collect()
}

#[test]
fn readings_left_out_before_the_search_still_count_against_the_choice() {
    let options = Options {
        condition: Some(Condition::Stripped),
        ..Options::default()
    };
    let restored = restorer().restore("Uy ban nhan dan tinh ban hanh quy dinh nay", &options);
    assert_eq!(restored.text, "Ủy ban nhân dân tỉnh ban hành quy định này");
    for edit in &restored.edits {
        assert!(edit.margin < 99.0 && edit.confidence > 0.9, "{edit:?}");
    }
    let sure = restored.edits.iter().filter(|e| e.confidence == 1.0);
    assert_eq!(sure.count(), 0, "none of these words has one reading");
}

#[test]
fn figures_survive() {
    for (name, seen, _) in cases() {
        let seen = seen.replace("I11.", "III.");
        assert_eq!(figures(&restore(&seen).text), figures(&seen), "{name}");
    }
}

/// A body that is called almost as a known one is left alone where the user says so.
#[test]
fn own_names_like_a_known_body_are_kept() {
    let seen = "Nhóm bạn đọc Công Thông tin điện tử gặp mặt tại xã.";
    let lexicon = Phrases::parse("Công Thông tin điện tử\n");
    let options = Options {
        lexicon: Some(&lexicon),
        ..Options::default()
    };
    assert_eq!(restorer().restore(seen, &options).text, seen);
    let mended = restorer().restore(seen, &Options::default()).text;
    assert_eq!(mended, seen.replace("Công", "Cổng"));
}

#[test]
fn own_names_are_kept_and_written_as_given() {
    let lexicon = Phrases::parse("# huyện\nĐắk Tơ Nghẹt\n");
    let options = Options {
        condition: Some(Condition::Stripped),
        lexicon: Some(&lexicon),
        ..Options::default()
    };
    let seen = "Uy ban nhan dan xa Dak To Nghet to chuc hoi nghi";
    let restored = restorer().restore(seen, &options);
    assert_eq!(
        restored.text,
        "Ủy ban nhân dân xã Đắk Tơ Nghẹt tổ chức hội nghị"
    );
    let kept = "Xã Đắk Tơ Nghẹt có thâm quyền kiêm tra và tông hợp sô liệu thông kê.";
    let options = Options {
        condition: Some(Condition::Vietnamese),
        ..options
    };
    assert!(
        restorer()
            .restore(kept, &options)
            .text
            .contains("Đắk Tơ Nghẹt")
    );
}

#[test]
fn the_channel_is_learned_from_pairs_byte_for_byte() {
    let rows = [
        "số liệu\ts6 liéu",
        "sốt\ts6t",
        "kết quả\tkét qua",
        "# a comment",
        "tốt\tt6t",
    ];
    let settings = Settings {
        min_count: 0.5,
        ..Settings::default()
    };
    let table = train(rows, &settings);
    assert_eq!(table.write(), train(rows, &settings).write());
    assert_eq!(Table::parse(&table.write()).unwrap().write(), table.write());
    let learned = table
        .rows()
        .iter()
        .find(|r| r.chunk.printed() == ['ố'] && r.chunk.seen() == ['6']);
    assert!(
        learned.is_some_and(|row| row.cost < 0.2 && row.count > 2.5),
        "{learned:?}"
    );
}

#[test]
fn bytes_that_are_not_text_pass_through() {
    let mut worker = restorer().worker();
    let unit = Unit {
        bytes: b"Uy ban nhan dan xa t\xff chuc hoi nghi\r\ntong ket nam \xe1\xba\n".to_vec(),
        document: 1,
        line: 7,
        column: 0,
    };
    let options = Options {
        condition: Some(Condition::Stripped),
        ..Options::default()
    };
    let wanted = Wanted {
        edits: true,
        ..Wanted::default()
    };
    let output = restore_unit(&mut worker, &unit, "a.txt", &options, wanted);
    assert_eq!(output.bad_lines, [(7, 1), (8, 2)]);
    assert!(
        output.bytes.ends_with(b"n\xc4\x83m \xe1\xba\n"),
        "{:?}",
        output.bytes
    );
    assert_eq!(
        output.edits.first().map(|e| (e.line, e.start, e.end)),
        Some((7, 0, 2))
    );
}

const SENTENCES: &[&str] = &[
    "Ủy ban nhân dân xã tổ chức hội nghị tổng kết công tác năm 2023.",
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
    "Các phòng chuyên môn phối hợp báo cáo kết quả trước ngày 15/12/2023 theo quy định.",
    "Bà Tạ Thị Hoài Thương, chuyên viên, chịu trách nhiệm theo dõi việc thực hiện.",
    "Kinh phí thực hiện: 1.250.000.000 đồng, lấy từ nguồn ngân sách địa phương.",
    "Địa chỉ: số 12 đường Hoa Sữa, phường Thanh Lâm; email: vanthu@thanhlam.example",
    "Người dân nộp hồ sơ trực tuyến qua Cổng dịch vụ công hoặc gửi qua bưu điện.",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn right_text_comes_back_byte_for_byte(
        order in prop::collection::vec(0..SENTENCES.len(), 1..12),
        blank in any::<bool>(),
    ) {
        let end = if blank { "\r\n\r\n" } else { "\n" };
        let text: String = order.iter().flat_map(|i| [SENTENCES[*i], end]).collect();
        prop_assert_eq!(&restore(&text).text, &text);
    }

    #[test]
    fn anything_keeps_its_lines_and_its_edits_fit(
        text in "([a-zA-Zàéốđ0-9&.,()/ -]{0,30}\r?\n){0,6}[a-zộ6 ]{0,12}",
        foreign in any::<bool>(),
    ) {
        let condition = foreign.then_some(Condition::Foreign);
        let options = Options { condition, ..Options::default() };
        let restored = restorer().restore(&text, &options);
        prop_assert_eq!(restored.text.matches('\n').count(), text.matches('\n').count());
        prop_assert_eq!(restored.text.matches('\r').count(), text.matches('\r').count());
        prop_assert_eq!(restored.text.matches(' ').count(), text.matches(' ').count());
        prop_assert!(check_edits(&restored).is_ok());
    }

    #[test]
    fn a_worker_forgets_what_came_before(first in 0..SENTENCES.len(), second in 0..SENTENCES.len()) {
        let damaged = vanban::syllable::strip(SENTENCES[second]);
        let mut worker = restorer().worker();
        worker.restore(SENTENCES[first], &Options::default());
        prop_assert_eq!(worker.restore(&damaged, &Options::default()), restore(&damaged));
    }

    #[test]
    fn any_bytes_keep_their_line_ends(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let unit = Unit { bytes: bytes.clone(), document: 1, line: 1, column: 0 };
        let output = restore_unit(&mut restorer().worker(), &unit, "x", &Options::default(), Wanted::default());
        let ends = |b: &[u8]| b.iter().filter(|b| **b == b'\n').count();
        prop_assert_eq!(ends(&output.bytes), ends(&bytes));
    }
}

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
    // "ab XX cd Q ef" -> "ab YYY cd  ef ý": a change, a deletion, a word put back at the end.
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

/// The search in the trie against every word for itself.
#[test]
fn the_trie_finds_what_looking_at_every_word_finds() {
    let rows = "o\tô\t0.5\t10\nê\té\t0.4\t20\nế\té\t0.4\t20\nh\tli\t3.0\t2\nn\tii\t3.2\t2\nn\t∅\t4.0\t1\n∅\t.\t3.0\t5\n";
    let channel = Channel::new(
        &Table::parse(rows).unwrap(),
        "aàáăâbcdđeéêềếghiìklmnoòôồốpqrstuùưvxy".chars(),
    );
    let words = [
        "ban", "bàn", "bán", "bên", "bền", "hành", "hanh", "lành", "quyên", "quyền", "quyến",
        "nghiên", "nghìn", "cấp", "cáp", "ô", "ở", "bồn", "bốn",
    ];
    let entries = || {
        words.iter().enumerate().map(|(at, word)| {
            let entry = Entry {
                id: TokenId(10 + at as u16),
                variant: 0,
                prior: (at % 5) as f32 * 0.7,
            };
            (*word, entry)
        })
    };
    let trie = WordTrie::new(entries(), &channel);
    let bounds = Search {
        window: 6.0,
        most: 4,
        limit: f32::INFINITY,
    };
    let mut scratch = SeenWords::default();
    for seen in [
        "bén", "liành", "quyén", "ngliién", "ban.", "bài", "xyz", "o",
    ] {
        let letters: Vec<char> = seen.chars().collect();
        let mut all: Vec<(f32, TokenId, f32)> = entries()
            .map(|(word, entry)| (channel.cost(&letters, word), entry))
            .map(|(cost, entry)| (cost + entry.prior, entry.id, cost))
            .filter(|(whole, ..)| *whole <= 10.0 + 3.5 * letters.len() as f32)
            .collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let limit = all.first().map_or(0.0, |best| best.0 + bounds.window);
        all.retain(|(whole, ..)| *whole <= limit);
        all.truncate(bounds.most);
        let found = trie.search(&channel, seen, &mut scratch, Case::Lower, &bounds);
        let found: Vec<TokenId> = found.iter().map(|found| found.id).collect();
        let all: Vec<TokenId> = all.iter().map(|(_, id, _)| *id).collect();
        assert_eq!(found, all, "{seen}");
    }
}

#[test]
fn a_wide_search_is_not_as_sure_as_it_says() {
    // What `best` is sure of in text from a wrong OCR model was right 995 times of 1,000.
    let (_, seen, _) = cases().into_iter().find(|c| c.0 == "foreign").unwrap();
    let options = Options {
        condition: Some(Condition::Foreign),
        profile: Profile::Best,
        ..Options::default()
    };
    let best = Restorer::builtin(Profile::Best).unwrap();
    let edits = best.restore(&seen, &options).edits;
    assert!(edits.len() > 20);
    for edit in edits.iter().filter(|edit| edit.reason != "acronym") {
        assert!(edit.confidence < 0.998, "{edit:?}");
    }
    let sure = edits.iter().filter(|edit| edit.confidence > 0.9).count();
    assert!(sure * 2 > edits.len());
}

/// Right words of a text whose marks are lost, restored as one document and three lines at a time; an engine that
/// takes `o` for `q` every other time is one that no table was learned from.
fn right_words(takes_o_for_q: bool) -> [usize; 2] {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/restore_cases");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    let truth = files
        .iter()
        .flat_map(|path| lines_of(&fs::read_to_string(path).unwrap()));
    let truth: Vec<String> = truth.collect();
    let mut seen = 0;
    let mut damage = |c: char| {
        seen += usize::from(c == 'o');
        if takes_o_for_q && c == 'o' && seen % 2 == 1 {
            'q'
        } else {
            c
        }
    };
    let damaged: Vec<String> = truth
        .iter()
        .map(|line| {
            vanban::syllable::strip(line)
                .chars()
                .map(&mut damage)
                .collect()
        })
        .collect();
    let options = Options {
        condition: Some(Condition::Foreign),
        ..Options::default()
    };
    let right = |restored: &str, truth: &[String]| -> usize {
        let lines = lines_of(restored);
        let pairs = lines.iter().zip(truth);
        let words = pairs.flat_map(|(a, b)| a.split(' ').zip(b.split(' ')));
        words.filter(|(a, b)| a == b).count()
    };
    let restore = |lines: &[String]| restorer().restore(&lines.join("\n"), &options).text;
    let alone = damaged.chunks(3).zip(truth.chunks(3));
    let alone = alone
        .map(|(damaged, truth)| right(&restore(damaged), truth))
        .sum();
    [right(&restore(&damaged), &truth), alone]
}

fn lines_of(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(str::to_owned).collect()
}

/// A document's own words show what its engine takes for what: more than its context alone is worth.
#[test]
fn the_habits_of_an_unknown_engine_are_learned_from_its_document() {
    let [document, alone] = right_words(false);
    let by_context = document as f32 / alone as f32;
    let [document, alone] = right_words(true);
    assert!(
        document as f32 / alone as f32 > by_context + 0.02,
        "{document} {alone} {by_context}"
    );
}
