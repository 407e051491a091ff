/* In the head of pages with instant navigation: listens to the history before the theme's script does, so that
   `pages.js` can keep an event from it. */

"use strict";

addEventListener("popstate", (event) => window.paicatalog?.onHistory?.(event));
