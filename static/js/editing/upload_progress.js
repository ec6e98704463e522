// Gives each of several dropped or chosen documents a row of its own, and shows the progress of the upload. Without
// this script, each row has its own file input and the browser submits the form.
(() => {
  "use strict";

  const findEmptyRow = (group) =>
    [...group.querySelectorAll(".inline-related:not(.empty-form):not(.has_original)")].find(
      (row) => !row.querySelector("input[type=file]")?.files.length,
    );

  function getOrAddEmptyRow(group) {
    const row = findEmptyRow(group);
    if (row) return row;
    group.querySelector(".add-row a").click();
    return findEmptyRow(group);
  }

  function assignFiles(group, files, status) {
    const names = [];
    for (const file of files) {
      const row = getOrAddEmptyRow(group);
      if (!row) break;
      const transfer = new DataTransfer();
      transfer.items.add(file);
      const input = row.querySelector("input[type=file]");
      input.files = transfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      names.push(file.name);
    }
    status.textContent = names.join(", ");
  }

  function addDropZone(template) {
    const group = document.getElementById(`${template.dataset.files}-group`);
    if (!group?.querySelector("input[type=file]")) return;
    document.getElementById(`${template.dataset.files}-heading`).after(template.content.cloneNode(true));
    const zone = group.querySelector(".drop");
    const input = zone.querySelector("input");
    const status = zone.querySelector("[role=status]");
    const handleDrag = (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      group.classList.toggle("drop--over", event.type !== "drop");
      if (event.type === "drop") assignFiles(group, event.dataTransfer.files, status);
    };
    for (const type of ["dragenter", "dragover", "drop"]) group.addEventListener(type, handleDrag);
    group.addEventListener("dragleave", () => group.classList.remove("drop--over"));
    input.addEventListener("change", () => {
      assignFiles(group, input.files, status);
      input.value = "";
    });
    group.addEventListener("change", (event) => {
      const [file] = event.target.files ?? [];
      const large = file && file.size > Number(template.dataset.largest);
      if (event.target.type === "file") event.target.setCustomValidity(large ? template.dataset.tooLarge : "");
    });
  }

  // Submits the form as the browser would, with the value of the pressed button.
  function submitForm(form, button) {
    const pressed = Object.assign(document.createElement("input"), { type: "hidden" });
    pressed.name = button?.name ?? "";
    pressed.value = button?.value ?? "";
    form.append(pressed);
    form.submit();
  }

  function upload(form, button, template) {
    form.querySelector(".upload")?.remove();
    form.append(template.content.cloneNode(true));
    const panel = form.querySelector(".upload");
    const [bar, stop, stopped] = ["progress", "button", ".upload__stopped"].map((selector) =>
      panel.querySelector(selector),
    );
    const request = new XMLHttpRequest();
    const showInterrupted = () => {
      for (const element of [bar, stop, panel.querySelector("[role=status]")]) element.hidden = true;
      stopped.hidden = false;
      stopped.tabIndex = -1;
      stopped.focus();
    };
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    });
    request.addEventListener("load", () => {
      if (request.getResponseHeader("Content-Type")?.startsWith("application/json"))
        location.assign(JSON.parse(request.responseText).location);
      else submitForm(form, button); // the server renders the form with its errors
    });
    request.addEventListener("error", showInterrupted);
    request.addEventListener("abort", showInterrupted);
    stop.addEventListener("click", () => request.abort());
    const data = new FormData(form, button);
    request.open("POST", form.action || location.href);
    request.setRequestHeader("X-Portal-Upload", "1");
    request.send(data);
    panel.scrollIntoView({ block: "nearest" });
  }

  addEventListener("load", () => {
    for (const template of document.querySelectorAll("template[data-files]")) addDropZone(template);
    const template = document.querySelector("template[data-upload]");
    const form = template?.closest("form");
    form?.addEventListener("submit", (event) => {
      const chosen = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
      if (!chosen || event.defaultPrevented) return;
      event.preventDefault();
      upload(form, event.submitter, template);
    });
  });
})();
