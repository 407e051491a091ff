// YAML scalars (must agree with protocol/edit/yaml_scalar.py).

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
