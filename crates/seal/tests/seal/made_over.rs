//! What becomes of a parcel on its way: unpacked, changed and packed again, by somebody who has no key.

use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Files by their names.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The files in an archive, in their order.
pub(crate) fn files(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let read = |at| {
        let mut file = archive.by_index(at).unwrap();
        let mut contents = Vec::new();
        file.read_to_end(&mut contents).unwrap();
        (file.name().unwrap().into_owned(), contents)
    };
    (0..archive_len(bytes)).map(read).collect()
}

pub(crate) fn archive_len(bytes: &[u8]) -> usize {
    ZipArchive::new(Cursor::new(bytes)).unwrap().len()
}

/// An archive of these files, and of folders where a name ends so.
pub(crate) fn packed(
    files: impl IntoIterator<Item = (String, Vec<u8>)>,
    options: SimpleFileOptions,
) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in files {
        match name.strip_suffix('/') {
            Some(folder) => archive.add_directory(folder, options).unwrap(),
            None => {
                archive.start_file(name, options).unwrap();
                archive.write_all(&contents).unwrap();
            }
        }
    }
    archive.finish().unwrap().into_inner()
}

/// The file after somebody changed its list and its files, and signed the list with a key of their own.
pub(crate) fn made_over(bytes: &[u8], change: impl Fn(&mut Value, &mut Files)) -> Vec<u8> {
    let mut files: Files = files(bytes).into_iter().collect();
    let mut list: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    change(&mut list, &mut files);
    let key = SigningKey::from_bytes(&[7; 32]);
    if list["content"] == "records" {
        list["device"] = json!(hexadecimal(key.verifying_key().as_bytes()));
    }
    let list = list.to_string();
    files.insert("manifest.sig".to_owned(), hexadecimal(&key.sign(list.as_bytes()).to_bytes()).into());
    files.insert("manifest.json".to_owned(), list.into());
    packed(files, SimpleFileOptions::default())
}

/// Takes the text at this place out of the list. Returns its name.
pub(crate) fn struck(list: &mut Value, of: &str, at: usize) -> String {
    let gone = list[of].as_array_mut().unwrap().remove(at);
    list["count"] = json!(list["hashes"].as_array().unwrap().len());
    gone.as_str().unwrap().to_owned()
}

/// Takes the text of this name out of the files.
pub(crate) fn taken_out(files: &mut Files, name: &str) -> Vec<u8> {
    let path = files.keys().find(|path| path.contains(name)).unwrap().clone();
    files.remove(&path).unwrap()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
