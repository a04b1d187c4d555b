//! What the study asks, as its file says.

use serde_json::Value;

/// The questionnaire, read without the code under test.
#[derive(Debug, Clone)]
pub(crate) struct Questionnaire(Value);

/// What is said to one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// Options, by their codes.
    Options(&'static [&'static str]),
    /// A number on a scale.
    Number(i64),
    /// Words.
    Words(&'static str),
}

impl Questionnaire {
    pub(crate) fn of(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap())
    }

    /// Every item, with those within it behind it.
    pub(crate) fn items(&self) -> Vec<&Value> {
        fn below<'a>(item: &'a Value, into: &mut Vec<&'a Value>) {
            for item in item["item"].as_array().into_iter().flatten() {
                into.push(item);
                below(item, into);
            }
        }
        let mut items = Vec::new();
        below(&self.0, &mut items);
        items
    }

    pub(crate) fn item(&self, id: &str) -> &Value {
        let found = self.items().into_iter().find(|item| item["linkId"] == id);
        found.unwrap_or_else(|| panic!("the questionnaire has no item {id}"))
    }

    /// The statements of consent.
    pub(crate) fn statements(&self) -> Vec<String> {
        ids(self.item("consent"))
    }

    /// The pages that are asked where every rule lets them be.
    pub(crate) fn pages(&self) -> Vec<String> {
        let sections = self.0["item"].as_array().unwrap().iter().filter(|item| item["linkId"] != "consent");
        let pages = |section: &Value| match is_page(section) {
            true => vec![section["linkId"].as_str().unwrap().to_owned()],
            false => ids(section),
        };
        sections.flat_map(pages).collect()
    }

    /// The page on which a question stands.
    pub(crate) fn page_of(&self, item: &str) -> String {
        let holds = |page: &String| page == item || ids(self.item(page)).iter().any(|id| id == item);
        self.pages().into_iter().find(holds).unwrap_or_else(|| panic!("no page asks {item}"))
    }

    /// The heading of a page: its own wording, or that of its first question.
    pub(crate) fn heading(&self, page: &str) -> String {
        let page = self.item(page);
        let wording = page["text"].as_str().or_else(|| page["item"][0]["text"].as_str());
        wording.unwrap().to_owned()
    }

    /// The section that a page stands in, unless it is one itself.
    pub(crate) fn section(&self, page: &str) -> Option<String> {
        let sections = self.0["item"].as_array().unwrap().iter();
        let mut section = sections.filter(|section| ids(section).iter().any(|id| id == page));
        Some(section.next()?["text"].as_str().unwrap().to_owned())
    }

    /// Codes and labels of the options of a question, in order.
    pub(crate) fn options(&self, item: &str) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let options = self.item(item)["answerOption"].as_array().into_iter().flatten();
        options
            .map(|option| &option["valueCoding"])
            .map(|it| (text(&it["code"]), text(&it["display"])))
            .collect()
    }

    /// Which option of a question has this code, counted from 0.
    pub(crate) fn place(&self, item: &str, code: &str) -> usize {
        let place = self.options(item).iter().position(|(known, _)| known == code);
        place.unwrap_or_else(|| panic!("{item} has no option {code}"))
    }

    /// The label of an option.
    pub(crate) fn label(&self, item: &str, code: &str) -> String {
        self.options(item).swap_remove(self.place(item, code)).1
    }
}

/// Whether a group is one page.
fn is_page(group: &Value) -> bool {
    let extensions = group["extension"].as_array().into_iter().flatten();
    let codes = extensions.map(|it| &it["valueCodeableConcept"]["coding"][0]["code"]);
    codes.into_iter().any(|code| code == "page")
}

fn ids(group: &Value) -> Vec<String> {
    let items = group["item"].as_array().into_iter().flatten();
    items.map(|item| item["linkId"].as_str().unwrap().to_owned()).collect()
}
