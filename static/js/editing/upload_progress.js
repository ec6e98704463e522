// Documents in a form: several dropped or chosen at once get a row each, and a save with files shows how far it has
// come. Without this script each row takes its own file, and the browser sends the form as always.
(() => {
  "use strict";

  const emptyRow = (group) =>
    [...group.querySelectorAll(".inline-related:not(.empty-form):not(.has_original)")].find(
      (row) => !row.querySelector("input[type=file]")?.files.length,
    );

  function rowFor(group) {
    const row = emptyRow(group);
    if (row) return row;
    group.querySelector(".add-row a").click();
    return emptyRow(group);
  }

  function place(group, files, status) {
    const names = [];
    for (const file of files) {
      const row = rowFor(group);
      if (!row) break;
      const one = new DataTransfer();
      one.items.add(file);
      const input = row.querySelector("input[type=file]");
      input.files = one.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      names.push(file.name);
    }
    status.textContent = names.join(", ");
  }

  function offerSeveral(template) {
    const group = document.getElementById(`${template.dataset.files}-group`);
    if (!group?.querySelector("input[type=file]")) return;
    document.getElementById(`${template.dataset.files}-heading`).after(template.content.cloneNode(true));
    const zone = group.querySelector(".drop");
    const several = zone.querySelector("input");
    const status = zone.querySelector("[role=status]");
    const over = (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      group.classList.toggle("drop--over", event.type !== "drop");
      if (event.type === "drop") place(group, event.dataTransfer.files, status);
    };
    for (const type of ["dragenter", "dragover", "drop"]) group.addEventListener(type, over);
    group.addEventListener("dragleave", () => group.classList.remove("drop--over"));
    several.addEventListener("change", () => {
      place(group, several.files, status);
      several.value = "";
    });
    group.addEventListener("change", (event) => {
      const [file] = event.target.files ?? [];
      const large = file && file.size > Number(template.dataset.largest);
      if (event.target.type === "file") event.target.setCustomValidity(large ? template.dataset.tooLarge : "");
    });
  }

  // The browser's own way of sending, with the button that was pressed.
  function send(form, button) {
    const pressed = Object.assign(document.createElement("input"), { type: "hidden" });
    pressed.name = button?.name ?? "";
    pressed.value = button?.value ?? "";
    form.append(pressed);
    form.submit();
  }

  function upload(form, button, template) {
    form.querySelector(".upload")?.remove();
    form.append(template.content.cloneNode(true));
    const shown = form.querySelector(".upload");
    const [bar, stop, stopped] = ["progress", "button", ".upload__stopped"].map((one) => shown.querySelector(one));
    const request = new XMLHttpRequest();
    const interrupted = () => {
      for (const one of [bar, stop, shown.querySelector("[role=status]")]) one.hidden = true;
      stopped.hidden = false;
      stopped.tabIndex = -1;
      stopped.focus();
    };
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    });
    request.addEventListener("load", () => {
      if (request.getResponseHeader("Content-Type")?.startsWith("application/json"))
        location.assign(JSON.parse(request.responseText).leads_to);
      else send(form, button); // what is wrong is said on the page that a save without this script leads to
    });
    request.addEventListener("error", interrupted);
    request.addEventListener("abort", interrupted);
    stop.addEventListener("click", () => request.abort());
    const data = new FormData(form, button);
    request.open("POST", form.action || location.href);
    request.setRequestHeader("X-Portal-Upload", "1");
    request.send(data);
    shown.scrollIntoView({ block: "nearest" });
  }

  addEventListener("load", () => {
    for (const template of document.querySelectorAll("template[data-files]")) offerSeveral(template);
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
