// What is only possible with scripts: reading settings, reading aloud, printing, sharing.
import { readAloud } from "./aloud.js";
import { enlarge } from "./enlarge.js";
import { turnPages } from "./turning.js";

const root = document.documentElement;

function remember(key, value) {
  if (key === "elder") {
    document.cookie = `elder=${value}; path=/; max-age=${value ? 31536000 : 0}; samesite=lax`;
    return;
  }
  try {
    localStorage.setItem(key, value);
  } catch {
    // Not remembered, but done.
  }
}

function choose(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  remember(name, value);
  root.dispatchEvent(new Event("chosen"));
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);

for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    choose("theme", isDark() ? "light" : "dark");
  });
  dark.addEventListener("change", show);
  root.addEventListener("chosen", show);
  show();
}

for (const button of document.querySelectorAll("[data-size]")) {
  if (button === root) continue;
  button.addEventListener("click", () => {
    const size = Number(root.dataset.size ?? 0) + Number(button.dataset.size);
    root.dataset.size = String(Math.min(3, Math.max(-1, size)));
    remember("size", root.dataset.size);
  });
}

for (const button of document.querySelectorAll("[data-choose]")) {
  const name = button.dataset.choose;
  const show = () => button.setAttribute("aria-pressed", String((root.dataset[name] ?? "") === button.value));
  button.addEventListener("click", (event) => {
    event.preventDefault();
    choose(name, button.value);
  });
  root.addEventListener("chosen", show);
  show();
}

for (const panel of document.querySelectorAll("[data-settings]")) {
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });
  addEventListener("click", (event) => {
    if (!panel.contains(event.target)) panel.open = false;
  });
}

const story = document.querySelector("article.reading");
// A story has its button at its head, any other page among the settings and, in elder mode, in sight.
const whole = story ?? document.querySelector("main");
const readers = [...document.querySelectorAll(story ? ".tools [data-read]" : "[data-read]")];
if (whole && readers.length && "speechSynthesis" in globalThis) readAloud(whole, readers);

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}

// Where a browser can hand a page on, the button may say so.
for (const button of document.querySelectorAll("[data-shared]")) {
  if (navigator.share) button.textContent = button.dataset.shared;
}

// What is printed stands on the paper only when it is there, and a browser does not wait for what it
// asks for while it prints. A phone, which hardly prints, or whoever saves data waits for the pictures.
const further = document.querySelectorAll(".photo img[loading=lazy]");
if (matchMedia("(min-width: 700px)").matches && !navigator.connection?.saveData) {
  const fetchAll = () => {
    for (const picture of further) picture.loading = "eager";
  };
  if (document.readyState === "complete") fetchAll();
  else addEventListener("load", fetchAll);
}

const canonical = () => document.querySelector("link[rel=canonical]")?.href ?? location.href;
for (const button of document.querySelectorAll("[data-share]")) {
  button.hidden = !navigator.share;
  button.addEventListener("click", () => {
    navigator.share({ title: document.title, url: canonical() }).catch(() => {
      // The reader closed the sheet.
    });
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      button.textContent = button.dataset.done;
    } catch {
      // The browser forbids it: what is selected can still be copied by hand.
      if (source.select) source.select();
      else getSelection().selectAllChildren(source);
    }
  });
}

const photos = [...document.querySelectorAll("a[data-enlarge]")];
if (photos.length) enlarge(photos);

// The pages of an issue, else its neighbours.
const older = document.querySelector(".turn__pages [rel=prev], .is-issue .turn__previous");
const newer = document.querySelector(".turn__pages [rel=next], .is-issue .turn__next");
if (older || newer) turnPages(older, newer);

if (document.querySelector("link[rel=manifest]")) {
  navigator.serviceWorker?.register("/offline.js").catch(() => {
    // The browser forbids it; everything works while there is a network.
  });
}
