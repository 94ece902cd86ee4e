//! What a scan's reader makes of a seal or a pen across the list of recipients: scraps, left out of values.

/// Signs that no name of a body has.
const FOREIGN: &[char] = &[
    '=', '„', '`', '~', '<', '>', '{', '}', '|', '^', '_', '¬', '§', '©', '®', '°', '¢', '£', '¥',
    '«', '»', '\\', '[', ']', '⁄',
];

/// The words of an item without scraps, and without the capitals right behind one: a line of the signature
/// seen through the seal. Behind an item's end nothing is left where one stands there.
pub fn without(text: &str) -> String {
    let tail = text.rsplit_once("; ");
    let text = tail.map_or(
        text,
        |(item, tail)| if tail.contains(FOREIGN) { item } else { text },
    );
    let mut words: Vec<&str> = Vec::new();
    let mut behind = false;
    for word in text.split(' ') {
        let scrap = is_scrap(word, words.last().copied());
        let capitals = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
        behind = scrap || behind && capitals;
        if !behind {
            words.push(word);
        }
    }
    words.join(" ")
}

/// Whether a word is none: it has a foreign sign, or is one letter behind an item's end.
fn is_scrap(word: &str, before: Option<&str>) -> bool {
    let alone = word.chars().count() == 1
        && word.chars().all(char::is_alphabetic)
        && before.is_some_and(|w| w.ends_with(';'));
    word.contains(FOREIGN) || alone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_leaves_no_words() {
        assert_eq!(
            without("Các sở, ban ==ss„LONG GIÁM ĐỐC ngành tỉnh"),
            "Các sở, ban ngành tỉnh"
        );
        assert_eq!(
            without("Văn phòng Tỉnh ủy. <Ỹ`.ưF_\""),
            "Văn phòng Tỉnh ủy."
        );
        assert_eq!(
            without("Các sở, ban, ngành; S11 E [ 3 TƯỚNG"),
            "Các sở, ban, ngành"
        );
        assert_eq!(
            without("UBND các xã, phường; TT&TT"),
            "UBND các xã, phường; TT&TT"
        );
    }
}
