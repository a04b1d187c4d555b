//! A new `settings.json` for the organiser: the one in use, with more keys.

use serde_json::{Map, Value, json};

/// The settings in use with more public keys, and with a new date until which people can withdraw where one is given.
/// What can't be read makes room for new settings.
pub fn with_recipients(present: &str, keys: &[&str], withdraw_until: Option<&str>) -> String {
    let mut settings = match serde_json::from_str(present) {
        Ok(Value::Object(settings)) => settings,
        _ => Map::from_iter([("contactForm".to_owned(), json!(true))]),
    };
    let known = settings.get("recipients").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut recipients: Vec<Value> = Vec::new();
    for key in known.into_iter().chain(keys.iter().map(|key| json!(key))) {
        if !recipients.contains(&key) {
            recipients.push(key);
        }
    }
    settings.insert("recipients".to_owned(), Value::Array(recipients));
    if let Some(date) = withdraw_until {
        settings.insert("withdrawUntil".to_owned(), json!(date));
    }
    serde_json::to_string_pretty(&settings).unwrap_or_default() + "\n"
}

/// The date until which people can withdraw, as the settings in use have it.
pub fn withdraw_until(present: &str) -> Option<String> {
    let settings: Value = serde_json::from_str(present).ok()?;
    settings["withdrawUntil"].as_str().map(ToOwned::to_owned)
}

/// The line of `settings.json` with these keys.
pub fn recipients_line(recipients: &[String]) -> String {
    let keys: Vec<String> = recipients.iter().map(|key| format!("\"{key}\"")).collect();
    format!("\"recipients\": [{}]", keys.join(", "))
}
