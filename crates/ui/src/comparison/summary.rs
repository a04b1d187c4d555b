//! The comparison as plain text, to save.

use super::sentences;
use crate::words;
use engine::comparison::Comparison;
use std::fmt::Write;

/// The comparison as text, a question after another.
pub fn text(comparisons: &[Comparison], respondents: u32, source: &str) -> String {
    let mut text = format!("How your answers compare with those of {respondents} respondents\n");
    for comparison in comparisons {
        let _ = write!(text, "\n{}\n{}\n", comparison.title, comparison.question);
        for sentence in sentences::of(comparison) {
            let _ = writeln!(text, "{sentence}");
        }
        for row in &comparison.rows {
            let own = if row.own { " (your answer)" } else { "" };
            let _ = writeln!(text, "- {}{own}", row.label);
            for (column, share) in comparison.columns.iter().zip(&row.shares) {
                let share =
                    share.map_or_else(|| words::NOT_PUBLISHED.to_owned(), |share| format!("{share} %"));
                let _ = writeln!(text, "    {}: {share}", column.label);
            }
        }
        let _ = writeln!(text, "{}", sentences::bases(comparison));
        if let Some(note) = sentences::note(comparison) {
            let _ = writeln!(text, "{note}");
        }
    }
    let _ = write!(text, "\n{}: {source}\n", words::SOURCE);
    text
}
