//! Words as a keyboard, a paste or a file brings them.

use engine::text;
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

#[test]
fn words_that_say_nothing_are_blank() {
    for blank in ["", " ", "\n\t", "\u{a0}", "\u{3000}", "\u{200b}\u{feff}", "\u{ad}", "\u{3}"] {
        assert!(text::is_blank(blank), "{blank:?}");
    }
    for words in ["0", "-", ".", "\u{a0}x", "👍"] {
        assert!(!text::is_blank(words), "{words:?}");
    }
}

mod a_file {
    use super::*;

    #[track_caller]
    fn is_refused(bytes: &[u8], message: &str) {
        assert_eq!(text::decoded(bytes.to_vec()), Err(message.to_owned()));
    }

    #[test]
    fn is_read_with_or_without_a_byte_order_mark() {
        for (bytes, expected) in [
            (&b"{}"[..], "{}"),
            (b"\xef\xbb\xbf{}", "{}"),
            (b"", ""),
            (b"\xef\xbb\xbf", ""),
            ("{\"é\": \"\u{feff}\"}".as_bytes(), "{\"é\": \"\u{feff}\"}"),
        ] {
            assert_eq!(text::decoded(bytes.to_vec()).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn that_a_windows_program_saved_in_its_own_encoding_is_refused_with_the_place() {
        is_refused(
            b"{\n  \"name\": \"Zo\xeb\"\n}",
            "It is not saved as UTF-8: at line 2, column 14 stands the byte EB, which is no letter there. Save it again and choose the encoding UTF-8.",
        );
        is_refused(
            b"\xe9",
            "It is not saved as UTF-8: at line 1, column 1 stands the byte E9, which is no letter there. Save it again and choose the encoding UTF-8.",
        );
        // Columns are letters, as editors count them.
        is_refused(
            b"\xc3\xa9\xc3\xa9\x96",
            "It is not saved as UTF-8: at line 1, column 3 stands the byte 96, which is no letter there. Save it again and choose the encoding UTF-8.",
        );
    }

    #[test]
    fn saved_as_utf_16_is_told_from_others() {
        let utf_16: Vec<u16> = "{ }".encode_utf16().collect();
        let little: Vec<u8> = utf_16.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = utf_16.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for (mark, bytes) in [(&b"\xff\xfe"[..], &little), (b"\xfe\xff", &big), (b"", &little), (b"", &big)] {
            is_refused(
                &[mark, bytes].concat(),
                "It is saved as UTF-16. Save it again and choose the encoding UTF-8.",
            );
        }
    }
}
