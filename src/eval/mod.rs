//! Text and documents against their truth: accuracy, error rates, repair and harm, with intervals.
