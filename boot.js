// Starts the app. A file of its own, because the page's Content-Security-Policy allows no script in
// the page. The build writes the two elements below, with which the browser starts loading early.
const address = (id) => document.getElementById(id).href;

async function start() {
  const { default: init } = await import(address("app-script"));
  const wasm = await init({ module_or_path: address("app-wasm") });
  // The event that trunk's own start script sends, and a mark for those who come too late to hear it.
  document.documentElement.dataset.app = "started";
  dispatchEvent(new CustomEvent("TrunkApplicationStarted", { detail: { wasm } }));
}

start().catch((error) => {
  console.error(error);
  document.getElementById("no-start").hidden = false;
});
