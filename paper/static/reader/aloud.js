// A story or a page read by the browser's own voice, sentence by sentence, each marked while it is read.
const SENTENCE = /[^。！？；!?]+[。！？；!?]*[”’」』）)]*/g;

const NO_VOICE = new Set(["voice-unavailable", "language-unavailable", "synthesis-unavailable", "synthesis-failed"]);
const OF_A_STORY = ".heads > *, .text > p, .caption";
const ASIDE = "nav, form, details";
const OF_A_PAGE = "h1, h2, h3, p, li, .caption";

function follows(heading, part) {
  return heading && part.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING;
}

function parts(whole) {
  if (whole.matches("article")) return whole.querySelectorAll(OF_A_STORY);
  // From its heading on, and without the ways to elsewhere. What has others in it is read by these.
  const heading = whole.querySelector("h1");
  return [...whole.querySelectorAll(OF_A_PAGE)]
    .filter((part) => !part.querySelector(OF_A_PAGE) && part.checkVisibility?.() !== false)
    .filter((part) => !part.closest(ASIDE) && !follows(heading, part));
}

function* sentences(whole) {
  for (const part of parts(whole)) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const at = (offset) => {
      let rest = offset;
      for (const node of nodes) {
        if (rest <= node.length) return [node, rest];
        rest -= node.length;
      }
      return [nodes.at(-1), nodes.at(-1).length];
    };
    for (const found of part.textContent.matchAll(SENTENCE)) {
      if (!found[0].trim()) continue;
      const range = new Range();
      range.setStart(...at(found.index));
      range.setEnd(...at(found.index + found[0].length));
      yield [found[0].trim(), range, part];
    }
  }
}

// Each of the buttons begins the one reading and ends it.
export function readAloud(whole, buttons) {
  const words = buttons.map((button) => button.textContent);
  let queue = null;
  const show = (pressed, told) => buttons.forEach((button, place) => {
    button.textContent = told ? button.dataset[told] : words[place];
    button.setAttribute("aria-pressed", String(pressed));
  });
  const stop = () => {
    queue = null;
    speechSynthesis.cancel();
    globalThis.CSS?.highlights?.delete("read");
    show(false);
  };
  const next = () => {
    const item = queue?.next();
    if (!item || item.done) return stop();
    const [text, range, part] = item.value;
    if (globalThis.Highlight) CSS.highlights.set("read", new Highlight(range));
    part.scrollIntoView({ block: "nearest" });
    const utterance = new SpeechSynthesisUtterance(text), mine = queue;
    utterance.lang = "zh-CN";
    utterance.onend = () => mine === queue && next();
    utterance.onerror = (event) => {
      if (mine !== queue) return;
      stop();
      if (NO_VOICE.has(event.error)) show(false, "silent");
    };
    speechSynthesis.speak(utterance);
  };
  const press = () => {
    if (queue) return stop();
    speechSynthesis.cancel();
    queue = sentences(whole);
    show(true, "stop");
    next();
  };
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", press);
  }
  addEventListener("pagehide", stop);
}
