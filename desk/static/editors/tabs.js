// The sides of a screen, one at a time on a phone. Without this script all of them are shown.

export function tabbed(tabs, sides, onShow = () => {}) {
  function show(name) {
    sides.dataset.tab = name;
    for (const tab of tabs.children) tab.ariaSelected = String(tab.dataset.tabTo === name);
  }
  function choose(tab) {
    show(tab.dataset.tabTo);
    onShow(tab.dataset.tabTo);
  }
  tabs.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab-to]");
    if (tab) choose(tab);
  });
  tabs.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const rows = [...tabs.children];
    const next = rows[(rows.indexOf(document.activeElement) + by + rows.length) % rows.length];
    next.focus();
    choose(next);
  });
  return show;
}
