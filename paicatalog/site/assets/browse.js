/* The browse page: search as you type, filters with counts, sorting; the state is stored in the URL.
   The HTML already contains the first cards, which are shown until a query or filter is set. */
"use strict";

/* URL of a state that was left -> the number of results shown. The theme replaces what pages store in the history. */
const shownAt = new Map();

window.paicatalog.onPage((signal) => {
  const page = document.querySelector("[data-pc-browse]");
  if (!page) return;
  const { Index, KINDS, gettext, ngettext, phrase, marked, matches, excerpt, icon, element, debounce, KeyQueue, ascending, onMove } = window.paicatalog;
  const PAGE = 20;
  const MORE = 50;
  const AT_ONCE = 6;
  const VALUES_SHOWN = 6;
  const part = (name) => page.querySelector(`[data-pc-${name}]`);
  const input = part("query");
  if (!input) return;

  const index = Index.at(page.dataset.pcSearch);
  const hits = part("hits");
  const initial = [...hits.children];
  const rows = part("rows");
  const views = [...part("view").children];
  const sort = part("sort").querySelector("select");
  const facets = [];
  const open = new Set();
  let latestRequest = 0;
  let state = stateOf(window.location.search);
  let result = null;
  let shown = 0;
  let painted = Promise.resolve();
  let rest = Promise.resolve();
  const { pathname } = window.location;

  /* State and URL ---------------------------------------------------------------------------------------- */

  function stateOf(search) {
    const given = new URLSearchParams(search);
    const chosen = new Map();
    for (const [name, value] of given) {
      if (["q", "sort", "view"].includes(name) || !value) continue;
      chosen.set(name, (chosen.get(name) || new Set()).add(value));
    }
    const by = given.get("sort") || "";
    const view = given.get("view") === "table" ? "table" : "";
    return { query: given.get("q") || "", sort: [...sort.options].some(({ value }) => value === by) ? by : "", chosen, view };
  }

  function searchOf({ query, sort: by, chosen, view }) {
    const given = new URLSearchParams();
    if (query.trim()) given.set("q", query.trim());
    for (const [name, values] of chosen) values.forEach((value) => given.append(name, value));
    if (by) given.set("sort", by);
    if (view) given.set("view", view);
    const text = given.toString();
    return text ? `?${text}` : "";
  }

  /* Write the state to the URL: as a new history entry with `step`, else in place of the present one. */
  function writeUrl(step) {
    const url = pathname + searchOf(state);
    if (signal.aborted || pathname !== window.location.pathname) return; // another page is being loaded
    if (searchOf(state) === searchOf(stateOf(window.location.search))) return;
    if (step) window.history.pushState(null, "", url); else window.history.replaceState(null, "", url);
  }

  function saveScroll() {
    const { scrollX: x, scrollY: y } = window;
    window.history.replaceState({ ...window.history.state, x, y, shown }, ""); // x and y are the theme's, too
  }

  async function change(step) {
    writeUrl(step);
    await update(PAGE);
  }

  function toggle(name, value) {
    const values = state.chosen.get(name) || new Set();
    if (!values.delete(value)) values.add(value);
    if (values.size) state.chosen.set(name, values); else state.chosen.delete(name);
    saveScroll();
    return change(true);
  }

  /* Matching ------------------------------------------------------------------------------------------------ */

  async function loadFacets() {
    if (facets.length) return;
    const [table, { count }] = await Promise.all([index.file("facets"), index.manifest()]);
    if (facets.length) return;
    for (const [name, { label, ordered, values }] of Object.entries(table)) {
      facets.push({ name, label, ordered, values: values.map(([value, words, code]) => ({ value, words, ids: ascending(code) })) });
    }
    facets.count = count;
  }

  /* Drop parameters of the URL that are not filters, such as those added by other sites. */
  function dropUnknownFilters() {
    for (const name of state.chosen.keys()) if (!facets.some((facet) => facet.name === name)) state.chosen.delete(name);
  }

  /* Without a query, leave out older versions and documentation unless their filter values are chosen. */
  function listed(ids) {
    if (state.query.trim()) return ids;
    const hidden = new Set();
    for (const [name, value] of [["status", "older"], ["type", "page"]]) {
      if (state.chosen.get(name)?.has(value)) continue;
      facets.find((facet) => facet.name === name)?.values.find((one) => one.value === value)?.ids.forEach((id) => hidden.add(id));
    }
    return ids.filter((id) => !hidden.has(id));
  }

  /* Return the items that match all filters, each with any of its chosen values. The count of a value ignores the choices
     in its own filter. */
  function narrow(ids) {
    const matched = new Uint8Array(facets.count);
    const rejections = new Uint8Array(facets.count);
    const rejectedBy = new Int16Array(facets.count);
    ids.forEach((id) => { matched[id] = 1; });
    facets.forEach((facet, at) => {
      const wanted = state.chosen.get(facet.name);
      if (!wanted) return;
      const accepted = new Uint8Array(facets.count);
      for (const { value, ids: own } of facet.values) if (wanted.has(value)) own.forEach((id) => { accepted[id] = 1; });
      for (let id = 0; id < facets.count; id++) if (!accepted[id]) { rejections[id]++; rejectedBy[id] = at; }
    });
    facets.forEach((facet, at) => facet.values.forEach((value) => {
      value.count = value.ids.reduce((sum, id) =>
        sum + (matched[id] && (!rejections[id] || (rejections[id] === 1 && rejectedBy[id] === at)) ? 1 : 0), 0);
    }));
    return ids.filter((id) => !rejections[id]);
  }

  async function sorted(ids) {
    if (!state.sort) return ids;
    const wanted = new Set(ids);
    return (await index.order(state.sort)).filter((id) => wanted.has(id));
  }

  async function update(count) {
    const own = ++latestRequest;
    part("status").setAttribute("aria-busy", "true");
    try {
      painted = renderFirst(own, count);
      const all = await painted;
      if (own !== latestRequest) return;
      rest = isInitial(all.length) ? rest : append(all.slice(AT_ONCE));
      await rest;
    } catch (error) {
      if (own === latestRequest) fail(error);
    } finally {
      if (own === latestRequest) part("status").removeAttribute("aria-busy");
    }
  }

  /* Render the first results, unless the state changes meanwhile; return all items to be shown. */
  async function renderFirst(own, count) {
    const [found] = await Promise.all([index.search(state.query), loadFacets()]);
    dropUnknownFilters();
    const ids = await sorted(narrow(listed(found.ids)));
    if (own !== latestRequest) return [];
    result = { ...found, ids };
    const all = ids.slice(0, count);
    const first = await cardsOf(isInitial(all.length) ? [] : all.slice(0, AT_ONCE));
    if (own === latestRequest) paint(first, all.length);
    return all;
  }

  /* Rendering --------------------------------------------------------------------------------------------------- */

  function untouched() {
    return !state.query.trim() && !state.sort && !state.chosen.size;
  }

  /* Return whether the first `count` results are the cards in the original HTML. */
  function isInitial(count) {
    return state.view !== "table" && untouched() && count <= initial.length;
  }

  const cardsOf = (ids) => Promise.all(ids.map((id) => index.card(id)));

  /* Render the first cards as soon as they are loaded; the others are appended later. */
  function paint(cards, count) {
    const asTable = state.view === "table";
    const asIs = isInitial(count);
    hits.hidden = asTable;
    part("table").hidden = !asTable || !count;
    if (!asIs || hits.firstElementChild !== initial[0]) list().replaceChildren(...(asIs ? initial : cards.map(entry)));
    (asTable ? hits : rows).replaceChildren();
    shown = asIs ? initial.length : count;
    if (!asIs) excerpts([...hits.children]);
    paintBar();
    paintChosen();
    paintFacets();
    paintNotice();
  }

  const list = () => (state.view === "table" ? rows : hits);
  const entry = (card) => (state.view === "table" ? row(card) : hit(card));

  function paintBar() {
    const count = result.ids.length;
    part("status").textContent = untouched()
      ? ngettext("%(num)s component", "%(num)s components", components)
      : ngettext("%(num)s result", "%(num)s results", count);
    part("sort").hidden = part("view").hidden = false;
    views.forEach((button) => button.setAttribute("aria-pressed", String(button.value === state.view)));
    sort.value = state.sort;
    const left = count - shown;
    const more = part("more");
    more.hidden = left <= 0;
    more.textContent = gettext("Show %(next)s more of %(left)s", { next: Math.min(left, MORE).toLocaleString("en"), left: left.toLocaleString("en") });
  }

  function hit(card) {
    const made = part("blank").content.firstElementChild.cloneNode(true);
    const piece = (name) => made.querySelector(`.pc-hit__${name}`);
    const fill = (name, ...nodes) => (nodes.length ? piece(name).replaceChildren(...nodes) : piece(name).remove());
    made.classList.add(`pc-kind--${card.kind}`);
    made.querySelector(".pc-tile").append(icon(card.kind, icons));
    const badges = card.status.map((status) => element("span", { class: `pc-badge pc-badge--${status}` }, STATUS[status] || status));
    fill("kind", kindWord(card.kind), ...badges.flatMap((badge) => [" ", badge]));
    const link = made.querySelector(".pc-hit__title a");
    link.href = card.url;
    link.replaceChildren(...marked(card.title, result.words));
    fill("version", ...(card.version ? [card.version] : []));
    fill("summary", ...marked(card.summary, result.words));
    fill("facts", ...[card.hardware, card.usage].filter(Boolean).map((fact) => element("span", {}, fact)));
    fill("tags", ...card.tags.slice(0, 6).map(tagChip));
    piece("tags")?.setAttribute("aria-label", gettext("Tags of %(name)s", { name: card.title }));
    piece("excerpt").hidden = true;
    made.card = card;
    return made;
  }

  function row(card) {
    const [gpus = "", memory = "", used = 0, grade = "", changed = ""] = card.figures;
    const badges = card.status.flatMap((status) => [" ", element("span", { class: `pc-badge pc-badge--${status}` }, STATUS[status] || status)]);
    const name = element("th", { scope: "row", class: `pc-hits-table__name pc-kind--${card.kind}` },
      element("a", { href: card.url }, ...marked(card.title, result.words)), " ", element("span", { class: "pc-hit__version" }, card.version), ...badges,
      element("span", { class: "pc-hits-table__summary" }, ...marked(card.summary, result.words)));
    const number = (value) => element("td", { class: "pc-number" }, value === "" ? "" : value.toLocaleString("en"));
    return element("tr", {}, name, element("td", {}, kindWord(card.kind)), number(gpus), number(memory), number(used || ""),
      element("td", {}, grade), element("td", { class: "pc-hits-table__day" }, changed));
  }

  function tagChip(tag) {
    const url = new URL(page.dataset.pcCatalog, document.baseURI);
    url.searchParams.set("tag", tag);
    return element("li", {}, element("a", { class: "pc-chip", href: url.href }, element("span", {}, ...marked(tag, result.words))));
  }

  const kindWord = (kind) => KINDS[kind] || kind;
  const STATUS = { invalid: gettext("invalid"), deprecated: gettext("deprecated"), embedded: gettext("embedded") };
  let icons = {};
  let components = 0;

  /* Load the text for an excerpt only for cards in the viewport that do not show all words of the query. Types and
     hardware are excluded: cards show them, in other words. */
  const sight = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
    sight.unobserve(target);
    explain(target);
  }));

  function excerpts(items) {
    sight.disconnect();
    if (!result.words.length) return;
    for (const item of items) {
      const { title, summary, tags } = item.card;
      const seen = new Set(matches([title, summary, ...tags].join("\n"), result.words).map((found) => found[2]));
      item.unseen = result.words.filter((word, at) => !seen.has(at) && !word.kind && !word.fact);
      if (item.unseen.length) sight.observe(item);
    }
  }

  async function explain(item) {
    const own = result;
    const text = excerpt(await index.text(item.card.id).catch(() => ""), item.unseen);
    const place = item.querySelector(".pc-hit__excerpt");
    if (!text || own !== result || !place) return;
    place.replaceChildren(...marked(text, own.words));
    place.hidden = false;
  }

  function paintChosen() {
    const chips = [...state.chosen].flatMap(([name, values]) => [...values].map((value) => chosenChip(name, value)));
    const list = part("chosen");
    list.hidden = !chips.length;
    const clear = element("button", { type: "button", class: "pc-button pc-button--quiet pc-button--small" }, gettext("Clear all"));
    clear.addEventListener("click", () => { state.chosen.clear(); change(true); input.focus(); });
    list.replaceChildren(...chips, ...(chips.length ? [element("li", {}, clear)] : []));
    part("chosen-count").textContent = chips.length ? ` (${chips.length})` : "";
  }

  function chosenChip(name, value) {
    const facet = facets.find((one) => one.name === name);
    const words = facet?.values.find((one) => one.value === value)?.words || value;
    const chip = element("button", { type: "button", class: "pc-chip" }, `${facet?.label || name}: ${words} `, element("span", { "aria-hidden": "true" }, "×"),
      element("span", { class: "pc-hidden" }, gettext(", remove this filter")));
    chip.addEventListener("click", () => { toggle(name, value); input.focus(); });
    return element("li", {}, chip);
  }

  function paintFacets() {
    const fold = part("filters");
    const place = part("facets");
    const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
    if (fold.hidden) fold.open = wide.matches;
    fold.hidden = !facets.some(({ values }) => values.length);
    place.replaceChildren(...(fold.open ? facets.map(facetGroup).filter(Boolean) : [])); // closed on phones
    if (focused) document.getElementById(focused)?.focus();
  }

  function facetGroup({ name, label, ordered, values }) {
    const wanted = state.chosen.get(name) || new Set();
    const there = values.filter(({ value, count }) => count || wanted.has(value));
    if (!ordered) there.sort((one, other) => other.count - one.count); // stable
    if (!there.length) return null;
    const first = there.filter(({ value }, at) => at < VALUES_SHOWN || wanted.has(value));
    const listed = open.has(name) || there.length <= VALUES_SHOWN + 1 ? there : first;
    const group = element("fieldset", { class: "pc-facet" }, element("legend", {}, label), ...listed.map((value) => choice(name, value, wanted)));
    if (there.length > VALUES_SHOWN + 1) group.append(unfold(name, there.length));
    return group;
  }

  function choice(name, { value, words, count }, wanted) {
    const box = element("input", { type: "checkbox", id: `pc-${name}-${value}`.replace(/\s/g, "_"), name, value });
    box.checked = wanted.has(value);
    box.addEventListener("change", () => toggle(name, value));
    return element("label", { class: "pc-facet__value" }, box, element("span", { class: "pc-facet__words" }, words),
      element("span", { class: "pc-facet__count" }, count.toLocaleString("en")));
  }

  function unfold(name, count) {
    const button = element("button", { type: "button", id: `pc-unfold-${name}`, class: "pc-button pc-button--quiet pc-button--small", "aria-expanded": String(open.has(name)) },
      open.has(name) ? gettext("Show fewer") : gettext("Show all %(count)s", { count }));
    button.addEventListener("click", () => {
      if (!open.delete(name)) open.add(name);
      paintFacets();
    });
    return button;
  }

  function paintNotice() {
    const place = part("notice");
    place.replaceChildren();
    if (result.suggestion) {
      const ask = action(result.suggestion, () => { input.value = state.query = result.suggestion; change(true); });
      place.append(banner(element("p", {}, ...phrase("Did you mean %(query)s?", { query: ask }))));
    } else if (result.partly || (result.missing.length && result.ids.length)) {
      place.append(banner(...partly()));
    } else if (result.corrected && result.ids.length) {
      const found = action(result.query, () => { input.value = state.query = result.query; change(true); });
      const asked = element("q", {}, state.query.trim());
      const said = result.inDocumentation
        ? phrase("Only documentation has %(asked)s. Showing results for %(found)s first.", { asked, found })
        : phrase("Nothing matches %(asked)s. Showing results for %(found)s.", { asked, found });
      place.append(banner(element("p", {}, ...said)));
    } else if (!result.ids.length) {
      place.append(banner(...nothing()));
    }
  }

  function partly() {
    const missing = result.missing.map((word) => element("q", {}, word));
    const said = missing.length
      ? phrase("No component and no page has %(words)s. These have the rest.", { words: either(missing) })
      : [gettext("Nothing has all of these words. These have the most of them.")];
    return [element("p", {}, ...said)];
  }

  const either = (nodes) => nodes.flatMap((node, at) => (at ? [gettext(" or "), node] : [node]));

  function nothing() {
    const clear = action(gettext("remove the filters"), () => { state.chosen.clear(); change(true); });
    const everything = action(gettext("show everything"), () => { state = stateOf(""); input.value = ""; change(true); });
    const missing = result.missing.map((word) => element("q", {}, word));
    const said = missing.length
      ? element("p", {}, ...phrase("No component and no page has the word %(words)s.", { words: either(missing) }))
      : element("p", {}, state.chosen.size ? gettext("Nothing within these filters has this.") : gettext("Nothing has all of these words."));
    const remedies = [state.chosen.size ? clear : null, everything].filter(Boolean);
    return [said, element("p", {}, ...phrase("You can %(remedies)s.", { remedies: either(remedies) }))];
  }

  function banner(...children) {
    return element("div", { class: "pc-banner" }, ...children);
  }

  function action(words, act) {
    const button = element("button", { type: "button", class: "pc-link" }, words);
    button.addEventListener("click", () => { act(); input.focus(); });
    return button;
  }

  function fail(error) {
    part("notice").replaceChildren(banner(element("p", {},
      gettext("The search index could not be read (%(why)s). The lists on this page are complete.", { why: error.message }))));
    part("notice").firstChild.classList.add("pc-banner--warning");
  }

  async function append(ids) {
    const own = result;
    const cards = await cardsOf(ids);
    if (own !== result) return [];
    const items = cards.map(entry);
    list().append(...items);
    excerpts([...hits.children].filter((item) => item.card));
    return items;
  }

  async function showMore() {
    await rest;
    const next = result.ids.slice(shown, shown + MORE);
    shown += next.length;
    rest = append(next);
    const items = await rest;
    if (!items.length) return;
    paintBar();
    items[0].querySelector("a").focus();
  }

  /* Keys: arrows move through the results, Escape moves to the field and then clears it. ------------------------- */

  const links = () => [...page.querySelectorAll(".pc-hit__title a, .pc-hits-table__name a")];

  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const within = links().includes(document.activeElement);
    const walks = event.key === "ArrowDown" ? within || event.target === input : event.key === "ArrowUp" && within;
    if (walks || (keyQueue.waits && ["ArrowDown", "ArrowUp", "Enter"].includes(event.key))) {
      keyQueue.take(event.key);
    } else if (event.key === "Escape" && within) {
      input.focus();
    } else if (event.key === "Escape" && event.target === input && input.value) {
      input.value = state.query = "";
      change(true);
    } else {
      return;
    }
    event.preventDefault();
  }

  function step(pressed) {
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (pressed === "Enter") document.activeElement.click();
    else if (pressed === "ArrowUp") (all[at - 1] || input).focus();
    else if (at + 1 < all.length) all[at + 1].focus();
    else if (!part("more").hidden) part("more").focus();
  }

  /* Wait for the first results for the field's present text. */
  async function found() {
    search.now();
    for (let last; last !== painted;) await (last = painted);
  }

  const keyQueue = new KeyQueue(step, found);

  /* Start ----------------------------------------------------------------------------------------------------------- */

  const wide = window.matchMedia("(min-width: 60em)");
  let typed = false;
  const search = debounce(() => {
    // The first change after focusing the field adds a history entry; later ones replace it.
    change(!typed);
    typed = true;
  }, 30);

  input.addEventListener("input", () => { keyQueue.stop(); state.query = input.value; search(); });
  input.addEventListener("blur", () => { typed = false; });
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    state.query = input.value;
    change(true).then(() => { if (!wide.matches) input.blur(); });
  });
  views.forEach((button) => button.addEventListener("click", () => { state.view = button.value; change(true); }));
  sort.addEventListener("change", () => { state.sort = sort.value; change(true); });
  part("more").addEventListener("click", showMore);
  part("filters").addEventListener("toggle", ({ target }) => {
    if (target.open && result && !part("facets").childElementCount) paintFacets();
  });
  page.addEventListener("keydown", key);
  window.addEventListener("pagehide", saveScroll, { signal });
  onMove(async (kept) => {
    state = stateOf(window.location.search);
    input.value = state.query;
    await update(kept?.shown || PAGE);
  }, signal);
  signal.addEventListener("abort", () => {
    latestRequest++;
    sight.disconnect();
    shownAt.set(pathname + searchOf(state), shown);
  });

  async function begin() {
    const kept = window.history.state;
    input.value = state.query;
    if (!untouched()) hits.setAttribute("aria-busy", "true");
    part("status").setAttribute("aria-busy", "true");
    try {
      ({ icons, components } = await index.manifest());
    } catch (error) {
      part("status").removeAttribute("aria-busy");
      hits.removeAttribute("aria-busy");
      fail(error);
      return;
    }
    await update(Math.max((kept && (kept.shown || shownAt.get(pathname + window.location.search))) || 0, PAGE));
    hits.removeAttribute("aria-busy");
    if (kept?.y && !signal.aborted) window.scrollTo(0, kept.y);
  }

  begin();
});
