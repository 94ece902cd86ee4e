//! The Gregorian calendar, as far as a date in a document needs it.

/// Number of days of a month (1 to 12); 0 for a month that does not exist.
pub fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// The date in ISO 8601, or nothing for a day that never was.
pub fn iso(year: i32, month: u32, day: u32) -> Option<String> {
    (day >= 1 && day <= days_in_month(year, month))
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// Day and month without a year in EDTF (`XXXX-06-15`); 29 February may be.
pub fn edtf_day(month: u32, day: u32) -> Option<String> {
    (day >= 1 && day <= days_in_month(2000, month)).then(|| format!("XXXX-{month:02}-{day:02}"))
}

/// The value of a Roman numeral in strict form, 1 to 3999, any case.
pub fn roman(numeral: &str) -> Option<u32> {
    let value = |b: u8| match b.to_ascii_uppercase() {
        b'I' => Some(1),
        b'V' => Some(5),
        b'X' => Some(10),
        b'L' => Some(50),
        b'C' => Some(100),
        b'D' => Some(500),
        b'M' => Some(1000),
        _ => None,
    };
    let mut total = 0u32;
    let mut last = 0;
    if numeral.len() > 15 {
        return None;
    }
    for byte in numeral.bytes().rev() {
        let v = value(byte)?;
        if v < last {
            total = total.checked_sub(v)?;
        } else {
            total += v;
            last = v;
        }
    }
    // Only the one strict spelling of a number counts: `IIII` and `VX` do not.
    (total > 0 && to_roman(total).eq_ignore_ascii_case(numeral)).then_some(total)
}

/// The strict Roman numeral of 1 to 3999; empty for anything else.
pub fn to_roman(mut n: u32) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_two_centuries() {
        // Counted against the length of the Gregorian cycle: 1900–2099 hold 73 049 days.
        let mut days = 0;
        for year in 1900..2100 {
            for month in 0..=13 {
                for day in 0..=32 {
                    days += usize::from(iso(year, month, day).is_some());
                }
            }
        }
        assert_eq!(days, 200 * 365 + 49);
        assert_eq!(iso(2024, 2, 29).as_deref(), Some("2024-02-29"));
        assert_eq!(iso(1900, 2, 29), None);
        assert_eq!(edtf_day(2, 29).as_deref(), Some("XXXX-02-29"));
        assert_eq!(edtf_day(6, 31), None);
    }

    #[test]
    fn every_roman_numeral_returns() {
        for n in 1..4000 {
            let numeral = to_roman(n);
            assert_eq!(roman(&numeral), Some(n), "{numeral}");
            assert_eq!(roman(&numeral.to_lowercase()), Some(n));
        }
        for wrong in ["", "IIII", "VX", "IC", "ABC", "IIX", "XXXXXXXXXXXXXXXXXXXX"] {
            assert_eq!(roman(wrong), None, "{wrong}");
        }
    }
}
