//! The set-ups of `docs/collect.md` for Azure and S3, in emulators of them, by the vendors' own commands. `cargo xtask stores`
//! fetches all that and runs these tests.
//!
//! Azurite, Microsoft's own, does all but the account, the lifecycle and HTTPS. It says of what is there already that this
//! is not permitted, and not in the words by which Azure itself is known (`bucket.rs` has those). Moto, for S3, keeps people
//! from reading and deleting as the policy says, but not from listing and from other names, and tells browsers nothing
//! before they send.

use super::delivery::{THERE, checks};
use super::driver::{end, free_port, listens};
use super::folder::Folder;
use super::guide::{self, SURVEY};
use super::kept::answers_in;
use super::keys::Keys;
use super::plain::{self, Answer};
use super::site::Site;
use super::visitor::Visitor;
use seal::sha256;
use serde_json::{Value, json};
use std::{
    env,
    ffi::OsString,
    fs,
    process::{Child, Command, Stdio},
};

/// The key of an account that is only there for the test.
const KEY: &str = "bm90aGluZyB0aGF0IGlzIHNlY3JldA==";

/// A running emulator, and a folder to work with it in. It ends when it is dropped.
#[derive(Debug)]
struct Emulator {
    process: Child,
    port: u16,
    folder: Folder,
    /// What the vendor's command has to know.
    knows: Vec<(&'static str, String)>,
}

impl Emulator {
    fn start(mut program: Command, port: u16, knows: Vec<(&'static str, String)>) -> Self {
        let folder = Folder::new();
        program.current_dir(folder.path());
        program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut process = program.spawn().unwrap();
        assert!(listens(&mut process, port), "the emulator has ended");
        Self { process, port, folder, knows }
    }

    fn of_azure() -> Self {
        let port = free_port();
        let mut azurite = Command::new("node");
        azurite.arg(named("HIQUALITY_AZURITE")).arg("--blobPort").arg(port.to_string());
        azurite.args(["--silent", "--skipApiVersionCheck", "--inMemoryPersistence", "--disableTelemetry"]);
        azurite.env("AZURITE_ACCOUNTS", format!("hiqualitysurvey:{KEY}"));
        let at = format!("http://127.0.0.1:{port}/hiqualitysurvey");
        let account = format!(
            "DefaultEndpointsProtocol=http;AccountName=hiqualitysurvey;AccountKey={KEY};BlobEndpoint={at};"
        );
        Self::start(azurite, port, vec![("AZURE_STORAGE_CONNECTION_STRING", account)])
    }

    fn of_s3() -> Self {
        let port = free_port();
        let mut moto = Command::new(named("HIQUALITY_MOTO"));
        moto.arg("-p").arg(port.to_string());
        let at = format!("http://127.0.0.1:{port}");
        let owner =
            [("AWS_ACCESS_KEY_ID", "owner".to_owned()), ("AWS_SECRET_ACCESS_KEY", "owner".to_owned())];
        Self::start(moto, port, owner.into_iter().chain([("AWS_ENDPOINT_URL", at)]).collect())
    }

    /// Runs what is written for a shell, in its folder. Returns what that printed.
    fn runs(&self, script: &str) -> String {
        let mut places: Vec<_> = env::split_paths(&env::var_os("PATH").unwrap()).collect();
        places.splice(0..0, env::split_paths(&named("HIQUALITY_VENDORS")));
        let mut shell = Command::new("sh");
        shell.args(["-euc", script]).current_dir(self.folder.path()).stdin(Stdio::null());
        shell
            .env("PATH", env::join_paths(places).unwrap())
            .envs(self.knows.iter().map(|(name, value)| (name, value)));
        shell.env("AZURE_CONFIG_DIR", self.folder.path()).env("AZURE_CORE_COLLECT_TELEMETRY", "no");
        let output = shell.env("AWS_PAGER", "").output().unwrap();
        assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn answers(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        plain::answer(self.port, method, path, headers, body)
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

fn named(variable: &str) -> OsString {
    env::var_os(variable).unwrap_or_else(|| panic!("{variable} is not set. `cargo xtask stores` sees to it."))
}

/// Azure as the guide sets it up, and what is then to be settled.
fn azure(survey: &str) -> (Emulator, Value) {
    let azure = Emulator::of_azure();
    let printed = azure.runs(&guide::azure(survey));
    let mut signatures = printed.lines().filter(|line| line.contains("sig="));
    let signatures = [signatures.next().unwrap(), signatures.next().unwrap()];
    let account = format!("http://127.0.0.1:{}/hiqualitysurvey", azure.port);
    let deliver = guide::deliver_to_azure(&account, signatures);
    (azure, deliver)
}

#[test]
#[ignore = "needs Azurite and the Azure command"]
fn azure_takes_a_record_once_and_gives_nothing_out() {
    let (azure, deliver) = azure(SURVEY);
    let header = ("x-ms-blob-type", deliver["headers"]["x-ms-blob-type"].as_str().unwrap());
    let from = ("Origin", SURVEY);
    for to in ["to", "contact"] {
        let to = deliver[to].as_str().unwrap().replace("{name}", &sha256(b"sealed"));
        let path = study::delivery::parts(&to).unwrap().1;
        let put = azure.answers("PUT", path, &[header, from], b"sealed");
        assert_eq!((put.status, put.headers["access-control-allow-origin"].as_str()), (201, SURVEY));
        let again = azure.answers("PUT", path, &[header, from], b"something else");
        assert_eq!(
            (again.status, again.headers["access-control-expose-headers"].as_str()),
            (403, "x-ms-error-code")
        );
        for method in ["GET", "HEAD", "DELETE"] {
            assert_eq!(azure.answers(method, path, &[], b"").status, 403, "{method}");
        }
        let (file, signature) = path.split_once('?').unwrap();
        let (container, _) = file.rsplit_once('/').unwrap();
        let list = format!("{container}?restype=container&comp=list&{signature}");
        assert_eq!(azure.answers("GET", &list, &[], b"").status, 403);
        let unsigned = format!("{container}/{}.age", sha256(b"unsigned"));
        assert_eq!(azure.answers("PUT", &unsigned, &[header], b"unsigned").status, 403);
    }
}

#[tokio::test]
#[ignore = "needs Azurite and the Azure command"]
async fn someone_submits_and_their_answers_are_fetched_from_azure_and_open_with_the_key() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let (azure, deliver) = azure(site.origin());
    let storage = format!("http://127.0.0.1:{}", azure.port);
    site.delivers(&deliver, &guide::connect_src(&storage));
    let visitor = Visitor::of(&site).await;
    checks(&visitor).await;
    visitor.submits().await;
    visitor.sees(THERE).await;
    azure.runs("mkdir records; az storage blob download-batch --source records --destination records");
    let mut files = fs::read_dir(azure.folder.path().join("records")).unwrap();
    let text = fs::read_to_string(files.next().unwrap().unwrap().path()).unwrap();
    assert!(files.next().is_none());
    assert_eq!(answers_in(&keys.open(&text))["role"], [json!("gp")]);
    visitor.leaves().await;
}

#[test]
#[ignore = "needs Moto and the AWS command"]
fn s3_takes_a_record_from_anyone_gives_it_to_nobody_and_keeps_earlier_versions() {
    let s3 = Emulator::of_s3();
    let (script, files) = guide::s3();
    files.iter().for_each(|(name, text)| fs::write(s3.folder.path().join(name), text).unwrap());
    s3.runs(&script);
    let path = format!("/hiquality-survey/records/{}.age", sha256(b"sealed"));
    let put = s3.answers("PUT", &path, &[("Origin", SURVEY)], b"sealed");
    assert_eq!((put.status, put.headers["access-control-allow-methods"].as_str()), (200, "PUT"));
    assert_eq!(s3.answers("PUT", &path, &[("If-None-Match", "*")], b"something else").status, 412);
    for method in ["GET", "HEAD", "DELETE"] {
        assert_eq!(s3.answers(method, &path, &[], b"").status, 403, "{method}");
    }
    s3.runs("aws s3 sync s3://hiquality-survey/records records");
    let file = s3.folder.path().join("records").join(format!("{}.age", sha256(b"sealed")));
    assert_eq!(fs::read_to_string(file).unwrap(), "sealed");
    assert_eq!(s3.answers("PUT", &path, &[], b"something else").status, 200);
    let versions =
        s3.runs("aws s3api list-object-versions --bucket hiquality-survey --query 'length(Versions)'");
    assert_eq!(versions.trim(), "2");
}
