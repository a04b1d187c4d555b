//! The organiser's places, as they stand behind the `#` of the address.

use std::fmt;

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// Whether the device is ready.
    Ready,
    /// Event mode.
    Event,
    /// The records on the device.
    Records,
    /// What the desk holds, and the way on.
    Desk,
    /// The organiser's keys.
    Keys,
    /// Opening what devices handed over.
    Opening,
    /// Deleting a record on request.
    Withdrawal,
}

impl Route {
    /// The places at a device.
    pub const DEVICE: [Self; 3] = [Self::Ready, Self::Event, Self::Records];
    /// The places at the desk.
    pub const DESK: [Self; 4] = [Self::Desk, Self::Keys, Self::Opening, Self::Withdrawal];

    /// Reads what stands behind the `#`; `None` where it is no place of the organiser's.
    pub fn read(route: &str) -> Option<Self> {
        let every = Self::DEVICE.into_iter().chain(Self::DESK);
        let route = route.trim_matches('/');
        every.into_iter().find(|known| known.written().trim_matches('/') == route)
    }

    /// Whether it is one of the places at a device.
    pub fn is_at_device(self) -> bool {
        Self::DEVICE.contains(&self)
    }

    fn written(self) -> &'static str {
        match self {
            Self::Ready => "/ready",
            Self::Event => "/ready/event",
            Self::Records => "/ready/records",
            Self::Desk => "/desk",
            Self::Keys => "/desk/keys",
            Self::Opening => "/desk/open",
            Self::Withdrawal => "/desk/withdraw",
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.written())
    }
}
