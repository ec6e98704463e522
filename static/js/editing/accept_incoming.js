// Beside what another editor wrote in the same field: a button that puts it there. Without it, the text is copied by hand.
(() => {
  "use strict";

  // A list that the admin shows as two boxes: everything goes to the left one, and what was chosen to the right one.
  function chooseFromTwoBoxes(chosen, values) {
    const others = chosen.id.replace(/_to$/, "_from");
    for (const option of chosen.options) option.selected = true;
    window.SelectBox.move(chosen.id, others);
    for (const option of document.getElementById(others).options) option.selected = values.includes(option.value);
    window.SelectBox.move(others, chosen.id);
  }

  function put(field, values) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.id.endsWith("_to") && window.SelectBox) chooseFromTwoBoxes(field, values);
    else if (field.options) for (const option of field.options) option.selected = values.includes(option.value);
    else field.value = values[0] ?? "";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  for (const button of document.querySelectorAll("button.take")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const fields = Object.entries(JSON.parse(button.dataset.values)).flatMap(([name, values]) =>
        [...button.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].map((field) => [field, values])
      );
      for (const [field, values] of fields) put(field, values);
      fields[0]?.[0].focus();
    });
  }
})();
