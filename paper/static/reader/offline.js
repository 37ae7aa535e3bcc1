// Keeps what was read for when there is no network. The network is always asked first: what is
// kept is shown only when it cannot be reached, under a line that says so; what is gone (404, 410)
// is thrown away, what is kept is asked for again while there is a network, all of it as soon as a
// story was withdrawn, and nothing stays longer than a week.
const KEPT = "kept-1";
const WHEN = "X-Kept-At";
const LONGEST = 7 * 24 * 60 * 60 * 1000;
const MOST = 150;
const AGAIN = 15 * 60 * 1000;
const LISTED = 30;
const GONE = "/gone.json";
const STORY = /^\/articles\/\d+\/$/;
const SHEET = /\/reader\/(story|page|list)[^/]*\.css$/;
// The small pictures of lists, too: thirty of a list would take the place of thirty stories.
const NEVER = /^\/(admin|preview|api|i18n|search|accounts|elder)(\/|$)|^\/photos\/\d+\/cut-/;
let asked = 0;
let turn = Promise.resolve();

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
    await clients.claim();
    // The page that is being read was loaded before there was anybody to keep it.
    for (const client of await clients.matchAll({ type: "window" })) {
      const request = new Request(client.url);
      if (isOurs(request)) await ask(request).catch(() => {});
    }
  })());
});

addEventListener("fetch", (event) => {
  if (isOurs(event.request)) event.respondWith(answer(event));
});

function isOurs(request) {
  const url = new URL(request.url);
  return request.method === "GET" && url.origin === location.origin
    && !NEVER.test(url.pathname) && !request.headers.has("Range");
}

async function answer(event) {
  const { request } = event;
  try {
    const response = await ask(request, event);
    if (request.mode === "navigate") event.waitUntil(askAgain());
    return response;
  } catch (error) {
    const kept = await read(request);
    if (kept) return request.mode === "navigate" ? marked(kept) : kept;
    if (request.mode === "navigate") return nothing();
    throw error;
  }
}

// Asks the network, and keeps or throws away by what it says; no reader waits for the keeping.
async function ask(request, event = null) {
  const response = await fetch(request);
  const done = keep(request, response.clone());
  if (event) event.waitUntil(done);
  else await done;
  return response;
}

async function keep(request, copy) {
  const cache = await caches.open(KEPT);
  const lasting = !/no-store/.test(copy.headers.get("Cache-Control") ?? "");
  if (copy.ok && copy.type === "basic" && !copy.redirected && lasting) {
    const headers = new Headers(copy.headers);
    headers.set(WHEN, String(Date.now()));
    await cache.put(key(request), new Response(await copy.blob(), { headers }));
  } else if (copy.status < 500) {
    await cache.delete(key(request));
  }
}

// The mark of a search is no other page; a paper, a form, a width is.
function key(request) {
  const url = new URL(request.url);
  url.hash = "";
  url.searchParams.delete("q");
  return url.href;
}

async function read(request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(key(request), { ignoreVary: true });
  if (!kept) return null;
  if (age(kept) < LONGEST && !await isGone(cache, request)) return kept;
  await cache.delete(key(request));
  return null;
}

// A story may have been on its way into the cache when it was told to be gone.
async function isGone(cache, request) {
  const told = await cache.match(GONE);
  return Boolean(told) && (await told.json()).includes(new URL(request.url).pathname);
}

function age(response) {
  return Date.now() - Number(response.headers.get(WHEN) ?? 0);
}

// One after the other: an answer that is late must not undo what a later one says.
function askAgain() {
  turn = turn.then(lookAgain, lookAgain);
  return turn;
}

// While there is a network: what was withdrawn since goes, what was corrected is corrected.
async function lookAgain() {
  const cache = await caches.open(KEPT);
  const all = await newlyGone(cache);
  if (!all && Date.now() - asked < AGAIN) return;
  asked = Date.now();
  const rows = [];
  for (const request of await cache.keys()) {
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept && !request.url.endsWith(GONE)) rows.push([age(kept), request]);
  }
  rows.sort(([one], [other]) => one - other);
  for (const [at, [since, request]] of rows.entries()) {
    if (at >= MOST || since >= LONGEST) {
      await cache.delete(request);
    } else if (all || since >= AGAIN) {
      try {
        await ask(new Request(request.url));
      } catch {
        return;
      }
    }
  }
}

// Throws away the stories that readers have lost, and says whether there are others than before:
// then pages and lists that were kept tell of them, too.
async function newlyGone(cache) {
  let told;
  try {
    const response = await fetch(GONE, { cache: "no-cache" });
    if (!response.ok) return false;
    told = await response.text();
  } catch {
    return false;
  }
  const kept = await cache.match(GONE);
  const before = kept ? await kept.text() : "[]";
  if (told === before) return false;
  await cache.put(GONE, new Response(told, { headers: { [WHEN]: String(Date.now()) } }));
  for (const path of JSON.parse(told)) {
    await cache.delete(new URL(path, location.origin).href, { ignoreSearch: true });
  }
  return true;
}

async function marked(kept) {
  const day = new Date(Number(kept.headers.get(WHEN))).toLocaleString("zh-CN");
  const line = `<p class="preview" role="status" lang="zh-Hans">没有网络。这是您${day}读过时的样子，此后可能已有更正或撤稿。</p>`;
  const text = (await kept.text()).replace("<main", `${line}<main`);
  const headers = new Headers(kept.headers);
  for (const name of ["Content-Length", "Content-Encoding"]) headers.delete(name);
  return new Response(text, { headers });
}

// The stories that can be read all the same, the last one first.
async function storiesRead() {
  const rows = [];
  for (const request of await (await caches.open(KEPT)).keys()) {
    const path = new URL(request.url).pathname;
    const story = STORY.test(path) && await read(request);
    const title = story && (await story.text()).match(/<title>([^<]*)/)?.[1];
    if (title) rows.push([age(story), `<li><a href="${path}">${title}</a></li>`]);
  }
  rows.sort(([one], [other]) => one - other);
  return rows.slice(0, LISTED).map(([, line]) => line).join("");
}

async function nothing() {
  const stories = await storiesRead();
  const names = (await (await caches.open(KEPT)).keys()).map((row) => new URL(row.url).pathname);
  const sheet = names.find((name) => SHEET.test(name));
  const dress = sheet ? `<link rel="stylesheet" href="${sheet}">` : "";
  const list = stories ? `<aside class="more"><section><h2>读过的稿件</h2><ul>${stories}</ul></section></aside>` : "";
  const text = `<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>没有网络</title>${dress}</head><body class="is-notice"><main class="sheet notice"><h1>没有网络</h1><p>这一页还没有读过，要联网后才能打开。</p>${list}<p class="notice__ways"><a href="/">首页</a></p></main></body></html>`;
  return new Response(text, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
