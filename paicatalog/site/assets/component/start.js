// Start of all parts of the script.

frameSnippets();
document.querySelectorAll("[data-pc-tabs]").forEach(makeTabs);
document.querySelectorAll("form[data-to-line]").forEach(toLine);
document.querySelectorAll("form[data-values]").forEach((form) => new ParameterForm(form));
document.querySelectorAll("select[data-deployment]").forEach(chooseDeployment);
readFilesInSight();
addEventListener("load", () => layOut([...document.querySelectorAll(".pc-main > .pc-section, .pc-side > *, .pc-home > section")]));
