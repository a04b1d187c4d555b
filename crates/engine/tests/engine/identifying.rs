//! Words that look as if they name a person: what earns a warning, and what people in general practice may well write
//! without one.

use engine::identifying::Identifying::{self, Email, NationalInsurance, NhsNumber, Postcode, Telephone};
use engine::identifying::{found_in, is_email};

/// Each text seems to hold this, by itself and within a sentence, and nothing else.
#[track_caller]
fn seems(kind: Identifying, texts: &[&str]) {
    for text in texts {
        for sentence in [
            (*text).to_owned(),
            format!("Please ask Sam ({text})."),
            format!("It is {text}, I think"),
            format!("One line\n{text}\nanother"),
        ] {
            assert_eq!(found_in(&sentence), [kind], "{sentence}");
        }
    }
}

#[track_caller]
fn seems_harmless(texts: &[&str]) {
    for text in texts {
        assert_eq!(found_in(text), [], "{text}");
    }
}

#[test]
fn nhs_numbers_with_the_right_check_digit() {
    // 943 476 5919 is the example of the NHS Data Dictionary; 999 numbers are for tests; 401 023 2137 has been published.
    seems(
        NhsNumber,
        &[
            "943 476 5919",
            "9434765919",
            "943-476-5919",
            "999 000 0018",
            "401 023 2137",
            "943\u{a0}476\u{a0}5919",
        ],
    );
}

#[test]
fn ten_digits_with_another_check_digit_are_no_nhs_number() {
    seems_harmless(&[
        "943 476 5918",
        "9434765910",
        "1234567890",
        "401 023 2138",
        "943 476 591",
        "9434 7659 1999",
    ]);
    // A remainder that would need ten as check digit is never given out; nor is the same digit throughout.
    seems_harmless(&["100 000 0040", "111 111 1111", "999 999 9999"]);
}

#[test]
fn email_addresses() {
    seems(
        Email,
        &[
            "sam@nhs.net",
            "sam.jones@gp-practice.nhs.uk",
            "s_j+1@example.org",
            "SAM@EXAMPLE.COM",
            "<sam@nhs.net>",
            "mailto:sam@nhs.net",
        ],
    );
    seems_harmless(&[
        "@HiQuality on social media",
        "we meet @ the library",
        "sam@nhs",
        "a@b.",
        "sam@ nhs.net",
        "10 people @ 5 pounds",
    ]);
}

#[test]
fn an_address_for_the_contact_form_is_one() {
    for (written, is_one) in [
        ("sam@nhs.net", true),
        ("sam@nhs", false),
        ("sam@nhs.net.", false),
        ("<sam@nhs.net>", false),
        (" sam@nhs.net", false),
        ("sam,jo@nhs.net", false),
        ("sam", false),
        ("", false),
        ("sam@nhs..net", false),
        ("sam jones@nhs.net", false),
        ("sam@nhs.net@nhs.net", false),
    ] {
        assert_eq!(is_email(written), is_one, "{written}");
    }
}

#[test]
fn telephone_numbers_of_the_uk() {
    seems(
        Telephone,
        &[
            "07700 900123",
            "07700900123",
            "07700-900-123",
            "020 7946 0018",
            "(020) 7946 0018",
            "02079460018",
            "01632 960001",
            "0113 496 0001",
            "+44 20 7946 0018",
            "+44 (0)20 7946 0018",
            "+447700900123",
            "0044 7700 900123",
            "0800 123 4567",
            "0300 311 2233",
        ],
    );
}

#[test]
fn an_nhs_number_is_not_a_telephone_number_too() {
    // Ten digits from 0 could be either; the check digit makes it the one.
    seems(NhsNumber, &["012 345 6789".replace("6789", &check_digit("012345678")).as_str()]);
}

/// The last four digits of the NHS number that begins with these nine.
fn check_digit(nine: &str) -> String {
    let digit = ('0'..='9').find(|digit| found_in(&format!("{nine}{digit}")).contains(&NhsNumber)).unwrap();
    format!("{}{digit}", &nine[6..])
}

#[test]
fn postcodes() {
    seems(
        Postcode,
        &[
            "E17 4QH", "e17 4qh", "E174QH", "SW1A 1AA", "W1A 0AX", "M1 1AE", "B33 8TH", "CR2 6XH",
            "DN55 1PT", "EC1A 1BB",
        ],
    );
    // Letters that no postcode has in that place, districts alone, and codes of other things.
    seems_harmless(&[
        "E17 4CI",
        "QW1 1AA",
        "E17",
        "SW1A",
        "NW London and SE London",
        "the E17 practices",
        "in N1 and N19",
        "E17 and E18 4 times a year",
    ]);
}

#[test]
fn national_insurance_numbers() {
    seems(NationalInsurance, &["AB123456C", "AB 12 34 56 C", "ab 12 34 56 c", "JG103759A"]);
    seems_harmless(&["GB123456C", "DA123456C", "AB123456E", "AB12345C", "AO123456C"]);
}

#[test]
fn several_kinds_are_each_found_once() {
    let text = "Sam Jones, 943 476 5919 and 401 023 2137, 07700 900123, sam@nhs.net, E17 4QH, AB 12 34 56 C";
    assert_eq!(found_in(text), [NhsNumber, Email, Telephone, Postcode, NationalInsurance]);
}

#[test]
fn what_people_in_general_practice_write_is_harmless() {
    seems_harmless(&[
        "",
        "We saw 400 patients in 2021-2022",
        "We were given a £315,275 grant over 3 years",
        "120-150 people came, up from 80 - 100",
        "E17 practices work with the council",
        "Our list size is 12,500 (12500) and 34% speak Bengali",
        "Every Tuesday 10.30-12.30, and on the 1st and 3rd of the month",
        "Open 0800-1830, or 08:00 to 18:30, Monday to Friday",
        "From 01/04/2022 to 31/03/2023; reviewed 01.02.2024 and 2024-03-01",
        "Between 2019 2020 and 2021 we doubled uptake",
        "BAME, LGBTQ+ and CORE20PLUS5 groups; see CORE 20 PLUS 5",
        "We use EMIS, SystmOne, AccuRx and QOF codes such as DM037 and SMOK002",
        "Read code 9Nu6 and SNOMED 160377001",
        "PCN DES 2023/24, ARRS roles, 2 x B6 nurses, 1 x 0.6 WTE",
        "COVID-19 vaccine clinics for 1,000,000 people",
        "Call 111 or 999, not the practice",
        "BP of 140/90, HbA1c 48-53, BMI 30-35",
        "1 2 3 4 5 6 7 8 9 10 as steps",
        "0-4, 5-7 and 8-10 on the scale",
        "A1 posters, 4G and 5G, MP3s, Room B12, 3rd floor",
    ]);
}
