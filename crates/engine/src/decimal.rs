//! Decimal numbers as FHIR has them: exact, of any length, and written back as they were written.

use std::cmp::Ordering;
use std::fmt;

/// The greatest exponent of ten that is read, either way; beyond it nobody means a number.
const MAX_EXPONENT: usize = 400;

/// A decimal number. Two are equal where they are the same number, however they are written.
#[derive(Debug, Clone)]
pub struct Decimal {
    written: String,
    negative: bool,
    /// The digits before the point, without leading zeros.
    whole: String,
    /// The digits behind the point, without trailing zeros.
    fraction: String,
}

impl Decimal {
    /// Reads a number as JSON writes it: `-12.50`, `1e3`.
    pub fn read(written: &str) -> Option<Self> {
        let (negative, rest) = written.strip_prefix('-').map_or((false, written), |rest| (true, rest));
        let (number, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let plain = digits(whole) && digits(fraction) && (whole == "0" || !whole.starts_with('0'));
        let exponent: i32 = exponent.parse().ok()?;
        let shift = usize::try_from(exponent.unsigned_abs()).ok().filter(|shift| *shift <= MAX_EXPONENT)?;
        let zeros = "0".repeat(shift);
        let (whole, fraction) = if exponent < 0 {
            let all = format!("{zeros}{whole}");
            let (whole, moved) = all.split_at_checked(all.len() - shift)?;
            (whole.to_owned(), format!("{moved}{fraction}"))
        } else {
            let all = format!("{fraction}{zeros}");
            let (moved, fraction) = all.split_at_checked(shift)?;
            (format!("{whole}{moved}"), fraction.to_owned())
        };
        plain.then(|| Self {
            written: written.to_owned(),
            negative,
            whole: whole.trim_start_matches('0').to_owned(),
            fraction: fraction.trim_end_matches('0').to_owned(),
        })
    }

    /// A number strictly between two that differ, the lesser first.
    pub fn between(less: &Self, more: &Self) -> Option<Self> {
        // One digit further out than either has, away from zero from the one that is nearer to it.
        let digits = less.fraction.len().max(more.fraction.len());
        let beyond = |near: &Self, sign: &str| {
            let whole = if near.whole.is_empty() { "0" } else { &near.whole };
            Self::read(&format!("{sign}{whole}.{:0<digits$}1", near.fraction))
        };
        let zero = Self::from(0);
        match (*less >= zero, *more <= zero) {
            (true, _) => beyond(less, ""),
            (_, true) => beyond(more, "-"),
            _ => Some(zero),
        }
    }

    /// Its whole part, where 32 bits hold that.
    pub fn truncated(&self) -> Option<i32> {
        let sign = if self.negative { "-" } else { "" };
        let whole = if self.whole.is_empty() { "0" } else { &self.whole };
        format!("{sign}{whole}").parse().ok()
    }

    fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.fraction.is_empty()
    }

    /// Which is further from zero. Digits of the same length order as text does, and so do fractions.
    fn magnitude(&self, other: &Self) -> Ordering {
        let lengths = self.whole.len().cmp(&other.whole.len());
        lengths.then_with(|| self.whole.cmp(&other.whole)).then_with(|| self.fraction.cmp(&other.fraction))
    }
}

impl From<i32> for Decimal {
    fn from(number: i32) -> Self {
        let whole = number.unsigned_abs().to_string().trim_start_matches('0').to_owned();
        Self { written: number.to_string(), negative: number < 0, whole, fraction: String::new() }
    }
}

/// As it was written.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let below = |of: &Self| of.negative && !of.is_zero();
        Some(match (below(self), below(other)) {
            (false, false) => self.magnitude(other),
            (true, true) => other.magnitude(self),
            (one, _) => {
                if one {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
        })
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}
