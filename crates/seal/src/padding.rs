//! The length of a sealed text tells how much is in it, so every text is padded to the same length first.

/// The text with as many spaces behind it as make its length a multiple of so many bytes. JSON stays JSON.
pub fn padded(text: &str, size: usize) -> String {
    let size = size.max(1);
    let length = text.len().div_ceil(size).max(1) * size;
    let mut padded = String::with_capacity(length);
    padded.push_str(text);
    padded.extend(std::iter::repeat_n(' ', length - text.len()));
    padded
}

/// The text without its padding.
pub fn trimmed(text: &str) -> &str {
    text.trim_end_matches(' ')
}
