//! Counts, dates, sizes and lists as people read them, in every program.

/// A whole number with commas: `12,345`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// `1 record`, `12 records`.
pub fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { several })
}

/// A small number as it is written in a sentence: `three`.
pub fn in_words(number: usize) -> String {
    const WORDS: [&str; 11] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(number).map_or_else(|| grouped(number), |word| (*word).to_owned())
}

/// `1 character left`, `12 characters too many`.
pub fn characters(count: usize, what: &str) -> String {
    format!("{} {what}", counted(count, "character", "characters"))
}

/// A number to its first two digits, as it is an estimate: `12,000`.
pub fn about(number: f64) -> String {
    let whole = number.max(0.0) as usize;
    let unit = 10_usize.pow(whole.checked_ilog10().unwrap_or_default().saturating_sub(1));
    grouped(whole / unit * unit)
}

/// How much space there is, to its first two digits: `4.9 GB`, `120 MB`.
pub fn size(bytes: f64) -> String {
    let units = [(1e9, "GB"), (1e6, "MB")];
    let (unit, name) = units.into_iter().find(|(unit, _)| bytes >= *unit).unwrap_or((1e3, "kB"));
    match bytes / unit {
        amount if amount < 10.0 => match (amount * 10.0) as usize {
            tenths if tenths % 10 == 0 => format!("{} {name}", tenths / 10),
            tenths => format!("{}.{} {name}", tenths / 10, tenths % 10),
        },
        amount => format!("{} {name}", about(amount)),
    }
}

/// For how many days something has been there.
pub fn age(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        days => counted(days.max(0) as usize, "day", "days"),
    }
}

/// A moment: `21 November 2026, 09:05`.
pub fn moment([year, month, day, hour, minute]: [u32; 5]) -> String {
    format!("{}, {hour:02}:{minute:02}", date(&format!("{year}-{month}-{day}")))
}

/// How long to wait: `45 seconds`, `2 minutes`.
pub fn duration(seconds: u32) -> String {
    match seconds as usize {
        seconds if seconds < 120 => counted(seconds, "second", "seconds"),
        seconds => counted(seconds.div_ceil(60), "minute", "minutes"),
    }
}

/// A date as people read it: `2027-03-31` is `31 March 2027`.
pub fn date(date: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut parts = date.split('-').map(|part| part.parse::<usize>().ok());
    match (parts.next().flatten(), parts.next().flatten(), parts.next().flatten()) {
        (Some(year), Some(month @ 1..=12), Some(day)) => format!("{day} {} {year}", MONTHS[month - 1]),
        _ => date.to_owned(),
    }
}

/// `a, b and c`.
pub fn list(parts: &[String]) -> String {
    joined(parts, "and")
}

/// `a, b or c`.
pub fn either(parts: &[String]) -> String {
    joined(parts, "or")
}

fn joined(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// With a small first letter, unless the word is an abbreviation.
pub fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if second.is_none_or(|second| !second.is_ascii_uppercase()) => {
            std::iter::once(first.to_ascii_lowercase()).chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}
