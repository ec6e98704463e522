// The dialog of a link: a page of the portal, found by words of its title, or an address.
const PAUSE = 250; // milliseconds after a key before the search

let count = 0;

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

function field(words, name, control, help) {
  control.id = `rich-text-${name}-${count}`;
  const label = make("label", { for: control.id }, words);
  if (!help) return make("p", {}, label, control);
  control.setAttribute("aria-describedby", `${control.id}-help`);
  return make("p", {}, label, control, make("span", { id: `${control.id}-help`, class: "help" }, help));
}

async function search(words, text, language) {
  const response = await fetch(`${words.records}?${new URLSearchParams({ q: text, lang: language })}`);
  if (!response.ok || response.redirected) throw new Error(response.statusText);
  return (await response.json()).records;
}

// One record to choose: its title, and below it what it is, where, and in what state.
function choice(record, chosen) {
  const radio = make("input", { type: "radio", name: "record", value: record.reference });
  radio.checked = record.reference === chosen;
  radio.dataset.title = record.title;
  const title = make("span", { lang: record.language }, record.title);
  const about = make("span", { class: "quiet" }, `${record.kind}, ${record.status}: ${record.url}`);
  return make("label", {}, radio, make("span", {}, title, about));
}

// The fields and buttons of the dialog, as a link stands; none for a new one.
function makeParts(words, link) {
  const query = make("input", { type: "text", inputmode: "search", autocomplete: "off" });
  const status = make("p", { role: "status" });
  const results = make("fieldset", { hidden: "" }, make("legend", {}, words.found));
  const address = make("input", { type: "text", inputmode: "url", autocomplete: "off", spellcheck: "false" });
  const languages = Object.entries(words.languages).map(([code, name]) => new Option(name, code));
  const target = make("select", {}, new Option(words.notSaid, ""), ...languages);
  const submit = make("button", { class: "button default", value: "set" }, words.setLink);
  const remove = make("button", { class: "button", value: "remove" }, words.removeLink);
  const cancel = make("button", { class: "button", value: "cancel", type: "button" }, words.cancel);
  const title = make("h2", { id: `rich-text-link-${count}` }, words.linkTitle);
  const form = make(
    "form", { method: "dialog" }, title, field(words.search, "search", query), status, results,
    field(words.address, "address", address, words.addressHelp), field(words.targetLanguage, "target", target),
    make("p", { class: "rich-text-dialog__buttons" }, submit, ...(link ? [remove] : []), cancel)
  );
  const dialog = make("dialog", { class: "rich-text-dialog", "aria-labelledby": title.id }, form);
  cancel.addEventListener("click", () => dialog.close("cancel"));
  return { dialog, query, status, results, address, target };
}

// Shows what is found for the words in the search; the one that the link leads to is chosen already.
function searchAsTyped(words, { query, status, results }, language, chosen) {
  let asked = 0;
  let waiting;
  async function show(text) {
    const question = ++asked;
    const isEnough = text.length > 1;
    try {
      const records = isEnough ? await search(words, text, language) : [];
      if (question !== asked) return; // another one has been asked since
      results.replaceChildren(results.firstElementChild, ...records.map((record) => choice(record, chosen)));
      results.hidden = !records.length;
      status.textContent = !isEnough ? "" : records.length ? `${words.found}: ${records.length}` : words.nothingFound;
    } catch {
      status.textContent = words.searchFailed;
    }
  }
  query.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => show(query.value.trim()), PAUSE);
  });
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  return show;
}

// Asks where a link is to lead. Gives {href, hreflang, title}, "" to remove it, or null where nothing is to change.
export function askWhere(words, link, language) {
  count += 1;
  const record = link?.href?.startsWith("record:") ? link.href : "";
  const parts = makeParts(words, link);
  const { dialog, results, address, target } = parts;
  const show = searchAsTyped(words, parts, language, record);
  const chosen = () => results.querySelector(":checked");
  address.value = record ? "" : (link?.href ?? "");
  target.value = link?.hreflang ?? "";
  results.addEventListener("change", () => (address.value = ""));
  address.addEventListener("input", () => chosen() && (chosen().checked = false));
  if (record) show(record);

  function answer() {
    const href = chosen()?.value || address.value.trim() || record;
    if (dialog.returnValue === "remove") return "";
    if (dialog.returnValue !== "set" || !href) return null;
    return { href, hreflang: href.startsWith("record:") ? null : target.value || null, title: chosen()?.dataset.title ?? href };
  }
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer());
    });
  });
}
