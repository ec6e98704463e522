// The buttons above a text: one stop of the Tab key, arrow keys between them, Escape back to the text.
import { commands as tableCommands, isInTable } from "portal/richtext/tables";

const ICONS = {
  blockquote: "format_quote", bulletList: "format_list_bulleted", orderedList: "format_list_numbered",
  deeper: "format_indent_increase", higher: "format_indent_decrease", bold: "format_bold", italic: "format_italic",
  superscript: "superscript", subscript: "subscript", link: "insert_link", table: "grid_on", undo: "undo", redo: "redo",
};
const SHORT = { heading2: "H2", heading3: "H3", source: "HTML" };

const toggle = (name, run) => ({ run, active: (editor) => editor.isActive(name) });
const heading = (level) => ({
  run: (chain) => chain.toggleHeading({ level }),
  active: (editor) => editor.isActive("heading", { level }),
});
const when = (run) => ({ run, enabled: (editor) => run(editor.can().chain()).run() });

// Whether the cursor stands in a passage of this language; a passage in another one gives way.
const passage = (lang) => ({
  run: (chain, editor) =>
    editor.isActive("passage", { lang }) ? chain.unsetMark("passage") : chain.unsetMark("passage").setMark("passage", { lang }),
  active: (editor) => editor.isActive("passage", { lang }),
});

const groups = (languages) => [
  { heading2: heading(2), heading3: heading(3), blockquote: toggle("blockquote", (chain) => chain.toggleBlockquote()) },
  {
    bulletList: toggle("bulletList", (chain) => chain.toggleBulletList()),
    orderedList: toggle("orderedList", (chain) => chain.toggleOrderedList()),
    deeper: when((chain) => chain.sinkListItem("listItem")),
    higher: when((chain) => chain.liftListItem("listItem")),
  },
  {
    bold: toggle("bold", (chain) => chain.toggleBold()),
    italic: toggle("italic", (chain) => chain.toggleItalic()),
    superscript: toggle("superscript", (chain) => chain.toggleSuperscript()),
    subscript: toggle("subscript", (chain) => chain.toggleSubscript()),
  },
  Object.fromEntries(languages.map((language) => [language, passage(language)])),
  {
    link: { does: (parts) => parts.askForLink(), active: (editor) => editor.isActive("link") },
    table: { run: tableCommands.table, enabled: (editor) => !isInTable(editor) },
  },
  { undo: when((chain) => chain.undo()), redo: when((chain) => chain.redo()) },
  { source: { does: (parts) => parts.toggleSource(), active: (_editor, parts) => parts.showsSource(), always: true } },
];

function makeButton(name, words) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.name = name;
  button.tabIndex = -1;
  const label = words.passages[name] ?? words[name];
  if (ICONS[name]) {
    const icon = document.createElement("span");
    icon.className = "material-icons";
    icon.setAttribute("aria-hidden", "true");
    icon.textContent = ICONS[name];
    button.append(icon);
    button.setAttribute("aria-label", label);
    button.title = label;
  } else {
    button.textContent = SHORT[name] ?? (words.passages[name] ? name.toUpperCase() : label);
    if (button.textContent !== label) {
      button.setAttribute("aria-label", label);
      button.title = label;
    }
  }
  return button;
}

function makeGroup(items, words) {
  const group = document.createElement("div");
  group.className = "rich-text__group";
  group.append(...Object.keys(items).map((name) => makeButton(name, words)));
  return group;
}

function walkByArrowKeys(toolbar, leave) {
  const reachable = () => [...toolbar.querySelectorAll("button")].filter((button) => button.offsetParent);
  toolbar.addEventListener("focusin", (event) => {
    for (const button of toolbar.querySelectorAll("button")) button.tabIndex = button === event.target ? 0 : -1;
  });
  toolbar.addEventListener("keydown", (event) => {
    const buttons = reachable();
    const at = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") leave();
    else if (next === undefined) return;
    else buttons.at(next % buttons.length).focus();
    event.preventDefault();
  });
  return () => {
    const buttons = reachable();
    (buttons.find((button) => button.tabIndex === 0) ?? buttons[0]).focus();
  };
}

// The toolbar of one editor. `parts` are what else belongs to it: askForLink, toggleSource, showsSource.
export function makeToolbar(editor, words, label, languages, parts) {
  const ofTable = Object.fromEntries(
    Object.entries(tableCommands).filter(([name]) => name !== "table").map(([name, run]) => [name, { run }])
  );
  const sets = [...groups(languages), ofTable];
  const items = Object.assign({}, ...sets);
  const toolbar = document.createElement("div");
  toolbar.className = "rich-text__toolbar";
  toolbar.setAttribute("role", "toolbar");
  toolbar.setAttribute("aria-label", `${words.formatting}: ${label}`);
  toolbar.append(...sets.filter((set) => Object.keys(set).length).map((set) => makeGroup(set, words)));
  const tableGroup = toolbar.lastElementChild;
  tableGroup.classList.add("rich-text__group--table");
  tableGroup.setAttribute("role", "group");
  tableGroup.setAttribute("aria-label", words.table);
  toolbar.querySelector("button").tabIndex = 0;

  function show() {
    tableGroup.hidden = !isInTable(editor) || parts.showsSource();
    for (const button of toolbar.querySelectorAll("button")) {
      const item = items[button.dataset.name];
      const enabled = item.always || (!parts.showsSource() && (item.enabled?.(editor) ?? true));
      button.setAttribute("aria-disabled", String(!enabled));
      if (item.active) button.setAttribute("aria-pressed", String(item.active(editor, parts)));
    }
    if (tableGroup.contains(toolbar.querySelector("[tabindex='0']")) && tableGroup.hidden) {
      for (const button of toolbar.querySelectorAll("button")) button.tabIndex = -1;
      toolbar.querySelector("button").tabIndex = 0;
    }
  }

  toolbar.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps its selection
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const item = items[button.dataset.name];
    if (item.does) item.does(parts);
    else {
      editor.view.focus();
      item.run(editor.chain(), editor).run();
    }
    show();
  });
  editor.on("transaction", show);
  const focus = walkByArrowKeys(toolbar, () => editor.view.focus());
  show();
  return { element: toolbar, focus };
}
