// Marking a passage with the mouse or the keyboard fills the form that works without this, too; and
// which stories were on the screen is told with the approval.

import { show as light } from "./source.js";
import { tabbed } from "./tabs.js";

function passageOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element?.closest("[data-passage]") ?? null;
}

// The server counts characters, the browser units of UTF-16: one outside the first plane is two.
function charactersBefore(passage, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(passage);
  range.setEnd(node, offset);
  return [...range.toString()].length;
}

function fill(story, passage, range) {
  const form = story.querySelector("[data-comment-form]");
  if (!form) return;
  const part = (name) => form.querySelector(`[data-part=${name}]`);
  part("passage").value = passage.dataset.passage;
  part("quote").value = range.toString();
  part("near").value = String(charactersBefore(passage, range.startContainer, range.startOffset));
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  const passage = passageOf(range.startContainer);
  // A comment is on one passage; a mark over several is left to the person.
  if (!passage || passage !== passageOf(range.endContainer)) return;
  const story = passage.closest("[data-review-story]");
  if (story) fill(story, passage, range);
});

const stories = document.querySelectorAll("[data-review-story]");
for (const story of stories) {
  story.querySelector(".review-text")?.addEventListener("pointerup", () => {
    const selection = document.getSelection();
    const form = story.querySelector("[data-comment-form]");
    if (!form || !selection || selection.isCollapsed || !form.querySelector("[data-part=quote]").value) return;
    form.open = true;
  });
}

// On a phone one side is before the reader: each keeps its place, and a link to the other leads there.
const sides = document.querySelector(".review-desk");
const tabs = sides?.querySelector(".desk-tabs");
if (tabs) {
  const places = {};
  const isPhone = () => getComputedStyle(tabs).display !== "none";
  const showSide = tabbed(tabs, sides, (name) => {
    const story = sides.querySelector(".review-story.current")?.dataset.story ?? "";
    scrollTo({ top: places[name] ?? sides.getBoundingClientRect().top + scrollY });
    if (name === "source") light(story);
  });
  document.addEventListener("scroll", () => {
    places[sides.dataset.tab] = scrollY;
  }, { passive: true });
  const sideOf = (element) => element && [...sides.children].find((side) => side.contains(element));
  // A story that was written by hand has no place in the source: the link leads to the source.
  const targetOf = (hash) => document.getElementById(hash.slice(1))
    ?? (hash.startsWith("#source") ? sides.querySelector(".source-pane") : null);
  const lead = (target) => {
    const side = sideOf(target);
    if (side && side !== tabs) showSide(side.matches(".source-pane") ? "source" : "stories");
  };
  // Before what follows a click, which scrolls to what it shows.
  document.addEventListener("click", (event) => {
    if (!isPhone()) return;
    const link = event.target.closest("a[href^='#']");
    const piece = event.target.closest("[data-source] [data-story]");
    lead(targetOf(link ? link.hash : `#story-${piece?.dataset.story}`));
  }, true);
  tabs.hidden = false;
  showSide("stories");
  lead(targetOf(location.hash));
}

const act = document.getElementById("act");

function shown(story) {
  const key = story.dataset.story;
  if (!act || act.querySelector(`input[name=shown][value="${key}"]`)) return;
  const input = document.createElement("input");
  Object.assign(input, { type: "hidden", name: "shown", value: key });
  act.append(input);
  // What was listed is ticked and keeps its room: no button moves from under the hand.
  act.querySelector(`[data-unseen-story="${key}"]`)?.removeAttribute("data-unseen-story");
  if (act.querySelector("[data-unseen-story]")) return;
  for (const title of act.querySelectorAll("[data-unseen], [data-all-seen]")) title.hidden = title.matches("[data-unseen]");
}

if (act && "IntersectionObserver" in window) {
  // What is seen by itself needs no tick.
  for (const tick of act.querySelectorAll("[data-without-script]")) tick.remove();
  // A story was on the screen when its end was.
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      observer.unobserve(entry.target);
      shown(entry.target.closest("[data-review-story]"));
    }
  });
  for (const story of stories) observer.observe(story.querySelector("[data-story-end]"));
}

// A claim lasts while its owner's window says that it is open.
const told = document.getElementById("taken");
const claimed = [...document.querySelectorAll("[data-claimed]")].map((story) => story.dataset.story);

async function sayHere() {
  const body = new FormData();
  for (const key of claimed) body.append("story", key);
  body.append("csrfmiddlewaretoken", act.elements.csrfmiddlewaretoken.value);
  const answer = await fetch(told.dataset.here, { method: "POST", body, redirect: "error" });
  const { taken } = answer.ok ? await answer.json() : { taken: [] };
  // What is typed in the forms stays; only the sentence is new.
  told.textContent = taken.join(" ");
  told.hidden = !taken.length;
}

if (told && act && claimed.length) {
  // Without the server the next sign says it again.
  const sign = () => sayHere().catch(() => {});
  setInterval(sign, 20_000);
  document.addEventListener("visibilitychange", () => document.hidden || sign());
}

// What is typed stays in the browser until the server has taken it: a refusal, a closed tab, a claim
// taken over lose nothing.
const place = `review-typed:${told?.dataset.user}:${location.pathname}`;
const isTyped = "input[id^=reason], input[id^=answer-], textarea[id^=text-]";
// The fields beside a button; the rest of the form is for other buttons.
const besides = "[data-writes], [data-decide], .return";

function stored() {
  try {
    return JSON.parse(localStorage.getItem(place)) ?? {};
  } catch {
    return {};
  }
}

function store(change) {
  try {
    localStorage.setItem(place, JSON.stringify({ ...stored(), ...change }));
  } catch {
    // A browser that keeps nothing still has the form.
  }
}

const { sent = [], ...typed } = stored();
// A message of success says that what was sent last is on the server.
const done = document.querySelector(".messagelist .success") ? sent : [];
store({ sent: [], ...Object.fromEntries(done.map((id) => [id, ""])) });
for (const [id, value] of Object.entries(typed)) {
  const field = document.getElementById(id);
  if (!value || done.includes(id) || !field?.matches(isTyped) || field.value) continue;
  field.value = value;
  if (field.closest("details")) field.closest("details").open = true;
}
document.addEventListener("input", ({ target }) => {
  if (target.matches(isTyped)) store({ [target.id]: target.value });
});
document.addEventListener("submit", ({ target, submitter }) => {
  const pressed = submitter?.matches(".visually-hidden") ? document.activeElement : submitter;
  const beside = pressed?.closest(besides) ?? target;
  store({ sent: [...beside.querySelectorAll(isTyped)].map(({ id }) => id) });
});
