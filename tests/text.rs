//! Words as a keyboard, a paste or a file brings them.

use hiquality::survey::text;
use std::borrow::Cow;

#[test]
fn line_breaks_of_word_processors_and_pdfs_are_line_breaks_in_long_words_and_spaces_in_a_line() {
    for (pasted, long, line) in [
        ("one\u{b}two", "one\ntwo", "one two"),
        ("one\u{c}two", "one\ntwo", "one two"),
        ("one\rtwo", "one\ntwo", "one two"),
        ("one\r\ntwo", "one\ntwo", "one two"),
        ("one\r\n\r\ntwo", "one\n\ntwo", "one  two"),
        ("one\n\rtwo", "one\n\ntwo", "one  two"),
        ("one\u{2028}two", "one\ntwo", "one two"),
        ("one\u{2029}two", "one\ntwo", "one two"),
        ("one\u{85}two", "one\ntwo", "one two"),
        ("one\ttwo", "one\ttwo", "one two"),
    ] {
        assert_eq!(text::typed(pasted, true), long, "{pasted:?}");
        assert_eq!(text::typed(pasted, false), line, "{pasted:?}");
    }
}

#[test]
fn other_control_characters_are_dropped() {
    let controls = (0..0x20).chain(0x7f..0xa0).filter_map(char::from_u32);
    for control in controls.filter(|c| !"\t\n\r\u{b}\u{c}\u{85}".contains(*c)) {
        for long in [true, false] {
            assert_eq!(text::typed(&format!("a{control}b"), long), "ab", "{control:?}");
        }
    }
}

#[test]
fn what_people_write_on_purpose_stays_as_it_is() {
    for words in ["", " ", "naïve – “yes” 👩🏽‍⚕️", "שלום\u{200f}", "non\u{a0}breaking"]
    {
        for long in [true, false] {
            assert!(matches!(text::typed(words, long), Cow::Borrowed(same) if same == words), "{words:?}");
        }
    }
    assert!(matches!(text::typed("two\nlines\tand a tab", true), Cow::Borrowed(_)));
}
