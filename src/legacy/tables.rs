//! Which bytes write which Vietnamese letter, for each encoding; both directions from one table.

use super::Encoding;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Letters by byte, 16 to a row from the row given; a space where the byte writes no letter.
type Rows = &'static [(u8, &'static str)];

/// VN3 and, where VN3 has nothing, the capitals and combining tones of VN2. The C1 range is left alone:
/// ABC fonts have quotes and dashes there.
const TCVN3: Rows = &[
    (0xA0, " ĂÂÊÔƠƯĐăâêôơưđẰ"),
    (0xB0, "\u{300}\u{309}\u{303}\u{301}\u{323}àảãáạẲằẳẵắẴ"),
    (0xC0, "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ"),
    (0xD0, "éẹềểễếệìỉỄẾỒĩíịò"),
    (0xE0, "Ổỏõóọồổỗốộờởỡớợù"),
    (0xF0, "ỖủũúụừửữứựỳỷỹýỵỐ"),
];

const VISCII: Rows = &[
    (0x00, "  Ẳ  ẴẪ         "),
    (0x10, "    Ỷ    Ỹ    Ỵ "),
    (0x80, "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"),
    (0x90, "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"),
    (0xA0, "Õắằặấầẩậẽẹếềểễệố"),
    (0xB0, "ồổỗỠƠộờởịỰỨỪỬơớƯ"),
    (0xC0, "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"),
    (0xD0, "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"),
    (0xE0, "àáâãảăữẫèéêẻìíĩỉ"),
    (0xF0, "đựòóôõỏọụùúũủýợỮ"),
];

const VPS: Rows = &[
    (0x00, "  ẠẬẶẸỆ         "),
    (0x10, "ỊỌỘỢỤỰ   Ỵ  ẪỮ  "),
    (0x80, "ÀẢÃẤẦẨọỗĂếềểệẮẰẲ"),
    (0x90, "Ế  ỀỂỄỐỒỔỖýỷỵỚỜỞ"),
    (0xA0, " ắằẳẵặỠớÙờởỡŨỨợỪ"),
    (0xB0, "ổỬỲỸÍÌộỈĨÓửữÒỎÕự"),
    (0xC0, "ầÁÂấẩẫậđẻÉÊẹỉễịỹ"),
    (0xD0, "ƯỦồốÔỏơÈừứÚũưÝẺ "),
    (0xE0, "àáâãảạă èéêẽìí ĩ"),
    (0xF0, "ẴĐòóôõ Ơụùúủ ỶẼỳ"),
];

const WINDOWS_1258: Rows = &[
    (0xC0, "ÀÁÂĂ    ÈÉÊ \u{300}Í  "),
    (0xD0, "Đ \u{309}ÓÔƠ   ÙÚ  Ư\u{303} "),
    (0xE0, "àáâă    èéê \u{301}í  "),
    (0xF0, "đ \u{323}óôơ   ùú  ư  "),
];

/// VNI letters of one byte, and what each second byte does to the vowel before it.
const VNI_LETTERS: &[(char, char)] = &[
    ('ñ', 'đ'),
    ('ô', 'ơ'),
    ('ö', 'ư'),
    ('í', 'í'),
    ('ì', 'ì'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
    ('î', 'ỵ'),
];
/// Acute, grave, hook, tilde, dot on a plain vowel, on `ơ` and on `ư`.
const VNI_TONES: &[(char, char)] = &[
    ('ù', '\u{301}'),
    ('ø', '\u{300}'),
    ('û', '\u{309}'),
    ('õ', '\u{303}'),
    ('ï', '\u{323}'),
];
/// Circumflex, alone and with the five tones.
const VNI_CIRCUMFLEX: &[(char, &str)] = &[
    ('â', ""),
    ('á', "\u{301}"),
    ('à', "\u{300}"),
    ('å', "\u{309}"),
    ('ã', "\u{303}"),
    ('ä', "\u{323}"),
];
/// Breve, alone and with the five tones.
const VNI_BREVE: &[(char, &str)] = &[
    ('ê', ""),
    ('é', "\u{301}"),
    ('è', "\u{300}"),
    ('ú', "\u{309}"),
    ('ü', "\u{303}"),
    ('ë', "\u{323}"),
];

/// The code sequences of one encoding, both ways.
pub(super) struct Table {
    /// What each byte writes by itself: a letter, or a combining tone.
    single: [Option<char>; 256],
    /// What two bytes write together.
    pairs: FxHashMap<[u8; 2], char>,
    /// The sequence that an encoder writes for each letter.
    pub encode: FxHashMap<char, Vec<u8>>,
}

impl Table {
    /// The table of an encoding; `None` for those that are not made of single letters.
    pub fn of(encoding: Encoding) -> Option<&'static Self> {
        static TABLES: [LazyLock<Table>; 5] = [
            LazyLock::new(|| rows(TCVN3)),
            LazyLock::new(vni),
            LazyLock::new(|| rows(VISCII)),
            LazyLock::new(|| rows(VPS)),
            LazyLock::new(|| rows(WINDOWS_1258)),
        ];
        let at = match encoding {
            Encoding::Tcvn3 => 0,
            Encoding::Vni => 1,
            Encoding::Viscii => 2,
            Encoding::Vps => 3,
            Encoding::Windows1258 => 4,
            Encoding::Viqr | Encoding::Utf8AsWindows1252 => return None,
        };
        Some(&TABLES[at])
    }

    /// The letter or tone that a byte writes by itself.
    pub fn single(&self, byte: u8) -> Option<char> {
        self.single[usize::from(byte)]
    }

    /// What two bytes write together.
    pub fn pair(&self, bytes: [u8; 2]) -> Option<char> {
        self.pairs.get(&bytes).copied()
    }
}

fn rows(rows: Rows) -> Table {
    let mut single = [None; 256];
    let mut encode: FxHashMap<char, Vec<u8>> = FxHashMap::default();
    for (start, letters) in rows {
        for (byte, letter) in (*start..=start | 0xF).zip(letters.chars()) {
            if letter != ' ' {
                single[usize::from(byte)] = Some(letter);
                encode.insert(letter, vec![byte]);
            }
        }
    }
    // Letters that are written as a letter and a combining tone.
    let tones: Vec<char> = encode
        .keys()
        .copied()
        .filter(|c| is_combining(*c))
        .collect();
    let letters: Vec<char> = encode
        .keys()
        .copied()
        .chain("aeiouyAEIOUY".chars())
        .collect();
    for tone in tones {
        for &letter in letters.iter().filter(|c| !is_combining(**c)) {
            if let Some(toned) = join(letter, tone) {
                let base = encode.get(&letter).cloned().unwrap_or(vec![letter as u8]);
                let sequence = [base, encode[&tone].clone()].concat();
                encode.entry(toned).or_insert(sequence);
            }
        }
    }
    Table {
        single,
        pairs: FxHashMap::default(),
        encode,
    }
}

fn vni() -> Table {
    let mut table = Table {
        single: [None; 256],
        pairs: FxHashMap::default(),
        encode: FxHashMap::default(),
    };
    let mut add = |bytes: [char; 2], letter: char| {
        let upper = |c: char| c.to_uppercase().next().unwrap_or(c);
        // Capitals take capital or small marks after them; encoders write capital ones.
        for (bytes, letter) in [
            (bytes, letter),
            ([upper(bytes[0]), bytes[1]], upper(letter)),
            (bytes.map(upper), upper(letter)),
        ] {
            let bytes = bytes.map(|c| c as u8);
            let length = match bytes {
                [byte, 0] => {
                    table.single[usize::from(byte)] = Some(letter);
                    1
                }
                _ => {
                    table.pairs.insert(bytes, letter);
                    2
                }
            };
            table.encode.insert(letter, bytes[..length].to_vec());
        }
    };
    for &(byte, letter) in VNI_LETTERS {
        add([byte, '\0'], letter);
    }
    for (byte, base) in [
        ('a', 'a'),
        ('e', 'e'),
        ('o', 'o'),
        ('u', 'u'),
        ('y', 'y'),
        ('ô', 'ơ'),
        ('ö', 'ư'),
    ] {
        for &(mark, tone) in VNI_TONES {
            if let Some(letter) = join(base, tone) {
                // ỵ has a byte of its own.
                if letter != 'ỵ' {
                    add([byte, mark], letter);
                }
            }
        }
    }
    for (vowels, shape, marks) in [
        ("aeo", '\u{302}', VNI_CIRCUMFLEX),
        ("a", '\u{306}', VNI_BREVE),
    ] {
        for vowel in vowels.chars() {
            let shaped = join(vowel, shape).unwrap_or(vowel);
            for (mark, tone) in marks {
                let letter = tone
                    .chars()
                    .fold(shaped, |l, tone| join(l, tone).unwrap_or(l));
                add([vowel, *mark], letter);
            }
        }
    }
    table
}

/// The letter that a letter and a combining mark make together, if there is one.
pub(super) fn join(letter: char, mark: char) -> Option<char> {
    let mut joined = [letter, mark].into_iter().nfc();
    joined.next().filter(|_| joined.next().is_none())
}

pub(super) fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

#[cfg(test)]
pub(super) fn vietnamese_letters() -> Vec<char> {
    let mut letters = vec!['đ', 'Đ'];
    for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY".chars() {
        letters.push(vowel);
        letters.extend(
            "\u{300}\u{301}\u{303}\u{309}\u{323}"
                .chars()
                .filter_map(|t| join(vowel, t)),
        );
    }
    letters.retain(|c| !c.is_ascii());
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_writes_every_letter_its_own_way() {
        assert_eq!(vietnamese_letters().len(), 134);
        for encoding in Encoding::DETECTED {
            let Some(table) = Table::of(encoding) else {
                continue;
            };
            let mut seen = FxHashMap::default();
            for letter in vietnamese_letters() {
                let bytes = table.encode.get(&letter);
                let bytes = bytes.unwrap_or_else(|| panic!("{encoding:?} lacks {letter}"));
                assert_eq!(seen.insert(bytes, letter), None, "{encoding:?}: {letter}");
            }
        }
    }
}
