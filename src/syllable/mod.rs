//! The closed Vietnamese syllable (*âm tiết*): onset (*âm đầu*), rime (*vần*), tone (*thanh*) in 16 bits.
