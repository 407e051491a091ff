/* The page that compares two components. It loads their records from the static API and their files.
   The URL selects the components: `?a=job/NAME&b=job/NAME/VERSION`. */
"use strict";

window.paicatalog.onPage((signal) => {
  const frame = document.querySelector("[data-pc-compare]");
  if (!frame) return;
  const { Index, KINDS, gettext, debounce, onMove, phrase } = window.paicatalog;
  const root = frame.dataset.pcCompare;
  const index = Index.at(`${root}search/`);
  const fields = [...frame.querySelectorAll("[data-pc-side]")];
  const shown = frame.querySelector("[data-pc-compared]");
  const CONTEXT = 3; // unchanged lines around a change
  const MOST_LINES = 3000;

  // ---- Elements -------------------------------------------------------------------------------------

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  function say(words) {
    shown.replaceChildren(make("p", { class: "pc-banner", role: "alert" }, words));
  }

  // ---- Reading --------------------------------------------------------------------------------------

  const SEGMENT = /^[A-Za-z0-9_.~-]+$/;
  const MOST_OFFERS = 12;

  /** Return the components that a query finds, each with its `address`, its key in this page's URL. */
  async function found(words) {
    const { ids } = await index.search(words);
    const cards = await Promise.all(ids.slice(0, MOST_OFFERS).map((id) => index.card(id)));
    const site = new URL(root, document.baseURI).pathname;
    return cards.filter(({ kind }) => kind !== "page").map((card) => {
      const [, ...names] = new URL(card.url).pathname.slice(site.length).replace(/(index\.html|\/)$/, "").split("/");
      return { ...card, address: [card.kind, ...names.filter(Boolean)].join("/") };
    });
  }

  async function offer(field) {
    const cards = field.value.trim() ? await found(field.value) : [];
    const options = cards.map(({ address, kind, summary }) => make("option", { value: address, label: `${KINDS[kind]}: ${summary}` }));
    document.getElementById(field.getAttribute("list")).replaceChildren(...options);
  }

  /** Return the address of a component that was typed as an address or by its name. */
  async function addressOf(typed) {
    if (typed.includes("/")) return typed;
    const named = (await found(typed).catch(() => [])).find(({ title }) => title.toLowerCase() === typed.trim().toLowerCase());
    return named?.address ?? typed;
  }

  async function record(typed) {
    const address = await addressOf(typed);
    const parts = address.split("/");
    if (parts.length < 2 || parts.length > 3 || !parts.every((part) => SEGMENT.test(part))) throw new Error(address);
    const answer = await fetch(`${root}api/v1/${address}.json`);
    if (!answer.ok) throw new Error(address);
    const { component } = await answer.json();
    const file = component.raw ? await fetch(root + component.raw) : null;
    return { ...component, text: file?.ok ? await file.text() : "" };
  }

  // ---- Compared values --------------------------------------------------------------------------------

  /** Return the compared values of a component: heading -> label -> text. */
  function facts(one) {
    const { data } = one;
    const about = {
      [gettext("Type")]: KINDS[one.type], [gettext("Summary")]: one.summary, [gettext("Version")]: one.version ?? "", [gettext("Contributor")]: data.contributor ?? "",
      [gettext("License")]: data.extras?.paicatalog?.license ?? "",
      [gettext("Tags")]: one.tags.join(", "), [gettext("Reproducibility")]: one.grade ? gettext("%(letter)s, %(earned)s of %(total)s", one.grade) : "",
      [gettext("Address")]: [data.uri ?? []].flat().join("\n"), [gettext("Job retries")]: data.jobRetryCount ?? "",
    };
    return { [gettext("About")]: about, ...(one.type === "job" ? ofJob(one) : {}) };
  }

  function ofJob({ data }) {
    const [resources, components] = [{}, {}];
    for (const [name, role] of Object.entries(data.taskRoles ?? {})) {
      const each = role?.resourcePerInstance ?? {};
      resources[name] = [`${role?.instances ?? 1} \u00d7`, `${each.gpu ?? 0} GPU,`, `${each.cpu ?? 0} CPU,`, `${each.memoryMB ?? 0} MB`].join(" ");
    }
    for (const item of data.prerequisites ?? []) {
      components[`${KINDS[item.type] ?? item.type} ${item.name}`] = [item.version, ...[item.uri ?? []].flat()].filter(Boolean).join("\n");
    }
    return { [gettext("Parameters")]: flat(data.parameters ?? {}), [gettext("Resources")]: resources, [gettext("Components")]: components };
  }

  function flat(value, path = "", found = {}) {
    if (value !== null && typeof value === "object") {
      for (const [key, inner] of Object.entries(value)) flat(inner, path ? `${path}.${key}` : key, found);
    } else found[path] = String(value);
    return found;
  }

  function commands(one) {
    const roles = Object.entries(one.data.taskRoles ?? {});
    return Object.fromEntries(roles.map(([name, role]) => [name, (role?.commands ?? []).join("\n")]));
  }

  // ---- Differences of texts (a table: Myers' greedy algorithm would be faster, but longer) --------------

  /** Return the diff as [sign, line] pairs: " " unchanged, "-" removed, "+" added. */
  function differences(before, after) {
    const [a, b] = [before.split("\n"), after.split("\n")];
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) start++;
    let end = 0;
    while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
    const middle = lineDiff(a.slice(start, a.length - end), b.slice(start, b.length - end));
    const same = (lines) => lines.map((line) => [" ", line]);
    return [...same(a.slice(0, start)), ...middle, ...same(a.slice(a.length - end))];
  }

  function lineDiff(a, b) {
    if (a.length * b.length > MOST_LINES * MOST_LINES / 9) return [...a.map((line) => ["-", line]), ...b.map((line) => ["+", line])];
    const longest = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        longest[i][j] = a[i] === b[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    const lines = [];
    let [i, j] = [0, 0];
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) { lines.push([" ", a[i]]); i++; j++; }
      else if (i < a.length && (j >= b.length || longest[i + 1][j] >= longest[i][j + 1])) lines.push(["-", a[i++]]);
      else lines.push(["+", b[j++]]);
    }
    return lines;
  }

  /** Keep changed lines with CONTEXT lines around them; null denotes lines left out. */
  function shortened(lines) {
    const near = lines.map((_, at) => lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(([sign]) => sign !== " "));
    return lines.flatMap((line, at) => (near[at] ? [line] : near[at - 1] ? [null] : []));
  }

  // ---- Rendering ------------------------------------------------------------------------------------

  const SPOKEN = { "+": gettext("added: "), "-": gettext("removed: "), " ": "" };

  function diff(before, after, name) {
    if (before === after) return make("p", { class: "pc-muted" }, before ? gettext("No difference.") : gettext("Neither has any."));
    const code = make("code");
    for (const line of shortened(differences(before, after))) {
      if (line === null) { code.append(make("span", { class: "pc-diff__gap" }, "\u22ef\n")); continue; }
      const [sign, text] = line;
      const kind = { "+": "pc-diff__new", "-": "pc-diff__old", " ": "pc-diff__same" }[sign];
      code.append(make("span", { class: kind }, make("span", { class: "pc-hidden" }, SPOKEN[sign]), `${sign} ${text}\n`));
    }
    return make("pre", { class: "pc-pre pc-diff", tabindex: "0", role: "region", "aria-label": name }, code);
  }

  function table(heading, before, after, names) {
    const labels = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const rows = labels.map((label) => {
      const [left, right] = [String(before[label] ?? ""), String(after[label] ?? "")];
      if (!left && !right) return null;
      const cells = [left, right].map((text) => make("td", {}, text || "\u2014"));
      const changed = left !== right;
      const head = make("th", { scope: "row" }, label, ...(changed ? [make("span", { class: "pc-hidden" }, gettext(" (different)"))] : []));
      return make("tr", changed ? { class: "pc-compare__changed" } : {}, head, ...cells);
    }).filter(Boolean);
    if (!rows.length) return [];
    const head = make("thead", {}, make("tr", {}, ...["", ...names].map((name) => make(name ? "th" : "td", name ? { scope: "col" } : {}, name))));
    const whole = make("table", { class: "pc-table pc-compare__table" }, head, make("tbody", {}, ...rows));
    return [make("h2", {}, heading), make("div", { class: "pc-scroll", tabindex: "0", role: "region", "aria-label": gettext("%(what)s side by side", { what: heading }) }, whole)];
  }

  function show(one, other) {
    const names = [one, other].map((each) => [each.name, each.version].filter(Boolean).join(" "));
    const [left, right] = [facts(one), facts(other)];
    const headings = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    const [a, b] = [make("a", { href: root + one.url }, names[0]), make("a", { href: root + other.url }, names[1])];
    const title = make("p", { class: "pc-lead" }, ...phrase("%(a)s and %(b)s", { a, b }));
    const tables = headings.flatMap((heading) => table(heading, left[heading] ?? {}, right[heading] ?? {}, names));
    const roles = [...new Set([...Object.keys(commands(one)), ...Object.keys(commands(other))])];
    const scripts = roles.flatMap((role) => [
      make("h3", {}, make("code", {}, role)), diff(commands(one)[role] ?? "", commands(other)[role] ?? "", gettext("Differences of the commands of %(role)s", { role })),
    ]);
    shown.replaceChildren(
      title, ...tables,
      ...(roles.length ? [make("h2", {}, gettext("Commands")), ...scripts] : []),
      make("h2", {}, gettext("Protocol file")), diff(one.text, other.text, gettext("Differences of the protocol files")),
    );
    document.title = `${gettext("%(a)s and %(b)s", { a: names[0], b: names[1] })} - ${document.title.split(" - ").at(-1)}`;
  }

  async function compare() {
    const selected = new URLSearchParams(location.search);
    const [a, b] = [selected.get("a"), selected.get("b")];
    for (const field of fields) {
      field.value = selected.get(field.name) ?? "";
    }
    if (!a || !b) {
      if (a || b) fields.find((field) => !field.value).focus();
      return;
    }
    const isCurrent = () => !signal.aborted && selected.toString() === new URLSearchParams(location.search).toString();
    say(gettext("Reading both…"));
    try {
      const records = await Promise.all([record(a), record(b)]);
      if (isCurrent()) show(...records);
    } catch (error) {
      if (isCurrent()) say(gettext("There is no component %(name)s: write its type and name, such as job/NAME or job/NAME/VERSION.", { name: error.message }));
    }
  }

  for (const field of fields) field.addEventListener("input", debounce(() => offer(field).catch(() => {}), 100));
  onMove(compare, signal);
  compare();
});
