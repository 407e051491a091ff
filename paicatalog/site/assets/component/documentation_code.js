// Code blocks of documentation pages, which get a copy button.

/** Add a copy button to a code block outside the generated content, and make it scrollable by keyboard. */
function frameSnippet(code, index) {
  const frame = code.closest(".highlight") ?? code.parentElement;
  const tools = document.createElement("div");
  code.id ||= `pc-snippet-${index + 1}`;
  code.parentElement.tabIndex = 0;
  code.parentElement.setAttribute("role", "region");
  code.parentElement.setAttribute("aria-label", gettext("Code %(number)s", { number: index + 1 }));
  tools.className = "pc pc-snippet__copy";
  tools.lang = language;
  tools.innerHTML = `<button type="button" class="pc-button pc-button--small pc-copy" data-copy="${code.id}">${COPY_ICON}<span>${gettext("Copy")}</span><span class="pc-hidden"> ${gettext("code %(number)s", { number: index + 1 })}</span></button>`;
  frame.classList.add("pc-snippet");
  frame.append(tools);
}

const COPY_ICON = '<svg class="pc-icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M9 9h11v11H9zM5.5 15H4V4h11v1.5"/></svg>';

function frameSnippets() {
  const all = [...document.querySelectorAll("article pre > code, [role=main] pre > code")];
  const own = features.includes("content.code.copy") ? [] : all.filter((code) => !code.closest("#pc-content"));
  own.forEach(frameSnippet);
  own[0]?.closest("article, [role=main]").insertAdjacentHTML("beforeend", '<p class="pc-status pc-hidden" role="status"></p>');
}
