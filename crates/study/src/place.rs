//! Where something stands in a document, as an organiser finds it.

use engine::json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// The words of a name.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}

/// Visits every value of a document, each with its place.
pub(super) fn walk(document: &Value, visit: &mut dyn FnMut(&Place, &Value)) {
    fn within(value: &Value, place: &Place, visit: &mut dyn FnMut(&Place, &Value)) {
        let place = place.at(value);
        visit(&place, value);
        match value {
            Value::Object(object) => {
                object.iter().for_each(|(name, value)| within(value, &place.name(name), visit));
            }
            Value::Array(list) => {
                list.iter().enumerate().for_each(|(n, value)| within(value, &place.number(n), visit));
            }
            _ => {}
        }
    }
    within(document, &Place::default(), visit);
}

/// The names that stand twice in an object within, each with its place.
pub(super) fn twice(document: &Value) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    walk(document, &mut |place, value| {
        let Some(object) = value.as_object() else { return };
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        object.iter().for_each(|(name, _)| *times.entry(name).or_default() += 1);
        let names = times.into_iter().filter(|(_, times)| *times > 1);
        found.extend(names.map(|(name, _)| (place.clone(), name.to_owned())));
    });
    found
}

/// Where in a document: from the nearest item on, by which an organiser finds it.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    item: String,
    path: String,
}

impl Place {
    /// The place of this value: an item is a place of its own.
    pub(super) fn at(&self, value: &Value) -> Self {
        match text(value, "linkId").filter(|id| !id.is_empty()) {
            Some(id) => Self { item: id.to_owned(), path: String::new() },
            None => self.clone(),
        }
    }

    /// The item, where it is within one, and where in it (or in the document).
    pub(super) fn parts(self) -> (Option<String>, String) {
        (Some(self.item).filter(|item| !item.is_empty()), self.path)
    }

    /// Whether it is in a resource that the document contains.
    pub(super) fn is_contained(&self) -> bool {
        self.item.is_empty() && self.path.starts_with("contained")
    }

    pub(super) fn name(&self, name: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        Self { item: self.item.clone(), path: format!("{}{dot}{name}", self.path) }
    }

    pub(super) fn number(&self, number: usize) -> Self {
        Self { item: self.item.clone(), path: format!("{}[{number}]", self.path) }
    }
}

impl fmt::Display for Place {
    /// `Item 'role', answerOption[2]: `, or nothing for the whole document.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match (self.item.as_str(), self.path.as_str()) {
            ("", "") => Ok(()),
            ("", path) => write!(f, "{path}: "),
            (item, "") => write!(f, "Item '{item}': "),
            (item, path) => write!(f, "Item '{item}', {path}: "),
        }
    }
}
