// Links to the lines of a file.

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
