//! What of a response would be passed over, though someone meant something by it.

use super::names;
use super::place::{Place, text, twice, walk};
use engine::check::ProblemKind;
use engine::instrument::ItemId;
use engine::json::Value;

/// What a response says in vain: names that FHIR R4 does not have, names that stand twice, values of two types in one
/// place, and modifier extensions; each with its item, where it stands in one.
pub fn of_response(document: &Value) -> Vec<(Option<ItemId>, String)> {
    if text(document, "resourceType") != Some("QuestionnaireResponse") {
        return Vec::new();
    }
    let mut found: Vec<(Place, String)> = Vec::new();
    for unknown in names::unknown(document, "QuestionnaireResponse") {
        let message = unknown.message();
        found.push((unknown.place, message));
    }
    let only_one = "and only one of the two is read. Remove one.";
    for (place, name) in twice(document) {
        found.push((place, format!("'{name}' stands there twice, {only_one}")));
    }
    for (place, one, other) in names::rivals(document) {
        found.push((place, format!("'{one}' and '{other}' stand there side by side, {only_one}")));
    }
    walk(document, &mut |place, value| {
        let is_whole = value.get("resourceType").is_some(); // of which the engine says so
        if let Some(modifiers) = value.get("modifierExtension").filter(|_| !is_whole)
            && modifiers.as_array().is_none_or(|modifiers| !modifiers.is_empty())
        {
            found.push((place.clone(), ProblemKind::ModifierExtension.to_string()));
        }
    });
    // What is contained is of other kinds, with names and rules of their own.
    found.retain(|(place, _)| !place.is_contained());
    let told = found.into_iter().map(|(place, message)| {
        let (item, path) = place.parts();
        let colon = if path.is_empty() { "" } else { ": " };
        (item.map(ItemId::from), format!("{path}{colon}{message}"))
    });
    told.collect()
}
