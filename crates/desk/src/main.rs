//! The organiser's pages: mounts them.

use desk::app::Desk;
use ui::shell::Shell;

/// Memory is wiped when it is given back: passphrases, and what was opened, do not stay in it.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() {
    if let Some(place) = browser::document::mount_point() {
        yew::Renderer::<Shell<Desk>>::with_root(place).render();
    }
}
