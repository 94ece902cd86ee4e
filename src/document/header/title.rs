//! Type and subject (*tên loại, trích yếu*; document model §1.5).

use crate::document::anchors::{self, pattern};
use crate::document::context::Context;
use crate::lexicon::{self, DocType};
use crate::span::Span;
use regex::Captures;
use std::sync::LazyLock;

pattern!(
    /// A line on which no subject can go on.
    STOP = r#"^(?:so\s*:|can cu\b|xet de nghi|theo de nghi|kinh gui|k.nh g[uo]i\b|[-_=*~]{3,}|\(?kem theo |\((?:ban hanh )?kem theo|phan thu|chuong [ivx\d]|muc [ivx\d]+\s*[.:]?$|[dp]ieu \d|[ivx]{1,4}\s*[.\-]\s|[ivx]{1,4}\s*-|\d{1,2}[.)]\s|[a-e][.)]\s|ngay \d|- )"#
);
pattern!(
    /// A line that ends with the code of a document.
    CODE_AT_END = r"\bso\s*:?\s*\d{1,5}[/-][a-z0-9/&.-]+$"
);
pattern!(
    /// Whose document it is, behind its type or before its subject: `CỦA BỘ … V/V …`.
    WHOSE = r"^cua [a-z][a-z ,-]{3,80}?(?:$| (?P<about>(?:v/v|ve viec|ve)\b.*)$)"
);
pattern!(
    /// The first words of a document's name with its number.
    NUMBERED = r"^(?:thong tu|nghi dinh|quyet dinh|nghi quyet|luat|phap lenh)\b[a-z ]{0,60} so \d{1,4}/"
);
pattern!(
    /// What the text goes on with after a title, when it goes on with a basis.
    SENTENCE_BASIS = r"^(?:thuc hien|theo|tren co so|thi hanh|tiep theo|sau khi|nham|trien khai|de |qua |vua qua|trong thoi gian|can cu)\b"
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

/// The subject below (or beside) a title, and the index of the first line after it.
pub fn subject(context: &Context, first: usize, rest: Option<Span>) -> (Option<Span>, usize) {
    let mut span = rest;
    let mut lines = usize::from(rest.is_some());
    let mut at = first;
    let mut previous: Option<usize> = rest.map(|_| first.saturating_sub(1));
    let mut blank = false;
    while at < context.lines.len() && lines < 16 {
        let line = context.lines[at];
        if line.is_blank() {
            blank = true;
            // Far from the title there is no subject.
            if span.is_none() && at > first + 6 {
                break;
            }
            at += 1;
            continue;
        }
        let folded = anchors::head(context, at);
        if anchors::RULE.is_match(folded) {
            if span.is_some() {
                break;
            }
            at += 1;
            continue;
        }
        // `… THEO VĂN BẢN SỐ 12/QĐ-SXD` + `NGÀY 05 THÁNG 3 NĂM 2019 …`
        let dated = |l: usize| CODE_AT_END.is_match(anchors::head(context, l));
        let of_code = folded.starts_with("ngay ") && !blank && previous.is_some_and(dated);
        if !of_code && STOP.is_match(folded) || anchors::STRONG_BASIS.is_match(folded) {
            break;
        }
        let text = context.slice(line.trim);
        let capitals = anchors::is_capitals(text);
        match (span, previous) {
            (Some(so_far), Some(before)) => {
                if blank && !goes_on(context, before, at) || tells_history(context, at) {
                    break;
                }
                let subject_capitals = context.is_capitals(so_far);
                if capitals && !subject_capitals {
                    break;
                }
                if capitals
                    && subject_capitals
                    && !dangles(context, before)
                    && authority_line(context, at)
                {
                    break;
                }
                if !capitals && breaks_off(context, so_far, before, at) {
                    break;
                }
                // A whole sentence of the text is not a subject's line; nor is a basis without a blank line.
                let ends = folded.ends_with(['.', ';', ':']) && !folded.ends_with("..");
                if ends
                    && (folded.ends_with(':')
                        || folded.split(' ').count() >= 12
                        || SENTENCE_BASIS.is_match(folded))
                {
                    break;
                }
                // `CỦA BAN CHẤP HÀNH ĐẢNG BỘ` is whose it is; the subject follows in small letters.
                let about = text.starts_with("về ");
                let complete = subject_capitals && !capitals && !about;
                if complete && (SENTENCE_BASIS.is_match(folded) || folded.len() > 60) {
                    break;
                }
                if SENTENCE_BASIS.is_match(folded)
                    && text.chars().next().is_some_and(char::is_uppercase)
                    && paragraph_is_basis(context, at)
                {
                    break;
                }
                span = Some(Span::new(so_far.start, line.trim.end));
            }
            _ => {
                // The first line: anything but a basis paragraph.
                if !capitals && SENTENCE_BASIS.is_match(folded) && paragraph_is_basis(context, at) {
                    break;
                }
                if folded.ends_with(':') || (folded.ends_with(';')) {
                    break;
                }
                if capitals && authority_line(context, at) && next_is_basis(context, at + 1) {
                    break;
                }
                span = Some(line.trim);
            }
        }
        lines += 1;
        previous = Some(at);
        blank = false;
        at += 1;
    }
    let end = previous.map_or(first, |p| p + 1).max(first);
    (span, if span.is_some() { end } else { first })
}

/// Whether a paragraph that begins like a basis is one: it ends in `;`, `,` or `như sau:`, or is long.
fn paragraph_is_basis(context: &Context, first: usize) -> bool {
    let mut length = 0;
    let mut last = "";
    for at in first..context.lines.len().min(first + 30) {
        if context.lines[at].is_blank() {
            break;
        }
        last = context.folded_line(at);
        length += last.len();
        if last.ends_with([';', ':', '.']) {
            break;
        }
    }
    last.ends_with([';', ':'])
        || (last.ends_with(',') && length > 60)
        || (last.ends_with('.') && length > 120)
}

/// Whether a consolidated text says on a line where it comes from: `Thông tư số … ngày … của …, có hiệu lực
/// kể từ ngày …`.
fn tells_history(context: &Context, line: usize) -> bool {
    let lines = line..context.lines.len().min(line + 4);
    NUMBERED.is_match(anchors::head(context, line))
        && lines
            .map(|l| anchors::head(context, l))
            .any(|l| l.contains("co hieu luc"))
}

/// Whether text goes on over a blank line: a page break or double spacing inside the subject.
fn goes_on(context: &Context, before: usize, after: usize) -> bool {
    let last = context.folded_line(before);
    if last.ends_with(['.', ';', ':', '!', '?']) {
        return false;
    }
    let next = context.line(after);
    let lower = next
        .chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(char::is_lowercase);
    (lower && !next.starts_with(['-', '+', '*'])) || dangles(context, before)
}

/// Whether a line ends in a comma or in a word that no subject ends with.
fn dangles(context: &Context, line: usize) -> bool {
    let last = context.folded_line(line);
    let word = last.rsplit(' ').next().unwrap_or_default();
    last.ends_with(',')
        || matches!(
            word,
            "cac" | "cua" | "va" | "voi" | "ve" | "trong" | "den" | "theo" | "tu" | "cho"
        )
}

/// Whether the lines of a subject in small letters, centred or filled, end with one clearly shorter than those
/// before it, and a longer one follows with a capital: a paragraph of the text.
fn breaks_off(context: &Context, so_far: Span, before: usize, at: usize) -> bool {
    let first = context.line_at(so_far.start);
    let length = |line: usize| context.lines[line].trim.len();
    let longest = (first..before).map(length).max().unwrap_or(0);
    let last = length(before);
    last * 3 < longest * 2
        && length(at) > longest.min(50)
        && length(at) > last * 3 / 2
        && context.line(at).starts_with(char::is_uppercase)
        && !context.is_capitals(context.lines[before].trim)
        && !dangles(context, before)
}

/// Words that begin the line which names who decides.
const AUTHORITIES: &[&str] = &[
    "chu tich",
    "pho chu tich",
    "thu tuong",
    "chinh phu",
    "quoc hoi",
    "uy ban",
    "ubnd",
    "hoi dong",
    "bo truong",
    "giam doc",
    "tong giam doc",
    "cuc truong",
    "tong cuc truong",
    "chi cuc truong",
    "hieu truong",
    "truong ban",
    "truong phong",
    "chanh",
    "thong doc",
    "tong thanh tra",
    "tong kiem toan",
    "vien truong",
    "ban chap hanh",
    "ban thuong vu",
    "ban bi thu",
    "bo chinh tri",
    "thuong truc",
    "thu truong",
    "bo ",
    "tong lien doan",
];

/// Whether a line in capitals names a body or officer that decides.
pub fn authority_line(context: &Context, line: usize) -> bool {
    context.is_capitals(context.lines[line].trim) && decides(context, line)
}

/// The same in whatever print.
pub fn decides(context: &Context, line: usize) -> bool {
    anchors::begins_with_any(anchors::head(context, line), AUTHORITIES)
        && context.lines[line].trim.len() <= 120
        && next_is_basis(context, line + 1)
}

fn next_is_basis(context: &Context, from: usize) -> bool {
    let mut seen = 0;
    for at in from..context.lines.len().min(from + 8) {
        if context.lines[at].is_blank() {
            continue;
        }
        let folded = anchors::head(context, at);
        if anchors::RULE.is_match(folded) {
            continue;
        }
        if anchors::BASIS.is_match(folded) || folded.starts_with("khoa ") {
            return true;
        }
        seen += 1;
        if seen > 2 || !context.is_capitals(context.lines[at].trim) {
            return false;
        }
    }
    false
}
