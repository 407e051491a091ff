// Sections outside the viewport (`content-visibility` in base.css).

/** Lay out one section after another while the browser is idle: all at once would block the page. */
function layOut([part, ...others]) {
  if (!part) return;
  const idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 50));
  idle(() => {
    part.classList.add("pc-laid-out");
    requestAnimationFrame(() => layOut(others));
  });
}
