// The form of a job's parameters. Typed values stay in the page: they are not sent, stored or put into the URL.

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
const SHELL_UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
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
  constructor(form, signal) {
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
    document.addEventListener("pc-files", () => { this.findReferences(); this.update(); }, { signal });
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
