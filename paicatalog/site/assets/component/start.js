// Start of all parts of the script, on each page.

onPage((signal) => {
  frameSnippets();
  document.querySelectorAll("[data-pc-tabs]").forEach((box) => makeTabs(box, signal));
  document.querySelectorAll("form[data-to-line]").forEach(toLine);
  document.querySelectorAll("form[data-values]").forEach((form) => new ParameterForm(form, signal));
  document.querySelectorAll("select[data-deployment]").forEach((field) => chooseDeployment(field, signal));
  followLine();
  onMove(followLine, signal);
  readFilesInSight(signal);
  layOutAll(signal);
});
