// Starts the survey, or the organiser's pages, which are a program of their own. A file, because the page's
// Content-Security-Policy allows no script in the page. The build writes the elements and names that are read here.
const link = (id) => document.getElementById(id).href;
const written = (name) => document.querySelector(`meta[name="hiquality-${name}"]`)?.content ?? "";
const isForOrganisers = () => /^#\/(desk|ready)\b/.test(location.hash);
const forOrganisers = isForOrganisers();

// The page's words go by this: "starting"; "started", which the program writes once it shows something; "failed".
const state = document.documentElement.dataset;
state.app = "starting";

// What the first questions need of the study is on its way while the program is: whoever asks for one first has it from
// here.
const coming = new Map();
for (const name of ["study/questionnaire.json", "study/settings.json"]) {
  const file = fetch(name, { cache: "no-cache" });
  file.catch(() => {}); // whoever asks for it hears why
  coming.set(name, file);
}

// For the WebAssembly to call.
globalThis.takeHiqualityFile = (name) => {
  const file = coming.get(name);
  coming.delete(name);
  return file;
};

// The page as the host sent it, for what people agree to: a translator may have changed the one on the screen.
const sent = new Promise((resolve, reject) => {
  if (forOrganisers) return;
  const request = new XMLHttpRequest();
  Object.assign(request, { responseType: "document", onerror: reject });
  request.onload = () => (request.status < 400 ? resolve(request.response) : reject());
  request.open("GET", location.pathname + location.search);
  request.send();
});
sent.catch(() => {}); // whoever asks for it hears why

// For the WebAssembly to call.
globalThis.hiqualityPageAsSent = () => sent;

async function start() {
  // The survey's files are on their way already, and browsers complain where nobody takes what was on its way. The
  // organiser's are fetched when they are wanted.
  if (forOrganisers) fetch(link("survey-wasm")).catch(() => {});
  const [script, wasm] = forOrganisers
    ? [`./${written("desk")}.js`, new URL(`${written("desk")}_bg.wasm`, import.meta.url)]
    : [link("survey-script"), link("survey-wasm")];
  const { default: init } = await import(script);
  const started = await init({ module_or_path: wasm });
  // The event that trunk's own start script sends.
  dispatchEvent(new CustomEvent("TrunkApplicationStarted", { detail: { wasm: started } }));
}

start().then(
  () => idle(controller() ? stayUpToDate : register),
  (error) => {
    console.error(error);
    state.app = "failed";
    if (error?.name === "RuntimeError") stop(error);
    else if (forOrganisers) findOrganisersPages();
    else if (!document.getElementById("no-start")) say("The page did not come as a whole.");
  },
);

// A host that has a new version does not give the organiser's pages of this one any more.
async function findOrganisersPages() {
  const isNew = await updateHiqualityServiceWorker();
  if (isNew && (await askHiqualityServiceWorker("take over", undefined, true))) return;
  say("The organiser's pages are not kept on this device, and did not come. Connect the device, close the survey in other tabs, and load this page again.");
}

// A panic of a program is a trap of its WebAssembly, and too deep a call an error of another name for each browser.
let stopped = false;
const isTrap = (error) => /^(Runtime|Range|Internal)Error$/.test(error?.name);
addEventListener("error", ({ error }) => isTrap(error) && stop(error));
addEventListener("unhandledrejection", ({ reason }) => isTrap(reason) && stop(reason));

// After a trap nothing of a program may run any more but what it has begun to write.
async function stop({ name }) {
  if (stopped) return;
  stopped = true;
  const hadStarted = state.app === "started";
  for (let timer = setTimeout(Boolean); timer > 0; timer--) clearTimeout(timer);
  say(
    forOrganisers
      ? "This page has stopped. What was kept on this device is still there. Load the page again, and open files again: they are unchanged."
      : "shared" in state
        ? "The survey has stopped. What was answered so far is locked on this device. The page loads itself again for the next person, within a minute."
        : "The survey has stopped. Your answers so far are kept on this device, unless this page said that they are not. Load the page again to go on.",
  );
  const defects = "The app stopped at index.html or the files in the folder 'study'. Undo what was changed in them last.";
  // The other errors are of a device that is short of memory, which says nothing of the study.
  if (!hadStarted && name === "RuntimeError" && (await askHiqualityServiceWorker("invalid", defects))) return location.reload();
  if ("shared" in state) {
    // At once, and where that did not help, after a minute.
    const last = sessionStorage.stopped;
    sessionStorage.stopped = Date.now();
    setTimeout(() => location.reload(), Date.now() - last < 60_000 ? 60_000 : 0);
  }
}

// Puts words in the place of whatever the page shows.
function say(text) {
  state.app = "started";
  document.title = "Something went wrong";
  const words = document.createElement("div");
  Object.assign(words, { className: "nhsuk-error-summary", role: "alert", tabIndex: -1 });
  const add = (name, properties) => words.appendChild(Object.assign(document.createElement(name), properties));
  add("h1", { className: "nhsuk-error-summary__title", textContent: document.title });
  add("p", { textContent: text });
  add("button", { className: "nhsuk-button", textContent: "Load the page again" }).onclick = () => location.reload();
  (document.getElementById("main") ?? document.body).replaceChildren(words);
  words.focus();
}

// These come before the program hears of it.
for (const change of ["popstate", "hashchange"]) {
  addEventListener(change, (event) => {
    if (stopped) event.stopImmediatePropagation();
    const isPlace = /^(#\/|#?$)/.test(location.hash); // rather than a part of the page
    if (stopped || (change === "hashchange" && isPlace && isForOrganisers() !== forOrganisers)) location.reload();
  });
}

// Where the browser has Trusted Types, a page's scripts pass a policy. This one knows the two that are started here.
const rules = {
  createScriptURL(name) {
    if (name !== "sw.js" && name !== `${written("worker")}_loader.js`) throw new TypeError(name);
    return name;
  },
};
const policy = globalThis.trustedTypes?.createPolicy("sw", rules) ?? rules;

// For the WebAssembly to call.
globalThis.startHiqualityWorker = () =>
  new Worker(policy.createScriptURL(`${written("worker")}_loader.js`), { type: "module" });

// For the WebAssembly to call: has what it calls in deliver.js defined.
globalThis.loadHiqualityDelivery = () => import(`./${written("deliver")}.js`);

// The browser's service workers, or nothing where it has none or keeps them from this page.
const workers = (() => {
  try {
    return navigator.serviceWorker;
  } catch {
    return undefined;
  }
})();

// The service worker of this page. A study in a folder of another study has that one's until it has its own.
const ours = (worker) => (worker?.scriptURL === new URL("sw.js", document.baseURI).href ? worker : undefined);
const controller = () => ours(workers?.controller);

// Registers the service worker when there is nothing else to do, so that it is in nobody's way. Those who can't have it
// can answer all the same, as long as there is a network.
const idle = globalThis.requestIdleCallback ?? setTimeout;
const register = () =>
  workers?.register(policy.createScriptURL("sw.js"), { updateViaCache: "none" }).catch(() => {});

const stayUpToDate = async () => {
  if ((await askHiqualityServiceWorker("set")) === "other build") await updateHiqualityServiceWorker();
};

const registered = async () => workers?.getRegistration().catch(() => {});

// The first service worker takes care of a page that runs well as it is. Each later one brings other files.
let hasOne = Boolean(controller());
workers?.addEventListener("controllerchange", () => {
  if (hasOne) location.reload();
  hasOne = true;
});

// For the WebAssembly to call: says a word of sw.js to the service worker of this page, or to the one that waits to take
// its place. Nothing comes back where there is none.
globalThis.askHiqualityServiceWorker = async (word, text, toTheNext) => {
  const worker = toTheNext ? (await registered())?.waiting : controller();
  if (!worker) return undefined;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage([word, text], [port2]);
    setTimeout(resolve, word === "all" ? 300_000 : 15_000);
  });
};

// For the WebAssembly to call: has all of this version kept on this device, and of one that is about to take its place,
// as soon as the page has a service worker. Tells whether it is here.
globalThis.keepAllOfHiquality = async () => {
  const { installing, waiting, active } = (await registered()) ?? {};
  for (const worker of [installing, waiting]) ours(worker)?.postMessage(["all"]);
  if (workers && !controller()) {
    ours(active)?.postMessage(["all"]); // it takes this page, too, if that was loaded just before
    await new Promise((resolve) => {
      workers.addEventListener("controllerchange", resolve);
      setTimeout(resolve, 60_000);
    });
  }
  return askHiqualityServiceWorker("all");
};

// For the WebAssembly to call: asks the host for a new version, and tells whether one waits to take over.
globalThis.updateHiqualityServiceWorker = async () => {
  const registration = await registered();
  const { installing } = (await registration?.update().catch(() => {})) ?? {};
  if (installing) {
    await new Promise((resolve) => {
      installing.onstatechange = () => installing.state === "installing" || resolve();
    });
  }
  return Boolean(registration?.waiting);
};
