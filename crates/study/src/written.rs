//! A JSON document as it is written: in its order, and with the names that stand twice in one object, of which every
//! other reader keeps one and forgets the rest.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// A value of a document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Written {
    /// Names and values, in braces.
    Object(Vec<(String, Written)>),
    /// Values, in brackets.
    List(Vec<Written>),
    /// Words, in quotes.
    Text(String),
    /// A number, true, false or null.
    Other,
}

impl Written {
    /// The first value of a name.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The words of a name.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The names that stand twice in an object within, each with its place.
    pub(super) fn twice(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        self.walk(&Place::default(), &mut |place, value| {
            let Self::Object(fields) = value else { return };
            let mut times: BTreeMap<&str, usize> = BTreeMap::new();
            fields.iter().for_each(|(name, _)| *times.entry(name).or_default() += 1);
            let names = times.into_iter().filter(|(_, times)| *times > 1);
            found.extend(names.map(|(name, _)| (place.to_string(), name.to_owned())));
        });
        found
    }

    /// Visits every value, each with its place.
    pub(super) fn walk(&self, place: &Place, visit: &mut dyn FnMut(&Place, &Self)) {
        let place = place.at(self);
        visit(&place, self);
        match self {
            Self::Object(fields) => {
                fields.iter().for_each(|(name, value)| value.walk(&place.name(name), visit));
            }
            Self::List(list) => {
                list.iter().enumerate().for_each(|(n, value)| value.walk(&place.number(n), visit));
            }
            Self::Text(_) | Self::Other => {}
        }
    }
}

/// Where in a document: from the nearest item on, by which an organiser finds it.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    item: String,
    path: String,
}

impl Place {
    /// The place of this value: an item is a place of its own.
    pub(super) fn at(&self, value: &Written) -> Self {
        match value.text("linkId").filter(|id| !id.is_empty()) {
            Some(id) => Self { item: id.to_owned(), path: String::new() },
            None => self.clone(),
        }
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

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Written;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Written, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        // So serde_json hands over a number when it keeps all its digits.
        let number = matches!(fields.as_slice(), [(name, _)] if name == "$serde_json::private::Number");
        Ok(if number { Written::Other } else { Written::Object(fields) })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Written, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Written::List(values))
    }

    fn visit_str<E>(self, text: &str) -> Result<Written, E> {
        Ok(Written::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Written, E> {
        Ok(Written::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Written, E> {
        Ok(Written::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Written, E> {
        Ok(Written::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Written, E> {
        Ok(Written::Other)
    }

    fn visit_unit<E>(self) -> Result<Written, E> {
        Ok(Written::Other)
    }
}
