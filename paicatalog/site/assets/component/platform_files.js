// Files of each platform, loaded on demand.

const platforms = document.querySelector("[data-exports]");
let reading;

/** Insert the files of all platforms into the page, once; the event `pc-files` adds them to the form. */
function readFiles() {
  reading ??= readPage(platforms.dataset.exports).then((found) => {
    for (const place of platforms.querySelectorAll("[data-folder]")) {
      place.replaceChildren(...found.getElementById(place.dataset.folder).querySelectorAll("details"));
    }
    document.dispatchEvent(new Event("pc-files"));
  });
  reading.catch(() => { reading = undefined; });
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

function readFilesInSight() {
  if (!platforms) return;
  const sight = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    sight.disconnect();
    readFiles().catch(() => {}); // the links to the files remain
  }, { rootMargin: "600px" });
  sight.observe(platforms);
}
