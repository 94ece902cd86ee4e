//! The accuracy ratchet: scores on the project's own texts may rise and never fall.
//!
//! `BLESS=1` writes the scores of today, when they are better or the texts have changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use vanban::eval::{Counts, Metric, score, strip};
use vanban::restore::{Condition, Options, Profile, Restorer};

/// Texts of the project's own, by name, with the style that the name begins with.
fn texts() -> Vec<(String, String)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/restore_cases");
    let mut texts: Vec<(String, String)> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    texts.sort();
    texts
}

/// What is measured, in thousandths of a percent, by style.
fn measure(
    condition: Option<Condition>,
    profile: Profile,
    damage: fn(&str) -> String,
    metric: Metric,
) -> BTreeMap<String, u64> {
    let restorer = Restorer::builtin(profile).unwrap();
    let options = Options {
        condition,
        profile,
        ..Options::default()
    };
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for (name, truth) in texts() {
        let damaged = damage(&truth);
        let restored = restorer.restore(&damaged, &options).text;
        let style = name.split('-').next().unwrap().to_owned();
        *counts.entry(style).or_default() += &score(&truth, &restored, Some(&damaged)).counts();
    }
    counts
        .into_iter()
        .map(|(style, counts)| {
            (
                style,
                (counts.get(metric).value().unwrap_or(0.0) * 100_000.0).round() as u64,
            )
        })
        .collect()
}

#[test]
fn no_score_on_the_projects_own_texts_falls() {
    let stripped = Some(Condition::Stripped);
    let today = BTreeMap::from([
        (
            "stripped.syllable",
            measure(stripped, Profile::Fast, strip, Metric::Syllable),
        ),
        (
            "stripped.best.syllable",
            measure(stripped, Profile::Best, strip, Metric::Syllable),
        ),
        (
            "stripped.auto.syllable",
            measure(None, Profile::Fast, strip, Metric::Syllable),
        ),
        (
            "clean.harm",
            measure(None, Profile::Fast, str::to_owned, Metric::Harm),
        ),
    ]);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/restore_cases/scores.json");
    if std::env::var_os("BLESS").is_some() {
        let json = serde_json::to_string_pretty(&today).unwrap() + "\n";
        fs::write(&file, json).unwrap();
        return;
    }
    let record: BTreeMap<String, BTreeMap<String, u64>> =
        serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    for (what, styles) in &record {
        for (style, &recorded) in styles {
            let now = today[what.as_str()][style];
            let fell = if what.ends_with("harm") {
                now > recorded
            } else {
                now < recorded
            };
            assert!(
                !fell,
                "{what} of {style} texts: {now} now, {recorded} on record (1/1000 %)"
            );
        }
    }
}
