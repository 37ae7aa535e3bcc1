// What the screen says, in the language of the page: the words stand in a template of the page.

const words = new Map(
  [...(document.getElementById("desk-words")?.content.querySelectorAll("[data-word]") ?? [])].map(
    (row) => [row.dataset.word, row.textContent],
  ),
);

export function word(name, values = {}) {
  let text = words.get(name) ?? name;
  for (const [key, value] of Object.entries(values)) text = text.replaceAll(`{${key}}`, value);
  return text;
}
