//! The length of a sealed text tells how much is in it, so every text is padded to one of few lengths first.

/// The text with as many spaces behind it as make its length the least of these sizes, in bytes, that it fits; where it fits
/// none, a multiple of the largest. JSON stays JSON.
pub fn padded(text: &str, sizes: &[usize]) -> String {
    let largest = sizes.iter().copied().max().unwrap_or_default().max(1);
    let fitting = sizes.iter().copied().filter(|size| text.len() <= *size).min();
    let length = fitting.unwrap_or_else(|| text.len().div_ceil(largest) * largest);
    let mut padded = String::with_capacity(length);
    padded.push_str(text);
    padded.extend(std::iter::repeat_n(' ', length - text.len()));
    padded
}

/// The text without its padding.
pub fn trimmed(text: &str) -> &str {
    text.trim_end_matches(' ')
}
