// Sections outside the viewport (`content-visibility` in base.css).

function layOutAll(signal) {
  const parts = [...document.querySelectorAll(".pc-main > .pc-section, .pc-side > *, .pc-home > section")];
  if (document.readyState === "complete") layOut(parts);
  else addEventListener("load", () => layOut(parts), { once: true, signal });
}

/** Lay out one section after another while the browser is idle: all at once would block the page. */
function layOut([part, ...others]) {
  if (!part) return;
  const idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 50));
  idle(() => {
    part.classList.add("pc-laid-out");
    requestAnimationFrame(() => layOut(others));
  });
}
