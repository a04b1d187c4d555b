//! `docs/collect.md`, as an organiser and their colleague copy from it.

use serde_json::Value;
use std::{fs, path::Path};

/// The names and the place in it, for which readers put their own.
const STORAGE: &str = "https://storage.example.org";
pub(crate) const SURVEY: &str = "https://survey.example.org";
const FOLDER: &str = "/srv/hiquality";

/// How the blocks begin that are for the settings.
const DELIVER: &str = "\"deliver\"";

/// The blocks in it that are of this language and begin so.
fn blocks(language: &str, begins: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/collect.md");
    let text = fs::read_to_string(path).unwrap();
    let blocks = text.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'));
    let blocks = blocks.filter(|(of, block)| *of == language && block.trim_start().starts_with(begins));
    let blocks: Vec<_> = blocks.map(|(_, block)| block.to_owned()).collect();
    assert_ne!(blocks, [""; 0], "docs/collect.md has no block of the language '{language}' like {begins}");
    blocks
}

/// A text with another word in the place of one that has to be there.
fn put(text: &str, word: &str, other: &str) -> String {
    assert!(text.contains(word), "{word} was to be in: {text}");
    text.replace(word, other)
}

/// What it says for nginx, for a survey from this origin, at a port and with files in a folder of the test's own, and
/// without what browsers ask of an address that is not on the device itself.
pub(crate) fn nginx(survey: &str, port: u16, files: &Path) -> String {
    let block = blocks("nginx", "limit_req_zone").remove(0);
    [
        ("listen 443 ssl;", format!("listen 127.0.0.1:{port};").as_str()),
        ("listen [::]:443 ssl;", ""),
        ("ssl_certificate", "# ssl_certificate"),
        (SURVEY, survey),
        (FOLDER, &files.display().to_string()),
    ]
    .into_iter()
    .fold(block, |block, (word, other)| put(&block, word, other))
}

/// What it says to settle for nginx, at this origin.
pub(crate) fn deliver(storage: &str) -> Value {
    settings(&put(&blocks("json", DELIVER)[0], STORAGE, storage))
}

/// What it says to settle for each of the boxes.
pub(crate) fn delivers() -> Vec<Value> {
    blocks("json", DELIVER).iter().map(|block| settings(block)).collect()
}

/// What it says to run for Azure, for a survey from this origin. An emulator has its one account already, and is not
/// spoken to by HTTPS.
pub(crate) fn azure(survey: &str) -> String {
    let block = blocks("sh", "az storage account create").remove(0);
    let (_, block) = block.split_once("--allow-blob-public-access false\n").unwrap();
    let block = put(block, " --account-name hiqualitysurvey", "");
    put(&put(&block, " --https-only", ""), SURVEY, survey)
}

/// What it says to settle for Azure, with an account at this address and the signatures of its two containers.
pub(crate) fn deliver_to_azure(account: &str, signatures: [&str; 2]) -> Value {
    let [records, contacts] = signatures;
    let block = put(&blocks("json", DELIVER)[1], "https://hiqualitysurvey.blob.core.windows.net", account);
    settings(&put(&put(&block, "SIGNATURE-FOR-RECORDS", records), "SIGNATURE-FOR-CONTACTS", contacts))
}

/// What it says to run for S3, with the files that this reads, by their names.
pub(crate) fn s3() -> (String, [(&'static str, String); 2]) {
    let mut files = blocks("json", "{").into_iter();
    let mut with = |word: &str| files.find(|file| file.contains(word)).unwrap();
    let files = [("policy.json", with("AnyonePutsAFile")), ("cors.json", with("CORSRules"))];
    (blocks("sh", "aws s3api create-bucket").remove(0), files)
}

fn settings(block: &str) -> Value {
    let settings: Value = serde_json::from_str(&format!("{{ {block} }}")).unwrap();
    settings["deliver"].clone()
}

/// Where it says that the page's policy lets it send.
pub(crate) fn connect_src(storage: &str) -> String {
    put(&blocks("", "connect-src")[0], STORAGE, storage).trim().trim_end_matches(';').to_owned()
}
