//! The syllable space, exhaustively, and the forms that documents write.

use proptest::prelude::*;
use std::collections::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;
use vanban::syllable::{Case, Placed, Placement, Syllable, Tone, bare, copy_case, strip};

#[test]
fn every_syllable_is_read_back_from_each_of_its_spellings() {
    for syllable in Syllable::all() {
        for placement in [Placement::Old, Placement::New] {
            let spelled = syllable.spell(placement);
            let forms = [
                spelled.clone(),
                spelled.to_uppercase(),
                Case::Title.apply(&spelled),
                spelled.nfd().collect(),
            ];
            for form in forms {
                assert_eq!(Syllable::parse(&form), Some(syllable), "{form}");
            }
            assert_eq!(strip(&spelled), syllable.bare(), "{spelled}");
            assert_eq!(bare(&spelled.to_uppercase()), syllable.bare(), "{spelled}");
        }
        assert_eq!(Syllable::from_bits(syllable.bits()), Some(syllable));
        assert_eq!(syllable.with_tone(syllable.tone()), Some(syllable));
    }
}

#[test]
fn no_two_syllables_share_a_spelling() {
    let mut owner = HashMap::new();
    for syllable in Syllable::all() {
        let spellings: HashSet<_> = [Placement::Old, Placement::New]
            .map(|placement| syllable.spell(placement))
            .into();
        assert_eq!(
            spellings.len() == 2,
            syllable.has_two_spellings(),
            "{syllable}"
        );
        for spelling in spellings {
            assert_eq!(owner.insert(spelling, syllable), None, "{syllable}");
        }
    }
}

#[test]
fn bits_outside_the_space_are_no_syllable() {
    let all: HashSet<u16> = Syllable::all().map(Syllable::bits).collect();
    for bits in 0..=u16::MAX {
        assert_eq!(Syllable::from_bits(bits).is_some(), all.contains(&bits));
    }
    assert!((17_000..20_000).contains(&all.len()), "{}", all.len());
}

/// One case a line: word, canonical spelling (older placement) or `-`, where the mark stood.
#[test]
fn words_are_read_as_the_cases_say() {
    let cases = include_str!("cases/syllables.txt");
    for line in cases
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let mut fields = line.split_whitespace();
        let (word, expected, placed) = (fields.next(), fields.next(), fields.next());
        let found = Syllable::parse_placed(word.unwrap());
        let spelled = found.map_or("-".to_owned(), |(s, _)| s.to_string());
        assert_eq!(Some(spelled.as_str()), expected, "{line}");
        let stood = match found.map(|(_, placed)| placed) {
            None => None,
            Some(Placed::Either) => Some("either"),
            Some(Placed::By(Placement::Old)) => Some("old"),
            Some(Placed::By(Placement::New)) => Some("new"),
            Some(Placed::Astray) => Some("astray"),
        };
        assert_eq!(stood, placed, "{line}");
    }
}

#[test]
fn stopped_rimes_carry_two_tones() {
    let cat = Syllable::parse("cát").unwrap();
    assert_eq!(cat.with_tone(Tone::Dot), Syllable::parse("cạt"));
    assert_eq!(cat.with_tone(Tone::Grave), None);
    assert_eq!(cat.with_tone(Tone::Level), None);
}

#[test]
fn case_goes_from_pattern_to_word() {
    assert_eq!(Case::of("ỦY"), Case::Upper);
    assert_eq!(Case::of("Ủy"), Case::Title);
    assert_eq!(Case::of("Ý"), Case::Title);
    assert_eq!(Case::of("ban"), Case::Lower);
    assert_eq!(Case::of("123"), Case::Lower);
    assert_eq!(Case::of("McDonald"), Case::Mixed);
    assert_eq!(copy_case("DAng", "đảng"), "ĐẢng");
    assert_eq!(copy_case("BAN", "bản"), "BẢN");
    assert_eq!(copy_case("O", "ở"), "Ở");
}

#[test]
fn the_public_list_of_syllables_in_use_is_inside_the_space() {
    let Ok(data) = std::env::var("VANBAN_DATA") else {
        eprintln!("skipped: no VANBAN_DATA");
        return;
    };
    let list = std::path::Path::new(&data).join("gazetteer/syll_uts_syllables_v1_2022.txt");
    let list = std::fs::read_to_string(list).unwrap();
    let outside: Vec<_> = list
        .split_whitespace()
        .filter(|word| Syllable::parse_placed(word).is_none())
        .collect();
    // The list also holds bare consonants, abbreviations and foreign names.
    assert!(outside.len() < 60, "{} outside: {outside:?}", outside.len());
}

proptest! {
    #[test]
    fn stripping_twice_changes_nothing_more(text in "\\PC*") {
        let once = strip(&text);
        prop_assert_eq!(strip(&once), once.clone());
        let nfd: String = text.nfd().collect();
        let nfc: String = text.nfc().collect();
        prop_assert_eq!(strip(&nfd), strip(&nfc));
    }

    #[test]
    fn reading_any_word_does_not_panic(word in "\\PC{0,12}") {
        let _ = Syllable::parse_placed(&word);
    }
}

/// Found by the property above: composed letters of other scripts.
#[test]
fn letters_of_other_scripts_are_stripped_once() {
    let once = strip("\u{ddd}");
    assert_eq!(strip(&once), once);
    assert_eq!(strip("\u{dd9}\u{dcf}\u{dca}"), once);
}
