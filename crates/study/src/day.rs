//! Days of the calendar.

/// The day that is so many days after 1 January 1970, like "2027-03-31".
pub fn written(since_1970: u64) -> String {
    let (mut year, mut left) = (1970, since_1970);
    let is_leap =
        |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = |year| if is_leap(year) { 366 } else { 365 };
    while left >= days(year) {
        left -= days(year);
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let mut month = 1;
    for days in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if left < days {
            break;
        }
        left -= days;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", left + 1)
}

/// The day that is so many days after another. `None` where that is written otherwise.
pub fn after(day: &str, days: u32) -> Option<String> {
    let mut parts = day.splitn(3, '-').map(|part| part.parse::<u64>().ok());
    let (year, month, date) = (parts.next()??, parts.next()??, parts.next()??);
    // From the first of March on no month's length depends on the year.
    let (years, month) = if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
    let in_year = (153 * month + 2) / 5 + date.checked_sub(1)?;
    let since_year_0 = 365 * years + years / 4 - years / 100 + years / 400 + in_year;
    // The first of January 1970 is day 719,468 of that count.
    Some(written(since_year_0.checked_sub(719_468)? + u64::from(days)))
}
