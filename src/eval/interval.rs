//! Percentile bootstrap intervals of pooled ratios.

use super::counts::{Counts, Metric};

/// Resamples drawn for an interval.
pub const RESAMPLES: usize = 2_000;
/// Seed of the draws: equal texts give equal intervals.
const SEED: u64 = 0x76c3_16e2_6261_6e01;

/// For each figure the 2.5th and 97.5th percentile of the ratio of sums over resampled `units`.
///
/// A unit is a document, or a line where there is one document only. `None` for a figure that nothing
/// was counted for, or with fewer than two units.
pub fn intervals(units: &[Counts]) -> Vec<(Metric, Option<[f64; 2]>)> {
    let mut values: Vec<Vec<f64>> = vec![Vec::new(); Metric::ALL.len()];
    if units.len() > 1 {
        let mut state = SEED;
        for _ in 0..RESAMPLES {
            let mut sum = Counts::default();
            for _ in 0..units.len() {
                sum += &units[draw(&mut state, units.len())];
            }
            for metric in Metric::ALL {
                values[metric as usize].extend(sum.get(metric).value());
            }
        }
    }
    Metric::ALL
        .into_iter()
        .zip(values)
        .map(|(metric, mut drawn)| {
            drawn.sort_by(f64::total_cmp);
            let at = |share: f64| drawn[((drawn.len() - 1) as f64 * share).round() as usize];
            (metric, (!drawn.is_empty()).then(|| [at(0.025), at(0.975)]))
        })
        .collect()
}

/// A number below `bound`, from SplitMix64.
fn draw(state: &mut u64, bound: usize) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    ((u128::from(z) * bound as u128) >> 64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_the_pooled_value_and_repeats() {
        let units: Vec<Counts> = (0..40)
            .map(|i| {
                let mut counts = Counts::default();
                counts.add(Metric::Syllable, 90 + i % 10, 100);
                counts
            })
            .collect();
        let first = intervals(&units);
        let [low, high] = first[0].1.unwrap();
        assert!(low < 0.945 && 0.945 < high && high - low < 0.03);
        assert_eq!(first, intervals(&units));
        assert_eq!(intervals(&units[..1])[0].1, None);
    }
}
