// Shows, beside a conflicting value of another editor, a button that puts it into the field. Without this script, the
// value is copied by hand.
(() => {
  "use strict";

  // filter_horizontal: move all options to the left list, then the values to the right one.
  function setFilterHorizontal(chosen, values) {
    const available = chosen.id.replace(/_to$/, "_from");
    for (const option of chosen.options) option.selected = true;
    window.SelectBox.move(chosen.id, available);
    for (const option of document.getElementById(available).options) option.selected = values.includes(option.value);
    window.SelectBox.move(available, chosen.id);
  }

  function setValue(field, values) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.id.endsWith("_to") && window.SelectBox) setFilterHorizontal(field, values);
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
      for (const [field, values] of fields) setValue(field, values);
      fields[0]?.[0].focus();
    });
  }
})();
