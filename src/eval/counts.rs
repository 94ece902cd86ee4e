//! Pooled counts: what was counted, of how many, for each figure.

use serde::Serialize;
use std::ops::AddAssign;

/// A figure of [the room's table](super).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the table of the room says what each one is
pub enum Metric {
    Syllable,
    SyllableCi,
    AlphaWord,
    AlphaWordCi,
    Diacritic,
    DiacriticCi,
    Sentence,
    SentenceCi,
    Cer,
    CerCi,
    Wer,
    WerCi,
    Repair,
    RepairCi,
    Harm,
    HarmCi,
    HarmToken,
    HarmDigit,
    HarmName,
    Found,
    FoundCi,
    FoundDiacritic,
    FoundDiacriticCi,
    Moved,
    Extra,
}

impl Metric {
    /// Every figure, in the order of reports.
    pub const ALL: [Self; 25] = [
        Self::Syllable,
        Self::SyllableCi,
        Self::AlphaWord,
        Self::AlphaWordCi,
        Self::Diacritic,
        Self::DiacriticCi,
        Self::Sentence,
        Self::SentenceCi,
        Self::Cer,
        Self::CerCi,
        Self::Wer,
        Self::WerCi,
        Self::Repair,
        Self::RepairCi,
        Self::Harm,
        Self::HarmCi,
        Self::HarmToken,
        Self::HarmDigit,
        Self::HarmName,
        Self::Found,
        Self::FoundCi,
        Self::FoundDiacritic,
        Self::FoundDiacriticCi,
        Self::Moved,
        Self::Extra,
    ];

    /// The name in tables and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syllable => "syllable",
            Self::SyllableCi => "syllable_ci",
            Self::AlphaWord => "alpha_word",
            Self::AlphaWordCi => "alpha_word_ci",
            Self::Diacritic => "diacritic",
            Self::DiacriticCi => "diacritic_ci",
            Self::Sentence => "sentence",
            Self::SentenceCi => "sentence_ci",
            Self::Cer => "cer",
            Self::CerCi => "cer_ci",
            Self::Wer => "wer",
            Self::WerCi => "wer_ci",
            Self::Repair => "repair",
            Self::RepairCi => "repair_ci",
            Self::Harm => "harm",
            Self::HarmCi => "harm_ci",
            Self::HarmToken => "harm_token",
            Self::HarmDigit => "harm_digit",
            Self::HarmName => "harm_name",
            Self::Found => "found",
            Self::FoundCi => "found_ci",
            Self::FoundDiacritic => "found_diacritic",
            Self::FoundDiacriticCi => "found_diacritic_ci",
            Self::Moved => "moved",
            Self::Extra => "extra",
        }
    }

    /// Whether less is better.
    pub fn is_error(self) -> bool {
        matches!(
            self,
            Self::Cer
                | Self::CerCi
                | Self::Wer
                | Self::WerCi
                | Self::Harm
                | Self::HarmCi
                | Self::HarmToken
                | Self::HarmDigit
                | Self::HarmName
                | Self::Extra
        )
    }
}

/// A count and what it is counted of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Ratio {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
}

impl Ratio {
    /// The share, 0 to 1 (error rates can be above 1); `None` where there is nothing to count.
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| self.count as f64 / self.of as f64)
    }
}

/// The counts of a line, a document or a whole set. They add.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts([Ratio; Metric::ALL.len()]);

impl Counts {
    /// The count of one figure.
    pub fn get(&self, metric: Metric) -> Ratio {
        self.0[metric as usize]
    }

    /// Counts one thing of `metric`.
    pub fn tally(&mut self, metric: Metric, counted: bool) {
        self.add(metric, u64::from(counted), 1);
    }

    /// Adds `count` of `of`.
    pub fn add(&mut self, metric: Metric, count: u64, of: u64) {
        let ratio = &mut self.0[metric as usize];
        ratio.count += count;
        ratio.of += of;
    }
}

impl AddAssign<&Counts> for Counts {
    fn add_assign(&mut self, other: &Counts) {
        for (sum, ratio) in self.0.iter_mut().zip(other.0) {
            sum.count += ratio.count;
            sum.of += ratio.of;
        }
    }
}
