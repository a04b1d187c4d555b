//! Someone's keyboard, and nothing else of theirs.

use super::visitor::Visitor;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::json;

/// The keyboard.
#[derive(Debug)]
pub(crate) struct Keyboard<'a> {
    visitor: &'a Visitor,
}

impl<'a> Keyboard<'a> {
    pub(crate) fn of(visitor: &'a Visitor) -> Self {
        Self { visitor }
    }

    /// Presses a key and lets it go.
    pub(crate) async fn press(&self, key: Key) {
        self.strike(&[char::from(key)]).await;
    }

    /// Types words.
    pub(crate) async fn types(&self, words: &str) {
        self.strike(&words.chars().collect::<Vec<_>>()).await;
    }

    async fn strike(&self, keys: &[char]) {
        let strokes =
            keys.iter().flat_map(|key| [KeyAction::Down { value: *key }, KeyAction::Up { value: *key }]);
        let strokes = strokes.fold(KeyActions::new("keyboard".to_owned()), KeyActions::then);
        self.visitor.browser.client.perform_actions(strokes).await.unwrap();
    }

    /// Presses Tab until what a selector finds has the focus.
    pub(crate) async fn tabs_to(&self, selector: &str) {
        let mut passed = Vec::new();
        loop {
            let script = "
                const at = document.activeElement;
                return [at.matches(arguments[0]), at.outerHTML.slice(0, 120)];";
            let focus = self.visitor.runs_with(script, vec![json!(selector)]).await;
            if focus[0] == true {
                return;
            }
            passed.push(focus[1].to_string());
            assert!(passed.len() < 60, "Tab does not lead to {selector}: {passed:#?}");
            self.press(Key::Tab).await;
        }
    }
}
