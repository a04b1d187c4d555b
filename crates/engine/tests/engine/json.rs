//! Documents as they are written, set against what `serde_json` makes of them.

use engine::json::Value;
use proptest::prelude::*;
use serde_json::json;

fn read(text: &str) -> Value {
    Value::read(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn unreadable(text: &str) -> String {
    Value::read(text).unwrap_err().to_string()
}

#[test]
fn what_is_wrong_is_said_with_its_line_and_column() {
    for (text, message) in [
        ("", "at line 1, column 1 a value is missing"),
        ("{\n  \"a\": tru\n}", "at line 2, column 9 a value is missing"),
        ("{\n  \"a\": 1\n  \"b\": 2\n}", "at line 3, column 3 a comma or the closing bracket is missing"),
        ("{\"a\" 1}", "at line 1, column 6 a colon is missing"),
        ("{a: 1}", "at line 1, column 2 a name in quotes is missing"),
        ("[1,]", "at line 1, column 4 a value is missing"),
        ("[", "at line 1, column 2 a value or the closing bracket is missing"),
        ("[-]", "at line 1, column 3 a digit is missing"),
        ("[1.]", "at line 1, column 4 a digit is missing"),
        ("\"é\", 1", "at line 1, column 4 something stands behind the end"),
        ("[\"cut short", "at line 1, column 12 the text ends within quotes"),
        ("[\"two\nlines\"]", "at line 2, column 1 stands a character that can't stand in quotes so"),
        ("[\"\\x\"]", "at line 1, column 5 stands a character that can't stand in quotes so"),
    ] {
        assert_eq!(unreadable(text), message, "{text}");
    }
}

#[test]
fn a_document_is_as_deep_as_other_programs_take_it_and_no_deeper() {
    let deep = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    for (levels, fits) in [(127, true), (128, false), (100_000, false)] {
        assert_eq!(Value::read(&deep(levels)).is_ok(), fits, "{levels}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&deep(levels)).is_ok(), fits, "{levels}");
    }
    assert_eq!(unreadable(&deep(128)), "at line 1, column 128 it goes deeper than it may");
}

#[test]
fn numbers_keep_all_their_digits() {
    for number in ["0", "-0", "1.50", "0.1", "123456789012345678901234567890.10", "1e400", "-2.5E-3"] {
        assert_eq!(read(number), Value::Number(number.to_owned()));
        assert_eq!(read(number).to_string(), number);
    }
    for no_number in ["007", "+1", ".5", "1.", "NaN", "0x10", "1e", "--1"] {
        assert!(Value::read(no_number).is_err(), "{no_number}");
    }
}

#[test]
fn of_a_name_that_stands_twice_both_are_there_and_the_last_counts() {
    let document = read("{\"b\":1,\"a\":2,\"b\":3}");
    assert_eq!(document.get("b").and_then(Value::as_i64), Some(3));
    assert_eq!(document.to_string(), "{\"b\":1,\"a\":2,\"b\":3}");
}

#[test]
fn every_character_is_written_as_other_programs_write_it() {
    let all: String = (0..0x300).filter_map(char::from_u32).chain("\u{2028}\u{fffd}😀".chars()).collect();
    let written = Value::String(all.clone()).to_string();
    assert_eq!(written, json!(all).to_string());
    assert_eq!(read(&written), Value::String(all));
}

/// Documents of any shape.
fn documents() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|yes| json!(yes)),
        any::<i64>().prop_map(|number| json!(number)),
        any::<String>().prop_map(|words| json!(words)),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(|list| json!(list)),
            prop::collection::btree_map(any::<String>(), inner, 0..6).prop_map(|object| json!(object)),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_written_reads_back_and_looks_the_same_elsewhere(document in documents()) {
        let pretty = format!("{document:#}");
        let read = read(&pretty);
        prop_assert_eq!(read.to_string(), document.to_string());
        prop_assert_eq!(format!("{read:#}"), pretty);
    }

    #[test]
    fn a_damaged_document_is_read_where_other_programs_read_it(
        document in documents(), at: prop::sample::Index, sign in "[\\[\\]{}\",:0-9.eE+truefalsn \\\\\\-]", whole: bool,
    ) {
        let mut text: Vec<char> = document.to_string().chars().collect();
        let at = at.index(text.len());
        if whole { text[at] = sign.chars().next().unwrap_or(' ') } else { text.truncate(at) }
        let text: String = text.into_iter().collect();
        prop_assert_eq!(Value::read(&text).is_ok(), serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{}", text);
    }
}
