// A story's photos in full size, over the page: arrow keys turn, Escape closes. Without this script
// each is a link to its image.
export function enlarge(links) {
  const dialog = document.createElement("dialog");
  dialog.className = "enlarged";
  const image = document.createElement("img");
  const words = document.createElement("p");
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "×";
  dialog.append(close, image, words);
  document.body.append(dialog);
  let at = 0;

  const show = (place) => {
    at = (place + links.length) % links.length;
    const figure = links[at].closest("figure");
    image.src = links[at].href;
    // What stands for a photo without a description of its own is its caption.
    const caption = figure.querySelector(".caption")?.textContent.trim() ?? "";
    image.alt = links[at].querySelector("img").alt || caption;
    words.textContent = [
      ...(links.length > 1 ? [`${at + 1}/${links.length}`] : []),
      figure.querySelector("figcaption")?.textContent.trim() ?? "",
    ].join("　");
    dialog.setAttribute("aria-label", image.alt);
  };

  for (const [place, link] of links.entries()) {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      close.setAttribute("aria-label", link.dataset.enlarge);
      show(place);
      dialog.showModal();
    });
  }
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || links.length < 2) return;
    event.preventDefault();
    event.stopPropagation();
    show(at + step);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === image && links.length > 1) show(at + 1);
    else if (event.target !== words) dialog.close();
  });
  dialog.addEventListener("close", () => image.removeAttribute("src"));
}
