// Typing parts words from the source, or joins them with it again: then its colours are asked for.
// Where nothing of that changed the source stays as it is.

import { named } from "./fields.js";
import { isClean, onAnswer } from "./keeping.js";
import { apply, onChange } from "./screen.js";
import { desk, get, state } from "./server.js";
import { busy } from "./steps.js";

const QUIET = 300;
let stale = false;
let timer = 0;

// The characters of the source that a field has, whatever was typed between them.
function held(runs) {
  const spans = [];
  for (const run of (runs ?? "").split(",")) {
    const [start, length] = run.split("+").map(Number);
    if (length === undefined) continue;
    if (spans.at(-1)?.[1] === start) spans.at(-1)[1] += length;
    else spans.push([start, start + length]);
  }
  return String(spans);
}

// This listens before the screen takes the answer, so that the fields still know the runs of before.
onAnswer((answer) => {
  for (const [name, runs] of Object.entries(answer.runs ?? {})) {
    const field = named(name);
    if (field && held(field.dataset.runs) !== held(runs)) stale = true;
  }
  plan();
});
onChange(({ html }) => {
  if (html?.source !== undefined) stale = false;
});
desk.addEventListener("desk:idle", plan);

function plan() {
  clearTimeout(timer);
  if (stale) timer = setTimeout(recolour, QUIET);
}

async function recolour() {
  // What is under way is answered, and that answer plans again.
  if (busy() || !isClean()) return;
  try {
    const answer = await get("colours");
    if (answer.number !== state.number || busy() || !isClean()) return;
    apply(answer, { focus: false });
  } catch {
    // Without a server, or a login, the colours wait for the next answer.
  }
}
