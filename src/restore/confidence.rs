//! How sure a change is, as a probability that keeps its word.
//!
//! The search knows how sure its own models are. N-grams and contexts partly say the same, so that a wide search
//! is surer than it is right, above all on general text. A line through the log-odds brings that back: fitted by
//! logistic regression on the changes in development texts (law, encyclopedia and news in equal parts; rendered
//! pages of them for [`Condition::Foreign`]; scans for [`Condition::Vietnamese`]). Tables on held-out halves:
//! `benches/records`.

use super::{Condition, Profile};

/// Beyond these odds no probability is claimed.
const SUREST: f32 = 0.999_999;

/// Slope and shift of the log-odds.
fn line(condition: Condition, profile: Profile) -> (f32, f32) {
    match (condition, profile) {
        (Condition::Stripped, Profile::Fast) => (1.22, -0.63),
        (Condition::Stripped, Profile::Best) => (0.69, -0.32),
        (Condition::Foreign, Profile::Fast) => (0.77, -0.03),
        (Condition::Foreign, Profile::Best) => (0.44, -0.16),
        (Condition::Vietnamese | Condition::Clean, _) => (1.0, 0.0),
    }
}

/// The probability that a reading is right, from its share among the search's readings; both 0 to 1.
pub fn calibrated(posterior: f32, condition: Condition, profile: Profile) -> f32 {
    let (slope, shift) = line(condition, profile);
    let sure = posterior.clamp(1.0 - SUREST, SUREST);
    let odds = slope * (sure / (1.0 - sure)).ln() + shift;
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surer_reading_stays_the_surer_one() {
        let conditions = [
            Condition::Stripped,
            Condition::Foreign,
            Condition::Vietnamese,
        ];
        for condition in conditions {
            for profile in [Profile::Fast, Profile::Best] {
                let sure = |posterior: f32| calibrated(posterior, condition, profile);
                let posteriors = [0.0, 0.2, 0.5, 0.8, 0.95, 0.999, 1.0];
                assert!(posteriors.windows(2).all(|p| sure(p[0]) < sure(p[1])));
                assert!(sure(0.0) > 0.0 && sure(1.0) <= 1.0);
            }
        }
    }
}
