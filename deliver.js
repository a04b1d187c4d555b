// Sends what waits to be delivered to the organiser's storage. A file of its own, because the page does it, and the service
// worker does once there is a connection again: the build writes it into sw.js.

// Puts each text into the storage that waits in a database for it, in no order that tells anything, and deletes it here once
// it is there. Answers with why anything is still here: "unreached", where no answer came; "page", where a web page came
// instead of the storage's answer; "busy", where another tab is at it; or the status with which it was refused.
globalThis.deliverHiquality = async (database, store, { to, headers }) => {
  // For how long one try may take.
  const PATIENCE = 60_000;
  const HERE = new URL("./", location).href;

  const ended = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  // The database, where there is one with an outbox. None is made.
  async function open() {
    const request = indexedDB.open(database);
    request.onupgradeneeded = () => request.transaction.abort();
    const opened = await ended(request).catch(() => undefined);
    if (opened) opened.onversionchange = () => opened.close();
    if (opened?.objectStoreNames.contains("outbox")) return opened;
    opened?.close();
    return undefined;
  }

  // Whether a storage refuses a text because it has it already. Azure says so in a header of its own where nobody may
  // overwrite, as docs/collect.md has it.
  const hasIt = ({ status, headers }) =>
    status === 409 || status === 412 || headers.get("x-ms-error-code") === "UnauthorizedBlobOverwrite";

  // Why a text is not in the storage.
  async function put(name, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(to.replace("{name}", name), {
        method: "PUT",
        headers,
        body,
        credentials: "omit",
        referrerPolicy: "no-referrer",
        redirect: "error",
        cache: "no-store",
        signal: stop.signal,
      });
      if (hasIt(answer)) return undefined;
      if (!answer.ok) return String(answer.status);
      return /^text\/html\b/i.test(answer.headers.get("content-type") ?? "") ? "page" : undefined;
    } catch {
      return "unreached";
    } finally {
      clearTimeout(timer);
    }
  }

  async function deliver() {
    const opened = await open();
    if (!opened) return undefined;
    try {
      let trouble;
      const outbox = opened.transaction("outbox").objectStore("outbox");
      const [names, folders] = await Promise.all([ended(outbox.getAllKeys()), ended(outbox.getAll())]);
      for (const name of names.filter((_, nth) => folders[nth] === HERE)) {
        const text = await ended(opened.transaction(store).objectStore(store).get(name));
        const why = text === undefined ? undefined : await put(name, text);
        if (why === "unreached") return why;
        if (why) {
          trouble ??= why;
          continue;
        }
        const gone = opened.transaction([store, "outbox"], "readwrite");
        gone.objectStore(store).delete(name);
        gone.objectStore("outbox").delete(name);
        await new Promise((resolve, reject) => Object.assign(gone, { oncomplete: resolve, onabort: reject }));
      }
      return trouble;
    } finally {
      opened.close();
    }
  }

  if (!navigator.locks) return deliver();
  return navigator.locks.request("hiquality-delivery", { ifAvailable: true }, (ours) => (ours ? deliver() : "busy"));
};

// Asks the browser to have the service worker deliver once there is a connection, where it can.
globalThis.deliverHiqualityLater = async () => {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.sync?.register("deliver");
};
