//! A request to a program on this machine, as plain as HTTP gets.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
};

/// What came back, without what is in it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
}

/// Asks the program at a port.
pub(crate) fn answer(port: u16, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let own = [
        ("Host", &*format!("127.0.0.1:{port}")),
        ("Content-Length", &*body.len().to_string()),
        ("Connection", "close"),
    ]
    .into_iter()
    .chain(headers.iter().copied())
    .map(|(name, value)| format!("{name}: {value}\r\n"))
    .collect::<String>();
    stream.write_all(format!("{method} {path} HTTP/1.1\r\n{own}\r\n").as_bytes()).unwrap();
    let _ = stream.write_all(body); // it need not read what is too much
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    let (head, _) = answer.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap();
    let header = |line: &str| {
        let (name, value) = line.split_once(':').unwrap();
        (name.to_lowercase(), value.trim().to_owned())
    };
    Answer { status, headers: lines.map(header).collect() }
}
