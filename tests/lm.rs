//! The language model: estimates worked out by hand, look-up against the definition, the file.

use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::path::Path;
use vanban::ErrorKind;
use vanban::lm::train::{Exclusion, Recipe, Trained, held_out, train, train_context};
use vanban::lm::{
    ContextModel, LanguageModel, Model, Ngrams, Size, TokenId, TokenKind, read_arpa, segment,
    write_arpa,
};

const TINY: &str = include_str!("cases/tiny.arpa");

fn tiny() -> Ngrams {
    read_arpa(TINY.as_bytes()).unwrap()
}

fn ids(ngrams: &Ngrams, words: &str) -> Vec<TokenId> {
    words
        .split(' ')
        .map(|word| match word {
            "." => TokenId::BOUNDARY,
            word => ngrams.vocabulary.find(word).unwrap(),
        })
        .collect()
}

/// A folder with texts, each its own corpus, and their recipe with the settings in TOML.
fn corpora_of(texts: &[&str], settings: &str) -> (tempfile::TempDir, Recipe) {
    let data = tempfile::tempdir().unwrap();
    let mut recipe = format!("title = \"tiny\"\n{settings}\n");
    for (n, text) in texts.iter().enumerate() {
        std::fs::write(data.path().join(format!("{n}.txt")), text).unwrap();
        let digest: String = Sha256::digest(text.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        recipe += &format!(
            "[[corpus]]\ntitle = \"{n}\"\nfile = \"{n}.txt\"\nsha256 = \"{digest}\"\nofficial = true\n"
        );
    }
    (data, Recipe::parse(&recipe).unwrap())
}

/// Trains on texts, each its own corpus, with the settings in TOML.
fn train_on(texts: &[&str], settings: &str, exclusion: &Exclusion) -> Trained {
    let (data, recipe) = corpora_of(texts, settings);
    let sizes = [recipe.max_bytes];
    let mut models = train(&recipe, &sizes, data.path(), exclusion, data.path()).unwrap();
    models.remove(0)
}

const BIGRAMS: &str = "order = 2\nmin_syllable_count = 1\nmin_word_count = 1";
const FOURGRAMS: &str = "order = 4\nmin_syllable_count = 1\nmin_word_count = 1";

#[test]
fn kneser_ney_is_what_the_formulas_give() {
    // Bigrams: (. ba) 1, (ba ca) 2, (ca ba) 2, (ba da) 1, (da .) 1. No n-gram is counted three
    // times, so the discounts are 0.5, 1, 1.5. Words before: ba 2 (of 5), ca, da, `.` 1.
    // Foreseeable tokens: 3 words and 4 classes.
    let trained = train_on(&["Ba ca ba ca ba da"], BIGRAMS, &Exclusion::none());
    let uniform = 2.5 / 5.0 / 7.0;
    let (ba, ca, end) = (
        1.0 / 5.0 + uniform,
        0.5 / 5.0 + uniform,
        0.5 / 5.0 + uniform,
    );
    let expected = [
        ("ba", ba),
        ("ca", ca),
        ("ba ca", 1.0 / 3.0 + 0.5 * ca),
        ("ba da", 0.5 / 3.0 + 0.5 * ca),
        ("ca ba", 1.0 / 2.0 + 0.5 * ba),
        (". ba", 0.5 + 0.5 * ba),
        ("ba .", 0.5 * end),
        ("ca .", 0.5 * end),
        ("ba ba", 0.5 * ba),
    ];
    for (words, probability) in expected {
        let found = (-trained.ngrams.cost(&ids(&trained.ngrams, words))).exp();
        assert!(
            (found - probability).abs() < 1e-5,
            "{words}: {found} for {probability}"
        );
    }
    assert_eq!(trained.report.distinct, [4, 5]);
}

#[test]
fn what_may_follow_a_context_sums_to_one() {
    let text = "ba ca da. ba ca ga\nla ma na ba ca da ga\nda ga la ma, na 12 ca QH13\nba ca da, na";
    for settings in [
        FOURGRAMS.to_owned(),
        format!("{FOURGRAMS}\nmax_bytes = 20220"),
    ] {
        let trained = train_on(&[text], &settings, &Exclusion::none());
        let ngrams = &trained.ngrams;
        for context in [
            "ba", "ba ca", "ba ca da", "la ma na", ". ba", "na ba ca", "ga ga ga",
        ] {
            let context = ids(ngrams, context);
            let sum: f64 = (1..ngrams.vocabulary.len() as u16)
                .map(|id| {
                    let tokens: Vec<_> = context.iter().copied().chain([TokenId(id)]).collect();
                    f64::from(-ngrams.cost(&tokens)).exp()
                })
                .sum();
            assert!((sum - 1.0).abs() < 1e-4, "{context:?}: {sum}");
        }
    }
}

#[test]
fn pruning_keeps_what_says_most_and_fits() {
    let text = "ba ca da. ba ca ga\nla ma na ba ca da ga\nda ga la ma, na\nba ca da, na";
    let whole = train_on(&[text], FOURGRAMS, &Exclusion::none());
    let pruned = train_on(
        &[text],
        &format!("{FOURGRAMS}\nmax_bytes = 20220"),
        &Exclusion::none(),
    );
    let count = |t: &Trained| t.report.kept.iter().sum::<usize>();
    assert!(count(&pruned) < count(&whole), "{:?}", pruned.report);
    assert!(
        count(&pruned) > pruned.report.kept[0],
        "{:?}",
        pruned.report
    );
}

#[test]
fn one_recipe_gives_the_same_bytes_each_time() {
    let texts = ["ba ca da. ba ca ga", "hòa bình. hoà bình 12 Internet"];
    let first = train_on(&texts, FOURGRAMS, &Exclusion::none());
    let second = train_on(&texts, FOURGRAMS, &Exclusion::none());
    assert_eq!(first.bytes, second.bytes);
    // Both placements of the tone mark are one word.
    assert_eq!(
        first
            .ngrams
            .vocabulary
            .words()
            .filter(|w| w.starts_with('h'))
            .count(),
        1
    );
}

/// What all sentences begin with: longer than the model looks back.
const START: &str = "theo kế hoạch đã được giao từ đầu nhiệm kỳ thì mọi công tác";

/// Sentences in which only words far to the right tell `thông` from `thống`.
fn far_contexts() -> String {
    let mut text = String::new();
    for place in ["tỉnh", "huyện", "xã", "phường", "quận"] {
        for time in ["năm", "tháng", "quý", "tuần"] {
            for body in ["tổ", "nhóm", "ban", "đội", "phòng"] {
                text += &format!("{START} truyền thông của {place} {time} này {body} báo chí.\n");
                text += &format!("{START} truyền thống của {place} {time} này {body} lễ hội.\n");
            }
        }
    }
    text
}

const CONTEXT: &str = "order = 2\nmin_syllable_count = 1\nmin_word_count = 1\n\
    [context]\nmax_bytes = 65536\nmin_count = 2\ntable_bits = 16";

#[test]
fn the_context_model_looks_to_both_sides() {
    let text = far_contexts();
    let model = Model::from_bytes(train_on(&[&text], CONTEXT, &Exclusion::none()).bytes).unwrap();
    let (data, recipe) = corpora_of(&[&text], CONTEXT);
    let train = || train_context(&recipe, data.path(), &Exclusion::none(), data.path()).unwrap();
    let bytes = train();
    assert_eq!(bytes, train(), "one recipe gives the same bytes each time");
    let context = ContextModel::from_bytes(bytes, &model).unwrap();
    let words = model.vocabulary();
    let cost = |text: &str, word: &str| {
        let tokens: Vec<TokenId> = text.split(' ').map(|w| words.find(w).unwrap()).collect();
        let groups: Vec<u16> = tokens.iter().map(|t| context.group(*t)).collect();
        let mut costs = Vec::new();
        let at = START.split(' ').count() + 1;
        context.score(&groups, at, &mut costs);
        let total: f32 = costs.iter().map(|cost| (-cost).exp()).sum();
        assert!(
            (total - 1.0).abs() < 1e-4,
            "the readings share one: {total}"
        );
        let token = words.find(word).unwrap();
        costs[usize::from(token.0 - context.group(token))]
    };
    let press = &format!("{START} truyền thông của xã quý này ban báo chí");
    let feast = &format!("{START} truyền thông của xã quý này ban lễ hội");
    assert!(cost(press, "thông") + 1.0 < cost(press, "thống"));
    assert!(cost(feast, "thống") + 1.0 < cost(feast, "thông"));
}

#[test]
fn a_context_model_of_another_vocabulary_or_a_damaged_one_is_refused() {
    let text = far_contexts();
    let (data, recipe) = corpora_of(&[&text], CONTEXT);
    let bytes = train_context(&recipe, data.path(), &Exclusion::none(), data.path()).unwrap();
    let other = train_on(&["Một hai ba bốn"], CONTEXT, &Exclusion::none()).bytes;
    let other = Model::from_bytes(other).unwrap();
    let error = ContextModel::from_bytes(bytes.clone(), &other).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Dependency);
    assert!(error.to_string().contains("another vocabulary"), "{error}");
    let own = Model::from_bytes(train_on(&[&text], CONTEXT, &Exclusion::none()).bytes).unwrap();
    for at in (0..bytes.len()).step_by(97) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        let error = ContextModel::from_bytes(damaged, &own).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Dependency, "byte {at}");
    }
    assert!(ContextModel::from_bytes(other.bytes().to_vec(), &other).is_err());
}

#[test]
fn lines_that_must_stay_out_stay_out() {
    let scored = "một hai ba bốn năm sáu bảy tám chín mười mốt hai ba bốn cuối cùng";
    let text = format!("{scored}\nba ca da\nba ca da\nmot hai ba bon nam sau bay tam chin muoi");
    let mut exclusion = Exclusion::none();
    exclusion.add_text(&vanban::syllable::strip(scored));
    let trained = train_on(&[&text], FOURGRAMS, &exclusion);
    let report = &trained.report.corpora[0];
    assert_eq!((report.lines, report.repeated), (1, 1), "{report:?}");
    assert_eq!(
        (report.excluded, report.excluded_words),
        (1, 16),
        "{report:?}"
    );
    assert_eq!(report.unmarked, 1, "{report:?}");
    assert!(trained.ngrams.vocabulary.find("cuối").is_none());
}

#[test]
fn a_recipe_or_corpus_that_is_wrong_is_named() {
    let error = Recipe::parse("title = 1").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("a.txt"), "ba ca").unwrap();
    let recipe = format!("title='t'\n{BIGRAMS}\n[[corpus]]\ntitle='a'\nfile='a.txt'\nsha256='00'");
    let recipe = Recipe::parse(&recipe).unwrap();
    let error = train(
        &recipe,
        &[None],
        data.path(),
        &Exclusion::none(),
        data.path(),
    )
    .err()
    .unwrap();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert_eq!(error.path(), Some(data.path().join("a.txt").as_path()));
}

#[test]
fn held_out_lines_are_one_in_a_hundred_and_stay_the_same() {
    assert_eq!(held_out("a"), held_out("a"));
    let held = (0..20_000)
        .filter(|n| held_out(&format!("dòng {n}")).is_some())
        .count();
    assert!((300..500).contains(&held), "{held}");
}

#[test]
fn arpa_text_comes_back() {
    let ngrams = tiny();
    let mut text = Vec::new();
    write_arpa(&ngrams, &mut text).unwrap();
    let again = read_arpa(text.as_slice()).unwrap();
    for (one, other) in ngrams.levels.iter().zip(&again.levels) {
        assert_eq!(one.keys, other.keys);
        assert!(
            one.cost
                .iter()
                .zip(&other.cost)
                .all(|(a, b)| (a - b).abs() < 1e-4)
        );
    }
}

#[test]
fn a_damaged_model_is_refused() {
    let bytes = Model::pack(&tiny()).unwrap();
    assert!(Model::from_bytes(bytes.clone()).is_ok());
    for length in 0..bytes.len() {
        let error = Model::from_bytes(bytes[..length].to_vec()).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Dependency);
    }
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x20;
        assert!(Model::from_bytes(changed).is_err(), "byte {at}");
    }
    let missing = Model::open(Path::new("no such model")).err().unwrap();
    assert_eq!(missing.kind(), ErrorKind::Dependency);
}

#[test]
fn the_model_that_ships_is_whole_and_knows_where_it_comes_from() {
    let model = Model::shipped(Size::Default).unwrap();
    let large = Model::shipped(Size::Large).unwrap();
    let context = ContextModel::shipped(model).unwrap();
    assert!(
        ContextModel::shipped(large).is_ok(),
        "both have one vocabulary"
    );
    assert!(Model::from_bytes(model.bytes().to_vec()).is_ok());
    assert!(Model::from_bytes(large.bytes().to_vec()).is_ok());
    assert!(model.bytes().len() + context.bytes().len() <= 24_000_000);
    assert!(large.bytes().len() <= 24_000_000);
    let made_from = |provenance: &str| -> [serde_json::Value; 2] {
        let provenance: serde_json::Value = serde_json::from_str(provenance).unwrap();
        ["recipe", "excluded"].map(|part| provenance[part].clone())
    };
    for other in [large.provenance(), context.provenance()] {
        assert_eq!(made_from(model.provenance()), made_from(other));
    }
    assert_eq!(model.order(), 4);
    let provenance: serde_json::Value = serde_json::from_str(model.provenance()).unwrap();
    assert!(
        provenance["excluded"]
            .as_array()
            .is_some_and(|texts| !texts.is_empty())
    );
    let vocabulary = model.vocabulary();
    let readings: Vec<&str> = vocabulary
        .readings("tuyen")
        .map(|id| vocabulary.text(id))
        .collect();
    assert!(
        ["tuyên", "tuyến", "tuyển", "tuyền"]
            .iter()
            .all(|w| readings.contains(w))
    );
    let share = |word| model.capital_share(vocabulary.find(word).unwrap());
    assert!(share("nguyễn") > 0.8 && share("những") < 0.1);
}

#[test]
fn text_is_cut_as_the_cases_say() {
    let cases = include_str!("cases/tokens.txt");
    for line in cases
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let (text, expected) = line.split_once(" => ").unwrap();
        let text = text.replace("\\n", "\n");
        let found: Vec<String> = segment(&text)
            .map(|token| match token.kind {
                TokenKind::Word => text[token.range].to_owned(),
                TokenKind::Number => format!("<{}>", &text[token.range]),
                TokenKind::Code => format!("{{{}}}", &text[token.range]),
                TokenKind::Boundary => ".".to_owned(),
            })
            .collect();
        assert_eq!(found.join(" "), expected, "{line}");
    }
}

/// The cost of every word of a text by the packed model, and by the definition.
fn both_costs(ngrams: &Ngrams, model: &Model, text: &[TokenId]) -> Vec<(f32, f32)> {
    let mut state = model.start();
    let mut before = vec![TokenId::BOUNDARY];
    text.iter()
        .map(|token| {
            let scored = model.advance(&state, *token);
            state = scored.state;
            before.push(*token);
            (scored.cost, ngrams.cost(&before))
        })
        .collect()
}

proptest! {
    #[test]
    fn the_packed_model_scores_as_defined(text in prop::collection::vec(1u16..10, 0..20)) {
        let ngrams = tiny();
        let model = Model::from_bytes(Model::pack(&ngrams).unwrap()).unwrap();
        let text: Vec<TokenId> = text.into_iter().map(TokenId).collect();
        for (found, expected) in both_costs(&ngrams, &model, &text) {
            prop_assert!((found - expected).abs() < 1e-4, "{found} for {expected}");
        }
    }

    #[test]
    fn scoring_together_is_scoring_one_by_one(
        text in prop::collection::vec(1u16..10, 0..5),
        mut candidates in prop::collection::vec(1u16..10, 1..8),
    ) {
        let model = Model::from_bytes(Model::pack(&tiny()).unwrap()).unwrap();
        let state = text
            .into_iter()
            .fold(model.start(), |state, id| model.advance(&state, TokenId(id)).state);
        candidates.sort_unstable();
        let candidates: Vec<TokenId> = candidates.into_iter().map(TokenId).collect();
        let mut together = Vec::new();
        model.score(&state, &candidates, &mut together);
        for (candidate, scored) in candidates.iter().zip(together) {
            prop_assert_eq!(scored, model.advance(&state, *candidate));
        }
    }

    #[test]
    fn tokens_lie_in_order_inside_the_text(text in "\\PC{0,40}|[a-zàđ0-9 .,;/\n-]{0,40}") {
        let mut at = 0;
        for token in segment(&text) {
            prop_assert!(token.range.start >= at && token.range.end <= text.len());
            prop_assert!(text.get(token.range.clone()).is_some());
            at = token.range.end;
        }
    }
}
