//! The syllable language model: training, format, look-up.
