//! What the name of a font says about the encoding of its text.

use super::Encoding;

/// The encoding that fonts of this name were made for, if the name is a known one.
///
/// Takes names as PDF files give them, with subset tag and style (`FBHPEM+VnTimeBold`).
pub fn encoding_of_font(name: &str) -> Option<Encoding> {
    let name = base_name(name);
    let lower = name.to_ascii_lowercase();
    // `.VnTime`, in PDF files often without its dot; VnTimes and the like are of the same family.
    if name.starts_with(".Vn") || name.starts_with(".VN") || is_abc_family(name) {
        Some(Encoding::Tcvn3)
    } else if lower.starts_with("vni-")
        || lower.starts_with("vni ")
        || lower.starts_with("vnitimes")
    {
        Some(Encoding::Vni)
    } else if lower.starts_with("vps") {
        Some(Encoding::Vps)
    } else if lower.starts_with("vi times")
        || lower.starts_with("vi arial")
        || lower.contains("viscii")
    {
        Some(Encoding::Viscii)
    } else {
        None
    }
}

/// Whether a font of an ABC family draws capitals only (`.VnTimeH`, `VnArialHBold`).
pub fn is_capital_font(name: &str) -> bool {
    let base = base_name(name);
    if encoding_of_font(name) != Some(Encoding::Tcvn3) {
        return false;
    }
    let mut rest = base.split([',', '-']).next().unwrap_or(base).trim_end();
    while let Some(shorter) = ["Bold", "Italic", "Oblique", "Normal", "Regular", "MT"]
        .iter()
        .find_map(|s| rest.strip_suffix(s))
    {
        rest = shorter.trim_end();
    }
    rest.ends_with('H')
}

/// The name without subset tag.
fn base_name(name: &str) -> &str {
    match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()) => rest,
        _ => name,
    }
}

/// Families of the ABC fonts, as named after `Vn`.
fn is_abc_family(name: &str) -> bool {
    const FAMILIES: [&str; 33] = [
        "3DH",
        "Arabia",
        "Arial",
        "Aristote",
        "AristoteH",
        "Avant",
        "Black",
        "Book-Antiqua",
        "Bodoni",
        "Centur",
        "Clarendon",
        "Commercial",
        "Cooper",
        "Courier",
        "Exotic",
        "Free",
        "Gothic",
        "Helvet",
        "Kool",
        "Lincoln",
        "Linus",
        "Lucida",
        "Memorandum",
        "Monotype",
        "Mystical",
        "Park",
        "Present",
        "Shelley",
        "Southern",
        "Stamp",
        "Teknical",
        "Time",
        "Univers",
    ];
    name.strip_prefix("Vn")
        .is_some_and(|rest| FAMILIES.iter().any(|family| rest.starts_with(family)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_encoding_and_capitals() {
        for (name, encoding, capitals) in [
            ("FBHPEM+VnTime", Some(Encoding::Tcvn3), false),
            ("GDNPMG+VnTimeHBold", Some(Encoding::Tcvn3), true),
            (".VnArialH", Some(Encoding::Tcvn3), true),
            (".VnTimeH,Bold", Some(Encoding::Tcvn3), true),
            ("ABCDEF+.VnArial-NarrowH", Some(Encoding::Tcvn3), false),
            ("VNI-Times", Some(Encoding::Vni), false),
            ("VNI-Times,BoldItalic", Some(Encoding::Vni), false),
            ("VPS Times", Some(Encoding::Vps), false),
            ("TimesNewRomanPSMT", None, false),
            ("VnSans", None, false),
        ] {
            assert_eq!(
                (encoding_of_font(name), is_capital_font(name)),
                (encoding, capitals),
                "{name}"
            );
        }
    }
}
