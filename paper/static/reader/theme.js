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
