/* The colors that were chosen, or those that the system asks for, before the first paint; and each other choice.
   What is stored has Material's form. Without colors to choose from there is nothing to do. */

"use strict";

(() => {
  const automatic = "(prefers-color-scheme)";
  const system = matchMedia("(prefers-color-scheme: light)");
  const media = (option) => option.getAttribute("data-md-color-media");

  const connect = (form) => {
    const options = [...form.querySelectorAll("input[name=__palette]")];
    const own = (at) => {
      const wanted = `(prefers-color-scheme: ${system.matches ? "light" : "dark"})`;
      return (media(options[at]) === automatic && options.find((option) => media(option) === wanted)) || options[at];
    };
    const show = (at) => {
      for (const name of ["scheme", "primary", "accent"]) {
        const key = `data-md-color-${name}`, value = own(at).getAttribute(key);
        if (document.body.getAttribute(key) !== value) document.body.setAttribute(key, value);
      }
      options.forEach((option, index) => {
        if (option.nextElementSibling?.tagName === "LABEL") option.nextElementSibling.hidden = index !== at;
      });
    };
    const chosen = () => {
      const at = __md_get("__palette")?.index ?? options.findIndex((option) => matchMedia(media(option)).matches);
      return Math.min(Math.max(at, 0), options.length - 1);
    };
    const choose = (at) => {
      const color = { media: media(options[at]) };
      for (const name of ["scheme", "primary", "accent"]) color[name] = options[at].getAttribute(`data-md-color-${name}`);
      __md_set("__palette", { index: at, color });
      show(at);
    };
    options.forEach((option, at) => option.addEventListener("change", () => choose(at)));
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const next = options[(chosen() + 1) % options.length];
      next.click();
      next.focus();
    });
    system.addEventListener("change", () => show(chosen()));
    show(chosen());
  };

  // The script is in the head, where it delays the first paint; a script in the body would not. The options are read
  // further down, and an observer is called before they are painted. What follows the form says that it is complete.
  new MutationObserver((_, observer) => {
    const form = document.querySelector("input[name=__palette]")?.form;
    if (!form?.nextSibling) return;
    observer.disconnect();
    connect(form);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
