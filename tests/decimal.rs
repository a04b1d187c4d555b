//! Decimal numbers: exact, of any length, written back as they were written.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use hiquality::survey::decimal::Decimal;
use std::cmp::Ordering::{self, Equal, Greater, Less};

#[track_caller]
fn compared(one: &str, two: &str, order: Ordering) {
    let read = |text| Decimal::read(text).unwrap();
    assert_eq!(read(one).partial_cmp(&read(two)), Some(order), "{one} and {two}");
    assert_eq!(read(two).partial_cmp(&read(one)), Some(order.reverse()), "{two} and {one}");
}

#[test]
fn the_same_number_is_equal_however_it_is_written() {
    for (one, two) in [
        ("1.5", "1.50"),
        ("0", "-0"),
        ("0.0", "0"),
        ("1e3", "1000"),
        ("1200e-2", "12"),
        ("0.12E1", "1.2"),
        ("1e-3", "0.001"),
    ] {
        compared(one, two, Equal);
    }
}

#[test]
fn numbers_order_exactly_at_any_length() {
    for (less, more) in [
        ("9", "10"),
        ("-10", "-9"),
        ("-1", "0"),
        ("-0.1", "0.1"),
        ("0.1", "0.11"),
        ("-0.11", "-0.1"),
        ("0.30000000000000004", "0.30000000000000005"),
        ("123456789012345678901234567890.1", "123456789012345678901234567890.2"),
        ("9e99", "1e100"),
    ] {
        compared(less, more, Less);
        compared(more, less, Greater);
    }
}

#[test]
fn what_json_would_not_write_is_no_number() {
    for text in ["", "-", "1.", ".5", "01", "1,5", "+1", "1e", "1e401", "NaN", "1 2", "--1", "0x1"] {
        assert_eq!(Decimal::read(text), None, "{text}");
    }
}

#[test]
fn a_number_is_written_back_as_it_was_written() {
    for text in ["1.50", "-0.0", "1e3", "1E-3"] {
        assert_eq!(Decimal::read(text).unwrap().to_string(), text);
    }
    assert_eq!(Decimal::from(-7).to_string(), "-7");
    assert_eq!(Decimal::from(0), Decimal::read("0.00").unwrap());
}
