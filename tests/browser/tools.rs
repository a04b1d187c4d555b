//! A connection of a test's own to the browser's developer tools, for what the driver does not pass on: what the page
//! tells by itself, workers, and what is in memory. It is a WebSocket (RFC 6455), as plain as the tools take it.

use super::browser::Browser;
use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// The page, or a worker of it, as the tools address it.
pub(crate) type Session = String;

/// Has a page take down the WebAssembly modules that it starts, for [`Tools::wasm_memories`]. To be run before any other
/// script.
pub(crate) const REMEMBER: &str = "
window.instances = [];
for (const way of ['instantiate', 'instantiateStreaming']) {
  const started = WebAssembly[way];
  WebAssembly[way] = async (...given) => {
    const it = await started.apply(WebAssembly, given);
    instances.push(it.instance ?? it);
    return it;
  };
}";

/// The connection.
#[derive(Debug)]
pub(crate) struct Tools {
    stream: BufReader<TcpStream>,
    asked: u64,
    /// What the browser told meanwhile.
    told: VecDeque<Value>,
}

impl Tools {
    /// Connects to a running browser.
    pub(crate) fn of(browser: &Browser) -> Self {
        // The browser writes there where it listens, as soon as it does.
        let place = fs::read_to_string(browser.profile().join("DevToolsActivePort")).unwrap();
        let (port, path) = place.split_once('\n').unwrap();
        let stream = TcpStream::connect(("127.0.0.1", port.parse().unwrap())).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut stream = BufReader::new(stream);
        let greeting = format!(
            "GET {} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
            path.trim()
        );
        stream.get_mut().write_all(greeting.as_bytes()).unwrap();
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            assert!(stream.read_line(&mut line).unwrap() > 0, "the tools hung up");
        }
        Self { stream, asked: 0, told: VecDeque::new() }
    }

    /// Turns to every page and service worker, and to the workers of the pages. Returns the kind of each.
    pub(crate) fn everything(&mut self) -> Vec<(String, Session)> {
        let targets = self.ask("", "Target.getTargets", &json!({}))["targetInfos"].clone();
        let mut found = Vec::new();
        for target in targets.as_array().unwrap() {
            let kind = target["type"].as_str().unwrap().to_owned();
            if !["page", "service_worker", "shared_worker"].contains(&kind.as_str()) {
                continue;
            }
            let attach = json!({ "targetId": target["targetId"], "flatten": true });
            let session =
                self.ask("", "Target.attachToTarget", &attach)["sessionId"].as_str().unwrap().to_owned();
            if kind == "page" {
                let workers = json!({ "autoAttach": true, "waitForDebuggerOnStart": false, "flatten": true });
                self.ask(&session, "Target.setAutoAttach", &workers);
            }
            found.push((kind, session));
        }
        let of_pages = self
            .told
            .iter()
            .filter(|it| it["method"] == "Target.attachedToTarget" && it["sessionId"] != Value::Null);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let of_pages =
            of_pages.map(|it| (text(&it["params"]["targetInfo"]["type"]), text(&it["params"]["sessionId"])));
        found.extend(of_pages);
        found
    }

    /// The page.
    pub(crate) fn page(&mut self) -> Session {
        let found = self.everything();
        found.into_iter().find(|(kind, _)| kind == "page").unwrap().1
    }

    /// Asks the browser, or in a session what it stands for.
    pub(crate) fn ask(&mut self, session: &str, command: &str, parameters: &Value) -> Value {
        let number = self.send(session, command, parameters);
        loop {
            let said = self.hear().unwrap();
            if said["id"] == number {
                assert!(said.get("error").is_none(), "{command}: {said}");
                return said["result"].clone();
            }
            self.told.push_back(said);
        }
    }

    /// Asks without waiting for the answer.
    pub(crate) fn send(&mut self, session: &str, command: &str, parameters: &Value) -> u64 {
        self.asked += 1;
        let mut message = json!({ "id": self.asked, "method": command, "params": parameters });
        if !session.is_empty() {
            message["sessionId"] = json!(session);
        }
        self.write(0x1, message.to_string().as_bytes()).unwrap();
        self.asked
    }

    /// What the browser tells next of this kind; nothing where it does not within this time.
    pub(crate) fn told(&mut self, method: &str, within: Duration) -> Option<Value> {
        let until = Instant::now() + within;
        loop {
            while let Some(told) = self.told.pop_front() {
                if told["method"] == method {
                    return Some(told["params"].clone());
                }
            }
            let left = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
            self.stream.get_ref().set_read_timeout(Some(left)).unwrap();
            let said = self.hear();
            self.stream.get_ref().set_read_timeout(Some(Duration::from_secs(60))).unwrap();
            self.told.push_back(said.ok()?);
        }
    }

    /// What an expression is in a session, as a handle on it.
    pub(crate) fn handle(&mut self, session: &str, expression: &str) -> String {
        let is = self.ask(session, "Runtime.evaluate", &json!({ "expression": expression }));
        is["result"]["objectId"].as_str().unwrap().to_owned()
    }

    /// The memory of every WebAssembly module in a session. Those of a page are the ones that [`REMEMBER`] took down: asked
    /// for its objects, Chromium 156 ends a page whose program is in parts.
    pub(crate) fn wasm_memories(&mut self, kind: &str, session: &str) -> Vec<Vec<u8>> {
        let all = if kind == "page" {
            self.handle(
                session,
                "[...new Set(instances.map(({ exports }) => exports.memory).filter(Boolean))]",
            )
        } else {
            let prototype = self.handle(session, "WebAssembly.Memory.prototype");
            let all = self.ask(session, "Runtime.queryObjects", &json!({ "prototypeObjectId": prototype }));
            all["objects"]["objectId"].as_str().unwrap().to_owned()
        };
        let read = "function () { return this.map((memory) => new Uint8Array(memory.buffer).toHex()); }";
        let read = json!({ "objectId": all, "functionDeclaration": read, "returnByValue": true });
        let memories = self.ask(session, "Runtime.callFunctionOn", &read)["result"]["value"].clone();
        let digit = |byte: u8| if byte > b'9' { byte - b'a' + 10 } else { byte - b'0' };
        let bytes = |hex: &Value| -> Vec<u8> {
            let hex = hex.as_str().unwrap().as_bytes();
            hex.chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
        };
        let memories: Vec<_> = memories.as_array().unwrap().iter().map(bytes).collect();
        assert!(kind != "page" || !memories.is_empty(), "a page has a program");
        memories
    }

    /// Everything that the garbage collection leaves in a session's heap: JSON, with the beginning of each string.
    pub(crate) fn heap(&mut self, session: &str) -> String {
        self.ask(session, "HeapProfiler.enable", &json!({}));
        for _ in 0..3 {
            self.ask(session, "HeapProfiler.collectGarbage", &json!({}));
        }
        self.told.clear();
        self.ask(session, "HeapProfiler.takeHeapSnapshot", &json!({ "reportProgress": false }));
        let chunks = self.told.drain(..).filter(|told| told["method"] == "HeapProfiler.addHeapSnapshotChunk");
        chunks.map(|told| told["params"]["chunk"].as_str().unwrap().to_owned()).collect()
    }

    fn write(&mut self, kind: u8, bytes: &[u8]) -> io::Result<()> {
        // The last fragment of a message, masked with zeros: clients have to mask, and may choose how.
        let mut frame = vec![0x80 | kind];
        match bytes.len() {
            0..=125 => frame.push(0x80 | bytes.len() as u8),
            126..=0xFFFF => {
                frame.push(0x80 | 126);
                frame.extend((bytes.len() as u16).to_be_bytes());
            }
            long => {
                frame.push(0x80 | 127);
                frame.extend((long as u64).to_be_bytes());
            }
        }
        frame.extend([0; 4]);
        frame.extend(bytes);
        self.stream.get_mut().write_all(&frame)
    }

    /// The next message.
    fn hear(&mut self) -> io::Result<Value> {
        let mut message = Vec::new();
        loop {
            let mut head = [0; 2];
            self.stream.read_exact(&mut head)?;
            let length = match head[1] & 0x7F {
                126 => u64::from(u16::from_be_bytes(self.bytes()?)),
                127 => u64::from_be_bytes(self.bytes()?),
                short => u64::from(short),
            };
            let mut part = vec![0; length as usize];
            self.stream.read_exact(&mut part)?;
            match head[0] & 0xF {
                0x8 => return Err(io::ErrorKind::ConnectionAborted.into()),
                0x9 => self.write(0xA, &part)?,
                0xA => {}
                _ => {
                    message.extend(part);
                    if head[0] & 0x80 != 0 {
                        return Ok(serde_json::from_slice(&message)?);
                    }
                }
            }
        }
    }

    fn bytes<const LENGTH: usize>(&mut self) -> io::Result<[u8; LENGTH]> {
        let mut bytes = [0; LENGTH];
        self.stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}
