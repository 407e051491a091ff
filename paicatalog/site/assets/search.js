/* Search: reading the index (files written by site/search/index.py, loaded on demand) and the suggestions in the
   header. browse.js, compare.js and lost.js use the same index. */
(() => {
  "use strict";

  const HERE = document.currentScript.src;
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const VALUES = new Uint8Array(128);
  [...DIGITS].forEach((digit, value) => { VALUES[digit.charCodeAt(0)] = value; });

  /* Decoding of numbers encoded by site/search/number_encoding.py: ascending numbers as gaps, orders with a fixed width. */
  function ascending(code) {
    const numbers = [];
    let last = -1, gap = 0, shift = 0;
    for (let at = 0; at < code.length; at++) {
      const value = VALUES[code.charCodeAt(at)];
      gap += (value & 31) * 2 ** shift;
      shift += 5;
      if (value < 32) {
        last += gap + 1;
        numbers.push(last);
        gap = shift = 0;
      }
    }
    return numbers;
  }

  function order(code, count) {
    const width = count ? code.length / count : 1;
    return Array.from({ length: count }, (_, at) =>
      [...code.slice(at * width, at * width + width)].reduce((sum, digit) => sum * 64 + VALUES[digit.charCodeAt(0)], 0));
  }

  /* Splitting of text into terms. Must agree with site/search/words.py. */
  const LONGEST_TERM = 40;
  const CJK = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{323af}";
  const LETTER = `(?:(?![${CJK}])[\\p{L}\\p{N}])`;
  const ATOM = `${LETTER}+(?:\\.\\p{Nd}${LETTER}*)*`;
  const ATOMS = new RegExp(ATOM, "gu");
  const COMPOUNDS = new RegExp(`[${CJK}]+|${ATOM}(?:[-_]+${ATOM})*`, "gu");
  const LETTERS_AND_NUMBER = /^((?:(?!\p{Nd})[\p{L}\p{N}]){2,})(\p{Nd}[\p{Nd}.]*)$/u;

  function normal(text) {
    if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase();
  }

  const shortened = (term) => [...term].slice(0, LONGEST_TERM).join("");

  function terms(text) {
    return (normal(text).match(COMPOUNDS) || []).flatMap((compound) => {
      const atoms = compound.match(ATOMS);
      if (!atoms) {
        const letters = [...compound];
        return letters.map((letter, at) => letter + (letters[at + 1] || ""));
      }
      const parts = atoms.flatMap((atom) => {
        const split = [...atom].length <= LONGEST_TERM && atom.match(LETTERS_AND_NUMBER);
        return split ? [atom, split[1], split[2]] : [shortened(atom)];
      });
      return atoms.length > 1 ? [...parts, shortened(atoms.join(""))] : parts;
    });
  }

  /* Inflections of English words, so that "tune", "tuned" and "tuning" find each other. */
  const ENDINGS = ["", "e", "s", "es", "ed", "ing", "ings", "er", "ers", "ion", "ions", "or", "ors"];
  const SHORTEST_STEM = 3;

  function stem(term) {
    if (!/^[a-z]{4,}$/.test(term) || term.endsWith("ss")) return term;
    const singular = term.replace(/ies$/, "y").replace(/(?<=[^aeiouy]{3})s$/, ""); // a plural without vowels: "llms"
    const rest = singular.replace(/(?:ions?|ings?|[eo]rs?|ed|es|e|s)$/, "").replace(/([bdgmnprt])\1$/, "$1");
    return rest.length >= SHORTEST_STEM && /[aeiouy]/.test(rest) ? rest : singular;
  }

  function forms(term) {
    if (!/^[a-z]{3,}$/.test(term)) return [term];
    const root = stem(term);
    const doubled = /[^aeiou][aeiou][bdgmnprt]$/.test(root) ? ["ed", "ing", "ings", "er", "ers"].map((ending) => root + root.at(-1) + ending) : [];
    const plural = root.endsWith("y") ? [`${root.slice(0, -1)}ies`] : [];
    return [...new Set([term, ...ENDINGS.map((ending) => root + ending), ...doubled, ...plural])];
  }

  /* Split a query into words. `ways` of a word are alternatives, each a list of terms that an item must contain, and
     `same` are those of its synonyms. Several words with an entry in the lexicon ("language model") become one. If a
     word names a type or the value of a filter, that is its `kind` or `fact`. */
  const MOST_WORDS = 16;
  const LONGEST_PHRASE = 5;
  function words(query, known = lexicon({})) {
    const single = (normal(query).match(COMPOUNDS) || []).flatMap((compound) => pieces(compound, known)).slice(0, MOST_WORDS).map(word);
    const list = [];
    for (let at = 0; at < single.length;) {
      let count = Math.min(LONGEST_PHRASE, single.length - at);
      const key = () => stem(single.slice(at, at + count).map((one) => one.key).join(""));
      while (count > 1 && !meaningOf(key(), known)) count--;
      list.push(merged(single.slice(at, at + count), meaningOf(key(), known)));
      at += count;
    }
    const significant = list.filter((one) => !one.filler && !one.begins);
    return significant.length ? significant : list;
  }

  const parted = (text) => text.match(ATOMS) || [text];
  const keyOf = (phrase) => stem(phrase.match(COMPOUNDS).flatMap(parted).join(""));
  const whole = (one) => one.ways[0].join("");

  /* Split a compound of Chinese or Japanese, written without spaces, into phrases of the lexicon and the text between. */
  function pieces(compound, known) {
    if (compound.match(ATOMS)) return [compound];
    const letters = [...compound], found = [""];
    for (let at = 0; at < letters.length;) {
      let count = Math.min(LONGEST_IN_ONE, letters.length - at);
      const part = () => letters.slice(at, at + count).join("");
      while (count > 0 && !known.has(part())) count--;
      if (count) found.push(part(), ""); else found.push(found.pop() + letters[at]);
      at += count || 1;
    }
    return found.filter(Boolean);
  }
  const LONGEST_IN_ONE = 8;

  function word(text) {
    const atoms = text.match(ATOMS);
    if (atoms) {
      const parts = atoms.map(shortened);
      const ways = [[shortened(atoms.join(""))]];
      if (parts.length > 1) ways.push(parts);
      return { text, key: atoms.join(""), ways, begins: false };
    }
    const pairs = terms(text);
    return { text, key: text, ways: [pairs.length > 1 ? pairs.slice(0, -1) : pairs], begins: pairs.length === 1 };
  }

  /* Return key of a phrase -> its meaning, from the tables of site/search/synonyms.py in the manifest. */
  function lexicon({ synonyms = [], typeNames = {}, facts = {}, fillers = [] }) {
    const known = new Map();
    const add = (phrase, more) => known.set(keyOf(phrase), { ...known.get(keyOf(phrase)), ...more });
    for (const [there, typed] of synonyms) for (const phrase of [...there, ...typed]) add(phrase, { same: there });
    for (const [kind, names] of Object.entries(typeNames)) names.forEach((name) => add(name, { kind }));
    for (const [fact, names] of Object.entries(facts)) names.forEach((name) => add(name, { fact }));
    fillers.forEach((filler) => add(filler, { filler: true }));
    return known;
  }

  /* Return the meaning of a key; "8 GPUs" is recognized with any number. */
  function meaningOf(key, known) {
    const gpus = key.match(/^(\d+)gpus?$/);
    return gpus ? { ...known.get(key), fact: `gpus:${Number(gpus[1])}` } : known.get(key);
  }

  function merged(list, found) {
    if (!found) return list[0];
    const own = list.length > 1 ? [[list.map(whole).join("")], list.flatMap((one) => one.ways.at(-1))] : list[0].ways;
    const others = (found.same || []).flatMap(waysOf);
    const seen = new Set(own.map(String));
    const same = others.filter((way) => !seen.has(String(way)) && seen.add(String(way)));
    const text = list.map((one) => one.text).join(" ");
    return { ...found, text, key: list.map((one) => one.key).join(""), ways: own, same: same.length ? same : null,
      begins: list.length === 1 && list[0].begins, parts: list.length };
  }

  function waysOf(phrase) {
    const compounds = phrase.match(COMPOUNDS);
    if (compounds.length === 1) return word(compounds[0]).ways;
    const atoms = compounds.flatMap(parted);
    return [[atoms.join("")], atoms];
  }

  /* Weights of a term in the text, in summary or tags, in both, in the title, as the whole title. */
  const EXACT = [1.5, 4, 7, 10, 40];
  const PREFIX = [1, 2.5, 4, 6, 8];
  /* Weight of a term that is the whole title, if the query has other words too. */
  const TITLE_IN_QUERY = 12;
  const INFLECTION = 0.85;
  const SYNONYM = 0.8;
  /* Factor for a job that contains the phrase of a filter's value but has another value: "cpu", but it uses a GPU. */
  const MENTIONED_ONLY = 0.2;
  /* Factor for a compound whose parts occur in an item, not necessarily together. */
  const COMPOUND_PARTS = 0.9;
  /* Factors by type. Jobs come first unless the query names a type, since a job includes its other components. */
  const NAMED_TYPE = 1.6, JOB = 1.4, OLDER = 0.6, DOCUMENTATION = 0.5;

  class Index {
    static all = new Map();

    constructor(base) {
      this.base = base;
      this.files = new Map();
    }

    /* Return the index in a folder; all scripts and pages share what has been read of it. */
    static at(folder) {
      const { href } = new URL(folder, document.baseURI);
      if (!Index.all.has(href)) Index.all.set(href, new Index(href));
      return Index.all.get(href);
    }

    /* Return the absolute URL of a page of the site. */
    page(url) {
      return new URL(`../${url}`, this.base).href;
    }

    manifest() {
      return this.cached("manifest", () => this.fetchJson("manifest.json", { cache: "no-cache" }));
    }

    file(name) {
      return this.cached(name, async () => this.fetchJson(`${name}.json?v=${(await this.manifest()).version}`));
    }

    cached(name, made) {
      if (!this.files.has(name)) {
        const promise = made();
        promise.catch(() => this.files.delete(name));
        this.files.set(name, promise);
      }
      return this.files.get(name);
    }

    async fetchJson(url, options) {
      if (location.protocol === "file:") {
        throw new Error(gettext("browsers read no further files for a page opened from disk. Serve the site, for example with python -m http.server"));
      }
      const answer = await fetch(new URL(url, this.base), options);
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      return answer.json();
    }

    async lexicon() {
      return this.cached("lexicon", async () => lexicon(await this.manifest()));
    }

    async row(name, size, id) {
      return (await this.file(`${name}/${Math.floor(id / size)}`))[id % size];
    }

    async card(id) {
      const { cardsInFile } = await this.manifest();
      const [url, kind, title, summary, version = "", tags = [], hardware = "", usage = "", status = [], figures = []] =
        await this.row("cards", cardsInFile, id);
      return { id, url: this.page(url), kind, title, summary, version, tags, hardware, usage, status, figures };
    }

    async text(id) {
      return this.row("text", (await this.manifest()).textsInFile, id);
    }

    async order(name) {
      return this.cached(`order ${name}`, async () =>
        order(await this.file(`orders/${name}`), (await this.manifest()).count));
    }

    /* Return the first and the last shard that may contain terms with the prefix `start`. */
    async span(start) {
      const { terms: first } = await this.manifest();
      const before = (text) => {
        let low = 0, high = first.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (first[middle] <= text) low = middle + 1; else high = middle;
        }
        return Math.max(low - 1, 0);
      };
      return [before(start), before(`${start}\uffff`)];
    }

    async exact(term) {
      const [shard] = await this.span(term);
      const found = await this.shard(shard);
      return Object.hasOwn(found, term) ? found[term] : "";
    }

    async shard(at) {
      return (await this.manifest()).terms.length ? this.file(`terms/${at}`) : {};
    }

    /* Return the codes of all longer terms with the prefix `start`. */
    async beginning(start) {
      const common = (await this.manifest()).prefixes.indexOf(start);
      if (common >= 0) return [await this.file(`prefixes/${common}`)];
      const [from, to] = await this.span(start);
      const shards = await Promise.all(Array.from({ length: to - from + 1 }, (_, at) => this.shard(from + at)));
      return shards.flatMap((shard) =>
        Object.keys(shard).filter((term) => term !== start && term.startsWith(start)).map((term) => shard[term]));
    }

    /* Return the score of a term in each item: the greatest weight of a field that contains it or an inflection, or 0.
       Return null if no item contains it. */
    async scores(term, begins, alone) {
      const [exact, others, longer] = await Promise.all([
        this.exact(term),
        Promise.all(forms(term).slice(1).map((form) => this.exact(form))),
        begins ? this.beginning(term) : [],
      ]);
      if (!exact && !longer.length && !others.some(Boolean)) return null;
      const scores = new Float32Array((await this.manifest()).count);
      const weights = alone ? EXACT : [...EXACT.slice(0, -1), TITLE_IN_QUERY];
      for (const code of longer) weigh(scores, code, PREFIX);
      for (const code of others) weigh(scores, code, weights.map((weight) => weight * INFLECTION));
      weigh(scores, exact, weights);
      return scores;
    }

    async way(way, begins, alone) {
      const found = await Promise.all(way.map((term, at) => this.scores(term, begins && at === way.length - 1, alone)));
      return found.every(Boolean) ? scoresOfAll(found, way.length > 1 ? COMPOUND_PARTS : 1) : null;
    }

    /* Return the scores of one word: the maximum over its alternatives, multiplied by its rarity. */
    async word(word, begins, alone) {
      const own = await Promise.all(word.ways.map((way) => this.way(way, word.begins || begins, alone)));
      const same = await Promise.all((word.same || []).map((way) => this.way(way, false, alone)));
      const all = [...own.map((scores) => [scores, 1]), ...same.map((scores) => [scores, SYNONYM])].filter(([scores]) => scores);
      if (word.kind) all.push([await this.ofKind(word.kind), 1]);
      const fact = word.fact ? await this.withFact(word.fact) : null;
      if (fact) all.push([fact, 1]);
      if (!all.length) return null;
      const best = new Float32Array(all[0][0].length);
      let count = 0;
      for (let id = 0; id < best.length; id++) {
        for (const [scores, factor] of all) best[id] = Math.max(best[id], scores[id] * factor);
        if (best[id]) count++;
      }
      if (fact) {
        const { from, to } = await this.range("job");
        for (let id = from; id < to; id++) if (!fact[id]) best[id] *= MENTIONED_ONLY;
      }
      const rarity = 1 + Math.log(best.length / Math.max(count, 1));
      return count ? best.map((score) => score * rarity) : null;
    }

    async found(list) {
      const alone = list.length === 1;
      const found = await Promise.all(list.map(async (word, at) => {
        const last = at === list.length - 1;
        return (await this.word(word, last, alone)) || (last ? null : this.word(word, true, alone));
      }));
      await Promise.all(list.slice(1).map((word, at) => this.joined(list[at], word, found, at)));
      return found;
    }

    /* Let items that contain two adjacent words as one compound match both: "fine tuning" finds `fine-tuning`. */
    async joined(one, other, found, at) {
      if ([one, other].some(({ same, kind, fact }) => same || kind || fact)) return;
      const pair = await this.word({ ways: [[shortened(whole(one) + whole(other))]] }, false, false);
      pair?.forEach((score, id) => {
        if (!score) return;
        for (const place of [at, at + 1]) {
          found[place] ||= new Float32Array(pair.length);
          found[place][id] = Math.max(found[place][id], score);
        }
      });
    }

    /* Return the types in their order, each with the range of item numbers of its newest versions. */
    async ranges() {
      let from = 0;
      return (await this.manifest()).kinds.map(([kind, count]) => ({ kind, from, to: (from += count) }));
    }

    async range(kind) {
      return (await this.ranges()).find((range) => range.kind === kind) || { from: 0, to: 0 };
    }

    async ofKind(kind) {
      const scores = new Float32Array((await this.manifest()).count);
      const { from, to } = await this.range(kind);
      return scores.fill(EXACT[1], from, to);
    }

    async withFact(fact) {
      const scores = new Float32Array((await this.manifest()).count);
      weigh(scores, await this.exact(`:${fact}`), EXACT);
      return scores;
    }

    async weightedByType(scores, list) {
      const { components, listed } = await this.manifest();
      const named = list.map((word) => word.kind).filter(Boolean);
      const factors = scores.slice().fill(DOCUMENTATION).fill(OLDER, components, listed);
      for (const { kind, from, to } of await this.ranges()) {
        factors.fill(named.includes(kind) ? NAMED_TYPE : kind === "job" && !named.length ? JOB : 1, from, to);
      }
      return scores.map((score, id) => score * factors[id]);
    }

    /* Return the result of `lookUp`, corrected if the words occur only in documentation (which quotes mistakes) and
       similar words occur in components. For short words, which are similar to many others, the corrected query is only
       offered, as `suggestion`. For longer words, results of the correction come first, and `inDocumentation` is true if
       there are results for the original words. */
    async search(typed) {
      const { components } = await this.manifest();
      const has = ({ ids }) => ids.some((id) => id < components);
      const result = { ...(await this.lookUp(typed)), suggestion: "", inDocumentation: false };
      if (result.corrected || has(result)) return result;
      const { query, sure } = await this.correctQuery(result.words);
      const near = query === typed ? result : await this.lookUp(query);
      if (!has(near)) return result;
      if (!sure) return { ...result, suggestion: query };
      return { ...near, suggestion: "", corrected: true, inDocumentation: result.ids.length > 0, ids: [...new Set([...near.ids, ...result.ids])] };
    }

    /* Return the matching items, best first. `query` is the corrected query if `corrected`; `missing` are the words that no
       item contains. If no item contains all words, `partly` is true and the items are those that contain the most. */
    async lookUp(typed) {
      const [{ count }, known] = await Promise.all([this.manifest(), this.lexicon()]);
      const every = () => Array.from({ length: count }, (_, id) => id);
      let list = words(typed, known), query = typed;
      if (!list.length) return { query, corrected: false, words: [], missing: [], partly: false, ids: every() };
      let found = await this.found(list);
      if (found.includes(null)) {
        query = (await Promise.all(list.map(async (word, at) => found[at] ? word.text : this.correctWord(word)))).join(" ");
        if (query !== list.map((word) => word.text).join(" ")) {
          list = words(query, known);
          found = await this.found(list);
        } else {
          query = typed;
        }
      }
      const missing = list.filter((_, at) => !found[at]).map((word) => word.text);
      const had = list.filter((_, at) => found[at]);
      const there = missing.length ? (await this.found(had)).filter(Boolean) : found;
      const exact = there.length ? scoresOfAll(there) : new Float32Array(count);
      const partly = there.length > 0 && !exact.some(Boolean);
      const scores = partly ? scoresOfMost(there) : exact;
      const ids = had.length ? ranked(await this.weightedByType(await this.withTitleBonus(scores, had), had)) : [];
      return { query, corrected: query !== typed, words: list, missing, partly: partly && list.length > 1, ids };
    }

    /* Raise the scores of items whose whole title is all words as one compound: "cifar 10" for `cifar-10`. */
    async withTitleBonus(scores, list) {
      const name = shortened(list.map(whole).join(""));
      const code = list.length > 1 || list[0].parts > 1 ? await this.exact(name) : "";
      ascending(code.split(",")[EXACT.length - 1] || "").forEach((id) => { scores[id] += EXACT.at(-1); });
      return scores;
    }

    /* Return the query with similar words in place of those that no component contains, and whether the correction is
       `sure`, that is, whether all replaced words are long. */
    async correctQuery(list) {
      const { components } = await this.manifest();
      const found = await this.found(list);
      const replaced = list.filter((_, at) => !found[at]?.slice(0, components).some(Boolean));
      const near = new Map(await Promise.all(replaced.map(async (word) => [word, await this.nearest(whole(word), CLOSE)])));
      return { query: list.map((word) => near.get(word) || word.text).join(" "), sure: replaced.every((word) => whole(word).length >= LONG) };
    }

    async correctWord(word) {
      const parts = word.ways.at(-1);
      const whole = await this.nearest(word.ways[0].join(""));
      if (whole || parts.length < 2) return whole || word.text;
      const known = await Promise.all(parts.map((part) => this.exact(part)));
      return (await Promise.all(parts.map(async (part, at) => known[at] ? part : (await this.nearest(part)) || part))).join("-");
    }

    /* Return the indexed term that is most similar to a mistyped one; null if there is none within `most` edits. */
    async nearest(term, most = term.length > 5 ? 2.5 : 1.5) {
      if (term.length < 3) return null;
      const [vocabulary, [from]] = await Promise.all([this.file("vocabulary"), this.span(term)]);
      const near = Object.keys(await this.shard(from));
      let best = null, least = most;
      for (const other of new Set([...vocabulary.split(" "), ...near])) {
        if (other === term || other.length < 3 || Math.abs(other.length - term.length) > 2) continue;
        const cost = distance(term, other, 2) + (other[0] === term[0] ? 0 : 0.4);
        if (cost < least) [best, least] = [other, cost];
      }
      return best;
    }
  }

  const CLOSE = 1.2;
  const LONG = 6;

  /* Set scores from the code of a term; `weights` are those of the fields, from the text to the whole title. */
  function weigh(scores, code, weights) {
    code.split(",").map(ascending).forEach((list, field) => {
      for (const id of list) scores[id] = Math.max(scores[id], weights[field]);
    });
  }

  /* Return the average scores of the items that occur in all lists. */
  function scoresOfAll(all, factor = 1) {
    const scores = new Float32Array(all[0].length);
    for (let id = 0; id < scores.length; id++) {
      let sum = 0;
      for (const one of all) {
        if (!one[id]) { sum = 0; break; }
        sum += one[id];
      }
      scores[id] = sum * factor / all.length;
    }
    return scores;
  }

  /* Return the scores of the items that occur in at least half of the lists; the square of their share is a factor. */
  function scoresOfMost(all) {
    const scores = new Float32Array(all[0].length);
    for (let id = 0; id < scores.length; id++) {
      let sum = 0, had = 0;
      for (const one of all) if (one[id]) { sum += one[id]; had++; }
      scores[id] = had * 2 >= all.length ? sum * (had / all.length) ** 2 : 0;
    }
    return scores;
  }

  function ranked(scores) {
    const ids = [];
    scores.forEach((score, id) => { if (score) ids.push(id); });
    return ids.sort((one, other) => scores[other] - scores[one] || one - other);
  }

  /* Return the edit distance of two words, in which a swap of adjacent letters is one edit; above `most`, `most` + 1. */
  function distance(one, other, most) {
    let before = [], last = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let row = 1; row <= one.length; row++) {
      const next = [row];
      for (let column = 1; column <= other.length; column++) {
        const same = one[row - 1] === other[column - 1];
        next[column] = Math.min(last[column] + 1, next[column - 1] + 1, last[column - 1] + (same ? 0 : 1));
        if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
          next[column] = Math.min(next[column], before[column - 2] + 1);
        }
      }
      if (Math.min(...next) > most) return most + 1;
      [before, last] = [last, next];
    }
    return last[other.length];
  }

  /* Synonyms of several words are not marked if one of these is as short as "no". */
  const markable = (way) => way.length === 1 || way.every((term) => term.length > 3);
  const termsOf = (word) => [...new Set([...word.ways, ...(word.same || []).filter(markable)].flat())];

  /* Return the occurrences of a query's words in a text: [start, end, index of the word]. */
  function matches(text, list) {
    const found = [];
    const wanted = list.flatMap((word, which) => termsOf(word).map((term) => ({ term, which })));
    const others = new Map(wanted.flatMap(({ term, which }) => forms(term).slice(1).map((form) => [form, { term: form, which }])));
    const hit = (raw, start) => {
      const plain = normal(raw);
      const longest = wanted.filter(({ term }) => plain.startsWith(term)).sort((a, b) => b.term.length - a.term.length)[0];
      const best = others.get(plain) || longest;
      if (best) found.push([start, start + (plain.length === raw.length ? best.term.length : raw.length), best.which]);
      return Boolean(best);
    };
    for (const compound of text.matchAll(COMPOUNDS)) {
      const atoms = [...compound[0].matchAll(ATOMS)];
      if (!atoms.length) {
        [...compound[0]].forEach((_, at) => { if (at < compound[0].length) hit(compound[0].slice(at), compound.index + at); });
        continue;
      }
      const parts = atoms.map((atom) => hit(atom[0], compound.index + atom.index));
      if (atoms.length < 2 || parts.some(Boolean)) continue;
      const joint = normal(atoms.map((atom) => atom[0]).join(""));
      const way = wanted.find(({ term }) => joint.startsWith(term)) || others.get(joint);
      if (way) found.push([compound.index, compound.index + compound[0].length, way.which]);
    }
    return found;
  }

  /* Return the text as nodes with the query's words in `<mark>` elements. */
  function marked(text, list) {
    const nodes = [];
    let at = 0;
    for (const [start, end] of matches(text, list)) {
      if (start < at) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, end);
      nodes.push(text.slice(at, start), mark);
      at = end;
    }
    return [...nodes, text.slice(at)];
  }

  /* Return the part of a text with the most words of the query; "" if there are none. */
  const EXCERPT = 200;
  function excerpt(text, list) {
    const found = matches(text, list);
    let best = null, most = 0;
    found.forEach(([start], at) => {
      const inside = new Set(found.slice(at, at + 40).filter(([next]) => next < start + EXCERPT - 60).map((hit) => hit[2]));
      if (inside.size > most) [best, most] = [start, inside.size];
    });
    if (best === null) return "";
    const lineStart = text.lastIndexOf("\n", best) + 1;
    const from = best - lineStart <= 60 ? lineStart : text.indexOf(" ", best - 60) + 1;
    const part = text.slice(from, from + EXCERPT).trim().replace(/\s+/g, " ");
    return `${from ? "… " : ""}${part}${from + EXCERPT < text.length ? " …" : ""}`;
  }

  function icon(kind, icons) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", icons[kind] || icons.page);
    Object.entries({ class: "pc-icon", viewBox: "0 0 24 24", "aria-hidden": "true" })
      .forEach(([name, value]) => svg.setAttribute(name, value));
    svg.append(path);
    return svg;
  }

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    Object.entries(attributes || {}).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...children);
    return made;
  }

  /* Return a debounced function; its method `now` runs a pending call at once. */
  function debounce(action, delay) {
    let timer = 0;
    const act = () => { timer = 0; action(); };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(act, delay);
    };
    soon.now = () => {
      if (!timer) return;
      clearTimeout(timer);
      act();
    };
    return soon;
  }

  /* A queue of navigation keys, processed once the results for the field's present text are shown, so that fast typing
     does not select older results. `step` processes a key; `found` waits for the results. */
  class KeyQueue {
    constructor(step, found) {
      Object.assign(this, { step, found, keys: null });
    }

    get waits() {
      return this.keys !== null;
    }

    async take(key) {
      if (this.waits) return void this.keys.push(key);
      const keys = this.keys = [key];
      await this.found().catch(() => {});
      if (this.keys !== keys) return; // the queue was stopped or restarted meanwhile
      this.keys = null;
      keys.forEach((one) => this.step(one));
    }

    stop() {
      this.keys = null;
    }
  }

  const { gettext, ngettext, onPage, visit } = window.paicatalog;
  const KINDS = { job: gettext("Job"), data: gettext("Data"), script: gettext("Script"), dockerimage: gettext("Docker image"),
    output: gettext("Output"), page: gettext("Documentation") };

  /* The search field in the header: a combobox with a list of suggestions. */
  const MOST_SUGGESTIONS = 7;

  class Suggestions {
    constructor(form, signal) {
      this.form = form;
      this.signal = signal;
      this.stay();
      this.index = Index.at(form.dataset.pcSearch);
      this.input = form.querySelector("input");
      this.list = form.querySelector("[role=listbox]");
      this.status = form.querySelector("[role=status]");
      this.latestRequest = 0;
      this.active = -1;
      this.enhance();
    }

    /* The header stays when the theme replaces the page below it: relative URLs would lead elsewhere then. */
    stay() {
      this.form.setAttribute("action", this.form.action);
      this.form.dataset.pcSearch = new URL(this.form.dataset.pcSearch, document.baseURI).href;
      const link = this.form.querySelector("a");
      if (link) link.href = link.href; // eslint-disable-line no-self-assign
      this.signal.addEventListener("abort", () => { this.input.value = ""; this.close(); });
    }

    on(target, type, act) {
      target.addEventListener(type, act, { signal: this.signal });
    }

    enhance() {
      const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
      Object.entries(attributes).forEach(([name, value]) => this.input.setAttribute(name, value));
      this.on(this.input, "focus", () => this.index.manifest().catch(() => {}));
      this.suggested = Promise.resolve();
      this.soon = debounce(() => { this.suggested = this.suggest(); }, 60);
      this.keyQueue = new KeyQueue((key) => this.step(key), () => this.fresh());
      this.on(this.input, "input", () => { this.keyQueue.stop(); this.soon(); });
      this.on(this.input, "keydown", (event) => this.key(event));
      this.on(this.form, "focusout", (event) => { if (!this.form.contains(event.relatedTarget)) this.close(); });
      // Pressing the mouse button on a suggestion must not move the focus from the field.
      this.on(this.list, "pointerdown", (event) => event.preventDefault());
      this.on(this.list, "click", (event) => this.go(event.target.closest("[role=option]")));
    }

    get options() {
      return [...this.list.querySelectorAll("[role=option]")];
    }

    async suggest() {
      const request = ++this.latestRequest;
      const query = this.input.value.trim();
      if (!query) return this.close();
      try {
        const { components, listed, icons } = await this.index.manifest();
        const result = await this.index.search(query);
        const shown = [
          ...result.ids.filter((id) => id < components).slice(0, MOST_SUGGESTIONS),
          ...result.ids.filter((id) => id >= listed).slice(0, 3), // documentation; older versions are left out
        ];
        const cards = await Promise.all(shown.map((id) => this.index.card(id)));
        if (request === this.latestRequest && document.activeElement === this.input) this.show(cards, result, icons);
      } catch {
        this.close();
      }
      return undefined;
    }

    show(cards, result, icons) {
      const groups = [[gettext("Components"), (card) => card.kind !== "page"], [gettext("Documentation"), (card) => card.kind === "page"]];
      const parts = groups.map(([label, belongs]) => this.group(label, cards.filter(belongs), result, icons));
      this.list.replaceChildren(...parts.filter(Boolean), this.all(result));
      this.options.forEach((option, at) => { option.id = `${this.list.id}-${at}`; });
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      this.choose(-1);
      const count = cards.length;
      this.status.textContent = count ? ngettext("%(num)s suggestion", "%(num)s suggestions", count) : gettext("No suggestions");
    }

    group(label, cards, result, icons) {
      if (!cards.length) return null;
      const heading = element("span", { class: "pc-search__group", "aria-hidden": "true" }, label);
      return element("div", { role: "group", "aria-label": label }, heading, ...cards.map((card) => this.option(card, result, icons)));
    }

    option(card, result, icons) {
      const kind = element("span", { class: card.kind === "page" ? "pc-hidden" : "pc-search__kind" }, KINDS[card.kind] || card.kind);
      const title = element("span", { class: "pc-search__title" }, ...marked(card.title, result.words), " ", kind);
      const summary = element("span", { class: "pc-search__summary" }, ...marked(card.summary, result.words));
      const tile = element("span", { class: "pc-tile" }, icon(card.kind, icons));
      return element("div", { role: "option", "aria-selected": "false", "data-url": card.url, class: `pc-search__option pc-kind--${card.kind}` },
        tile, element("span", { class: "pc-search__words" }, title, summary));
    }

    all(result) {
      const url = new URL(this.form.action);
      url.searchParams.set("q", result.query);
      const count = result.ids.length;
      const words = count ? allResults(result, count) : gettext("Nothing found: browse the catalog");
      if (!count) url.searchParams.delete("q");
      return element("div", { role: "option", "aria-selected": "false", "data-url": url.href, class: "pc-search__option pc-search__all" }, words);
    }

    /* Wait for the suggestions for the field's present text. */
    async fresh() {
      if (this.list.hidden) this.soon();
      this.soon.now();
      await this.suggested;
    }

    key(event) {
      const open = !this.list.hidden;
      if (["ArrowDown", "ArrowUp"].includes(event.key)) this.keyQueue.take(event.key);
      else if (event.key === "Enter" && (this.keyQueue.waits || (open && this.active >= 0))) this.keyQueue.take(event.key);
      else if (event.key === "Escape" && open) this.close();
      else if (event.key === "Escape") this.input.value = "";
      else return;
      event.preventDefault();
    }

    step(key) {
      const count = this.options.length;
      if (this.list.hidden) return;
      if (key === "ArrowDown") this.choose(this.active + 1 >= count ? -1 : this.active + 1);
      else if (key === "ArrowUp") this.choose(this.active < 0 ? count - 1 : this.active - 1);
      else this.go(this.options[this.active]);
    }

    choose(at) {
      this.active = at;
      this.options.forEach((option, own) => option.setAttribute("aria-selected", String(own === at)));
      const option = this.options[at];
      if (!option) return this.input.removeAttribute("aria-activedescendant");
      this.input.setAttribute("aria-activedescendant", option.id);
      return option.scrollIntoView({ block: "nearest" });
    }

    go(option) {
      if (option) visit(option.dataset.url);
    }

    close() {
      this.latestRequest++;
      this.keyQueue.stop();
      this.list.hidden = true;
      this.active = -1;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
      this.status.textContent = "";
    }
  }

  function allResults({ corrected, query }, count) {
    const all = ngettext("See the result", "All %(num)s results", count);
    return corrected ? gettext("Showing “%(query)s”: %(results)s", { query, results: all }) : all;
  }

  const typing = (target) => target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const fields = [...document.querySelectorAll("[data-pc-query]")].filter((field) => field.getClientRects().length);
    if (!fields.length) return;
    event.preventDefault();
    const field = fields.at(-1); // the field of the page's content, which follows that of the header
    field.focus();
    field.select();
  });

  window.paicatalog = { ...window.paicatalog, Index, KINDS, terms, words, marked, matches, excerpt, icon, element, debounce, KeyQueue, ascending, order };

  /* The scripts of single pages that are not loaded yet. The site's configuration may load them, too. */
  const single = new Set(["browse", "compare", "lost"]);

  function loadScripts() {
    for (const name of single) {
      if (!document.querySelector(`[data-pc-${name}]`)) continue;
      single.delete(name);
      if (document.querySelector(`script[src*="/${name}.js"]`)) continue;
      document.head.append(element("script", { src: new URL(`${name}.js`, HERE).href }));
    }
  }

  onPage((signal) => {
    document.querySelectorAll("form[data-pc-search]").forEach((form) => new Suggestions(form, signal));
    loadScripts();
  });
})();
