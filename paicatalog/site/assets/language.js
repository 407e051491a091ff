/* What the scripts say, in the language of the interface. The build writes a translation, if any, before this line. */
(() => {
  "use strict";

  const { plural, words } = window.paicatalogLanguage || { plural: (number) => Number(number !== 1), words: {} };
  const VALUE = /%\((\w+)\)s/g;

  const translated = (text) => words[text]?.[0] ?? text;
  const filled = (text, values) => text.replace(VALUE, (_, name) => values[name]);

  /** Return `text` in the reader's language; `%(name)s` in it stands for a value. */
  const gettext = (text, values = {}) => filled(translated(text), values);

  /** Return `one` or `many`, as `number` asks for; `%(num)s` stands for the number. */
  const ngettext = (one, many, number, values = {}) =>
    filled(words[one]?.[plural(number)] ?? (number === 1 ? one : many), { num: number.toLocaleString("en"), ...values });

  /** Return `text` as nodes; its values are texts, nodes, or lists of both. */
  function phrase(text, values) {
    const pieces = translated(text).split(VALUE); // every other one is the name of a value
    return pieces.flatMap((piece, at) => (at % 2 ? values[piece] : piece)).filter((piece) => piece !== "");
  }

  window.paicatalog = { ...window.paicatalog, gettext, ngettext, phrase };
})();
