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
