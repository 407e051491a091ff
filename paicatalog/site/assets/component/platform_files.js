// Files of each platform, loaded on demand.

const filesOf = new WeakMap(); // the element of a page's platforms -> the promise of their files

/** Insert the files of all platforms into the page, once; the event `pc-files` adds them to the form. */
function readFiles(platforms) {
  if (filesOf.has(platforms)) return filesOf.get(platforms);
  const reading = readPage(platforms.dataset.exports).then((found) => {
    for (const place of platforms.querySelectorAll("[data-folder]")) {
      place.replaceChildren(...found.getElementById(place.dataset.folder).querySelectorAll("details"));
    }
    platforms.dispatchEvent(new Event("pc-files", { bubbles: true }));
  });
  filesOf.set(platforms, reading);
  reading.catch(() => filesOf.delete(platforms));
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

function readFilesInSight(signal) {
  const platforms = document.querySelector("[data-exports]");
  if (!platforms) return;
  const sight = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    sight.disconnect();
    readFiles(platforms).catch(() => {}); // the links to the files remain
  }, { rootMargin: "600px" });
  sight.observe(platforms);
  signal.addEventListener("abort", () => sight.disconnect());
}
