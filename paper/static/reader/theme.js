// Runs before the page is painted, so that what a reader chose never flashes.
(() => {
  const root = document.documentElement;
  const choices = {
    theme: ["light", "dark", "sepia"],
    size: ["-1", "1", "2", "3"],
    leading: ["close", "wide"],
    face: ["sans"],
  };
  root.classList.add("js");
  // 长辈版 is kept in a cookie, from which the server knows it; a page that was kept may know it not.
  const elder = /(?:^|; )elder=1(?:;|$)/.test(document.cookie);
  if (elder) root.dataset.elder = "1";
  else delete root.dataset.elder;
  try {
    for (const [name, values] of Object.entries(choices)) {
      const chosen = localStorage.getItem(name);
      if (values.includes(chosen)) root.dataset[name] = chosen;
    }
    if (localStorage.getItem("elder") === "1") {
      // Chosen when it was kept here.
      document.cookie = "elder=1; path=/; max-age=31536000; samesite=lax";
      localStorage.removeItem("elder");
      root.dataset.elder = "1";
    }
  } catch {
    // Storage may be forbidden; the page is the same without it.
  }
})();

// A browser that knows no popover folds the panels of a story's tools even so.
(() => {
  if ("popover" in HTMLElement.prototype) return;
  document.documentElement.classList.add("folds");
  let opener = null;
  const panel = () => document.getElementById(opener.getAttribute("popovertarget"));
  const show = (open) => {
    opener.setAttribute("aria-expanded", String(open));
    panel().classList.toggle("is-open", open);
  };
  const fold = () => {
    if (opener) show(false);
    opener = null;
  };
  addEventListener("click", (event) => {
    if (opener && panel().contains(event.target)) return;
    const pressed = event.target.closest("[popovertarget]"), other = pressed !== opener;
    fold();
    if (!pressed || !other) return;
    opener = pressed;
    show(true);
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !opener) return;
    opener.focus();
    fold();
  });
  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[popovertarget]")) button.setAttribute("aria-expanded", "false");
  });
})();
