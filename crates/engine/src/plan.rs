//! The analysis plan: which groups are compared, which questions, and in which bands. Read from `analysis.json`.

use crate::instrument::{Instrument, Item, ItemId, code_of};
use crate::json::{self, At, Misfit, Value};
use crate::response::Answer;
use crate::routing::RoutingPath;

/// The plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Groups of respondents, told apart by one answer.
    pub groups: Vec<Group>,
    /// The questions that a person sees compared, in order.
    pub compared: Vec<Compared>,
}

/// A group: those who gave one of these answers to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its id, the same as in the release.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// The question.
    pub item: String,
    /// The codes of the answers.
    pub codes: Vec<String>,
}

/// A question that is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The question's id, the same as in the release.
    pub item: String,
    /// A short heading.
    pub title: String,
    /// Whether its answers have an order, from less to more.
    pub scale: Scale,
    /// For numbers: the bands in which they are published.
    pub bands: Vec<Band>,
}

/// Whether answers have an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// From less to more.
    Ordered,
    /// None.
    Unordered,
}

/// A band of whole numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Its code, the same as in the release.
    pub code: String,
    /// What it is called: `8 to 10`.
    pub label: String,
    /// The least number in it.
    pub from: i32,
    /// The greatest.
    pub to: i32,
}

impl Plan {
    /// Reads a document.
    ///
    /// # Errors
    /// Every value that is not what it should be.
    pub fn read(document: &Value) -> Result<Self, Vec<Misfit>> {
        json::read(document, Self::read_at)
    }

    /// Reads it there.
    pub fn read_at(at: &At) -> Self {
        at.only(&["groups", "compared"]);
        Self { groups: at.each("groups", Group::read), compared: at.each("compared", Compared::read) }
    }

    /// The group to which a respondent's answers on the path assign them, if any.
    pub fn group_of(&self, path: &RoutingPath) -> Option<&Group> {
        self.groups.iter().find(|group| {
            let said = path.answers(&ItemId::from(group.item.as_str()));
            said.iter().filter_map(code_of).any(|code| group.codes.iter().any(|other| other == code))
        })
    }

    /// What does not fit the instrument.
    pub fn defects(&self, instrument: &Instrument) -> Vec<String> {
        let mut defects = Vec::new();
        for group in &self.groups {
            match instrument.item(&ItemId::from(group.item.as_str())) {
                None => defects.push(format!("Group '{}' looks at '{}', which the questionnaire does not have. Name one of its questions.", group.id, group.item)),
                Some(item) => {
                    let missing = group.codes.iter().filter(|code| item.option_with_code(code).is_none());
                    defects.extend(missing.map(|code| format!("Group '{}' looks for '{code}', which is no option of '{}'. Use the code of one.", group.id, group.item)));
                }
            }
        }
        for compared in &self.compared {
            match instrument.item(&ItemId::from(compared.item.as_str())) {
                None => defects.push(format!("'{}' is to be compared, but the questionnaire does not have it. Name one of its questions.", compared.item)),
                Some(item) => defects.extend(compared.defect(item)),
            }
        }
        defects
    }
}

impl Group {
    fn read(at: &At) -> Self {
        at.only(&["id", "label", "item", "codes"]);
        let text = |name| at.needed_text(name);
        Self { id: text("id"), label: text("label"), item: text("item"), codes: at.texts("codes") }
    }
}

impl Compared {
    fn read(at: &At) -> Self {
        at.only(&["item", "title", "scale", "bands"]);
        let scale = match at.needed_text("scale").as_str() {
            "ordered" => Scale::Ordered,
            "unordered" => Scale::Unordered,
            _ => {
                at.misfit("given a scale that is \"ordered\" or \"unordered\"");
                Scale::Unordered
            }
        };
        Self {
            item: at.needed_text("item"),
            title: at.needed_text("title"),
            scale,
            bands: at.each("bands", Band::read),
        }
    }

    fn defect(&self, item: &Item) -> Option<String> {
        match item.scale() {
            None if item.options().is_empty() => Some(format!(
                "'{}' is to be compared, but has neither options nor a scale. Compare closed questions only.",
                self.item
            )),
            None if !self.bands.is_empty() => {
                Some(format!("'{}' has bands, but is not a scale of numbers. Remove them.", self.item))
            }
            Some(scale) => {
                let gap = scale
                    .into_iter()
                    .find(|number| self.bands.iter().filter(|band| band.holds(*number)).count() != 1);
                gap.map(|number| format!("The bands of '{}' hold {number} not at all or twice. Let each number be in one band.", self.item))
            }
            None => None,
        }
    }

    /// The code under which an answer is published: its band's, or its own.
    pub fn code_of<'a>(&'a self, answer: &'a Answer) -> Option<&'a str> {
        match answer {
            Answer::Integer(number) => {
                self.bands.iter().find(|band| band.holds(*number)).map(|band| band.code.as_str())
            }
            _ => code_of(answer),
        }
    }
}

impl Band {
    fn read(at: &At) -> Self {
        at.only(&["code", "label", "from", "to"]);
        let number = |name| at.needed_count(name).try_into().unwrap_or(i32::MAX);
        Self {
            code: at.needed_text("code"),
            label: at.needed_text("label"),
            from: number("from"),
            to: number("to"),
        }
    }

    fn holds(&self, number: i32) -> bool {
        (self.from..=self.to).contains(&number)
    }
}
