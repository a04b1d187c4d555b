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
