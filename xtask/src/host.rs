//! A static host on this machine, as plain as the ones that a study is published on: files, their types, a path to be
//! served under, and what was compressed beforehand: `app.js.br` beside `app.js`.

use axum::{
    Router,
    http::{HeaderValue, header::CACHE_CONTROL},
    response::Redirect,
    routing::get,
};
use std::{io, net::TcpListener, path::Path, thread::JoinHandle};
use tokio::sync::oneshot;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

/// A folder being served. Stops when dropped.
#[derive(Debug)]
pub struct Hosted {
    /// Where it is, with the path it is served under: `http://127.0.0.1:8080/sub/path/`.
    pub address: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Hosted {
    /// Waits for as long as the folder is served, which is until the program is ended.
    pub fn forever(mut self) {
        if let Some(thread) = self.thread.take() {
            // The thread has no answer to give; that it has ended is all there is to know.
            let _ = thread.join();
        }
    }
}

impl Drop for Hosted {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Serves `folder` on this machine alone, under `prefix` (`/` or `/sub/path/`), at `port` (0: any that is free).
///
/// # Errors
///
/// Where the folder is not there, the prefix is no path, or the port is taken.
pub fn serve(folder: &Path, prefix: &str, port: u16) -> io::Result<Hosted> {
    if !folder.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::NotFound,
            format!("there is no folder {} to serve", folder.display()),
        ));
    }
    let prefix = whole(prefix)?;
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    listener.set_nonblocking(true)?;
    let address = format!("http://{}{prefix}", listener.local_addr()?);

    // A thread and a runtime of its own, so that synchronous programs and asynchronous tests may both hold it.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let files = files(folder, &prefix);
    let (stop, stopped) = oneshot::channel::<()>();
    let thread = std::thread::Builder::new().name("host".to_owned()).spawn(move || {
        runtime.block_on(async {
            match tokio::net::TcpListener::from_std(listener) {
                Ok(listener) => {
                    tokio::spawn(async { axum::serve(listener, files).await });
                    // Ends when `stop` is dropped, and with it the runtime and every open connection.
                    let _ = stopped.await;
                }
                Err(error) => eprintln!("The static server could not start: {error}"),
            }
        });
    })?;
    Ok(Hosted { address, stop: Some(stop), thread: Some(thread) })
}

/// The prefix with a slash at both ends.
fn whole(prefix: &str) -> io::Result<String> {
    let inner = prefix.trim_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~/".contains(c);
    if !inner.chars().all(plain) || inner.contains("//") {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("\u{2018}{prefix}\u{2019} is no path to serve under; one like /sub/path/ is"),
        ));
    }
    Ok(if inner.is_empty() { "/".to_owned() } else { format!("/{inner}/") })
}

fn files(folder: &Path, prefix: &str) -> Router {
    let files = ServeDir::new(folder).precompressed_br().redirect_path_prefix(prefix.trim_end_matches('/'));
    let routes = if prefix == "/" {
        Router::new().fallback_service(files)
    } else {
        // Without its last slash the page's relative addresses would miss, so hosts redirect.
        let redirect = Redirect::permanent(prefix);
        Router::new()
            .route(prefix.trim_end_matches('/'), get(|| async { redirect }))
            .nest_service(prefix, files)
    };
    // A build must be seen at once, and a browser must still be able to ask whether a file has changed.
    routes.layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static("no-cache")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        fs,
        io::{Read, Write},
        net::TcpStream,
    };

    /// A site of a few files, with a secret beside it.
    struct Site {
        folder: tempfile::TempDir,
    }

    impl Site {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let dist = folder.path().join("dist");
            fs::create_dir_all(dist.join("study")).unwrap();
            fs::write(folder.path().join("secret.txt"), "secret").unwrap();
            for (name, text) in [
                ("index.html", "<!doctype html>"),
                ("app.wasm", "\0asm"),
                ("app.js", "1"),
                ("site.webmanifest", "{}"),
                ("study/questionnaire.json", "{}"),
            ] {
                fs::write(dist.join(name), text).unwrap();
            }
            Self { folder }
        }

        fn under(&self, prefix: &str) -> Hosted {
            serve(&self.folder.path().join("dist"), prefix, 0).unwrap()
        }
    }

    /// The whole answer to a request that is sent to the letter, as no well-behaved client would.
    fn answer(hosted: &Hosted, path: &str) -> String {
        let authority = hosted.address["http://".len()..].split('/').next().unwrap();
        let mut stream = TcpStream::connect(authority).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[track_caller]
    fn gives(hosted: &Hosted, path: &str, status: u16) -> String {
        let answer = answer(hosted, path);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {answer}");
        answer
    }

    #[track_caller]
    fn has_type(hosted: &Hosted, path: &str, mime: &str) {
        let answer = gives(hosted, path, 200);
        assert!(answer.contains(&format!("content-type: {mime}")), "{path}: {answer}");
    }

    #[test]
    fn every_file_has_the_type_that_browsers_insist_on() {
        let site = Site::new();
        let hosted = site.under("/");
        has_type(&hosted, "/app.wasm", "application/wasm");
        has_type(&hosted, "/app.js", "text/javascript");
        has_type(&hosted, "/index.html", "text/html");
        has_type(&hosted, "/site.webmanifest", "application/manifest+json");
        has_type(&hosted, "/study/questionnaire.json", "application/json");
    }

    #[test]
    fn a_folder_shows_its_index() {
        let site = Site::new();
        has_type(&site.under("/"), "/", "text/html");
        has_type(&site.under("/sub/path/"), "/sub/path/", "text/html");
    }

    #[test]
    fn nothing_is_kept_without_asking_again() {
        let site = Site::new();
        let answer = gives(&site.under("/"), "/app.js", 200);
        assert!(answer.contains("cache-control: no-cache"), "{answer}");
        assert!(answer.contains("last-modified: "), "{answer}");
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let site = Site::new();
        gives(&site.under("/"), "/missing.js", 404);
        gives(&site.under("/"), "/study/", 404);
    }

    #[test]
    fn outside_the_prefix_there_is_nothing() {
        let site = Site::new();
        let hosted = site.under("/sub/path/");
        gives(&hosted, "/", 404);
        gives(&hosted, "/index.html", 404);
        gives(&hosted, "/sub/", 404);
        gives(&hosted, "/sub/pathology/index.html", 404);
        gives(&hosted, "/sub/path/index.html", 200);
    }

    #[test]
    fn a_prefix_without_its_last_slash_is_led_to_the_one_with_it() {
        let site = Site::new();
        let answer = gives(&site.under("/sub/path"), "/sub/path", 308);
        assert!(answer.contains("location: /sub/path/\r\n"), "{answer}");
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let site = Site::new();
        for prefix in ["/", "/sub/path/"] {
            let hosted = site.under(prefix);
            for way in ["../secret.txt", "study/../../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt"] {
                let answer = answer(&hosted, &format!("{prefix}{way}"));
                assert!(!answer.starts_with("HTTP/1.1 200"), "{way}: {answer}");
                assert!(!answer.contains("secret\n") && !answer.ends_with("secret"), "{way}: {answer}");
            }
        }
    }

    #[test]
    fn what_is_no_path_is_refused_as_a_prefix() {
        let site = Site::new();
        for prefix in ["/a b/", "/{a}/", "/a?b", "/a//b/"] {
            let refused = serve(site.folder.path(), prefix, 0).unwrap_err();
            assert_eq!(refused.kind(), io::ErrorKind::InvalidInput, "{prefix}");
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let refused = serve(Path::new("no/such/folder"), "/", 0).unwrap_err();
        assert_eq!(refused.to_string(), "there is no folder no/such/folder to serve");
    }

    #[test]
    fn it_stops_when_dropped_even_with_a_connection_open() {
        let site = Site::new();
        let hosted = site.under("/");
        let authority = hosted.address["http://".len()..].trim_end_matches('/').to_owned();
        let _idle = TcpStream::connect(&authority).unwrap();
        drop(hosted);
        assert!(TcpStream::connect(&authority).is_err());
    }
}
