// Component pages: copy buttons, reproduce tabs, and the form that fills a job's parameters into the page.
// Typed values stay in the page: they are not sent, stored or put into the URL.
"use strict";

(() => {
  const { gettext, ngettext } = window.paicatalog;

  // ---- The exact text of a file -------------------------------------------------------------------

  const LINE_BREAK = { crlf: "\r\n" };

  /** Return the text of `element` for copying or saving; for a file, its exact characters (see file_panel.py). */
  function exactText(element) {
    if (element.dataset.exact) return JSON.parse(element.dataset.exact);
    const shown = "trim" in element.dataset ? element.textContent.trim() : element.textContent;
    const text = shown.replace(/\n/g, LINE_BREAK[element.dataset.newline] || "\n");
    return "mark" in element.dataset ? `\ufeff${text}` : text;
  }

  // ---- Copy and download --------------------------------------------------------------------------

  function announce(words) {
    const status = document.querySelector(".pc-status");
    if (!status) return;
    status.textContent = "";
    setTimeout(() => { status.textContent = words; }, 50);
  }

  async function copyText(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text); // no permission, or the page is not in a secure context
    }
  }

  function copyBySelection(text) {
    const area = document.createElement("textarea");
    const focused = document.activeElement;
    area.value = text;
    area.className = "pc-hidden";
    document.body.append(area);
    area.select();
    let copied = false;
    try { copied = document.execCommand("copy"); } catch { /* reported below */ }
    area.remove();
    focused?.focus({ preventScroll: true });
    return copied;
  }

  async function onCopy(button) {
    const copied = await copyText(exactText(document.getElementById(button.dataset.copy)));
    const what = button.querySelector(".pc-hidden")?.textContent.trim() || gettext("Text");
    announce(copied ? gettext("Copied %(what)s.", { what }) : gettext("Could not copy %(what)s: select it and copy it by hand.", { what }));
    const label = button.querySelector("span:not(.pc-hidden)");
    label.dataset.words ??= label.textContent;
    label.textContent = copied ? gettext("Copied") : gettext("Failed");
    button.classList.add("pc-copy--done");
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      label.textContent = label.dataset.words;
      button.classList.remove("pc-copy--done");
    }, 2000);
  }

  /** Save the page's text instead of the linked file if parameters have been changed. */
  function onDownload(event, link) {
    const shown = document.getElementById(link.dataset.download);
    if (!shown?.querySelector(".pc-slot--changed")) return;
    event.preventDefault();
    save(new Blob([exactText(shown)], { type: "text/yaml" }), link.download);
  }

  function save(blob, name) {
    const saved = document.createElement("a");
    saved.href = URL.createObjectURL(blob);
    saved.download = name;
    saved.click();
    setTimeout(() => URL.revokeObjectURL(saved.href), 1000);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) onCopy(button);
    const link = event.target.closest("[data-download]");
    if (link) onDownload(event, link);
    const folder = event.target.closest("[data-archive]");
    if (folder) onArchive(folder);
    const line = event.target.closest(".pc-lines .pc-l[id]");
    if (line) onLine(line, event);
  });

  // ---- Links to lines --------------------------------------------------------------------------------

  /** Set the URL's fragment to the line whose number was clicked. */
  function onLine(line, event) {
    const start = line.getBoundingClientRect().left;
    const gutter = parseFloat(getComputedStyle(line, "::before").width) || 0;
    if (event.target !== line || event.clientX > start + gutter) return;
    location.hash = line.id;
  }

  /** Go to the line whose number is submitted, or report the last line number if there is no such line. */
  function toLine(form) {
    const field = form.querySelector("input");
    const ids = form.dataset.toLine;
    const last = form.closest(".pc-file").querySelectorAll(`.pc-l[id^="${ids}"]`).length;
    form.addEventListener("input", () => field.setCustomValidity(""));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const number = Number(field.value);
      if (!Number.isInteger(number) || number < 1 || number > last) {
        field.setCustomValidity(gettext("Type a number from 1 to %(last)s.", { last }));
        field.reportValidity();
        return;
      }
      location.hash = ids + number;
      document.getElementById(ids + number).scrollIntoView();
      field.focus({ preventScroll: true }); // the new fragment moved the focus
      field.select();
      announce(gettext("The address leads to line %(number)s.", { number }));
    });
  }

  /** Add the line of the URL's fragment to the links to the repository's file and to a new issue. */
  function followLine() {
    const line = /^#L\d+$/.test(location.hash) ? location.hash : "";
    const links = [...document.querySelectorAll("a[data-at-line]")];
    for (const link of links) link.dataset.atLine ||= link.href;
    const file = links[0]?.dataset.atLine;
    for (const link of links) {
      const address = new URL(link.dataset.atLine);
      for (const [name, value] of address.searchParams) address.searchParams.set(name, value.replace(file, file + line));
      link.href = address.search ? address.href : file + line;
    }
  }

  addEventListener("hashchange", followLine);
  followLine();

  // ---- Files of each platform, loaded on demand -----------------------------------------------------

  const platforms = document.querySelector("[data-exports]");
  let reading;

  /** Insert the files of all platforms into the page, once; the event `pc-files` adds them to the form. */
  function readFiles() {
    reading ??= readPage(platforms.dataset.exports).then((found) => {
      for (const place of platforms.querySelectorAll("[data-folder]")) {
        place.replaceChildren(...found.getElementById(place.dataset.folder).querySelectorAll("details"));
      }
      document.dispatchEvent(new Event("pc-files"));
    });
    reading.catch(() => { reading = undefined; });
    return reading;
  }

  /** Load a page of the site as a document. Parsing the text that `fetch` returns is forbidden by strict policies. */
  function readPage(address) {
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      request.open("GET", address);
      request.responseType = "document";
      request.addEventListener("load", () => (request.response && request.status < 400 ? done(request.response) : failed(request)));
      request.addEventListener("error", failed);
      request.send();
    });
  }

  function readFilesInSight() {
    if (!platforms) return;
    const sight = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      sight.disconnect();
      readFiles().catch(() => {}); // the links to the files remain
    }, { rootMargin: "600px" });
    sight.observe(platforms);
  }

  // ---- A folder as a ZIP archive (PKWARE's APPNOTE 6.3, without compression) --------------------------

  /** Save the files that the button's panel shows, as a ZIP archive. */
  async function onArchive(button) {
    const name = button.dataset.archive;
    try {
      await readFiles();
    } catch {
      announce(gettext("The files could not be read."));
      return;
    }
    const shown = [...button.closest(".pc-tab-panel").querySelectorAll("[data-file]:not([hidden])")];
    const files = shown.map((file) => ({
      name: `${name}/${file.dataset.file}`,
      content: new TextEncoder().encode(ended(exactText(file.querySelector("pre > code")))),
      mode: "executable" in file.dataset ? 0o755 : 0o644,
    }));
    save(new Blob(zipped(files), { type: "application/zip" }), `${name}.zip`);
    announce(gettext("Saved %(name)s.", { name: `${name}.zip` }));
  }

  const ended = (text) => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

  function zipped(files) {
    const parts = [];
    const directory = [];
    let offset = 0;
    for (const { name, content, mode } of files) {
      const path = new TextEncoder().encode(name);
      const sums = [checksum(content), content.length, content.length, path.length, 0];
      const head = record("PK\x03\x04", "2 2 2 2 2 4 4 4 2 2", [20, UTF8, 0, 0, FIRST_DAY, ...sums]);
      parts.push(head, path, content);
      directory.push(record("PK\x01\x02", "2 2 2 2 2 2 4 4 4 2 2 2 2 2 4 4", [UNIX, 20, UTF8, 0, 0, FIRST_DAY, ...sums, 0, 0, 0, (0o100000 | mode) * 0x10000, offset]), path);
      offset += head.length + path.length + content.length;
    }
    const size = directory.reduce((sum, part) => sum + part.length, 0);
    return [...parts, ...directory, record("PK\x05\x06", "2 2 2 2 4 4 2", [0, 0, files.length, files.length, size, offset, 0])];
  }

  const UTF8 = 0x800; // flag: names are in UTF-8
  const UNIX = 0x314; // version made by: Unix, so that file modes are read
  const FIRST_DAY = 0x21; // 1980-01-01, so that equal files give equal archives

  /** Return a signature and numbers of `sizes` bytes each, in little-endian order. */
  function record(signature, sizes, values) {
    const bytes = [...signature].map((char) => char.charCodeAt(0));
    sizes.split(" ").forEach((size, at) => {
      for (let byte = 0; byte < Number(size); byte++) bytes.push(Math.floor(values[at] / 256 ** byte) % 256);
    });
    return Uint8Array.from(bytes);
  }

  /** Return the CRC-32 of ZIP. */
  function checksum(content) {
    let sum = -1;
    for (const byte of content) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum >>> 0;
  }

  // ---- Code blocks in documentation pages ---------------------------------------------------------

  /** Add a copy button to a code block outside the generated content, and make it scrollable by keyboard. */
  function frameSnippet(code, index) {
    const frame = code.closest(".highlight") ?? code.parentElement;
    const tools = document.createElement("div");
    code.id ||= `pc-snippet-${index + 1}`;
    code.parentElement.tabIndex = 0;
    code.parentElement.setAttribute("role", "region");
    code.parentElement.setAttribute("aria-label", gettext("Code %(number)s", { number: index + 1 }));
    tools.className = "pc pc-snippet__copy";
    tools.innerHTML = `<button type="button" class="pc-button pc-button--small pc-copy" data-copy="${code.id}">${COPY_ICON}<span>${gettext("Copy")}</span><span class="pc-hidden"> ${gettext("code %(number)s", { number: index + 1 })}</span></button>`;
    frame.classList.add("pc-snippet");
    frame.append(tools);
  }

  const COPY_ICON = '<svg class="pc-icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M9 9h11v11H9zM5.5 15H4V4h11v1.5"/></svg>';

  function frameSnippets() {
    const all = [...document.querySelectorAll("article pre > code, [role=main] pre > code")];
    const own = all.filter((code) => !code.closest("#pc-content"));
    own.forEach(frameSnippet);
    if (own.length) document.body.insertAdjacentHTML("beforeend", '<p class="pc-status pc-hidden" role="status"></p>');
  }

  // ---- Tabs (WAI-ARIA authoring practices, automatic activation) ----------------------------------

  /** Turn sections with headings, which without scripts are shown one below the other, into tabs. */
  function makeTabs(box) {
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
    addEventListener("hashchange", () => {
      if (wanted() < 0) return;
      select(wanted());
      target().scrollIntoView();
    });
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

  // ---- Scalars (must agree with protocol/edit/yaml_scalar.py) -------------------------------------

  const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
  // Plain scalars that all YAML parsers read as text: a deliberately small set.
  const PLAIN = /^[A-Za-z_./][\w./@+=~-]*(?::(?=[\w./@+=~-])[\w./@+=~-]+)*$/;
  const RESERVED = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf|[.](?:nan|inf)|[.]{3})$/i;
  const LIKE_NUMBER = /^[-+.]?\d/;
  const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

  /** Return the value of a typed text for a parameter of `kind`. */
  function typedValue(text, kind) {
    const words = text.trim();
    if (kind === "boolean" && /^(?:true|false)$/.test(words)) return words === "true";
    if (kind === "null" && words === "") return null;
    if (kind !== "text" && isPlainNumber(words)) return Number(words);
    return text;
  }

  /** Return whether a text is a number that a double represents exactly; longer numbers are kept as text. */
  function isPlainNumber(words) {
    return NUMBER.test(words) && Number.isFinite(Number(words)) && words.replace(/\D/g, "").length <= 15;
  }

  /** Return `value` as a YAML scalar on one line, in the quoting style of `before` if possible. */
  function yamlScalar(value, before = "") {
    if (typeof value === "number") return yamlNumber(value);
    if (typeof value !== "string") return String(value);
    if (before.startsWith('"')) return doubleQuoted(value);
    if (!before.startsWith("'") && isPlainText(value)) return value;
    return value.search(UNPRINTABLE) < 0 ? `'${value.replace(/'/g, "''")}'` : doubleQuoted(value);
  }

  function isPlainText(value) {
    return PLAIN.test(value) && !RESERVED.test(value) && !LIKE_NUMBER.test(value);
  }

  /** Write a number with an exponent so that all YAML parsers read it as a number: with a point and a sign. */
  function yamlNumber(value) {
    const [mantissa, exponent] = String(value).split("e");
    if (exponent === undefined) return mantissa;
    return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}e${exponent}`;
  }

  function doubleQuoted(value) {
    const escaped = value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\t/g, "\\t");
    return `"${escaped.replace(UNPRINTABLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
  }

  // ---- Parameters ---------------------------------------------------------------------------------

  /** Resolve a reference as the server does: `$parameters.a.b[0]` is the same as `.0`. */
  function lookUp(values, reference) {
    const steps = reference.replace(/\[(\w+)\]/g, ".$1").split(".").slice(1);
    return steps.reduce((value, step) => (value !== null && typeof value === "object" && Object.hasOwn(value, step) ? value[step] : undefined), values);
  }

  function put(values, path, value) {
    const parent = path.slice(0, -1).reduce((inner, step) => inner[step], values);
    parent[path.at(-1)] = value;
  }

  /** Return a value as the server prints it; the template tag itself if there is no value. */
  function printed(value, reference) {
    return value === null || value === undefined ? `<% ${reference} %>` : String(value);
  }

  // Quoting for bash. Must agree with reproduce/shell/word.py.
  const SHELL_PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;
  const SHELL_UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  const SHELL_SHORT = { "\n": "\\n", "\t": "\\t", "\r": "\\r" };

  /** Return `text` quoted as one word of bash, on one line. */
  function shellWord(text) {
    if (SHELL_PLAIN.test(text)) return text;
    if (text.search(SHELL_UNPRINTABLE) < 0) return `'${text.replace(/'/g, "'\\''")}'`;
    const escaped = text.replace(/\0/g, "").replace(/[\\']/g, "\\$&");
    return `$'${escaped.replace(SHELL_UNPRINTABLE, (char) => SHELL_SHORT[char] ?? octal(char))}'`;
  }

  function octal(char) {
    const bytes = /[\ud800-\udfff]/.test(char) ? [0x3f] : [...new TextEncoder().encode(char)];
    return bytes.map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
  }

  function writtenIn(form, text, value, first) {
    if (form === "shell") return shellWord(text);
    return form === "yaml" ? yamlScalar(value, first) : text;
  }

  /** A file on the page in which values of parameters are replaced. */
  class FilledFile {
    constructor(shown) {
      this.shown = shown;
      this.untouched = new Map(); // line -> a copy of its original content
    }

    restore() {
      for (const [line, copy] of this.untouched) {
        line.replaceChildren(...copy.cloneNode(true).childNodes);
        line.hidden = false;
      }
      this.untouched.clear();
    }

    /** Replace the scalar `name`, which may span several lines, by `value`. */
    fill(name, value) {
      const slots = [...this.shown.querySelectorAll(`[data-slot="${name}"]`)];
      if (!slots.length) return;
      const lines = this.linesOf(slots);
      lines.forEach((line) => { if (!this.untouched.has(line)) this.untouched.set(line, line.cloneNode(true)); });
      const first = slots[0];
      const scalar = yamlScalar(value, first.textContent);
      if (lines.length > 1) this.join(lines, first, slots.at(-1));
      first.textContent = scalar;
      first.classList.add("pc-slot--changed");
    }

    /** Join the lines of a scalar to one: the text before it on the first line and after it on the last. */
    join(lines, first, last) {
      while (first.nextSibling) first.nextSibling.remove();
      while (last.nextSibling) lines[0].append(last.nextSibling);
      lines.slice(1).forEach((line) => { line.replaceChildren(); line.hidden = true; });
    }

    linesOf(slots) {
      const lines = [slots[0].closest(".pc-l")];
      const end = slots.at(-1).closest(".pc-l");
      while (lines.at(-1) !== end) lines.push(lines.at(-1).nextElementSibling);
      return lines;
    }
  }

  class ParameterForm {
    constructor(form) {
      this.form = form;
      this.values = JSON.parse(form.dataset.values);
      this.fields = [...form.querySelectorAll("[data-path]")];
      this.files = [...document.querySelectorAll(".pc-lines")].map((shown) => new FilledFile(shown));
      this.references = [];
      this.findReferences();
      this.summary = form.querySelector(".pc-changed");
      this.fields.forEach((field) => { field.readOnly = false; });
      form.addEventListener("input", () => this.update());
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("reset", () => setTimeout(() => { this.update(); announce(gettext("All values are as in the file.")); }));
      document.addEventListener("pc-files", () => { this.findReferences(); this.update(); });
      this.update(); // browsers may restore typed values after a reload
    }

    findReferences() {
      for (const shown of document.querySelectorAll("[data-reference^='$parameters']")) {
        if ("first" in shown.dataset) continue;
        shown.dataset.first = shown.textContent;
        this.references.push(shown);
      }
    }

    update() {
      const values = structuredClone(this.values);
      const changed = this.fields.filter((field) => field.value !== firstValue(field));
      this.files.forEach((file) => file.restore());
      for (const field of changed) {
        const value = typedValue(field.value, field.dataset.kind);
        put(values, JSON.parse(field.dataset.path), value);
        this.files.forEach((file) => file.fill(field.id, value));
      }
      this.fields.forEach((field) => field.classList.toggle("pc-input--changed", changed.includes(field)));
      this.showReferences(values);
      this.summarize(changed.length);
    }

    showReferences(values) {
      for (const shown of this.references) {
        const { reference, first } = shown.dataset;
        const [before, after] = [this.values, values].map((tree) => printed(lookUp(tree, reference), reference));
        shown.textContent = before === after ? first : writtenIn(shown.dataset.form, after, lookUp(values, reference), first);
        shown.classList.toggle("pc-ref--changed", before !== after);
      }
    }

    summarize(count) {
      this.form.querySelector("[type=reset]").disabled = count === 0;
      this.summary.textContent = count === 0 ? "" : ngettext(
        "1 value changed: the commands, the steps and the YAML on this page show it. Copy or download the file here to take it along.",
        "%(num)s values changed: the commands, the steps and the YAML on this page show them. Copy or download the file here to take them along.",
        count,
      );
    }
  }

  // ---- Deployments --------------------------------------------------------------------------------

  /** Show the commands, steps and files of the deployment that is selected for the whole page. */
  function chooseDeployment(field) {
    const box = document.querySelector("[data-deployment-tabs]");
    const show = () => {
      for (const part of document.querySelectorAll("[data-deployments]")) part.hidden = !part.dataset.deployments.split(" ").includes(field.value);
      box?.dispatchEvent(new CustomEvent("pc-select", { detail: Number(field.value) }));
    };
    field.addEventListener("change", show);
    document.addEventListener("pc-files", show);
    field.form.addEventListener("reset", () => setTimeout(show));
    box?.addEventListener("pc-selected", (event) => {
      if (field.value === String(event.detail)) return;
      field.value = String(event.detail);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    show();
  }

  function firstValue(field) {
    if (field.options) return [...field.options].find((option) => option.defaultSelected)?.value ?? field.options[0].value;
    return field.defaultValue;
  }

  // ---- Sections outside the viewport (`content-visibility` in base.css) -----------------------------

  /** Lay out one section after another while the browser is idle: all at once would block the page. */
  function layOut([part, ...others]) {
    if (!part) return;
    const idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 50));
    idle(() => {
      part.classList.add("pc-laid-out");
      requestAnimationFrame(() => layOut(others));
    });
  }

  // ---- Start --------------------------------------------------------------------------------------

  frameSnippets();
  document.querySelectorAll("[data-pc-tabs]").forEach(makeTabs);
  document.querySelectorAll("form[data-to-line]").forEach(toLine);
  document.querySelectorAll("form[data-values]").forEach((form) => new ParameterForm(form));
  document.querySelectorAll("select[data-deployment]").forEach(chooseDeployment);
  readFilesInSight();
  addEventListener("load", () => layOut([...document.querySelectorAll(".pc-main > .pc-section, .pc-side > *, .pc-home > section")]));
})();
