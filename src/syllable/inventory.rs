//! The closed inventory: onsets (*âm đầu*), rimes (*vần*) and which of them meet.
//!
//! The spelling rules are those of the school grammar: `c g ng` stand before back vowels and
//! `k gh ngh` before front ones, `qu` swallows the medial glide, `gi` swallows an `i` that follows.

/// Every onset as it is spelled; the first is the empty one.
pub(super) const ONSETS: [&str; 28] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
    "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
];

/// Every rime as it is spelled without a tone, sorted by letters without marks.
pub(super) const RIMES: [&str; 170] = [
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", //
    "âc", "âm", "ân", "âng", "âp", "ât", "âu", "ây", //
    "ăc", "ăm", "ăn", "ăng", "ăp", "ăt", //
    "e", "ec", "em", "en", "eng", "eo", "ep", "et", //
    "ê", "êch", "êm", "ên", "êng", "ênh", "êp", "êt", "êu", //
    "i", "ia", "ich", "im", "in", "inh", "ip", "it", "iu", //
    "iêc", "iêm", "iên", "iêng", "iêp", "iêt", "iêu", //
    "o", "oc", "oi", "om", "on", "ong", "ooc", "oong", "op", "ot", //
    "oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat", "oay", //
    "oăc", "oăm", "oăn", "oăng", "oăt", //
    "oe", "oem", "oen", "oeo", "oet", //
    "ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôông", "ôp", "ôt", //
    "ơ", "ơi", "ơm", "ơn", "ơp", "ơt", //
    "u", "ua", "uc", "ui", "um", "un", "ung", "up", "ut", //
    "uân", "uâng", "uât", "uây", //
    "uê", "uêch", "uênh", "uêu", //
    "uôc", "uôi", "uôm", "uôn", "uông", "uôp", "uôt", //
    "uơ", "uy", "uya", "uych", "uyn", "uynh", "uyp", "uyt", "uyu", "uyên", "uyêt", //
    "ư", "ưa", "ưc", "ưi", "ưm", "ưn", "ưng", "ưt", "ưu", //
    "ươc", "ươi", "ươm", "ươn", "ương", "ươp", "ươt", "ươu", //
    "y", "ych", "yn", "ynh", "yp", "yt", "yên", "yêt", "yêm", "yêng", "yêu",
];

/// Number of toneless letters combinations that the tables span, legal or not.
pub(super) const ONSET_COUNT: usize = ONSETS.len();

fn first(rime: &str) -> char {
    rime.chars().next().unwrap_or(' ')
}

/// Whether a rime begins with a front vowel, before which /k, ɣ, ŋ/ are spelled `k gh ngh`.
fn is_front(rime: &str) -> bool {
    matches!(first(rime), 'e' | 'ê' | 'i')
}

/// Whether a rime begins with the medial glide /w/ spelled `o` or `u`.
fn has_glide(rime: &str) -> bool {
    ["oa", "oă", "oe", "uâ", "uê", "uy", "uơ"]
        .iter()
        .any(|glide| rime.starts_with(glide))
}

/// Whether `onset` and `rime` meet in Vietnamese spelling.
pub(super) fn meet(onset: &str, rime: &str) -> bool {
    let front = is_front(rime);
    // `y` as a nucleus alone stands after few onsets; with a coda only after `qu` or nothing.
    if first(rime) == 'y' {
        return match onset {
            "qu" => !matches!(rime, "yêm" | "yêng" | "yêu"),
            "" => matches!(rime, "y" | "yêm" | "yên" | "yêng" | "yêt" | "yêu"),
            "h" | "k" | "l" | "m" | "n" | "s" | "t" | "v" | "qui" | "th" | "b" | "d" | "r" => {
                rime == "y"
            }
            _ => false,
        };
    }
    match onset {
        // Alone, /iə/ is spelled with `y` (`yên`), except in `ỉa`.
        "" => !rime.starts_with("iê"),
        "c" => !front && !has_glide(rime),
        "k" | "gh" | "ngh" => front,
        "g" => !front,
        "ng" => !front,
        // `gi` + `êt` would be spelled as `gi` + `iêt`; `gi` + `ia` as `gi` + `a`.
        "gi" => {
            !matches!(rime, "ia" | "iu")
                && !has_glide(rime)
                && (!rime.starts_with('ê') || matches!(rime, "ê" | "êch" | "ênh"))
        }
        "qu" => {
            !has_glide(rime)
                && !matches!(first(rime), 'o' | 'u' | 'ư')
                && !rime.starts_with("ia")
                && !rime.starts_with("iê")
                && !rime.starts_with("ôô")
        }
        _ => true,
    }
}

/// The letters of onset and rime together, without a tone.
pub(super) fn join(onset: &str, rime: &str) -> String {
    match rime.strip_prefix('i') {
        Some(rest) if onset == "gi" => format!("gi{rest}"),
        _ => format!("{onset}{rime}"),
    }
}

/// Whether a rime ends in a stop (*âm cuối tắc*): only *sắc* and *nặng* stand on it.
pub(super) fn is_checked(rime: &str) -> bool {
    rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch")
}
