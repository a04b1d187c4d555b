//! What runs beside the page, in a worker.

/// Memory is wiped when it is given back: passphrases, private keys and what was opened do not stay in it.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        let mut service = worker::service::Service::default();
        browser::worker::serve(move |name, message, bytes| service.perform(name, message, bytes));
    }
}
