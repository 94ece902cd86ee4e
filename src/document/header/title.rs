//! The type (*tên loại*; document model §1.5), and issuer, code and date printed below it.

use crate::document::anchors::{self, pattern};
use crate::document::context::Context;
use crate::lexicon::{self, DocType};
use crate::span::Span;
use regex::Captures;
use std::sync::LazyLock;

pattern!(
    /// Whose document it is, behind its type or before its subject: `CỦA BỘ … V/V …`.
    WHOSE = r"^cua [a-z][a-z ,-]{3,80}?(?:$| (?P<about>(?:v/v|ve viec|ve)\b.*)$)"
);
macro_rules! cited {
    ($order:literal) => {
        concat!(
            "^",
            $order,
            r"(?:\s*$|\s+(?P<about>(?:v/v|ve|quy dinh|huong dan|ban hanh|sua doi|bo sung|phe duyet)\b.*)$)"
        )
    };
}
pattern!(
    /// `CỦA BỘ … SỐ 8/2010/TT-… NGÀY …` under the type, as the Gazette and web pages print it.
    ISSUER_FIRST = cited!(
        r"cua\s+(?P<issuer>.{4,80}?)\s+so\s*:?\s*\d[\w./& -]*?\s*,?\s*(?P<date>ngay \d{1,2}(?: thang |[/-])\d{1,2}(?: nam |[/-])\d{4})?"
    )
);
pattern!(
    /// `SỐ 8-BTC/TT NGÀY … CỦA BỘ …`
    CODE_FIRST = cited!(
        r"so\s*:?\s*\d[\w./& -]*?\s*,?\s*(?P<date>ngay \d{1,2}(?: thang |[/-])\d{1,2}(?: nam |[/-])\d{4})?\s+cua\s+(?P<issuer>.{4,80}?)"
    )
);

/// Issuer, code and date on the line below the type, and the subject behind them.
pub fn cited<'c>(context: &'c Context, line: usize) -> Option<Captures<'c>> {
    let folded = context
        .lines
        .get(line)
        .map(|_| anchors::head(context, line))?;
    ISSUER_FIRST
        .captures(folded)
        .or_else(|| CODE_FIRST.captures(folded))
}

/// A title found in the header.
#[derive(Debug, Clone)]
pub struct Title {
    /// Index of its line.
    pub line: usize,
    /// The words of the type.
    pub type_span: Span,
    /// What else stands on the line.
    pub rest: Option<Span>,
    /// The type.
    pub doc_type: &'static DocType,
    /// How surely it is one.
    pub confidence: f32,
}

struct TypeName {
    folded: String,
    packed: String,
    doc_type: &'static DocType,
}

/// The names of the types, longest first.
static NAMES: LazyLock<Vec<TypeName>> = LazyLock::new(|| {
    let mut names: Vec<TypeName> = Vec::new();
    for entry in lexicon::doc_types() {
        let folded = lexicon::fold(entry.name);
        // `Công văn` is never printed as a title.
        if folded == "cong van" || names.iter().any(|n| n.folded == folded) {
            continue;
        }
        let packed = folded.replace(' ', "");
        let Some(doc_type) = lexicon::doc_type(entry.name) else {
            continue;
        };
        names.push(TypeName {
            folded,
            packed,
            doc_type,
        });
    }
    names.sort_by_key(|n| std::cmp::Reverse(n.folded.len()));
    names
});

/// Words that may follow the type on its own line (`KẾ HOẠCH HÀNH ĐỘNG`).
const QUALIFIERS: &[&str] = &[
    "hanh dong",
    "tong ket",
    "tham luan",
    "giai trinh",
    "so ket",
    "tom tat",
    "ket luan",
    "chuyen de",
    "tham tra",
    "tham dinh",
    "giam sat",
    "lien tich",
    "phoi hop",
    "hop",
    "lam viec",
    "hoi nghi",
    "kiem tra",
    "cong tac",
    "khan",
    "kiem diem",
    "danh gia",
    "kiem phieu",
    "ban giao",
    "nghiem thu",
    "vi pham hanh chinh",
    "thanh tra",
    "tinh hinh",
    "giai trinh",
    "nhanh",
];

/// Where a title begins behind marks and what a scan's reader made of a pen or a stamp beside it.
fn behind_scraps(folded: &str, evidence: bool) -> usize {
    let from = folded.len() - folded.trim_start_matches(['*', '_', '#', ' ', '"']).len();
    let first = folded[from..].split(' ').next().unwrap_or_default();
    // `“49 QUYẾT ĐỊNH`
    let scrap = first.len() <= 3
        && first.chars().all(|c| !c.is_ascii_alphabetic())
        && !first.contains(['.', ')', '/', '-']);
    // `ĐẾN Ngày 24/5.2026. NGHỊ QUYẾT`
    let stamped = |n: &&TypeName| {
        let words = folded.strip_suffix(n.folded.as_str());
        words.is_some_and(|w| w.ends_with(' ') && w.contains(|c: char| c.is_ascii_digit()))
    };
    if evidence && scrap {
        (from + first.len() + 1).min(folded.len())
    } else if evidence && first == "den" {
        let name = NAMES.iter().filter(stamped).max_by_key(|n| n.folded.len());
        name.map_or(from, |n| folded.len() - n.folded.len())
    } else {
        from
    }
}

/// The type on a line, when the whole line is one or begins with one.
/// `evidence` says that a code, a date or the state name has been seen.
pub fn type_line(context: &Context, line: usize, evidence: bool, fuzzy: bool) -> Option<Title> {
    let trim = context.lines[line].trim;
    if trim.is_empty() || trim.len() > 200 {
        return None;
    }
    let folded = context.fold(trim);
    if folded.ends_with(':') {
        return None;
    }
    let marks = |c: char| !c.is_ascii_alphabetic();
    let from = behind_scraps(folded, evidence);
    let text = context.slice(Span::new(trim.start + from, trim.end));
    let bare = folded[from..].trim_end_matches(marks);
    let capitals = anchors::is_capitals(text);
    // Issuer, code and date below are evidence as well, whatever the print.
    let below = cited(context, line + 1).is_some();
    let evidence = evidence || below;
    // `BẢN QUY ĐỊNH`
    let typed = |words: &str| NAMES.iter().any(|n| n.folded == words);
    let kind = bare
        .strip_prefix("ban ")
        .filter(|rest| evidence && typed(rest));
    let (from, bare) = kind.map_or((from, bare), |rest| (from + bare.len() - rest.len(), rest));
    let span = |length: usize| Span::new(trim.start + from, trim.start + from + length);
    let title = |name: &TypeName, length: usize, rest: Option<Span>, confidence| Title {
        line,
        type_span: span(length),
        rest,
        doc_type: name.doc_type,
        confidence,
    };
    if let Some(name) = NAMES.iter().find(|n| n.folded == bare) {
        let sentence_case = text.chars().next().is_some_and(char::is_uppercase);
        return (capitals || below || (evidence && sentence_case))
            .then(|| title(name, bare.len(), None, if capitals { 0.99 } else { 0.9 }));
    }
    if !capitals {
        return None;
    }
    // Letters set apart: `Q U Y Ế T   Đ Ị N H`.
    if bare.len() > 6
        && bare
            .split(' ')
            .filter(|w| !w.is_empty())
            .all(|w| w.len() <= 2)
    {
        let packed = bare.replace(' ', "");
        if let Some(name) = NAMES.iter().find(|n| n.packed == packed) {
            return Some(title(name, bare.len(), None, 0.95));
        }
    }
    if fuzzy {
        if anchors::begins_with_any(bare, anchors::BODY_WORDS) || bare.len() > 30 {
            return None;
        }
        return NAMES
            .iter()
            .filter(|n| n.folded.len() > 5)
            .map(|n| (strsim::normalized_levenshtein(&n.folded, bare), n))
            .filter(|(score, _)| *score >= 0.85)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(score, n)| title(n, bare.len(), None, score as f32 * 0.9));
    }
    if !evidence {
        return None;
    }
    let name = NAMES
        .iter()
        .find(|n| n.folded.len() > 3 && anchors::begins_with(bare, &n.folded))?;
    let tail_at = name.folded.len();
    let tail = bare[tail_at..].trim();
    if tail.is_empty() {
        return Some(title(name, tail_at, None, 0.97));
    }
    let qualified = QUALIFIERS.contains(&tail);
    if qualified {
        return Some(title(name, bare.len(), None, 0.97));
    }
    let gap = bare[tail_at..].len() - bare[tail_at..].trim_start().len();
    let rest = Span::new(span(tail_at + gap).end, trim.end);
    Some(title(name, tail_at, Some(rest), 0.9))
}
