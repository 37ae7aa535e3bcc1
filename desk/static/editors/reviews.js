// Marking a passage with the mouse or the keyboard fills the form that works without this, too.

function passageOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element?.closest("[data-passage]") ?? null;
}

function offsetIn(passage, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(passage);
  range.setEnd(node, offset);
  return range.toString().length;
}

function fill(story, passage, range) {
  const form = story.querySelector("[data-comment-form]");
  if (!form) return;
  form.elements.passage.value = passage.dataset.passage;
  form.elements.quote.value = range.toString();
  form.elements.near.value = String(offsetIn(passage, range.startContainer, range.startOffset));
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

for (const story of document.querySelectorAll("[data-review-story]")) {
  story.querySelector(".review-text")?.addEventListener("pointerup", () => {
    const selection = document.getSelection();
    const form = story.querySelector("[data-comment-form]");
    if (!form || !selection || selection.isCollapsed || !form.elements.quote.value) return;
    form.closest("details").open = true;
  });
}
