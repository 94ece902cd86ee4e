//! The labels of points (*điểm*).

/// The letters that number points, in order: no f, j, w, z, no marked vowels, but đ.
pub const POINT_LABELS: [&str; 23] = [
    "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t",
    "u", "v", "x", "y",
];
