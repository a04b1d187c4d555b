//! Words as people give them: what a keyboard, a paste or a file brings along and nobody means.

use std::borrow::Cow;

/// What was typed or pasted, without control characters. Word processors and PDFs break lines with a vertical tab, a
/// form feed or U+2028: in `long` words these are line breaks, in a line they are spaces, as tabs are. All other
/// control characters are dropped; FHIR has no place for them.
pub fn typed(text: &str, long: bool) -> Cow<'_, str> {
    let stays = |c: char| if long { matches!(c, '\n' | '\t') } else { false };
    if text.chars().all(|c| stays(c) || !(c.is_control() || breaks_line(c))) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\n' if before == '\r' => {} // the second half of one line break
            _ if breaks_line(c) => plain.push(if long { '\n' } else { ' ' }),
            '\t' => plain.push(if long { '\t' } else { ' ' }),
            _ if c.is_control() => {}
            _ => plain.push(c),
        }
        before = c;
    }
    Cow::Owned(plain)
}

/// Whether a line ends here, by Unicode's rules for new lines (UAX 14, classes BK, CR, LF and NL).
fn breaks_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether the words say nothing: they are white space, control characters or signs without a width. Blank words are
/// no answer.
pub fn is_blank(text: &str) -> bool {
    let without_width =
        |c| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}');
    text.chars().all(|c| c.is_whitespace() || c.is_control() || without_width(c))
}

/// The control characters in a text: all but tabs and line ends, which FHIR allows.
pub fn control_characters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

/// A file's text. A byte order mark in front is passed over.
///
/// # Errors
/// Where it is not written in UTF-8, and what to do.
pub fn decoded(file: Vec<u8>) -> Result<String, String> {
    const AGAIN: &str = "Save it again and choose the encoding UTF-8.";
    // Its first sign is one of ASCII's in every file that is read here, and UTF-16 gives it two bytes.
    if matches!(file.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..]) {
        return Err(format!("It is saved as UTF-16. {AGAIN}"));
    }
    match String::from_utf8(file) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.remove(0);
            }
            Ok(text)
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let (before, from) = error.as_bytes().split_at_checked(at).unwrap_or_default();
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            let in_line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
            // In UTF-8 every byte of a letter but the first begins with the bits 10.
            let column = in_line.iter().filter(|byte| **byte & 0xc0 != 0x80).count() + 1;
            let byte = from.first().copied().unwrap_or_default();
            Err(format!(
                "It is not saved as UTF-8: at line {line}, column {column} stands the byte {byte:02X}, which is no letter there. {AGAIN}"
            ))
        }
    }
}
