//! Judging a text layer by what it says.
//!
//! Comes in: the words of a page, how they are drawn, what else is on the page. Goes out: a
//! [`Judgement`] with the numbers it rests on. The thresholds come from the development half of
//! the verdict set (`benches/records/`).

use super::fluency::Fluency;
use super::measures::Measures;
use super::{Decision, Judgement, PageWords, TextSource, Verdict};

/// What is known of a page's text layer.
pub struct Evidence<'a> {
    /// Its words, watermarks left out.
    pub words: &'a PageWords,
    /// Whether the page is a scan: images cover it.
    pub scan: bool,
    /// Whether most of the text is invisible: put under a scan by OCR.
    pub invisible: bool,
    /// Share of the page that the words' boxes cover, 0 to 1.
    pub cover: f32,
    /// Whether the font of most of its words gave good text on an earlier page.
    pub proven: bool,
}

/// What [`judge`] found.
pub struct Judged {
    /// The verdict.
    pub judgement: Judgement,
    /// Whether the language model was asked, and the text is good.
    pub fluent: bool,
}

impl Evidence<'_> {
    /// Whether it is what another OCR put under a scan.
    fn is_ocr_made(&self) -> bool {
        self.scan && self.invisible
    }
}

/// At this share of odd characters a map is broken, whatever the rest says.
const ODD_OF_BROKEN: f32 = 0.10;
/// At this share it is where the words are broken too.
const ODD_OF_SUSPECT: f32 = 0.01;
/// Legal syllables of text as printed; the rest are names, loan words, slips.
const LEGAL_OF_GOOD: f32 = 0.80;
/// The same for text that another OCR put under a scan, which is worth having only when right.
const LEGAL_OF_GOOD_OCR: f32 = 0.93;
/// Legal or plausible words of good text in several languages.
const PLAUSIBLE_OF_GOOD: f32 = 0.88;
/// Legal syllables that a foreign reading keeps.
const LEGAL_OF_FOREIGN: f32 = 0.35;
/// Marked letters for each letter in Vietnamese text, at least.
const MARKS_OF_VIETNAMESE: f32 = 0.10;
/// Legal syllables among the words with marks: of print all but typing slips, of another
/// language's reading few.
const MARKED_LEGAL_OF_GOOD: f32 = 0.9;
/// Broken words of a page that another language's model read, at most; beyond, nothing is left to
/// restore from.
const BROKEN_OF_FOREIGN: f32 = 0.1;
/// Marked letters for each letter in stripped text, at most (a name or two).
const MARKS_OF_STRIPPED: f32 = 0.02;
/// Frequent foreign words in running foreign text, at least.
const ENGLISH_OF_ENGLISH: f32 = 0.12;
/// Fewer words over a scan than this are stamps or watermarks.
const WORDS_OF_PARTIAL: usize = 40;
/// A layer that covers less than this share of a scan is not its text.
const COVER_OF_PARTIAL: f32 = 0.02;
/// Fewer words than this tell nothing by their shares.
const WORDS_TO_JUDGE: usize = 12;
/// Mean cost of a word of good text under the language model, in nats, at most. Marks that a broken map
/// exchanges make other legal syllables; the model finds them unlikely.
const NATS_OF_GOOD: f32 = 6.5;
/// Shares of words that two readers must have in common.
const AGREEMENT: f32 = 0.75;

/// Judges a text layer. What costs more than counting is asked only where a layer that looks good leaves a
/// doubt: the language model for text under a scan, for a font that is not `proven` and for odd shares;
/// `second`, another reader's text of the page, where many words are no syllables and the model is not
/// convinced either.
pub fn judge(evidence: &Evidence<'_>, second: impl FnOnce() -> Option<String>) -> Judged {
    let m = Measures::of(evidence.words);
    let mut reasons = Vec::new();
    let mut verdict = first_verdict(evidence, &m, &mut reasons);
    let foreign = m.english_share() >= ENGLISH_OF_ENGLISH;
    let mut fluent = false;
    if verdict != Verdict::Good || m.words < WORDS_TO_JUDGE || foreign {
        let judgement = Judgement { verdict, reasons };
        return Judged { judgement, fluent };
    }
    let doubtful = m.legal_share() < 0.9 || m.odd > 0 || m.broken_share() > 0.05;
    if (doubtful || !evidence.proven || evidence.is_ocr_made())
        && let Some(fluency) = Fluency::of_words(evidence.words)
    {
        reasons.push(format!("{:.1} nats a word", fluency.a_word()));
        fluent = fluency.a_word() <= NATS_OF_GOOD;
        if !fluent {
            verdict = match evidence.is_ocr_made() {
                true => Verdict::Foreign,
                false => Verdict::BrokenMap,
            };
        }
    }
    if !fluent
        && m.legal_share() < LEGAL_OF_GOOD
        && let Some(other) = second()
    {
        let agreement = agreement(evidence.words, &other);
        reasons.push(format!("second reader agrees on {}", percent(agreement)));
        if agreement < AGREEMENT && m.legal_share() < 0.7 {
            verdict = Verdict::BrokenMap;
        }
    }
    Judged {
        judgement: Judgement { verdict, reasons },
        fluent,
    }
}

fn first_verdict(evidence: &Evidence<'_>, m: &Measures, reasons: &mut Vec<String>) -> Verdict {
    if m.characters == 0 {
        reasons.push("no text".into());
        return Verdict::Absent;
    }
    reasons.push(format!(
        "{} words, {} legal syllables, {:.2} marks a letter",
        m.words,
        percent(m.legal_share()),
        m.marks_per_letter()
    ));
    if m.odd > 0 {
        reasons.push(format!("{} odd characters", percent(m.odd_share())));
    }
    if m.broken + m.isolated > 0 {
        reasons.push(format!("{} broken words", percent(m.broken_share())));
    }
    let broken_map = m.odd_share() > ODD_OF_BROKEN
        || (m.odd_share() > ODD_OF_SUSPECT && m.broken_share() > 0.08);
    if evidence.scan {
        if m.words < WORDS_OF_PARTIAL || evidence.cover < COVER_OF_PARTIAL {
            reasons.push(format!(
                "over a scan, covering {} of the page",
                percent(evidence.cover)
            ));
            return Verdict::Partial;
        }
        reasons.push("over a scan".into());
    }
    if broken_map {
        return Verdict::BrokenMap;
    }
    if m.words < WORDS_TO_JUDGE {
        reasons.push("too few words to judge by their shares".into());
        return if m.legal + m.plausible >= m.broken + m.isolated {
            Verdict::Good
        } else {
            Verdict::Gibberish
        };
    }
    if m.english_share() >= ENGLISH_OF_ENGLISH && m.plausible_share() >= PLAUSIBLE_OF_GOOD {
        reasons.push("running text of another language".into());
        return Verdict::Good;
    }
    let ocr_made = evidence.is_ocr_made();
    let enough = if ocr_made {
        LEGAL_OF_GOOD_OCR
    } else {
        LEGAL_OF_GOOD
    };
    let marks = m.marks_per_letter();
    let marks_are_right = m.marked_legal_share() >= MARKED_LEGAL_OF_GOOD;
    if !marks_are_right {
        reasons.push(format!(
            "{} of the marked words are syllables",
            percent(m.marked_legal_share())
        ));
    }
    if m.legal_share() >= enough && marks >= MARKS_OF_VIETNAMESE && marks_are_right {
        return Verdict::Good;
    }
    if m.legal_share() >= LEGAL_OF_GOOD && marks <= MARKS_OF_STRIPPED {
        return Verdict::Stripped;
    }
    if !ocr_made
        && marks >= MARKS_OF_VIETNAMESE / 2.0
        && marks_are_right
        && m.plausible_share() >= PLAUSIBLE_OF_GOOD
        && m.broken_share() < BROKEN_OF_FOREIGN / 2.0
    {
        reasons.push("Vietnamese among other names and words".into());
        return Verdict::Good;
    }
    if m.legal_share() >= LEGAL_OF_FOREIGN && m.broken_share() <= BROKEN_OF_FOREIGN {
        Verdict::Foreign
    } else {
        Verdict::Gibberish
    }
}

/// The share of the page's words that the other reader's text has too, as bags of letters
/// without spaces: readers part words differently.
fn agreement(words: &PageWords, other: &str) -> f32 {
    use std::collections::HashMap;
    fn pairs(text: impl Iterator<Item = char>) -> HashMap<(char, char), usize> {
        let letters: Vec<char> = text.filter(|c| c.is_alphanumeric()).collect();
        let mut pairs = HashMap::new();
        for pair in letters.windows(2) {
            *pairs.entry((pair[0], pair[1])).or_insert(0) += 1;
        }
        pairs
    }
    let ours = pairs(
        words
            .lines
            .iter()
            .flat_map(|line| &line.words)
            .flat_map(|word| word.text.chars()),
    );
    let theirs = pairs(other.chars());
    let total: usize = ours.values().sum();
    let shared: usize = ours
        .iter()
        .map(|(pair, &count)| count.min(theirs.get(pair).copied().unwrap_or(0)))
        .sum();
    if total == 0 {
        1.0
    } else {
        shared as f32 / total as f32
    }
}

fn percent(share: f32) -> String {
    format!("{:.1} %", share * 100.0)
}

/// Where a page with this judgement takes its text from.
///
/// A layer that lost its marks under a scan is read again from the pixels, and so is one of wrong marks
/// anywhere: the map may be wrong and the print right. The two readings are compared then. A page typed
/// without marks is restored.
pub fn decide(judgement: &Judgement, scan: bool) -> Decision {
    use TextSource::{Ocr, TextLayer};
    let (source, reason) = match judgement.verdict {
        Verdict::Good => (TextLayer, "the text layer reads well"),
        Verdict::Legacy => (
            TextLayer,
            "the text layer is converted from its legacy encoding",
        ),
        Verdict::Stripped | Verdict::Foreign if scan => {
            (Ocr, "the text layer under the scan has lost its marks")
        }
        Verdict::Stripped => (TextLayer, "the text layer is to be restored"),
        Verdict::Foreign => (Ocr, "the marks of the text layer are wrong"),
        Verdict::BrokenMap => (Ocr, "the font's map to Unicode is broken"),
        Verdict::Gibberish => (Ocr, "the text layer cannot be read"),
        Verdict::Partial => (Ocr, "the text layer is only a part of the page"),
        Verdict::Absent => (Ocr, "there is no text layer"),
    };
    Decision::new(source, reason)
}
