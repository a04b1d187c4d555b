//! Whether records can be delivered: the address of an organiser's storage, what is sent with them, and whether the page's
//! own policy lets them go there.

/// What stands in an address where the name of what is delivered goes: the SHA-256 of its text, in hexadecimal.
pub const NAME: &str = "{name}";

/// What `fetch` sends by its own rules, whatever a page says: <https://fetch.spec.whatwg.org/#forbidden-request-header>.
const NOT_OURS: [&str; 19] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// What is wrong with an address to deliver to, and what to do.
pub fn fault(address: &str) -> Option<&'static str> {
    let Some((origin, path)) = parts(address) else {
        return Some(
            "this should be a whole address, like \"https://storage.example.org/records/{name}.age\".",
        );
    };
    let (scheme, host) = origin.split_once("://").unwrap_or_default();
    if host.contains('@') {
        return Some(
            "it has a user name or a password in it, which browsers do not send. Use an address that lets anyone put a file there.",
        );
    }
    if scheme != "https" && !is_loopback(host) {
        return Some("it does not begin with https://, so browsers would not send records there.");
    }
    if path.matches(NAME).count() != 1 || address.contains('#') {
        return Some(
            "{name} should stand in it once, behind the host, where the name of each file goes, and no # anywhere.",
        );
    }
    None
}

/// What is wrong with a header to be sent, and what to do.
pub fn fault_of_header(name: &str, value: &str) -> Option<&'static str> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let lower = name.to_ascii_lowercase();
    if name.is_empty() || !name.bytes().all(is_token) {
        return Some("this is no name of a header. Copy it again from the storage's guide.");
    }
    if NOT_OURS.contains(&lower.as_str()) || lower.starts_with("proxy-") || lower.starts_with("sec-") {
        return Some("browsers send this one by their own rules and leave out what a page says. Remove it.");
    }
    if value.is_empty() || value.trim() != value || !value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Some(
            "its value should be of letters, digits and signs on one line, without spaces around it.",
        );
    }
    None
}

/// Why the page's own Content-Security-Policy keeps records from this address, and the line to write. The page is the text
/// of `index.html`, and the address one without a [`fault`].
pub fn kept_back(page: &str, address: &str) -> Option<String> {
    let (origin, _) = parts(address)?;
    let policy = policy(page)?;
    let directives = policy.split(';').map(str::trim);
    let directives = directives.map(|it| it.split_once(char::is_whitespace).unwrap_or((it, "")));
    let of = |name: &str| {
        directives.clone().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, sources)| sources)
    };
    let sources = of("connect-src").or_else(|| of("default-src"))?;
    let allows = |source: &str| allows(&source.to_ascii_lowercase(), &address.to_ascii_lowercase());
    if sources.split_ascii_whitespace().any(allows) {
        return None;
    }
    let named = sources.split_ascii_whitespace().filter(|source| *source != "'none'");
    let line: Vec<&str> = named.chain([origin]).collect();
    Some(format!(
        "the Content-Security-Policy in index.html does not let the page send to {origin}. Write there, in the place of the part that begins with connect-src: connect-src {}; and the same where your host sends a policy.",
        line.join(" ")
    ))
}

/// The policy that stands in a page.
fn policy(page: &str) -> Option<&str> {
    let at = page.find("http-equiv=\"Content-Security-Policy\"")?;
    let rest = page[at..].split_once("content=\"")?.1;
    rest.split_once('"').map(|(policy, _)| policy)
}

/// Whether a source of a policy lets a page send to an address: <https://www.w3.org/TR/CSP3/#match-url-to-source-expression>,
/// of which ports by name are left out. That `'self'` is the address's own host can't be seen here.
fn allows(source: &str, address: &str) -> bool {
    let Some((origin, path)) = parts(address) else { return false };
    let (scheme, host) = origin.split_once("://").unwrap_or_default();
    if source == "*" || source.strip_suffix(':') == Some(scheme) {
        return true;
    }
    let (wanted, rest) = source.split_once("://").unwrap_or((scheme, source));
    let (wanted_host, wanted_path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let is_host = match wanted_host.strip_prefix('*') {
        Some(domain) => domain.starts_with('.') && host.ends_with(domain),
        None => wanted_host == host,
    };
    let is_path = if wanted_path.ends_with('/') {
        path.starts_with(wanted_path)
    } else {
        wanted_path.is_empty() || path == wanted_path
    };
    wanted == scheme && is_host && is_path
}

/// The origin and the rest of a whole address; `None` where it is none.
pub fn parts(address: &str) -> Option<(&str, &str)> {
    let is_plain = address.bytes().all(|byte| (b'!'..=b'~').contains(&byte) && !b"\"\\<>^`|".contains(&byte));
    let host_at = address.find("://")? + 3;
    let end = address[host_at..].find(['/', '?', '#']).map_or(address.len(), |at| host_at + at);
    let (origin, path) = address.split_at(end);
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    (is_plain && is_web && end > host_at && path.starts_with('/')).then_some((origin, path))
}

/// Whether a host is the device itself, which browsers take for a safe place.
fn is_loopback(host: &str) -> bool {
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}
