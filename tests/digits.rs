//! Digits behave as the contracts say: none appears that was not there, those of numbers, dates and
//! codes stay, and only inside a broken syllable or Roman numeral one may become a letter.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use vanban::pipeline::{Identity, Opened, Settings, Worker};
use vanban::restore::{Condition, Edit, Options, Restorer};
use vanban::source::OpenOptions;

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Words of all the kinds in which digits stand, right and broken.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => select(vec![
            "kế", "hoạch", "ke", "hoach", "công", "cong", "tác", "của", "UBND", "Sở", "ngày", "tháng",
            "năm", "khoản", "Điều", "điểm", "mục", "số", "triệu", "đồng", "ha", "km2", "QD", "Căn", "cứ",
        ])
        .prop_map(str::to_owned),
        // Broken syllables and Roman numerals.
        1 => select(vec!["s6", "S6:", "c0ng", "m1nh", "h0ach", "I11.", "1I.", "V1", "nh1ệm", "t1nh", "ph0"])
            .prop_map(str::to_owned),
        2 => "[0-9]{1,6}",
        1 => "[0-9]{1,2}[./-][0-9]{1,2}[./-](19|20)[0-9]{2}",
        1 => "[0-9]{1,4}/(20[0-9]{2}/)?(QĐ|QD|KH|NĐ|ND|TT)-(UBND|CP|BTC|HDND)",
        1 => "[0-9]{1,3}([.,][0-9]{3}){1,2}",
        1 => "[0-9]{1,2}([.,][0-9]{1,2})?%",
        1 => "[a-zA-Z0-9]{1,7}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    let line = prop::collection::vec(word(), 1..12).prop_map(|words| words.join(" "));
    prop::collection::vec(line, 1..6).prop_map(|lines| lines.join("\n"))
}

/// Whether a token is a number, a date, an amount or begins as a code does: at least two digits before the first
/// letter; unless they are `l` and a vowel before the end of a syllable that is no unit (`16ng`).
fn is_number(token: &str) -> bool {
    let token = token.trim_matches(|c: char| !c.is_alphanumeric());
    let (head, end) = token.split_at(token.find(char::is_alphabetic).unwrap_or(token.len()));
    let is_syllable = head.len() == 2 && head.starts_with('1');
    digits(head).len() >= 2 && !(is_syllable && ["i", "y", "n", "ng", "nh"].contains(&end))
}

fn check(edit: &Edit) -> Result<(), TestCaseError> {
    let (before, after) = (digits(&edit.before), digits(&edit.after));
    let mut rest = before.chars();
    prop_assert!(after.chars().all(|d| rest.any(|b| b == d)), "{edit:?}");
    if before != after {
        let broken = edit.before.chars().any(char::is_alphabetic)
            || edit.after.chars().any(|c| "IVX".contains(c));
        prop_assert!(broken, "a digit of a number is gone: {edit:?}");
        for token in edit.before.split(' ').filter(|token| is_number(token)) {
            prop_assert!(after.contains(&digits(token)), "{token} in {edit:?}");
        }
    }
    Ok(())
}

/// The members that hold restored text, wherever they stand.
fn texts<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    const NAMES: [&str; 6] = [
        "value",
        "heading",
        "content",
        "lead",
        "restored",
        "code_normalized",
    ];
    match value {
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => {
            for (name, member) in members {
                // Code lists of the circulars on archives, amounts in their base unit and the day of
                // issue in ISO form are not restored text.
                if name.starts_with("archival_")
                    || matches!(name.as_str(), "quantities" | "issue_date")
                {
                    continue;
                }
                match member.as_str() {
                    Some(text) if NAMES.contains(&name.as_str()) => found.push(text),
                    _ => texts(member, found),
                }
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_restorer_invents_no_digit_and_leaves_numbers_alone(
        text in text(),
        condition in select(vec![None, Some(Condition::Stripped), Some(Condition::Foreign), Some(Condition::Vietnamese)]),
    ) {
        let options = Options { condition, ..Options::default() };
        let restored = Restorer::builtin(options.profile).unwrap().restore(&text, &options);
        for edit in &restored.edits {
            check(edit)?;
        }
    }

    /// Every run of digits in a field stands in the input, in that order.
    #[test]
    fn no_field_of_a_document_holds_a_digit_that_the_input_does_not(text in text()) {
        let settings = Settings::default();
        let identity = Identity::new(&settings, None).unwrap();
        let mut worker = Worker::new(&settings, &identity, None);
        let opened = Opened::from_bytes("a.txt", text.clone().into_bytes(), &OpenOptions::default()).unwrap();
        let report = worker.ingest(&opened).unwrap();
        let whole = digits(&text);
        for record in &report.documents {
            let value = serde_json::to_value(&record.document).unwrap();
            let mut found = Vec::new();
            texts(&value, &mut found);
            prop_assert!(!found.is_empty());
            for field in found {
                let mut rest = whole.chars();
                prop_assert!(digits(field).chars().all(|d| rest.any(|w| w == d)), "{field:?}");
            }
        }
    }
}
