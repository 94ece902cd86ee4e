//! Fixed words by which a line is known, looked for in the folded copy of one line.
//!
//! Every pattern runs on one line of bounded length, so that the cost stays linear in the text.

use super::context::Context;
use super::fold::Case;
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// Anchors are looked for in this many characters of a line.
pub const LINE_LIMIT: usize = 400;

/// A regular expression over folded text, compiled once.
pub struct Pattern(LazyLock<Regex>);

impl Pattern {
    /// The pattern made by `make`.
    pub const fn new(make: fn() -> Regex) -> Self {
        Self(LazyLock::new(make))
    }
}

impl std::ops::Deref for Pattern {
    type Target = Regex;
    fn deref(&self) -> &Regex {
        &self.0
    }
}

macro_rules! pattern {
    ($(#[$doc:meta])* $name:ident = $source:expr) => {
        $(#[$doc])*
        pub static $name: $crate::document::anchors::Pattern =
            $crate::document::anchors::Pattern::new(|| {
                regex::Regex::new($source).expect("a fixed pattern")
            });
    };
}
pub(super) use pattern;

pattern!(
    /// A line of dashes or stars under a name.
    RULE = r"^[\s\-_=*~.]{3,}$"
);
pattern!(
    /// A line that only holds the star of a Party body.
    STAR = r"^\*(?:\s*\*){0,4}$"
);
pattern!(
    /// What begins a legal basis.
    BASIS = r#"^["'(]?(?:can cu|thuc hien|theo|xet|tren co so|thi hanh|tiep theo|sau khi|tiep tuc thuc hien|de trien khai|de thuc hien|nham|chap hanh|trien khai)\b|^\\?- ?(?:can cu|xet de nghi|theo de nghi)\b"#
);
pattern!(
    /// What begins a legal basis and hardly anything else.
    STRONG_BASIS = r#"^(?:["'(]|\\?- ?)?(?:can cu|xet de nghi|theo de nghi|xet to trinh|xet bao cao|tren co so|thi hanh)\b"#
);
pattern!(
    /// `Phần`, `Chương`, `Mục`, `Điều` with a number.
    LAW_UNIT = r"^(?:phan(?: thu)? (?:[ivxl]+|\d+|nhat|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi)\b|chuong (?:[ivxl1]+|\d+)\b|(?:tieu )?muc (?:[ivxl]+|\d+)\s*(?:[.:]|$)|[dp]i.u \d+[a-z]?\s*(?:[.:]|$))"
);
pattern!(
    /// The label of the addressees.
    ADDRESSEES = r"^k.nh g[uo]i\b\s*:?"
);
pattern!(
    /// The label of the recipients.
    RECIPIENTS = r"^[*_ ]*n[o0]i (?:nh.n|gui)\b\s*[:;.]?"
);
pattern!(
    /// What begins an appendix.
    APPENDIX = r"^(?:phu luc|bieu mau|mau so|phu bieu|bieu so)\b"
);
pattern!(
    /// The words of an incoming stamp.
    STAMP = r"(?:^|\s)(?:(?:cong )?van (?:ban )?den|den\s*(?:so|ngay)|so den|ngay den|chuyen\s*:|luu ho so|gio\s*:.{0,20}ngay)(?:\s|:|$|\.)"
);

/// The share of capitals among the letters of a text; 0 when there is no letter.
pub fn capital_share(text: &str) -> f32 {
    let (mut upper, mut letters) = (0u32, 0u32);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        upper += u32::from(c.is_uppercase());
    }
    if letters == 0 {
        return 0.0;
    }
    upper as f32 / letters as f32
}

/// Whether a text is written in capitals, a slip or two of the reader allowed. For spans of the parsed
/// text [`Context::is_capitals`] says the same without decoding them.
pub fn is_capitals(text: &str) -> bool {
    capitals(text.len(), text.chars().map(Case::of))
}

/// The same by the cases of at most `length` characters.
pub fn capitals(length: usize, cases: impl Iterator<Item = Case>) -> bool {
    // With more small letters than a quarter of the text the capitals are too few.
    let limit = length / 4;
    let (mut upper, mut lower) = (0usize, 0usize);
    for case in cases {
        match case {
            Case::Upper => upper += 1,
            Case::Lower | Case::Neither => lower += 1,
            Case::None => {}
        }
        if lower > limit {
            return false;
        }
    }
    upper + lower >= 2 && upper >= 3 * lower
}

/// The state name, as printed.
pub const NATIONAL_NAME: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
/// The state motto, as printed.
pub const NATIONAL_MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
/// The head of Party documents, as printed.
pub const PARTY_TITLE: &str = "ĐẢNG CỘNG SẢN VIỆT NAM";

/// Where an anchor stands in a folded line: word for word, or as the tail of the line with at most
/// `1 - ratio` of it damaged. Offsets are code points of the line.
pub fn find_anchor(folded: &str, anchor: &str, ratio: f64) -> Option<(Span, f64)> {
    if let Some(at) = folded.find(anchor) {
        return Some((Span::new(at, at + anchor.len()), 1.0));
    }
    if folded.len() + 4 < anchor.len() * 3 / 4 {
        return None;
    }
    let mut best: Option<(Span, f64)> = None;
    let ends = [folded.len()];
    for end in ends {
        for length in anchor.len().saturating_sub(4)..=anchor.len() + 4 {
            let Some(start) = end.checked_sub(length) else {
                continue;
            };
            // An anchor begins where a word begins.
            if start > 0 && folded.as_bytes()[start - 1] != b' ' {
                continue;
            }
            let score = strsim::normalized_levenshtein(&folded[start..end], anchor);
            if score >= ratio && best.is_none_or(|(_, b)| score > b) {
                best = Some((Span::new(start, end), score));
            }
        }
    }
    best
}

/// The folded beginning of a line, at most [`LINE_LIMIT`] characters.
pub fn head(context: &Context, line: usize) -> &str {
    let folded = context.folded_line(line);
    &folded[..folded.len().min(LINE_LIMIT)]
}

/// Words that begin the name of a body.
pub const BODY_WORDS: &[&str] = &[
    "uy ban",
    "ubnd",
    "hdnd",
    "hoi dong",
    "so",
    "bo",
    "cuc",
    "chi cuc",
    "chi nhanh",
    "tong cuc",
    "vu",
    "vien",
    "truong",
    "trung tam",
    "phong",
    "van phong",
    "cong an",
    "toa an",
    "dang uy",
    "dang bo",
    "tinh uy",
    "thanh uy",
    "huyen uy",
    "quan uy",
    "thi uy",
    "chi bo",
    "chinh phu",
    "thu tuong",
    "quoc hoi",
    "chu tich",
    "thanh tra",
    "kiem toan",
    "ngan hang",
    "kho bac",
    "bao hiem",
    "lien doan",
    "hoi",
    "doan",
    "mat tran",
    "tong cong ty",
    "cong ty",
    "tap doan",
    "dai hoc",
    "hoc vien",
    "benh vien",
    "tram",
    "doi",
    "hat",
    "quan khu",
    "bo chi huy",
    "bo tu lenh",
    "tong",
    "bao",
    "dai",
    "nha",
    "tap chi",
    "ban",
    "bch",
    "btv",
    "tieu ban",
    "to",
    "lien minh",
    "thuong truc",
    "tinh doan",
    "thanh doan",
    "huyen doan",
    "xi nghiep",
    "nha may",
    "bqp",
    "bca",
    "quy",
    "hiep hoi",
    "lien hiep",
    "ubmttq",
    "ub",
    "khoa",
    "thu vien",
    "bao tang",
    "hop tac xa",
    "vuon quoc gia",
    "trai giam",
    "trung doan",
    "su doan",
    "lu doan",
    "vien kiem sat",
    "cang vu",
    "cum",
    "cong doan",
];

/// The levels of places, folded.
pub const PLACE_LEVELS: &[&str] = &[
    "tinh",
    "thanh pho",
    "huyen",
    "quan",
    "thi xa",
    "xa",
    "phuong",
    "thi tran",
    "dac khu",
];

/// Whether a folded text begins with one of some words or phrases, a whole word.
pub fn begins_with_any(folded: &str, words: &[&str]) -> bool {
    words.iter().any(|w| begins_with(folded, w))
}

/// Whether a folded text begins with a word or phrase, a whole word.
pub fn begins_with(folded: &str, word: &str) -> bool {
    folded.strip_prefix(word).is_some_and(|rest| {
        !rest
            .as_bytes()
            .first()
            .is_some_and(u8::is_ascii_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_anchors_are_found_at_the_end_of_a_line() {
        let motto = "doc lap - tu do - hanh phuc";
        let (span, score) = find_anchor("tinh x pec lap - tu do - hanh phiic", motto, 0.7).unwrap();
        assert_eq!(span.start, 7);
        assert!(score > 0.8);
        assert!(find_anchor("mot dong van ban khac hoan toan o day", motto, 0.7).is_none());
    }

    #[test]
    fn capitals_allow_a_slip() {
        assert!(is_capitals("ỦY BAN NHÂN DÂN TỈNh"));
        assert!(!is_capitals("Ủy ban nhân dân"));
    }
}
