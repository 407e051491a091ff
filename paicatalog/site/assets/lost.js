/* The page for a URL that does not exist (404): results of a search for the words in the URL. */
"use strict";

window.paicatalog.onPage(() => {
  const page = document.querySelector("[data-pc-lost]");
  if (!page) return;
  const { Index, KINDS, gettext, marked, icon, element } = window.paicatalog;
  const index = Index.at(page.dataset.pcSearch);
  const MOST = 6;
  /* Folders of pages and files -> the name of the type in a query. */
  const FOLDERS = { jobs: "job", job: "job", data: "dataset", scripts: "script", script: "script", outputs: "output", output: "output",
    dockerimages: "docker image", dockerimage: "docker image" };

  /* Decode a segment of site/urls/addresses.py, in which "~" and two hexadecimal digits encode a byte. */
  function plain(segment) {
    try {
      return decodeURIComponent(segment.replace(/~([0-9a-f]{2})/gi, "%$1"));
    } catch {
      return segment;
    }
  }

  function wordsOf(path) {
    const root = new URL("..", index.base).pathname;
    const below = path.startsWith(root) ? path.slice(root.length) : path;
    const segments = below.split("/").map(plain).map((segment) => segment.replace(/(?:^index)?\.(?:html?|ya?ml|json|md|svg|png|xml)$/i, "")).filter(Boolean);
    const named = segments.filter((segment) => !/^v?[\d.]+$/.test(segment)); // without versions
    const folder = named.slice(0, -1).findLast((segment) => Object.hasOwn(FOLDERS, segment));
    return { name: named.at(-1) || "", kind: FOLDERS[folder] || "" };
  }

  function line(card, words) {
    const title = element("p", { class: "pc-line__title" }, element("a", { href: card.url }, ...marked(card.title, words)), " ",
      element("span", { class: "pc-hit__version" }, [KINDS[card.kind] || card.kind, card.version].filter(Boolean).join(" ")));
    const summary = element("p", { class: "pc-line__summary" }, ...marked(card.summary, words));
    return element("li", { class: `pc-line pc-kind--${card.kind}` }, element("span", { class: "pc-tile" }, icon(card.kind, icons)),
      element("div", { class: "pc-hit__words" }, title, summary));
  }

  let icons = {};

  async function offer() {
    const { name, kind } = wordsOf(window.location.pathname);
    if (!name) return;
    page.querySelector("[data-pc-query]").value = name.replace(/[-_]+/g, " ");
    ({ icons } = await index.manifest());
    const found = await index.search(`${name} ${kind}`);
    const cards = await Promise.all(found.ids.slice(0, MOST).map((id) => index.card(id)));
    if (!cards.length) return;
    page.querySelector("[data-pc-offer]").replaceChildren(element("h2", {}, gettext("Were you looking for one of these?")),
      element("ul", { class: "pc-list pc-lines-list" }, ...cards.map((card) => line(card, found.words))));
  }

  // Without an index, the form and the links below it remain.
  offer().catch(() => {});
});
