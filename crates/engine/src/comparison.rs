//! One respondent beside a release: their own answer to each question, and how others answered it.

use super::plan::{Band, Compared, Plan, Scale};
use super::release::{ALL, Figure, Release, Share};
use crate::instrument::{Item, ItemId, code_of};
use crate::response::Answer;
use crate::routing::RoutingPath;

/// A question compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The question's id.
    pub item: ItemId,
    /// A short heading.
    pub title: String,
    /// The question as it was asked.
    pub question: String,
    /// What the person said.
    pub own: Own,
    /// Whether several answers could be given.
    pub several: bool,
    /// The groups that figures are shown for, all respondents first.
    pub columns: Vec<Column>,
    /// A row for each answer.
    pub rows: Vec<Row>,
    /// Stretches of an ordered scale around the person's answer.
    pub stretches: Vec<Stretch>,
    /// Whether the plan has groups whose figures do not allow to say how many of their people gave an answer.
    pub groups_missing: bool,
}

/// What the person said to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Own {
    /// This, in their words or those of the options.
    Said(Vec<String>),
    /// Nothing: the question was left empty.
    NoAnswer,
    /// Nothing: the question was not asked.
    NotApplicable,
}

/// A group in a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it is called.
    pub label: String,
    /// How many of its people answered.
    pub people: u32,
    /// Whether the person belongs to it.
    pub own: bool,
}

/// An answer in a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The answer.
    pub label: String,
    /// Whether the person gave it.
    pub own: bool,
    /// How many others gave it, by column; `None` where nothing was published.
    pub shares: Vec<Option<Share>>,
}

/// Neighbouring answers of an ordered scale, taken together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The answers, from less to more.
    pub labels: Vec<String>,
    /// How many of all respondents gave one of them.
    pub share: Share,
}

/// Compares a respondent's answers on the path with a release, for each question that the plan compares.
pub fn compare(plan: &Plan, release: &Release, path: &RoutingPath) -> Vec<Comparison> {
    let group = plan.group_of(path).map(|group| group.id.as_str());
    plan.compared.iter().filter_map(|compared| one(plan, compared, release, path, group)).collect()
}

fn one(
    plan: &Plan,
    compared: &Compared,
    release: &Release,
    path: &RoutingPath,
    group: Option<&str>,
) -> Option<Comparison> {
    let id = ItemId::from(compared.item.as_str());
    let at = path.instrument().position(&id)?;
    let item = &path.instrument().items()[at];
    let figure = release.figure(&compared.item)?;
    let said = path.answers(&id);
    let own = match said {
        _ if !path.asks(at) => Own::NotApplicable,
        [] => Own::NoAnswer,
        said => Own::Said(said.iter().map(Answer::words).collect()),
    };
    let groups = release.groups.iter().filter_map(|group| Some((group, figure.series(&group.id)?)));
    let series: Vec<_> = groups.filter(|(_, series)| series.people.is_some()).collect();
    let columns = series.iter().map(|(of, series)| Column {
        label: of.label.clone(),
        people: series.people.unwrap_or_default(),
        own: group == Some(of.id.as_str()),
    });
    let codes: Vec<&str> = said.iter().filter_map(|answer| compared.code_of(answer)).collect();
    let row = |(code, label): (String, String)| Row {
        own: codes.contains(&code.as_str()),
        shares: series.iter().map(|(_, series)| series.share(&code)).collect(),
        label,
    };
    let rows: Vec<Row> = answers_to(item, compared, figure).into_iter().map(row).collect();
    Some(Comparison {
        item: id,
        title: compared.title.clone(),
        question: question(path, at),
        own,
        several: item.repeats,
        groups_missing: plan.groups.iter().any(|group| !series.iter().any(|(of, _)| of.id == group.id)),
        stretches: if compared.scale == Scale::Ordered { stretches(&rows) } else { Vec::new() },
        columns: columns.collect(),
        rows,
    })
    .filter(|_| figure.series(ALL).is_some())
}

/// The question's wording, with that of the page it stands on, where it is a part of a question: it has no short title then.
fn question(path: &RoutingPath, at: usize) -> String {
    let items = path.instrument().items();
    let page = path.instrument().page_of(at);
    let is_part = page != at && items[at].short.is_empty();
    let whole = Some(items[page].wording()).filter(|wording| is_part && !wording.is_empty());
    let wording = items[at].wording();
    whole.map_or_else(|| wording.clone(), |whole| format!("{whole} – {wording}"))
}

/// Code and label of each answer: the bands, or the options as they are asked today.
fn answers_to(item: &Item, compared: &Compared, figure: &Figure) -> Vec<(String, String)> {
    if !compared.bands.is_empty() {
        let published = |code: &str| {
            figure.options.iter().find(|option| option.code == code).map(|option| option.label.clone())
        };
        let label = |band: &Band| published(&band.code).unwrap_or_else(|| band.label.clone());
        return compared.bands.iter().map(|band| (band.code.clone(), label(band))).collect();
    }
    let options = item.options().iter().map(|option| &option.value);
    options.filter_map(|value| Some((code_of(value)?.to_owned(), value.words()))).collect()
}

/// From the person's answer to the nearer end of the scale; from the middle, what lies on either side.
fn stretches(rows: &[Row]) -> Vec<Stretch> {
    let Some(own) = rows.iter().position(|row| row.own) else { return Vec::new() };
    let end = rows.len();
    let more_than_own = |range: &&[Row]| range.len() > 1 || range.iter().any(|row| !row.own);
    let (below, above) = match (2 * own + 1).cmp(&end) {
        std::cmp::Ordering::Less => (&rows[..=own], &rows[end..]),
        std::cmp::Ordering::Greater => (&rows[..0], &rows[own..]),
        std::cmp::Ordering::Equal => (&rows[..own], &rows[own + 1..]),
    };
    [below, above].iter().filter(|range| more_than_own(range)).filter_map(|range| together(range)).collect()
}

fn together(rows: &[Row]) -> Option<Stretch> {
    let shares: Vec<Share> =
        rows.iter().map(|row| row.shares.first().copied().flatten()).collect::<Option<_>>()?;
    let count = shares.iter().map(|share| share.count).sum();
    let people = shares.first()?.people;
    let tenths = (count * 2000 + people) / (2 * people.max(1));
    let labels = rows.iter().map(|row| row.label.clone()).collect();
    Some(Stretch { labels, share: Share { count, people, tenths } })
}
