//! Broad costs from the shapes of letters: what any engine may do to them, under what was learned from one.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters that engines take for one another. Each pair of a row is a possible confusion.
const LOOK_ALIKE: &[&str] = &[
    "o0cea6OQDCG",
    "il1Ijt!|[]rf",
    "b6hB8",
    "uvnyU",
    "g9qyj",
    "s5S$8",
    "z2Z",
    "dơđaD",
    "PDĐ",
    "PB",
    "tfr+",
    "aăâde",
    "êéềếe&¢",
    "ơởờớo6d",
    "Q0OĐD",
    "EFÉ",
    "UVN",
    "HNMW",
    "TIYJ",
    "AÀÁ4",
    "wưu",
    "mn",
    "kK",
    "xX",
];

/// Several letters for one.
const MERGED: &[(&str, &str)] = &[
    ("ủ", "ti"),
    ("ủ", "ii"),
    ("ũ", "ii"),
    ("ú", "ii"),
    ("u", "ii"),
    ("n", "ri"),
    ("m", "rn"),
    ("h", "li"),
    ("ư", "ir"),
    ("ừ", "ir"),
    ("ứ", "ir"),
    ("ư", "tr"),
    ("ừ", "tr"),
    ("ữ", "tr"),
    ("ử", "tr"),
    ("ư", "ur"),
    ("ừ", "ur"),
    ("d", "cl"),
    ("đ", "cl"),
    ("Đ", "BD"),
    ("Đ", "BP"),
    ("Đ", "Bb"),
    ("k", "lc"),
    ("p", "jo"),
];

/// The letter without its marks; `đ` becomes `d`. Other characters stay.
pub fn bare(c: char) -> char {
    match c {
        'đ' => 'd',
        'Đ' => 'D',
        _ if c.is_ascii() => c,
        _ => std::iter::once(c)
            .nfd()
            .find(|c| !is_combining_mark(*c))
            .unwrap_or(c),
    }
}

/// The cost in nats of seeing `seen` where `printed` stands.
pub fn substitution(printed: Shape, seen: Shape) -> f32 {
    if printed.letter == seen.letter {
        return 0.7;
    }
    let (p, s) = (printed.bare, seen.bare);
    if p == s {
        return if seen.letter == s { 1.2 } else { 2.5 };
    }
    if p.eq_ignore_ascii_case(&s) || printed.rows & seen.rows != 0 {
        4.0
    } else if s.is_alphanumeric() && p.is_alphabetic() {
        9.0
    } else {
        8.0
    }
}

/// What the cost of a letter depends on, found once for each letter.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    letter: char,
    bare: char,
    /// The rows of [`LOOK_ALIKE`] that hold it, as bits.
    rows: u64,
}

impl Shape {
    /// The shape of a letter.
    pub fn of(letter: char) -> Self {
        let bare = bare(letter);
        let holds = |row: &&str| row.contains(letter) || row.contains(bare);
        let rows = LOOK_ALIKE.iter().enumerate().filter(|(_, row)| holds(row));
        Self {
            letter,
            bare,
            rows: rows.map(|(i, _)| 1 << i).sum(),
        }
    }
}

/// The cost of two seen letters for one printed one, where their shapes allow it.
pub fn merged() -> impl Iterator<Item = (char, [char; 2], f32)> {
    MERGED.iter().filter_map(|(printed, seen)| {
        let mut letters = seen.chars();
        Some((
            printed.chars().next()?,
            [letters.next()?, letters.next()?],
            4.0,
        ))
    })
}
