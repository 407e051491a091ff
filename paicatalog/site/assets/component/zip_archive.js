// A folder as a ZIP archive (PKWARE's APPNOTE 6.3, without compression).

/** Save the files that the button's panel shows, as a ZIP archive. */
async function onArchive(button) {
  const name = button.dataset.archive;
  try {
    await readFiles(button.closest("[data-exports]"));
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
