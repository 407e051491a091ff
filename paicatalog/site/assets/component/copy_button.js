// Buttons that copy a text, and links that save one.

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
