// A click on a story lights its text in the source, and the other way round. Without this script
// the same links jump there.

const CARDS = ".story-card[data-story], .preview-story[data-story], .review-story[data-story]";
const panes = (root) => [...root.querySelectorAll("[data-source]")];

function light(root, key) {
  for (const piece of root.querySelectorAll("[data-source] .lit")) piece.classList.remove("lit");
  for (const piece of root.querySelectorAll(`[data-source] [data-story="${CSS.escape(key)}"]`)) {
    piece.classList.add("lit");
  }
}

function reveal(piece) {
  const pane = piece?.closest("[data-source]");
  if (!pane) return;
  pane.scrollTop += piece.getBoundingClientRect().top - pane.getBoundingClientRect().top - 48;
}

function show(key, { scroll = true } = {}) {
  for (const card of document.querySelectorAll(".current:is(.story-card, .review-story)")) card.classList.remove("current");
  document.getElementById(`story-${key}`)?.classList.add("current");
  light(document, key);
  if (scroll) reveal(document.querySelector(`[data-source] [data-story="${CSS.escape(key)}"]`));
}

document.addEventListener("focusin", (event) => {
  const card = event.target.closest(CARDS);
  if (card?.dataset.story && !card.classList.contains("current")) show(card.dataset.story);
});

document.addEventListener("click", (event) => {
  const finding = event.target.closest("[data-show-finding]");
  if (finding) {
    const key = CSS.escape(finding.dataset.showFinding);
    for (const piece of document.querySelectorAll(".blink")) piece.classList.remove("blink");
    const piece = document.querySelector(`[data-source] [data-finding="${key}"]`);
    if (piece) {
      piece.classList.add("blink");
      reveal(piece);
      if (finding.hash === "#source") {
        event.preventDefault();
        piece.scrollIntoView({ block: "nearest" });
      }
    }
    return;
  }
  const piece = event.target.closest("[data-source] [data-story]");
  if (piece) {
    const key = piece.dataset.story;
    show(key, { scroll: false });
    const card = document.querySelector(`:is(${CARDS})[data-story="${CSS.escape(key)}"]`);
    card?.scrollIntoView({ block: "start", behavior: "smooth" });
    return;
  }
  const card = event.target.closest(CARDS);
  if (card?.dataset.story) show(card.dataset.story);
});

// Who reads on is followed by the source: the story that stands in the middle is shown there.
const read = document.querySelectorAll(".review-story[data-story]");
if (read.length && "IntersectionObserver" in window) {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) show(target.dataset.story);
    },
    { rootMargin: "-45% 0px -45% 0px" },
  );
  for (const card of read) observer.observe(card);
}

export { panes, show };
