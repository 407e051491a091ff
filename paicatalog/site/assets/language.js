/* Translation of the scripts' messages. The build prepends the translation, if any, to this file. The functions
   correspond to those of site/theme/language.py. */
(() => {
  "use strict";

  const { tag, plural, words } = window.paicatalogLanguage || { tag: "en", plural: (number) => Number(number !== 1), words: {} };
  const VALUE = /%\((\w+)\)s/g;

  const translated = (text) => words[text]?.[0] ?? text;
  const filled = (text, values) => text.replace(VALUE, (_, name) => values[name]);

  /** Return `text` in the site's language; `%(name)s` in it is replaced by a value. */
  const gettext = (text, values = {}) => filled(translated(text), values);

  /** Return the plural form for `number`; `%(num)s` in it is replaced by the number. */
  const ngettext = (one, many, number, values = {}) =>
    filled(words[one]?.[plural(number)] ?? (number === 1 ? one : many), { num: number.toLocaleString("en"), ...values });

  /** Return `text` as nodes; values are texts, nodes, or lists of both. */
  function phrase(text, values) {
    const pieces = translated(text).split(VALUE); // texts and names of values in turn
    return pieces.flatMap((piece, at) => (at % 2 ? values[piece] : piece)).filter((piece) => piece !== "");
  }

  window.paicatalog = { ...window.paicatalog, gettext, language: tag, ngettext, phrase };
})();
