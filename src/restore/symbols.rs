//! The symbol of a document's code, by what its letterhead and title say.
//!
//! `Số: 22/QP-11g` under *THỦ TƯỚNG CHÍNH PHỦ* and over *QUYẾT ĐỊNH* was printed `QĐ-TTg`: type and
//! agency have official abbreviations. Only letters that a scan's reader was unsure of go back to them.

use crate::lexicon::{self, fold};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The letterhead and title stand in the first lines.
const LINES: usize = 25;

static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*s\S{1,2}\s*[:.;,]?\s*\S{0,8}?\s*/\s*(?:(?:19|20)\d\d\s*/\s*)?(?P<symbol>[^/\s][^/]{1,13}?)\s*$").ok()
});

/// Where the symbol stands (bytes of `text`), and how it is written officially; `None` where it is
/// written so, or where letterhead or title does not say it.
pub fn find(text: &str) -> Option<(Range<usize>, String)> {
    let mut start = 0;
    let lines: Vec<(usize, &str)> = text
        .split('\n')
        .take(LINES)
        .map(|line| {
            let at = start;
            start += line.len() + 1;
            (at, line)
        })
        .collect();
    let pattern = CODE.as_ref()?;
    let (at, symbol) = lines
        .iter()
        .enumerate()
        .find_map(|(at, (_, line))| Some((at, pattern.captures(line)?.name("symbol")?)))?;
    let title = lines[at..].iter().find_map(|(_, line)| {
        let capitals = !line.chars().any(char::is_lowercase);
        lexicon::doc_type(line.trim()).filter(|_| capitals)?.abbr
    })?;
    let issuer = lines[..lines.len().min(at + 3)]
        .iter()
        .find_map(|(_, line)| {
            let name = fold(line.trim());
            lexicon::agencies()
                .iter()
                .find(|agency| fold(agency.name) == name)
        })?;
    let usual = format!("{title}-{}", issuer.abbr);
    let read = symbol.as_str();
    let near = strsim::levenshtein(&shape(read), &shape(&usual)) * 2 <= shape(&usual).len();
    let from = lines[at].0;
    (read != usual && near).then(|| (from + symbol.start()..from + symbol.end(), usual))
}

/// The letters of a symbol, those that scans confuse made one.
fn shape(symbol: &str) -> String {
    let letters = symbol.chars().filter(|c| c.is_alphanumeric());
    letters
        .map(|c| match lexicon::fold_char(c) {
            b'1' | b'l' | b'i' => 't',
            b'b' | b'p' | b'o' | b'0' => 'd',
            other => char::from(other),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(issuer: &str, code: &str, title: &str) -> Option<String> {
        let text =
            format!("{issuer}\n{code}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{title}\nVề việc thử\n");
        find(&text).map(|(range, usual)| {
            let mut text = text.clone();
            text.replace_range(range, &usual);
            text.lines().nth(1).unwrap_or_default().to_owned()
        })
    }

    #[test]
    fn letters_near_the_official_ones_go_back_to_them() {
        let head = |code| mended("BỘ CÔNG THƯƠNG", code, "CHỈ THỊ");
        assert_eq!(head("Số: 7/CT-BCTU").as_deref(), Some("Số: 7/CT-BCT"));
        let head = |code: &str| mended("THỦ TƯỚNG CHÍNH PHỦ", code, "QUYẾT ĐỊNH");
        for read in ["QP - 11g", "QĐ-TLg", "Qb. TT", "QÐ -TTg"] {
            let code = format!("Số: 22 /{read}");
            assert_eq!(head(&code).as_deref(), Some("Số: 22 /QĐ-TTg"), "{read}");
        }
        assert_eq!(
            head("Số: 22/2031/QD-TTg").as_deref(),
            Some("Số: 22/2031/QĐ-TTg")
        );
    }

    #[test]
    fn other_symbols_and_letterheads_are_left_alone() {
        let head = |code| mended("THỦ TƯỚNG CHÍNH PHỦ", code, "QUYẾT ĐỊNH");
        assert_eq!(head("Số: 22/QĐ-TTg"), None);
        assert_eq!(head("Số: 22/BC-UBND"), None);
        assert_eq!(mended("CÔNG TY MẪU", "Số: 22/QP-11g", "QUYẾT ĐỊNH"), None);
        assert_eq!(
            mended("THỦ TƯỚNG CHÍNH PHỦ", "Số: 22/QP-11g", "Về việc thử"),
            None
        );
    }
}
