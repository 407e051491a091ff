/* The colors that were chosen, or those that the system asks for, before the first paint; and each other choice.
   What is stored has Material's form. The script is in the head, where it delays the first paint; one in the body would
   not. Therefore the options come with its element: the switch in the header is not read yet. */

"use strict";

(() => {
  const automatic = "(prefers-color-scheme)";
  const system = matchMedia("(prefers-color-scheme: light)");
  const options = JSON.parse(document.currentScript.dataset.palette).map(({ media, scheme, primary, accent }) => {
    const name = (color, otherwise) => (color || otherwise).replaceAll(" ", "-");
    const color = { scheme: name(scheme, "default"), primary: name(primary, "indigo"), accent: name(accent, "indigo") };
    return { media: media ?? "", color };
  });
  let inputs = [];

  const own = (at) => {
    const wanted = `(prefers-color-scheme: ${system.matches ? "light" : "dark"})`;
    return (options[at].media === automatic && options.find(({ media }) => media === wanted)) || options[at];
  };
  const chosen = () => {
    const at = __md_get("__palette")?.index ?? options.findIndex(({ media }) => matchMedia(media).matches);
    return Math.min(Math.max(at, 0), options.length - 1);
  };
  const show = (at) => {
    for (const [name, value] of Object.entries(own(at).color)) {
      const key = `data-md-color-${name}`;
      if (document.body.getAttribute(key) !== value) document.body.setAttribute(key, value);
    }
    inputs.forEach((input, index) => {
      if (input.nextElementSibling?.tagName === "LABEL") input.nextElementSibling.hidden = index !== at;
    });
  };
  const choose = (at) => {
    __md_set("__palette", { index: at, color: { media: options[at].media, ...options[at].color } });
    show(at);
  };
  const connect = (form) => {
    inputs = [...form.querySelectorAll("input[name=__palette]")];
    inputs.forEach((input, at) => input.addEventListener("change", () => choose(at)));
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const next = inputs[(chosen() + 1) % inputs.length];
      next.click();
      next.focus();
    });
    system.addEventListener("change", () => show(chosen()));
  };

  // Observers are called before what they observe is painted.
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    const form = document.querySelector("input[name=__palette]")?.form;
    if (form?.nextSibling) { // The form is complete.
      observer.disconnect();
      connect(form);
    }
    show(chosen());
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
