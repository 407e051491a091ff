// The exact text of a file.

const LINE_BREAK = { crlf: "\r\n" };

/** Return the text of `element` for copying or saving; for a file, its exact characters (see file_panel.py). */
function exactText(element) {
  if (element.dataset.exact) return JSON.parse(element.dataset.exact);
  const shown = "trim" in element.dataset ? element.textContent.trim() : element.textContent;
  const text = shown.replace(/\n/g, LINE_BREAK[element.dataset.newline] || "\n");
  return "mark" in element.dataset ? `\ufeff${text}` : text;
}
