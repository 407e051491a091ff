/* Start and end of pages. With instant navigation, the theme replaces the content of the document by that of the next
   page: scripts must start again, and end what they began. The functions work alike where each page is a document. */
(() => {
  "use strict";

  const starts = [];
  const config = document.getElementById("__config"); // of Material and Zensical
  const features = config ? JSON.parse(config.textContent).features ?? [] : [];
  const moves = new EventTarget();
  let page = null; // the AbortController of the present page
  let path = location.pathname;
  let navigated = false; // by the theme, within this document
  let lastEvent = null;

  function run(start) {
    try {
      start(page.signal);
    } catch (error) {
      reportError(error); // the other scripts start
    }
  }

  function show() {
    page?.abort();
    page = new AbortController();
    path = location.pathname;
    starts.forEach(run);
  }

  /** Call `start` with the present page, and with each that replaces it. Its argument is an AbortSignal, aborted when
      the page is left. What is attached to elements of the page needs no end: it goes with them. */
  function onPage(start) {
    starts.push(start);
    if (page) run(start);
  }

  /** Call `act` with the history entry's state when query or fragment of the page's URL have changed. */
  function onMove(act, signal) {
    moves.addEventListener("move", ({ detail }) => act(detail), { signal });
  }

  /** Open a URL as a click on a link does. */
  function visit(url) {
    const link = document.createElement("a");
    link.href = url;
    document.body.append(link);
    link.click();
    link.remove();
  }

  /* The theme compares only the paths of URLs. It would ignore a link to the same page with another query, and at the
     first link to a fragment reload the page, with loss of what was typed. It skips links with a target. */
  function onLink(event) {
    const link = event.target.closest?.("a");
    if (link instanceof HTMLAnchorElement && link.host === location.host && link.pathname === location.pathname) link.target ||= "_self";
  }

  /* The theme skips links of SVG. */
  function onDrawnLink(event) {
    const link = event.target.closest?.("a");
    const other = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.defaultPrevented;
    if (!(link instanceof SVGAElement) || link.target.baseVal || other) return;
    event.preventDefault();
    visit(link.href.baseVal);
  }

  /* Called first by `history.js`, where that is in the page. */
  function onHistory(event) {
    if (location.pathname !== path || event === lastEvent) return;
    lastEvent = event;
    if (instant && !navigated) event.stopImmediatePropagation(); // see `onLink`
    moves.dispatchEvent(new CustomEvent("move", { detail: event.state }));
  }

  const instant = features.includes("navigation.instant");
  if (instant) {
    window.location$?.subscribe(() => { navigated = true; });
    document.addEventListener("click", onLink, { capture: true });
    document.addEventListener("click", onDrawnLink);
  }
  window.addEventListener("popstate", onHistory);

  // Deferred scripts run before the theme starts, and each for itself, so that none blocks the page for long. The first
  // page that the theme reports is the one that is there already.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show, { once: true });
  else show();
  let reported = false;
  window.document$?.subscribe(() => {
    if (reported) show();
    reported = true;
  });

  window.paicatalog = { ...window.paicatalog, features, onHistory, onMove, onPage, visit };
})();
