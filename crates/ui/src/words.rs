//! What the survey page and the organiser's pages both say.

/// The name of the service, at the end of every title.
pub const SERVICE: &str = "HiQUALITY survey";

/// Why the app does not run on an unsafe connection.
pub const INSECURE: &str = "This page was loaded over plain HTTP. Browsers then switch off the safe storage and the \
    cryptography that the survey needs. Ask whoever sent you here for an address that starts with https://.";

/// That the page was cut short on its way here. `sw.js` has the same words.
pub const NOT_WHOLE: &str = "index.html: It is not whole. It needs the information sheet, which is the element with the id \
    'information', and as its last line before </body> this mark: <div id=\"end-of-page\" hidden></div>. If the file was \
    cut short on its way to the host, upload it again. If one of the two was deleted, put it back.";

/// That event mode can't go on.
pub const EVENT_WITHOUT_KEYS: &str = "Event mode is on, but study/settings.json names no recipients any more, so nothing \
    could be sealed. Tell the organiser: put the public keys back, or leave event mode at #/ready.";

/// That a browser keeps nothing.
pub const NO_STORAGE: &str = "This browser does not let the page store anything, as in some private windows or where \
    cookies are blocked.";

/// That a device is full.
pub const NO_SPACE: &str = "There is no space left on this device.";

/// That a file of the page could not be had.
pub fn file_missing(name: &str, why: &str) -> String {
    format!("{name}: It could not be loaded ({why}). Check the connection and load the page again.")
}
