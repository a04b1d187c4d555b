//! A comparison in words: whole percentages, computed from the counts.

use crate::format::lower;
use crate::format::{either, list};
use engine::comparison::{Column, Comparison, Own, Row, Stretch};
use engine::release::Share;

/// What a comparison says, sentence by sentence.
pub fn of(comparison: &Comparison) -> Vec<String> {
    let said = match &comparison.own {
        Own::NoAnswer => return vec!["You did not answer this question.".to_owned()],
        Own::NotApplicable => return vec!["You were not asked this question.".to_owned()],
        Own::Said(said) => said,
    };
    let own: Vec<&Row> = comparison.rows.iter().filter(|row| row.own).collect();
    if comparison.several {
        return ticked(comparison, said, &own);
    }
    let Some(row) = own.first() else {
        return vec![format!("You said {}. {}", list(said), ended(&[]))];
    };
    // In a band the others said something near, not the same; and '3. 7 %' would read as one number.
    let (you_said, same) = match said.contains(&row.label) {
        true => (format!("You said {}.", list(said)), "the same".to_owned()),
        false => (format!("You said {} on the scale.", list(said)), lower(&row.label)),
    };
    let all = row.shares.first().copied().flatten();
    let mut parts: Vec<String> =
        all.map(|share| format!("{} % of respondents said {same}", share.whole())).into_iter().collect();
    parts.extend(comparison.stretches.iter().map(stretch));
    let mut sentences = vec![format!("{you_said} {}", ended(&parts))];
    let groups = comparison.columns.iter().zip(&row.shares).filter(|(column, _)| column.own);
    let group = |(column, share): (&Column, &Option<Share>)| {
        share.map(|share| format!("Among those {}, {} % said {same}.", lower(&column.label), share.whole()))
    };
    sentences.extend(groups.filter_map(group));
    sentences
}

fn ticked(comparison: &Comparison, said: &[String], own: &[&Row]) -> Vec<String> {
    let mut sentences = vec![format!("You ticked {} of {}.", said.len(), comparison.rows.len())];
    let share = |row: &&Row, column: usize| {
        row.shares.get(column).copied().flatten().map(|share| (row.label.clone(), share))
    };
    let line = |who: &str, column: usize| {
        let parts: Vec<String> = own
            .iter()
            .filter_map(|row| share(row, column))
            .map(|(label, share)| format!("{} % ticked “{}”", share.whole(), label.trim_end_matches('.')))
            .collect();
        (!parts.is_empty()).then(|| format!("{who}, {}.", list(&parts)))
    };
    sentences.extend(line("Of all respondents", 0));
    let group = comparison.columns.iter().position(|column| column.own);
    sentences.extend(
        group.and_then(|at| line(&format!("Among those {}", lower(&comparison.columns[at].label)), at)),
    );
    sentences
}

fn stretch(stretch: &Stretch) -> String {
    let labels: Vec<String> = stretch.labels.iter().map(|label| lower(label)).collect();
    format!("{} % said {}", stretch.share.whole(), either(&labels))
}

fn ended(parts: &[String]) -> String {
    match parts {
        [] => "No figure was published for this answer.".to_owned(),
        parts => format!("{}.", parts.join("; ")),
    }
}

/// How many people the percentages are of, for each group.
pub fn bases(comparison: &Comparison) -> String {
    let groups: Vec<String> = comparison
        .columns
        .iter()
        .map(|column| format!("{}: {} people", column.label, column.people))
        .collect();
    format!("Percentages of those who answered. {}.", groups.join("; "))
}

/// Why a comparison has no figures for a group.
pub fn note(comparison: &Comparison) -> Option<&'static str> {
    comparison.groups_missing.then_some(
        "How many of the people answering for a PCN or for a GP practice gave each answer was not published for this question.",
    )
}
