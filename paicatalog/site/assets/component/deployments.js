// The choice of a deployment.

/** Show the commands, steps and files of the deployment that is selected for the whole page. */
function chooseDeployment(field, signal) {
  const box = document.querySelector("[data-deployment-tabs]");
  const show = () => {
    for (const part of document.querySelectorAll("[data-deployments]")) part.hidden = !part.dataset.deployments.split(" ").includes(field.value);
    box?.dispatchEvent(new CustomEvent("pc-select", { detail: Number(field.value) }));
  };
  field.addEventListener("change", show);
  document.addEventListener("pc-files", show, { signal });
  field.form.addEventListener("reset", () => setTimeout(show));
  box?.addEventListener("pc-selected", (event) => {
    if (field.value === String(event.detail)) return;
    field.value = String(event.detail);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  show();
}

function firstValue(field) {
  if (field.options) return [...field.options].find((option) => option.defaultSelected)?.value ?? field.options[0].value;
  return field.defaultValue;
}
