// The service worker: after one visit the survey works without a network, up to the comparison, and on an organiser's
// device the organiser's pages too.
//
// It keeps two kinds of files. The BUILD never changes: its files are listed below with their hashes, and come from
// here. The SET, the page and what is in `study/`, is the organiser's to edit: it comes from the network where that
// answers in time. It is only ever used as a whole. A page has index.html and every file of the study from one and the
// same set, and no set runs on the files of another build.
//
// Of the build each device has what it needs, and a new one takes over with all of that or not at all. Everybody needs
// the survey. The worker comes with a set that has records sealed, before that set is kept. All the rest is for a device
// that is an organiser's or shared: it says so when it opens the organiser's pages, and is known by having them, of
// this build or of one before. What is not here comes from the network, and stays.
//
// The set that is kept, for when there is no network, is the last that a page could read without a defect. The first
// one is what the host had when this was installed. One that came as news goes before it, for a page to read.
//
// Hosts write into pages, some of them something else each time. A set is known by what matters in it: the build, the
// words of the page and its version, and the study's files.
//
// A page may say one of these words, as [word, text]. Where it sends a port along, the answer comes back by it.
//
//   valid      It has read its set without a defect: from now on that is the one that is kept.
//   invalid    Its set has defects, which the text names, and is not served again. Answers whether the kept one would be
//              if it were reloaded.
//   defects    What the set has that was not served for its defects: the text that came with `invalid`.
//   set        Which set it has: "newest", or why it is the kept one: "offline" (the network did not answer in time),
//              "invalid" (what the host has has defects), "other build" (what the host has is for another build, for
//              which the page asks then: a service worker that does so itself is kept waiting by the browser). Nothing,
//              where the page was loaded without a service worker.
//   build      The name of this build.
//   all        This device is an organiser's, or shared: it is to have every file of this build, and of later ones.
//              Answers whether they are here, once they are or can't be.
//   complete   Whether every file of it is here, and a set.
//   forgive    The set that had defects is tried again.
//   news       Whether the host has anything new: a "set", a "build" (for the page to ask for), or neither. A new set is
//              then here for the next page, however slow the network is by that time.
//   take over  To a new version, which waits until it is told so: takes the old one's place, at which every open page
//              loads itself again. Answers whether it does, which is not so while an interview is open in any tab, or
//              any other lock of ours is held.
//   host       How the host gives its files: "steady", "writes" (something else into the page each time), or "alternates"
//              (between versions).
//
// What news and new versions make pages load themselves again for is limited, because a host may give two in turn.
//
// The browser may end a service worker between any two events, so what has to last is in the caches.

// The build writes these three: its name; its files with the SHA-256 of each, for the survey, the worker and the desk; and
// the files of the study.
const BUILD = "";
const FILES = {};
const STUDY = [];

const HASHES = Object.assign({}, ...Object.values(FILES));

const HERE = new URL("./", location).href;
const PAGE = "index.html";
const SETTINGS = "study/settings.json";
const IN_STUDY = /^study\/[^/]+\.json$/;
// A file of any build: after a new one took over, the kept set may still be that of the one before.
const OF_A_BUILD = /^[\w-]+-[0-9a-f]{8,64}(_bg|_loader)?\.\w+$/;

// How long a page waits for the network: the wireless network of a full hall may answer never.
const PATIENCE = 4_000;
// How long it goes on asking, so that what comes too late is in the browser's own cache the next time.
const PERSISTENCE = 60_000;
// How long it may take until the browser knows a page that it has asked for.
const ARRIVAL = 60_000;
// For how long pages are not made to load themselves again for what they were before.
const RESPITE = 300_000;

// What is wrong with a page that was cut short.
const NOT_WHOLE =
  "index.html: It is not whole. It needs the information sheet, which is the element with the id 'information', and as its last line before </body> this mark: <div id=\"end-of-page\" hidden></div>. If the file was cut short on its way to the host, upload it again. If one of the two was deleted, put it back.";

// Studies at other addresses of the same host have caches of other names.
const OURS = `hiquality ${HERE} `;
const NOTES = `${OURS}notes`;
const filesOf = (build) => `${OURS}files ${build}`;
const setOf = (print) => `${OURS}set ${print}`;

// What is known of pages, and the sets that there was no space to keep. It is all in the caches too, if they take it.
const pages = new Map();
const unkept = new Map();
// What each page was drawn from, until it says that it is valid.
const drawn = new Map();
// The files of the build that are being fetched.
const underway = new Map();

// One after the other, what writes sets and what deletes them.
let turn = Promise.resolve();
const inTurn = (work) => (turn = turn.catch(() => {}).then(work));

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(Promise.all([clients.claim(), inTurn(tidyUp)])));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { href } = Object.assign(new URL(request.url), { search: "", hash: "" });
  // Whatever is sent is between the page and the host.
  if (request.method !== "GET" || !href.startsWith(HERE)) return;
  const name = href.slice(HERE.length) || PAGE;
  if (name === PAGE) {
    if (request.mode === "navigate" && event.resultingClientId) event.respondWith(page(event));
    else if (event.clientId) event.respondWith(ofTheSet(name, event));
  } else if (IN_STUDY.test(name)) {
    if (event.clientId) event.respondWith(ofTheSet(name, event));
  } else if (Object.hasOwn(HASHES, name) || OF_A_BUILD.test(name)) {
    event.respondWith(ofTheBuild(name, event));
  }
});

// The browser says when there is a connection again, and asks once more where something is left.
addEventListener("sync", (event) => {
  if (event.tag === "deliver") event.waitUntil(deliver());
});

addEventListener("message", (event) => {
  const [word, text] = event.data;
  if (!Object.hasOwn(WORDS, word)) return;
  const told = WORDS[word](event.source?.id, text).catch(() => undefined);
  event.waitUntil(told.then((answer) => event.ports[0]?.postMessage(answer)));
});

const WORDS = {
  async valid(id) {
    const { print, build, set } = (await pageOf(id)) ?? {};
    if (set !== "newest") return;
    await equip(await fromSet(print, SETTINGS));
    if (unkept.has(print)) await keep(print, unkept.get(print));
    if (drawn.has(id)) await (await caches.open(setOf(print))).put(HERE + PAGE, response(drawn.get(id)));
    drawn.delete(id);
    await note("kept", { print, build });
    await note("received", null);
    await inTurn(tidyUp);
  },
  async invalid(id, defects) {
    const page = await pageOf(id);
    if (page?.set !== "newest") return false;
    const kept = await noted("kept");
    // If it loads itself again it is to have the kept one, whatever the host has by then.
    const instead = kept !== undefined && kept.print !== page.print;
    await note("invalid", { print: page.print, defects, instead });
    return instead;
  },
  async defects() {
    return (await noted("invalid"))?.defects;
  },
  async forgive() {
    await note("invalid", null);
  },
  async set(id) {
    return (await pageOf(id))?.set;
  },
  async build() {
    return BUILD;
  },
  async all() {
    // A page that was on its way when this one became active has no service worker. No other one may take pages.
    await clients.claim().catch(() => {});
    await gather(HASHES);
    return WORDS.complete();
  },
  async complete() {
    const here = await namesIn(filesOf(BUILD));
    return Object.keys(HASHES).every((name) => here.includes(name)) && (await noted("kept")) !== undefined;
  },
  async news(id) {
    const [page, kept, invalid] = await Promise.all([pageOf(id), noted("kept"), noted("invalid")]);
    const newest = await ofTheNetwork();
    if (newest.build !== BUILD) return "build";
    // A page that was loaded without a service worker has what was kept first.
    if (newest.defects || [(page ?? kept)?.print, invalid?.print].includes(newest.print)) return undefined;
    await equip(response(newest.files.get(SETTINGS)));
    if (!(await mayRenew(newest.print))) return undefined;
    await inTurn(async () => {
      await store(newest);
      await note("received", { print: newest.print, build: BUILD });
    });
    return "set";
  },
  async "take over"() {
    await equip();
    return navigator.locks ? whereNothingIsOpen(takeOver) : takeOver();
  },
  async host() {
    const sets = [];
    while (sets.length < 3) sets.push(await inTime(ofTheNetwork(), PATIENCE));
    const [{ print, files }] = sets;
    const lately = await renewedLately();
    if (lately.length > 1 || sets.some((it) => it.print !== print)) return "alternates";
    return sets.every((it) => it.files.get(PAGE).hash === files.get(PAGE).hash) ? "steady" : "writes";
  },
};

// With the lock of an interview in its own hand, so that none begins meanwhile. Not for long: as long as the old version
// has something to do, the browser lets it.
const whereNothingIsOpen = (act) =>
  navigator.locks.request("hiquality-interview", { ifAvailable: true }, async (ours) => {
    const { held } = await navigator.locks.query();
    if (!ours || held.some(({ name }) => name !== ours.name && name.startsWith("hiquality-"))) return false;
    return act();
  });

async function takeOver() {
  if (!(await mayRenew(BUILD))) return false;
  await inTime(skipWaiting(), 1_000).catch(() => {});
  return true;
}

// Whether pages may load themselves again for a set or a build: once in a while for each, and for two at most.
async function mayRenew(name) {
  const lately = await renewedLately();
  if (lately.length > 1 || lately.some((it) => it.name === name)) return false;
  await note("renewed", [...lately, { name, at: Date.now() }]);
  return true;
}

const renewedLately = async () =>
  ((await noted("renewed")) ?? []).filter(({ at }) => Math.abs(Date.now() - at) < RESPITE);

// Fetches what this device needs of the build, all of it or nothing: a host in the middle of a change is tried again later.
async function install() {
  const name = filesOf(BUILD);
  const wasThere = await caches.has(name);
  await note("arriving", { build: BUILD });
  try {
    const set = await ofTheNetwork();
    if (set.build !== BUILD) throw new Error(`the host has a page of another build: ${set.build}`);
    if (set.defects) throw new Error(set.defects);
    await equip(response(set.files.get(SETTINGS)));
    if (!(await noted("kept"))) {
      await keep(set.print, set.files);
      await note("kept", { print: set.print, build: BUILD });
    }
  } catch (error) {
    if (!wasThere) await caches.delete(name);
    throw error;
  }
}

// Fetches what this device needs of the build, and does not have yet, to run a set with these settings.
async function equip(settings) {
  const isOrganisers = await hasDesk();
  const seals = isOrganisers || (await hasRecipients(settings));
  await gather({ ...FILES.survey, ...(seals && FILES.worker), ...(isOrganisers && FILES.desk) });
}

// Whether the organiser's pages are here, of any build.
async function hasDesk() {
  const builds = (await caches.keys()).filter((name) => name.startsWith(filesOf("")));
  const names = await Promise.all(builds.map(namesIn));
  return names.flat().some((name) => name.startsWith("desk-"));
}

// Delivers the records that wait, by the settings that were found valid last. Contact details are the page's to send, at
// another moment.
async function deliver() {
  const { print } = (await noted("kept")) ?? {};
  const settings = await (await fromSet(print, SETTINGS))?.json();
  const why = settings?.deliver && (await deliverHiquality("hiquality", "records", settings.deliver));
  if (why) throw new Error(why);
}

// Whether records are sealed. No survey starts from settings that can't be read.
async function hasRecipients(settings) {
  const { recipients } = (await settings?.json().catch(() => {})) ?? {};
  return recipients?.length > 0;
}

// Fetches those of these files of the build that are not here yet, each once.
async function gather(files) {
  const here = await namesIn(filesOf(BUILD));
  const missing = Object.keys(files).filter((name) => !here.includes(name));
  await Promise.all(
    missing.map((name) => {
      if (!underway.has(name)) underway.set(name, bring(name).finally(() => underway.delete(name)));
      return underway.get(name);
    }),
  );
}

async function bring(name) {
  // Most have just been loaded by the page, and are not fetched twice; a wrong one is.
  let file = await fetched(name, { cache: "default" });
  if (file.hash !== HASHES[name]) file = await fetched(name, { cache: "reload" });
  if (file.hash !== HASHES[name]) throw new Error(`${name} is of another build`);
  await keepOfTheBuild(name, file);
}

async function keepOfTheBuild(name, file) {
  await (await caches.open(filesOf(BUILD))).put(HERE + name, response(file));
}

async function namesIn(cache) {
  return (await (await caches.open(cache)).keys()).map(({ url }) => url.slice(HERE.length));
}

// The page, for the client that it is going to be.
async function page(event) {
  try {
    const coming = ofTheNetwork();
    event.waitUntil(coming.catch(() => {}));
    const [kept, invalid] = await Promise.all([noted("kept"), noted("invalid")]);
    const newest = await (kept ? inTime(coming, PATIENCE) : coming).catch(received);
    let set = "newest";
    if (!newest) {
      set = "offline";
    } else if (newest.build !== BUILD) {
      set = "other build";
    } else if (newest.defects) {
      set = "invalid";
      await note("invalid", { print: newest.print, defects: newest.defects });
    } else if (newest.print !== kept?.print && (invalid?.instead || newest.print === invalid?.print)) {
      set = "invalid";
      await note("invalid", { ...invalid, instead: false });
    }
    const { print, build } = set === "newest" ? newest : kept;
    const page = { print, build, set, at: Date.now() };
    await inTurn(async () => {
      if (set === "newest" && newest.files) await store(newest);
      pages.set(event.resultingClientId, page);
      await note(`page/${event.resultingClientId}`, page).catch(() => {});
    });
    // It may have changed in what does not matter. Until a program has read it, that is not kept.
    if (set === "newest" && newest.files) {
      drawn.set(event.resultingClientId, newest.files.get(PAGE));
      return response(newest.files.get(PAGE));
    }
    return (await fromSet(print, PAGE)) ?? fetch(event.request);
  } catch {
    // With nothing kept, or nothing to be read of it, the page is as it is without a service worker.
    return fetch(event.request);
  }
}

// A file of the study, or the page's own text, from the set that the page has. A page that was loaded without a service
// worker has its own.
async function ofTheSet(name, { clientId, request }) {
  const page = await pageOf(clientId).catch(() => undefined);
  return (page && (await fromSet(page.print, name).catch(() => undefined))) ?? fetch(request);
}

async function ofTheBuild(name, event) {
  const here = { cacheName: filesOf(BUILD) };
  const found = async () => (await caches.match(HERE + name, here)) ?? caches.match(HERE + name);
  const kept = await found().catch(() => undefined);
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (answer.ok && Object.hasOwn(HASHES, name)) {
    const file = fileOf(answer.clone());
    event.waitUntil(file.then((file) => file.hash === HASHES[name] && keepOfTheBuild(name, file)).catch(() => {}));
  }
  return answer;
}

// The set that the host has now.
async function ofTheNetwork() {
  const names = [PAGE, ...STUDY];
  const signal = AbortSignal.timeout(PERSISTENCE);
  const files = await Promise.all(names.map((name) => fetched(name, { cache: "no-cache", signal })));
  const { build, isWhole, matters } = read(new TextDecoder().decode(files[0].bytes));
  if (!build && !isWhole) throw new Error("the host has another page, or no more than the beginning of this one");
  const hashes = STUDY.map((name, nth) => [name, files[nth + 1].hash]);
  return {
    build,
    defects: isWhole ? undefined : NOT_WHOLE,
    // It is known by its fingerprint.
    print: await sha256(new TextEncoder().encode(JSON.stringify([build, isWhole, matters, hashes]))),
    files: new Map(names.map((name, nth) => [name, files[nth]])),
  };
}

// What matters in a page: its build, whether it is whole, and from the information sheet on its version, its words and
// for which case they are.
function read(page) {
  const text = page.replace(/<!--[^]*?(-->|$)|<(script|style)\b[^]*?(<\/\2\s*>|$)/gi, "");
  const [meta] = text.match(/<meta\b[^>]*\bhiquality-build\b[^>]*>/i) ?? [];
  const [, sheet, within, end] =
    text.match(/(<[^<>]*\sid\s*=\s*["']?information(?=["'\s>])[^>]*>)([^]*?)(<[^<>]*\sid\s*=\s*["']?end-of-page(?=["'\s>])[^>]*>|$)/i) ?? [];
  const words = within?.replace(/<[^>]*?(?:\sdata-when\s*=\s*["']?([\w -]+)[^>]*)?>/gi, " $1 ");
  const value = (tag, name) => tag?.match(new RegExp(`\\s${name}\\s*=\\s*["']?([^"'\\s>]*)`, "i"))?.[1];
  return {
    build: value(meta, "content"),
    isWhole: Boolean(end),
    matters: [value(sheet, "data-version"), words?.trim().split(/\s+/)],
  };
}

async function fetched(name, options) {
  // The page is asked for by its folder, to which many hosts lead from index.html.
  const answer = await fetch(name === PAGE ? HERE : HERE + name, options);
  if (!answer.ok) throw new Error(`${name}: the host answered ${answer.status}`);
  return fileOf(answer);
}

async function fileOf(answer) {
  const bytes = await answer.arrayBuffer();
  const headers = new Headers(answer.headers);
  // They are about the way here.
  for (const header of ["content-encoding", "content-length", "vary"]) headers.delete(header);
  return { bytes, headers, hash: await sha256(bytes) };
}

const response = ({ bytes, headers }) => new Response(bytes, { headers });

async function sha256(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function inTime(coming, milliseconds) {
  const late = new Promise((_, reject) => setTimeout(reject, milliseconds));
  return Promise.race([coming, late]);
}

async function fromSet(print, name) {
  const file = unkept.get(print)?.get(name);
  return file ? response(file) : caches.match(HERE + name, { cacheName: setOf(print) });
}

async function keep(print, files) {
  const cache = await caches.open(setOf(print));
  // The page is written last, and says that the rest is there.
  if (await cache.match(HERE + PAGE)) return;
  await Promise.all(STUDY.map((name) => cache.put(HERE + name, response(files.get(name)))));
  await cache.put(HERE + PAGE, response(files.get(PAGE)));
  unkept.delete(print);
}

const store = ({ print, files }) => keep(print, files).catch(() => unkept.set(print, files));

// The set that came as news. No page has read it yet.
async function received() {
  const set = await noted("received");
  return set?.build === BUILD && (await fromSet(set.print, PAGE)) ? set : undefined;
}

async function pageOf(id) {
  return pages.get(id) ?? noted(`page/${id}`);
}

async function note(about, what) {
  const notes = await caches.open(NOTES);
  await notes.put(`${HERE}notes/${about}`, new Response(JSON.stringify(what)));
}

async function noted(about) {
  const found = await caches.match(`${HERE}notes/${about}`, { cacheName: NOTES });
  return found?.json();
}

// Deletes what no page, no build and no kept set needs any more.
async function tidyUp() {
  const open = (await clients.matchAll({ includeUncontrolled: true })).map(({ id }) => id);
  const needed = [{ build: BUILD }, ...(await Promise.all(["kept", "received", "arriving"].map(noted)))];
  const notes = await caches.open(NOTES);
  for (const { url } of await notes.keys()) {
    const [, id] = url.split("/notes/page/");
    if (id === undefined) continue;
    const page = await noted(`page/${id}`);
    if (open.includes(id) || Date.now() - page.at < ARRIVAL) {
      needed.push(page);
    } else {
      pages.delete(id);
      await notes.delete(url);
    }
  }
  const names = [NOTES, ...needed.flatMap((it) => [filesOf(it?.build), setOf(it?.print)])];
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && !names.includes(name)) await caches.delete(name);
  }
}

// The build writes deliver.js here.
