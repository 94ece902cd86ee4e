//! Roman numerals, as headings and quarters are numbered.

const PARTS: [(u32, &str); 13] = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

/// The Roman numeral of 1 to 3999; empty for anything else.
pub fn roman_numeral(mut n: u32) -> String {
    let mut numeral = String::new();
    if n > 3999 {
        return numeral;
    }
    for (value, letters) in PARTS {
        while n >= value {
            numeral.push_str(letters);
            n -= value;
        }
    }
    numeral
}

/// The value of a Roman numeral in capitals, 1 to 3999. Only the one strict spelling of a number
/// counts: `IIII` and `VX` have none.
pub fn roman_value(numeral: &str) -> Option<u32> {
    let mut rest = numeral;
    let mut total = 0;
    for (value, letters) in PARTS {
        while let Some(behind) = rest.strip_prefix(letters) {
            total += value;
            rest = behind;
        }
    }
    let strict = rest.is_empty() && total > 0 && roman_numeral(total) == numeral;
    strict.then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_roman_numeral_returns() {
        for n in 1..4000 {
            let numeral = roman_numeral(n);
            assert_eq!(roman_value(&numeral), Some(n), "{numeral}");
        }
        for wrong in ["", "IIII", "VX", "IC", "ABC", "IIX", "ii", "MMMM"] {
            assert_eq!(roman_value(wrong), None, "{wrong}");
        }
    }
}
