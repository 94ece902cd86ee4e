//! Dashes inside names, as against those of bullets: `Công nghiệp - Viễn thông`.

use crate::document::context::Context;
use rustc_hash::FxHashSet as HashSet;

/// Words that a dash joins in the names of bodies and places that any text may name, folded.
const JOINED: &[(&str, &str)] = &[
    ("thanh", "truyen"),
    ("dong", "thuong"),
    ("te", "ky"),
    ("chinh", "ke"),
    ("hoach", "tai"),
    ("dua", "khen"),
    ("tri", "xa"),
    ("ria", "vung"),
];

/// The pairs of words between which a dash with blanks stands inside a line of the text, and [`JOINED`].
pub(super) struct Dashes<'c>(HashSet<(&'c str, &'c str)>);

impl<'c> Dashes<'c> {
    /// Those of the lines `from..to`, once through them.
    pub(super) fn of(context: &'c Context, from: usize, to: usize) -> Self {
        let mut pairs = HashSet::from_iter(JOINED.iter().copied());
        for line in from..to {
            let folded = context.folded_line(line);
            for at in memchr::memmem::find_iter(folded.as_bytes(), b" - ") {
                let before = folded[..at].rsplit(' ').next();
                let after = folded[at + 3..].split([' ', ',', ';', '.']).next();
                pairs.extend(
                    before
                        .zip(after)
                        .filter(|(a, b)| !a.is_empty() && !b.is_empty()),
                );
            }
        }
        Self(pairs)
    }

    /// Whether a dash with blanks stands between the two words, folded, somewhere.
    pub(super) fn contains(&self, before: &str, after: &str) -> bool {
        self.0.contains(&(before, after))
    }
}
