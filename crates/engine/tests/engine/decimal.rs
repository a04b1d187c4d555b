//! Decimal numbers, exact and of any length.

use engine::decimal::Decimal;
use proptest::prelude::*;
use std::cmp::Ordering;

fn number(written: &str) -> Decimal {
    Decimal::read(written).unwrap_or_else(|| panic!("{written}"))
}

#[test]
fn are_written_back_as_they_were_written() {
    for written in ["0", "-0", "0.0", "1.50", "-12.50", "1e3", "1.5E-3", "123456789012345678901234567890.5"] {
        assert_eq!(number(written).to_string(), written);
    }
    assert_eq!(Decimal::from(-7).to_string(), "-7");
}

#[test]
fn are_the_same_number_however_they_are_written() {
    let same = [
        ["0", "-0", "0.000", "0e5", "-0.0e-3"],
        ["1.5", "1.50", "15e-1", "0.15e1", "1500E-3"],
        ["-1000", "-1e3", "-1000.0", "-0.001e6", "-10000e-1"],
        ["0.001", "1e-3", "0.1e-2", "0.0010", "10E-4"],
    ];
    for spellings in same {
        for (one, two) in spellings.iter().flat_map(|one| spellings.iter().map(move |two| (one, two))) {
            assert_eq!(number(one), number(two), "{one} and {two}");
        }
    }
    assert_eq!(Decimal::from(0), number("0.0"));
    assert_eq!(Decimal::from(i32::MIN), number("-2147483648"));
}

#[test]
fn have_an_order() {
    let rising = [
        "-1e400",
        "-1000.1",
        "-1000",
        "-999.99",
        "-1.5",
        "-1.49",
        "-1",
        "-0.002",
        "-0.0011",
        "-0.001",
        "0",
        "1e-400",
        "0.001",
        "0.0011",
        "0.09",
        "0.1",
        "0.10000000000000001",
        "0.11",
        "0.9",
        "1",
        "1.0000000000000000001",
        "9",
        "10",
        "10.5",
        "99",
        "100",
        "1e20",
        "100000000000000000001",
        "1e400",
    ];
    for (at, one) in rising.iter().enumerate() {
        for (other_at, other) in rising.iter().enumerate() {
            assert_eq!(number(one).partial_cmp(&number(other)), Some(at.cmp(&other_at)), "{one} and {other}");
        }
    }
}

#[test]
fn are_read_as_json_has_them_and_not_otherwise() {
    let others = [
        "",
        "-",
        "+1",
        ".5",
        "5.",
        "-.5",
        "01",
        "-00.5",
        "1,5",
        "1.5.2",
        "1e",
        "e3",
        "1e1.5",
        "0x10",
        "NaN",
        "inf",
        " 1",
        "1 ",
        "--1",
        "1-",
        "١",
        "1e401",
        "1e-401",
        "1e99999999999",
        "½",
    ];
    for written in others {
        assert_eq!(Decimal::read(written).map(|read| read.to_string()), None, "{written:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_as_fractions_do(one in any::<i32>(), two in any::<i32>(), places in (-6..7_i32, -6..7_i32)) {
        let exact = |number: i32, places: i32| i128::from(number) * 10_i128.pow(u32::try_from(places + 6).unwrap());
        let expected = exact(one, places.0).cmp(&exact(two, places.1));
        let [one, two] = [(one, places.0), (two, places.1)].map(|(number, places)| spellings(number, places));
        for (one, two) in one.iter().flat_map(|one| two.iter().map(move |two| (one, two))) {
            prop_assert_eq!(number(one).partial_cmp(&number(two)), Some(expected), "{} and {}", one, two);
            prop_assert_eq!(number(one) == number(two), expected == Ordering::Equal);
        }
    }

    #[test]
    fn are_never_more_than_refused(text in "[-+0-9.eE]{0,9}|.{0,6}") {
        if let Some(read) = Decimal::read(&text) {
            prop_assert!(text.parse::<f64>().is_ok(), "{} is read as {}", text, read);
        }
    }
}

/// `number` times ten to the power of `places`, with an exponent and without.
fn spellings(number: i32, places: i32) -> [String; 2] {
    let sign = if number < 0 { "-" } else { "" };
    let digits = number.unsigned_abs().to_string();
    let point = usize::try_from(-places).unwrap_or(0);
    let plain = if places >= 0 {
        let zeros = if number == 0 { 0 } else { usize::try_from(places).unwrap() };
        format!("{sign}{digits}{}", "0".repeat(zeros))
    } else {
        let padded = format!("{digits:0>width$}", width = point + 1);
        let (whole, fraction) = padded.split_at(padded.len() - point);
        format!("{sign}{whole}.{fraction}")
    };
    [plain, format!("{sign}{digits}e{places}")]
}
