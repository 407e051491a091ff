// Tabs (WAI-ARIA authoring practices, automatic activation).

/** Turn sections with headings, which without scripts are shown one below the other, into tabs. */
function makeTabs(box, signal) {
  const panels = [...box.querySelectorAll(":scope > .pc-tab-panel")];
  if (panels.length < 2) return;
  const list = document.createElement("div");
  list.className = "pc-tabs";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", box.dataset.pcTabs);
  const tabs = panels.map((panel) => makeTab(panel, list));
  const select = (at, focus) => {
    tabs.forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === at));
      tab.tabIndex = index === at ? 0 : -1;
      panels[index].hidden = index !== at;
    });
    if (focus) tabs[at].focus();
    box.dispatchEvent(new CustomEvent("pc-selected", { detail: at }));
  };
  box.addEventListener("pc-select", (event) => {
    if (tabs[event.detail].getAttribute("aria-selected") !== "true") select(event.detail);
  });
  list.addEventListener("click", (event) => {
    const at = tabs.indexOf(event.target.closest("[role=tab]"));
    if (at >= 0) select(at);
  });
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    select((to + tabs.length) % tabs.length, true);
  });
  box.prepend(list);
  const target = () => document.getElementById(location.hash.slice(1));
  const wanted = () => panels.findIndex((panel) => panel.contains(target() ?? document));
  onMove(() => {
    if (wanted() < 0) return;
    select(wanted());
    target().scrollIntoView();
  }, signal);
  select(Math.max(wanted(), 0));
}

function makeTab(panel, list) {
  const tab = document.createElement("button");
  const heading = panel.querySelector(".pc-tab-title");
  tab.type = "button";
  tab.className = "pc-tab";
  tab.id = `${panel.id}-tab`;
  tab.textContent = heading.textContent;
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", panel.id);
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", tab.id);
  heading.classList.add("pc-hidden"); // remains available for navigation by headings
  list.append(tab);
  return tab;
}
