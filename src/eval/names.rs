//! Names of people and places, found by their capitals: harm done to them is a figure of its own.

/// For each letter run of a line (byte ranges), whether it belongs to a name.
///
/// A name is a run of at least two syllables, one space apart, each with a capital first and small
/// letters after; at the start of the line or of a sentence at least three.
pub fn name_syllables(line: &str, syllables: &[(usize, usize)]) -> Vec<bool> {
    let mut is_name = vec![false; syllables.len()];
    let mut at = 0;
    while at < syllables.len() {
        let mut end = at;
        while end < syllables.len()
            && is_capitalised(&line[syllables[end].0..syllables[end].1])
            && (end == at || &line[syllables[end - 1].1..syllables[end].0] == " ")
        {
            end += 1;
        }
        let least = if opens_sentence(&line[..syllables[at].0]) {
            3
        } else {
            2
        };
        if end - at >= least {
            is_name[at..end].fill(true);
        }
        at = end.max(at + 1);
    }
    is_name
}

fn is_capitalised(syllable: &str) -> bool {
    let mut letters = syllable.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.clone().next().is_some()
        && letters.all(char::is_lowercase)
}

fn opens_sentence(before: &str) -> bool {
    let before =
        before.trim_end_matches(|c: char| c.is_whitespace() || "\"“”‘’'(-–*+•".contains(c));
    before.is_empty() || before.ends_with(['.', ':', '!', '?', ';', ')'])
}

#[cfg(test)]
mod tests {
    use super::super::normal::letter_runs;
    use super::*;

    #[test]
    fn capitals_make_a_name_but_not_a_sentence_start() {
        let line = "Giao Nguyễn Văn Ba và UBND xã Bình An. Căn Cứ luật; ông A đi Huế";
        let runs = letter_runs(line);
        let marks = name_syllables(line, &runs);
        let names: Vec<_> = runs
            .iter()
            .zip(&marks)
            .filter(|(_, m)| **m)
            .map(|(r, _)| &line[r.0..r.1])
            .collect();
        assert_eq!(names, ["Giao", "Nguyễn", "Văn", "Ba", "Bình", "An"]);
    }
}
