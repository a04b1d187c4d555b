//! Files: those that the person chose, and those that the app makes for them.

use super::{Refused, page};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, FilePropertyBag, HtmlInputElement};

/// Bytes that the browser holds, so that a large file is never in the program's own memory as well.
#[derive(Debug, Clone)]
pub struct Bytes(pub(super) Uint8Array);

impl Bytes {
    /// No bytes.
    pub fn none() -> Self {
        Self(Uint8Array::new_with_length(0))
    }
}

/// A file that the person chose. Nothing of it is read yet.
#[derive(Debug, Clone)]
pub struct Chosen(File);

impl Chosen {
    /// Its name.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// How many bytes it has.
    pub fn size(&self) -> f64 {
        self.0.size()
    }

    /// Whether it begins with these bytes. No others are read.
    ///
    /// # Errors
    /// Where it can't be read.
    pub async fn begins_with(&self, first: &[u8]) -> Result<bool, Refused> {
        let beginning = self.0.slice_with_i32_and_i32(0, first.len() as i32)?;
        let buffer = JsFuture::from(beginning.array_buffer()).await?;
        Ok(Uint8Array::new(&buffer).to_vec() == first)
    }

    /// Its bytes.
    ///
    /// # Errors
    /// Where it can't be read: it was moved or changed since it was chosen, or is too large.
    pub async fn bytes(&self) -> Result<Bytes, Refused> {
        let buffer = JsFuture::from(self.0.array_buffer()).await?;
        Ok(Bytes(Uint8Array::new(&buffer)))
    }

    /// Its text. What is no text comes as replacement characters.
    ///
    /// # Errors
    /// Where it can't be read.
    pub async fn text(&self) -> Result<String, Refused> {
        Ok(JsFuture::from(self.0.text()).await?.as_string().unwrap_or_default())
    }
}

/// The files that are chosen in the field with this id.
pub fn chosen(field: &str) -> Vec<Chosen> {
    let files = input(field).and_then(|field| field.files());
    let count = files.as_ref().map_or(0, web_sys::FileList::length);
    files.iter().flat_map(|files| (0..count).filter_map(|at| files.get(at))).map(Chosen).collect()
}

/// Forgets what is chosen in the field with this id.
pub fn forget_chosen(field: &str) {
    if let Some(field) = input(field) {
        field.set_value("");
    }
}

fn input(id: &str) -> Option<HtmlInputElement> {
    page().get_element_by_id(id)?.dyn_into().ok()
}

/// A file that the app made.
#[derive(Debug, Clone)]
pub struct Made(File);

impl Made {
    /// A file with this text.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn of_text(name: &str, kind: &str, text: &str) -> Result<Self, Refused> {
        Self::of(name, kind, &Array::of1(&JsValue::from_str(text)))
    }

    fn of(name: &str, kind: &str, parts: &Array) -> Result<Self, Refused> {
        let options = FilePropertyBag::new();
        options.set_type(kind);
        // Otherwise the file says when it was made.
        options.set_last_modified(0.0);
        Ok(Self(File::new_with_blob_sequence_and_options(parts, name, &options)?))
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.0.name()
    }

    pub(super) fn handle(&self) -> &File {
        &self.0
    }
}

/// A file that comes in pieces. Each is handed to the browser at once, which keeps it where there is room, so that
/// memory stays small however long the file gets.
#[derive(Debug, Default)]
pub struct Growing(Array);

impl Growing {
    /// Adds a piece.
    ///
    /// # Errors
    /// Where the browser has no room for it.
    pub fn add(&mut self, Bytes(bytes): &Bytes) -> Result<(), Refused> {
        let parts = Array::of1(bytes);
        let piece = Blob::new_with_u8_array_sequence_and_options(&parts, &BlobPropertyBag::new())?;
        self.0.push(&piece);
        Ok(())
    }

    /// The whole file.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn whole(&self, name: &str, kind: &str) -> Result<Made, Refused> {
        Made::of(name, kind, &self.0)
    }
}
