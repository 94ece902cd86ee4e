//! The case pattern of a word, kept apart from its letters.

/// Which letters of a word are capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Case {
    /// `ủy ban`: no capital.
    #[default]
    Lower,
    /// `Ủy`: the first letter only. A single capital letter counts as this.
    Title,
    /// `ỦY`: all letters, at least two.
    Upper,
    /// Anything else (`McDonald`).
    Mixed,
}

impl Case {
    /// The pattern of `word`; combining marks and other signs without case do not matter.
    pub fn of(word: &str) -> Self {
        let (mut upper, mut lower, mut first_upper, mut seen) = (0, 0, false, false);
        for c in word.chars() {
            if c.is_uppercase() {
                upper += 1;
                first_upper |= !seen;
                seen = true;
            } else if c.is_lowercase() {
                lower += 1;
                seen = true;
            }
        }
        match (upper, lower) {
            (0, _) => Self::Lower,
            (1, _) if first_upper => Self::Title,
            (_, 0) => Self::Upper,
            _ => Self::Mixed,
        }
    }

    /// `lowercase` written in this pattern. `Mixed` leaves it as it is: the pattern says too
    /// little, see [`copy_case`].
    pub fn apply(self, lowercase: &str) -> String {
        match self {
            Self::Lower | Self::Mixed => lowercase.to_owned(),
            Self::Upper => lowercase.to_uppercase(),
            Self::Title => {
                let mut chars = lowercase.chars();
                match chars.next() {
                    Some(first) => first.to_uppercase().chain(chars).collect(),
                    None => String::new(),
                }
            }
        }
    }
}

/// `lowercase` with the case of `pattern`, letter by letter where both have as many letters
/// (combining marks aside), else by the pattern as a whole.
pub fn copy_case(pattern: &str, lowercase: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let case = Case::of(pattern);
    if case != Case::Mixed {
        return case.apply(lowercase);
    }
    let pattern: Vec<char> = pattern.nfc().collect();
    if pattern.len() != lowercase.chars().count() {
        return lowercase.to_owned();
    }
    lowercase
        .chars()
        .zip(pattern)
        .flat_map(|(c, model)| {
            let upper = model.is_uppercase();
            let capital = upper.then(|| c.to_uppercase());
            let same = (!upper).then_some(c);
            capital.into_iter().flatten().chain(same)
        })
        .collect()
}
