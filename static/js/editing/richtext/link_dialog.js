// The link dialog: a search for pages of the portal, and a field for a URL.
const SEARCH_DELAY = 250; // milliseconds after the last key

let count = 0;

const create = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

function createField(label, name, control, help) {
  control.id = `rich-text-${name}-${count}`;
  const labelElement = create("label", { for: control.id }, label);
  if (!help) return create("p", {}, labelElement, control);
  control.setAttribute("aria-describedby", `${control.id}-help`);
  return create("p", {}, labelElement, control, create("span", { id: `${control.id}-help`, class: "help" }, help));
}

async function fetchRecords(labels, text, language) {
  const response = await fetch(`${labels.recordsUrl}?${new URLSearchParams({ q: text, lang: language })}`);
  if (!response.ok || response.redirected) throw new Error(response.statusText);
  return (await response.json()).records;
}

// Returns a radio button for a record, with its title, type, status and URL.
function createChoice(record, chosen) {
  const radio = create("input", { type: "radio", name: "record", value: record.reference });
  radio.checked = record.reference === chosen;
  radio.dataset.title = record.title;
  const title = create("span", { lang: record.language }, record.title);
  const about = create("span", { class: "quiet" }, `${record.kind}, ${record.status}: ${record.url}`);
  return create("label", {}, radio, create("span", {}, title, about));
}

// Returns the dialog and its controls. `link` has the attributes of the current link, null for a new one.
function createDialog(labels, link) {
  const query = create("input", { type: "text", inputmode: "search", autocomplete: "off" });
  const status = create("p", { role: "status" });
  const results = create("fieldset", { hidden: "" }, create("legend", {}, labels.found));
  const address = create("input", { type: "text", inputmode: "url", autocomplete: "off", spellcheck: "false" });
  const languages = Object.entries(labels.languages).map(([code, name]) => new Option(name, code));
  const target = create("select", {}, new Option(labels.sameAsText, ""), ...languages);
  const submit = create("button", { class: "button default", value: "set" }, labels.setLink);
  const remove = create("button", { class: "button", value: "remove" }, labels.removeLink);
  const cancel = create("button", { class: "button", value: "cancel", type: "button" }, labels.cancel);
  const title = create("h2", { id: `rich-text-link-${count}` }, labels.linkTitle);
  const form = create(
    "form", { method: "dialog" }, title, createField(labels.search, "search", query), status, results,
    createField(labels.address, "address", address, labels.addressHelp),
    createField(labels.targetLanguage, "target", target),
    create("p", { class: "rich-text-dialog__buttons" }, submit, ...(link ? [remove] : []), cancel)
  );
  const dialog = create("dialog", { class: "rich-text-dialog", "aria-labelledby": title.id }, form);
  cancel.addEventListener("click", () => dialog.close("cancel"));
  return { dialog, query, status, results, address, target };
}

// Searches while the editor types. `chosen` is the reference of the record that the link leads to.
function searchAsYouType(labels, { query, status, results }, language, chosen) {
  let lastRequest = 0;
  let timer;
  async function search(text) {
    const request = ++lastRequest;
    const isLongEnough = text.length > 1;
    try {
      const records = isLongEnough ? await fetchRecords(labels, text, language) : [];
      if (request !== lastRequest) return; // outdated
      results.replaceChildren(results.firstElementChild, ...records.map((record) => createChoice(record, chosen)));
      results.hidden = !records.length;
      const message = records.length ? `${labels.found}: ${records.length}` : labels.nothingFound;
      status.textContent = isLongEnough ? message : "";
    } catch {
      status.textContent = labels.searchFailed;
    }
  }
  query.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => search(query.value.trim()), SEARCH_DELAY);
  });
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  return search;
}

// Opens the dialog. Resolves to {href, hreflang, title}, "" to remove the link, or null if nothing changes.
export function openLinkDialog(labels, link, language) {
  count += 1;
  const record = link?.href?.startsWith("record:") ? link.href : "";
  const controls = createDialog(labels, link);
  const { dialog, results, address, target } = controls;
  const search = searchAsYouType(labels, controls, language, record);
  const getChosen = () => results.querySelector(":checked");
  address.value = record ? "" : (link?.href ?? "");
  target.value = link?.hreflang ?? "";
  results.addEventListener("change", () => (address.value = ""));
  address.addEventListener("input", () => getChosen() && (getChosen().checked = false));
  if (record) search(record);

  function getResult() {
    const href = getChosen()?.value || address.value.trim() || record;
    if (dialog.returnValue === "remove") return "";
    if (dialog.returnValue !== "set" || !href) return null;
    const hreflang = href.startsWith("record:") ? null : target.value || null;
    return { href, hreflang, title: getChosen()?.dataset.title ?? href };
  }
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(getResult());
    });
  });
}
