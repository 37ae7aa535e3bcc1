// What is only possible with scripts: the theme switch, text size, printing, sharing.
const root = document.documentElement;

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Not remembered, but done.
  }
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);

for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember("theme", root.dataset.theme);
    show();
  });
  dark.addEventListener("change", show);
  show();
}

for (const button of document.querySelectorAll("[data-size]")) {
  if (button === root) continue;
  button.addEventListener("click", () => {
    const size = Number(root.dataset.size ?? 0) + Number(button.dataset.size);
    root.dataset.size = String(Math.min(2, Math.max(-1, size)));
    remember("size", root.dataset.size);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}

for (const button of document.querySelectorAll("[data-share]")) {
  button.addEventListener("click", async () => {
    const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;
    try {
      if (navigator.share) {
        await navigator.share({ title: document.title, url: address });
      } else {
        await navigator.clipboard.writeText(address);
        button.textContent = button.dataset.done;
      }
    } catch {
      // The reader closed the sheet, or the browser forbids it.
    }
  });
}
