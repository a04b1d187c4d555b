//! A release: figures about many respondents that may be shown. Read from `release.json`.
//!
//! So far the only releases are published ones, whose figures are public already.

use super::plan::Plan;
use crate::instrument::{Instrument, ItemId};
use crate::json::{self, At, Misfit, Value};
use std::fmt;

/// The group of all respondents, by its id.
pub const ALL: &str = "all";

/// Published figures, with where they come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    /// What the figures are of.
    pub title: String,
    /// A citation, one sentence.
    pub source: String,
    /// Whether the figures are public already, so that they may be shown in full.
    pub public: bool,
    /// How many people were analysed.
    pub respondents: u32,
    /// The groups that figures are given for.
    pub groups: Vec<Group>,
    /// How the figures came about, and what is known to be wrong with them.
    pub provenance: Vec<String>,
    /// The figures, question by question.
    pub figures: Vec<Figure>,
}

/// A group of respondents.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its id, the same as in the plan; [`ALL`] for everyone.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// How many people it has.
    pub respondents: u32,
}

/// The figures of one question, or one domain of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The item's id.
    pub item: String,
    /// The question it belongs to.
    pub question: String,
    /// The domain within the question.
    pub domain: Option<String>,
    /// The options, in their order.
    pub options: Vec<PublishedOption>,
    /// The figures of each group.
    pub series: Vec<Series>,
    /// The p-value of the comparison of the groups, as printed.
    pub p: Option<String>,
}

/// An option or band.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedOption {
    /// Its code, the same as in the questionnaire or the plan.
    pub code: String,
    /// What it is called.
    pub label: String,
    /// The published wording, where it differs.
    pub published: Option<String>,
}

/// The figures of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The group's id.
    pub group: String,
    /// What the percentages are of.
    pub percent_of: PercentOf,
    /// How many people of the group answered, where that is known.
    pub people: Option<u32>,
    /// How many options they ticked together, where the percentages are of these.
    pub selections: Option<u32>,
    /// A cell for each option.
    pub cells: Vec<Cell>,
}

/// What percentages are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PercentOf {
    /// Of the people who answered.
    People,
    /// Of the options they ticked: never to be shown beside a share of people.
    Selections,
}

/// A published number.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The option's code.
    pub code: String,
    /// How many people gave this answer.
    pub count: u32,
    /// The percentage as printed, to one decimal: in tenths of a per cent.
    pub tenths: u32,
}

/// A part of the people who answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// How many gave the answer.
    pub count: u32,
    /// Of how many.
    pub people: u32,
    /// In tenths of a per cent: as printed or, where only counts are published, computed from them.
    pub tenths: u32,
}

impl Share {
    /// In whole per cent, halves up; from the counts, since rounding a rounded figure again can be one off.
    pub fn whole(self) -> u32 {
        rounded(self.count * 100, self.people)
    }
}

/// To one decimal, as printed.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}.{}", self.tenths / 10, self.tenths % 10)
    }
}

fn rounded(part: u32, whole: u32) -> u32 {
    (2 * part + whole) / (2 * whole.max(1))
}

impl Release {
    /// Reads a document.
    ///
    /// # Errors
    /// Every value that is not what it should be.
    pub fn read(document: &Value) -> Result<Self, Vec<Misfit>> {
        json::read(document, Self::read_at)
    }

    /// Reads it there.
    pub fn read_at(at: &At) -> Self {
        at.only(&["title", "source", "public", "respondents", "groups", "provenance", "figures"]);
        Self {
            title: at.needed_text("title"),
            source: at.needed_text("source"),
            public: at.needed_flag("public"),
            respondents: at.needed_count("respondents"),
            groups: at.each("groups", Group::read),
            provenance: at.texts("provenance"),
            figures: at.each("figures", Figure::read),
        }
    }

    /// The figures of an item.
    pub fn figure(&self, item: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.item == item)
    }

    /// What contradicts itself or does not fit the plan and the instrument.
    pub fn defects(&self, plan: &Plan, instrument: &Instrument) -> Vec<String> {
        let mut defects: Vec<String> = self.unpublished().into_iter().collect();
        defects.extend(self.missing_groups(plan));
        defects.extend(self.missing_figures(plan));
        defects.extend(self.contradictions(plan, instrument));
        defects
    }

    /// That its figures are not public, where they are not.
    pub fn unpublished(&self) -> Option<String> {
        (!self.public).then(|| "The release is not marked as public. This version compares with figures that are public already; set \"public\" to true only if they are.".to_owned())
    }

    fn has_group(&self, id: &str) -> bool {
        self.groups.iter().any(|group| group.id == id)
    }

    /// The groups of the plan that it lacks.
    pub fn missing_groups(&self, plan: &Plan) -> Vec<String> {
        let groups = plan.groups.iter().map(|group| group.id.as_str()).chain([ALL]);
        let missing = groups.filter(|id| !self.has_group(id));
        missing.map(|id| format!("Group '{id}' is missing. Add it to \"groups\".")).collect()
    }

    /// The questions of the plan that it has no figures for.
    pub fn missing_figures(&self, plan: &Plan) -> Vec<String> {
        let lacks = |all: &Series| all.percent_of != PercentOf::People || all.people.is_none();
        let missing = plan.compared.iter().filter_map(|compared| match self.figure(&compared.item) {
            None => Some(format!(
                "'{}' is to be compared, but has no figures. Add them, or take it out of the analysis plan.",
                compared.item
            )),
            Some(figure) if figure.series(ALL).is_none_or(lacks) => Some(format!(
                "'{}' has no figures of all respondents in per cent of people. Add them.",
                compared.item
            )),
            Some(_) => None,
        });
        missing.collect()
    }

    /// Figures that contradict themselves, the plan or the instrument.
    pub fn contradictions(&self, plan: &Plan, instrument: &Instrument) -> Vec<String> {
        let mut defects = Vec::new();
        for figure in &self.figures {
            defects.extend(figure.misnamed(plan, instrument));
            for series in &figure.series {
                defects.extend(series.defects(figure, self.has_group(&series.group)));
            }
        }
        defects
    }
}

impl Group {
    fn read(at: &At) -> Self {
        at.only(&["id", "label", "respondents"]);
        Self {
            id: at.needed_text("id"),
            label: at.needed_text("label"),
            respondents: at.needed_count("respondents"),
        }
    }
}

impl PublishedOption {
    fn read(at: &At) -> Self {
        at.only(&["code", "label", "published"]);
        Self { code: at.needed_text("code"), label: at.needed_text("label"), published: at.text("published") }
    }
}

impl Cell {
    fn read(at: &At) -> Self {
        at.only(&["code", "count", "percent"]);
        Self {
            code: at.needed_text("code"),
            count: at.needed_count("count"),
            tenths: at.needed_tenths("percent"),
        }
    }
}

impl Figure {
    fn read(at: &At) -> Self {
        at.only(&["item", "question", "domain", "options", "series", "p"]);
        Self {
            item: at.needed_text("item"),
            question: at.needed_text("question"),
            domain: at.text("domain"),
            options: at.each("options", PublishedOption::read),
            series: at.each("series", Series::read),
            p: at.text("p"),
        }
    }

    /// The figures of a group.
    pub fn series(&self, group: &str) -> Option<&Series> {
        self.series.iter().find(|series| series.group == group)
    }

    /// What it names that the instrument does not have: the item, or one of its options or bands.
    fn misnamed(&self, plan: &Plan, instrument: &Instrument) -> Vec<String> {
        let Some(item) = instrument.item(&ItemId::from(self.item.as_str())) else {
            return vec![format!(
                "'{}' has figures, but the questionnaire does not have it. Name one of its questions.",
                self.item
            )];
        };
        let bands = plan.compared.iter().filter(|compared| compared.item == self.item);
        let bands: Vec<&str> =
            bands.flat_map(|compared| &compared.bands).map(|band| band.code.as_str()).collect();
        if item.options().is_empty() && bands.is_empty() {
            return Vec::new(); // a scale that is not compared: nothing says in which bands
        }
        let codes = self.options.iter().map(|option| option.code.as_str());
        let unknown = codes.filter(|code| item.option_with_code(code).is_none() && !bands.contains(code));
        let message = |code| {
            format!(
                "'{}': '{code}' is neither an option in the questionnaire nor a band in the analysis plan. Use the code of one.",
                self.item
            )
        };
        unknown.map(message).collect()
    }
}

impl Series {
    fn read(at: &At) -> Self {
        at.only(&["group", "percentOf", "people", "selections", "cells"]);
        let percent_of = match at.needed_text("percentOf").as_str() {
            "people" => PercentOf::People,
            "selections" => PercentOf::Selections,
            _ => {
                at.misfit("given a percentOf that is \"people\" or \"selections\"");
                PercentOf::People
            }
        };
        let (people, selections) = (at.count("people"), at.count("selections"));
        Self {
            group: at.needed_text("group"),
            percent_of,
            people,
            selections,
            cells: at.each("cells", Cell::read),
        }
    }

    /// The share of people who gave this answer, where the figures allow to say.
    pub fn share(&self, code: &str) -> Option<Share> {
        let cell = self.cells.iter().find(|cell| cell.code == code)?;
        let people = self.people?;
        let tenths = match self.percent_of {
            PercentOf::People => cell.tenths,
            PercentOf::Selections => rounded(cell.count * 1000, people),
        };
        Some(Share { count: cell.count, people, tenths })
    }

    fn defects(&self, figure: &Figure, group_is_known: bool) -> Vec<String> {
        let place = format!("'{}', group '{}'", figure.item, self.group);
        let mut defects = Vec::new();
        if !group_is_known {
            defects.push(format!("{place}: there is no such group. Use one from \"groups\"."));
        }
        let base = if self.percent_of == PercentOf::People { self.people } else { self.selections };
        let Some(base) = base.filter(|base| *base > 0) else {
            defects.push(format!(
                "{place}: how many its percentages are of is missing. Add \"people\" or \"selections\"."
            ));
            return defects;
        };
        for Cell { code, count, tenths } in &self.cells {
            if !figure.options.iter().any(|option| option.code == *code) {
                defects.push(format!("{place}: '{code}' is none of the options. Use the code of one."));
            } else if *count > self.people.unwrap_or(u32::MAX)
                || (1000 * u64::from(*count)).abs_diff(u64::from(*tenths) * u64::from(base)) > u64::from(base)
            {
                let percent = format!("{}.{}", tenths / 10, tenths % 10);
                defects.push(format!(
                    "{place}: {count} of {base} is not {percent} %, as '{code}' says. Correct one of them."
                ));
            }
        }
        defects
    }
}
