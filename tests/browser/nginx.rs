//! nginx as a storage, set up word for word as `docs/collect.md` says.

use super::driver::{end, free_port, listens};
use super::folder::Folder;
use super::guide;
use super::plain::{self, Answer};
use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    fs,
    process::{Child, Command, Stdio},
};

/// One that runs for as long as the test.
#[derive(Debug)]
pub(crate) struct Nginx {
    process: Child,
    port: u16,
    files: Folder,
    /// Its logs, and what it keeps for itself.
    own: Folder,
}

impl Nginx {
    /// Starts one for a survey from this origin.
    pub(crate) fn serving(survey: &str) -> Self {
        // Others may take the port meanwhile: then it ends.
        (0..20).find_map(|_| Self::try_to_serve(survey)).expect("nginx should find a free port")
    }

    fn try_to_serve(survey: &str) -> Option<Self> {
        let (port, files, own) = (free_port(), Folder::new(), Folder::new());
        for folder in ["records", "contacts"] {
            fs::create_dir(files.path().join(folder)).unwrap();
        }
        let here = own.path().display();
        fs::write(own.path().join("hiquality.conf"), guide::nginx(survey, port, files.path())).unwrap();
        // What Debian's own file has around it, and for one process without a user of its own.
        let around = format!(
            "daemon off; master_process off; pid {here}/pid; error_log {here}/error.log; events {{}}
            http {{
                access_log {here}/access.log;
                client_body_temp_path {here}/body; proxy_temp_path {here}/proxy; fastcgi_temp_path {here}/fastcgi;
                uwsgi_temp_path {here}/uwsgi; scgi_temp_path {here}/scgi;
                include {here}/hiquality.conf;
            }}"
        );
        let file = own.path().join("nginx.conf");
        fs::write(&file, around).unwrap();
        let program = env::var_os("HIQUALITY_NGINX").unwrap_or_else(|| OsString::from("nginx"));
        let mut nginx = Command::new(&program);
        nginx.arg("-e").arg(own.path().join("error.log")).arg("-c").arg(file);
        let mut process = nginx.stdin(Stdio::null()).spawn().unwrap_or_else(|error| {
            panic!("{} could not be started: {error}. `cargo xtask test` sees to it.", program.display())
        });
        listens(&mut process, port).then_some(Self { process, port, files, own })
    }

    /// Its address without a path.
    pub(crate) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What it answers to a request.
    pub(crate) fn answers(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        plain::answer(self.port, method, path, &[], body)
    }

    /// What lies in a folder of it, by the names.
    pub(crate) fn files(&self, within: &str) -> BTreeMap<String, String> {
        let entries = fs::read_dir(self.files.path().join(within)).unwrap().map(Result::unwrap);
        let name = |file: OsString| file.into_string().unwrap().trim_end_matches(".age").to_owned();
        entries.map(|entry| (name(entry.file_name()), fs::read_to_string(entry.path()).unwrap())).collect()
    }

    /// What it has taken down of anyone.
    pub(crate) fn logs(&self) -> String {
        ["access.log", "error.log"].map(|log| fs::read_to_string(self.own.path().join(log)).unwrap()).concat()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}
