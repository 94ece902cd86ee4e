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
}
