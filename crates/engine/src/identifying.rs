//! Words that look as if they name a person: reasons for a warning at a text box, never for a refusal.
//!
//! The rules: NHS numbers by the NHS Data Dictionary (ten digits, check digit by modulus 11); National Insurance
//! numbers by HMRC's NIM39110; postcodes by BS 7666; telephone numbers by Ofcom's numbering plan.

/// What a text seems to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Identifying {
    /// An NHS number, its check digit right.
    NhsNumber,
    /// An email address.
    Email,
    /// A UK telephone number.
    Telephone,
    /// A UK postcode.
    Postcode,
    /// A National Insurance number.
    NationalInsurance,
}

/// What the text seems to hold, each kind once.
pub fn found_in(text: &str) -> Vec<Identifying> {
    use Identifying::{Email, NationalInsurance, NhsNumber, Postcode, Telephone};
    let numbers = numbers(text);
    // Parts of one postcode or number stand beside each other; 'Room B12, 3rd floor' is none.
    let runs = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '\u{a0}')));
    let words = |run: &str| -> Vec<String> {
        let words = run.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_ascii_uppercase).collect()
    };
    let runs: Vec<Vec<String>> = runs.map(words).collect();
    let joined =
        |length: usize| runs.iter().flat_map(move |words| words.windows(length).map(<[String]>::concat));
    let looks = [
        (NhsNumber, numbers.iter().any(|number| is_nhs_number(number))),
        (Email, text.split(is_apart).map(without_marks).any(is_email)),
        (Telephone, numbers.iter().any(|number| is_telephone(number) && !is_nhs_number(number))),
        (Postcode, joined(1).chain(joined(2)).any(|word| is_postcode(&word))),
        (NationalInsurance, (1..=5).flat_map(joined).any(|word| is_national_insurance(&word))),
    ];
    looks.into_iter().filter(|(_, found)| *found).map(|(kind, _)| kind).collect()
}

/// Runs of digits with at most one space, hyphen, point or bracket or two between them, as `+` and digits.
fn numbers(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut gap = 0;
    for c in text.chars().chain(['x']) {
        let current = found.last_mut().filter(|_| gap <= 2);
        match (c, current) {
            ('0'..='9', Some(current)) => {
                current.push(c);
                gap = 0;
            }
            ('0'..='9' | '+', _) => {
                found.push(c.to_string());
                gap = 0;
            }
            (' ' | '-' | '.' | '(' | ')' | '\u{a0}', _) => gap += 1,
            _ => gap = 3,
        }
    }
    found
}

fn is_nhs_number(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    if number.len() != 10 || digits.len() != 10 || digits.iter().all(|digit| *digit == digits[0]) {
        return false;
    }
    let sum: u32 = digits[..9].iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    (11 - sum % 11) % 11 == digits[9]
}

fn is_telephone(number: &str) -> bool {
    let national = number.strip_prefix("+44").or_else(|| number.strip_prefix("0044"));
    let national = national.map(|rest| rest.trim_start_matches('0')).or_else(|| number.strip_prefix('0'));
    national.is_some_and(|digits| {
        (9..=10).contains(&digits.len())
            && digits.starts_with(['1', '2', '3', '5', '7', '8', '9'])
            && !digits.contains('+')
    })
}

/// Whether a character stands between words, and in no email address.
fn is_apart(c: char) -> bool {
    c.is_whitespace() || "<>,;:()\"".contains(c)
}

/// Whether a character may stand in a name or the label of a host. Beyond ASCII all may but marks: a table of all letters
/// would be downloaded by everyone, and nobody is refused by this.
fn is_of_a_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || !(c.is_ascii() || MARKS.contains(c))
}

/// The marks beyond ASCII that people type around words.
const MARKS: &str = "‐‑–—…‘’‚“”„‹›«»·¿¡";

/// A word without the marks around it.
fn without_marks(word: &str) -> &str {
    word.trim_matches(|c| !is_of_a_word(c))
}

/// Whether it is written as an email address is, and nothing else.
pub fn is_email(word: &str) -> bool {
    let Some((name, host)) = word.split_once('@') else { return false };
    let labels: Vec<&str> = host.split('.').collect();
    let label = |label: &&str| !label.is_empty() && label.chars().all(|c| is_of_a_word(c) || c == '-');
    !name.is_empty() && !name.contains(is_apart) && labels.len() > 1 && labels.iter().all(label)
}

/// The shape of a word: `A` for a letter, `9` for a digit.
fn shape(word: &str) -> String {
    word.chars().map(|c| if c.is_ascii_digit() { '9' } else { 'A' }).collect()
}

fn is_postcode(word: &str) -> bool {
    let Some(split) = word.len().checked_sub(3) else { return false };
    let (outward, inward) = word.split_at(split);
    let areas = ["A9", "A99", "A9A", "AA9", "AA99", "AA9A"];
    areas.contains(&shape(outward).as_str())
        && shape(inward) == "9AA"
        && !inward.contains(['C', 'I', 'K', 'M', 'O', 'V'])
        && !outward.starts_with(['Q', 'V', 'X'])
}

fn is_national_insurance(word: &str) -> bool {
    shape(word) == "AA999999A"
        && !word.starts_with(['D', 'F', 'I', 'Q', 'U', 'V'])
        && !word[1..].starts_with(['D', 'F', 'I', 'O', 'Q', 'U', 'V'])
        && !["BG", "GB", "NK", "KN", "TN", "NT", "ZZ"].contains(&&word[..2])
        && word.ends_with(['A', 'B', 'C', 'D'])
}
