// The toolbar of an editor: one tab stop, arrow keys between the buttons, Escape back to the text.
import { commands as tableCommands, isInTable } from "portal/richtext/tables";

const ICONS = {
  blockquote: "format_quote", bulletList: "format_list_bulleted", orderedList: "format_list_numbered",
  indent: "format_indent_increase", outdent: "format_indent_decrease", bold: "format_bold", italic: "format_italic",
  superscript: "superscript", subscript: "subscript", link: "insert_link", table: "grid_on", undo: "undo", redo: "redo",
};
const SHORT = { heading2: "H2", heading3: "H3", source: "HTML" };

const toggle = (name, run) => ({ run, active: (editor) => editor.isActive(name) });
const heading = (level) => ({
  run: (chain) => chain.toggleHeading({ level }),
  active: (editor) => editor.isActive("heading", { level }),
});
const ifPossible = (run) => ({ run, enabled: (editor) => run(editor.can().chain()).run() });

// Marks the selection as a passage in a language, or removes the mark. Replaces a passage in another language.
const passage = (lang) => ({
  run(chain, editor) {
    const isActive = editor.isActive("passage", { lang });
    chain.unsetMark("passage");
    return isActive ? chain : chain.setMark("passage", { lang });
  },
  active: (editor) => editor.isActive("passage", { lang }),
});

const getGroups = (languages) => [
  { heading2: heading(2), heading3: heading(3), blockquote: toggle("blockquote", (chain) => chain.toggleBlockquote()) },
  {
    bulletList: toggle("bulletList", (chain) => chain.toggleBulletList()),
    orderedList: toggle("orderedList", (chain) => chain.toggleOrderedList()),
    indent: ifPossible((chain) => chain.sinkListItem("listItem")),
    outdent: ifPossible((chain) => chain.liftListItem("listItem")),
  },
  {
    bold: toggle("bold", (chain) => chain.toggleBold()),
    italic: toggle("italic", (chain) => chain.toggleItalic()),
    superscript: toggle("superscript", (chain) => chain.toggleSuperscript()),
    subscript: toggle("subscript", (chain) => chain.toggleSubscript()),
  },
  Object.fromEntries(languages.map((language) => [language, passage(language)])),
  {
    link: { act: (actions) => actions.editLink(), active: (editor) => editor.isActive("link") },
    table: { run: tableCommands.table, enabled: (editor) => !isInTable(editor) },
  },
  { undo: ifPossible((chain) => chain.undo()), redo: ifPossible((chain) => chain.redo()) },
  {
    source: {
      act: (actions) => actions.toggleSource(),
      active: (_editor, actions) => actions.isSourceShown(),
      always: true,
    },
  },
];

function createButton(name, labels) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.name = name;
  button.tabIndex = -1;
  const label = labels.passages[name] ?? labels[name];
  if (ICONS[name]) {
    const icon = document.createElement("span");
    icon.className = "material-icons";
    icon.setAttribute("aria-hidden", "true");
    icon.textContent = ICONS[name];
    button.append(icon);
    button.setAttribute("aria-label", label);
    button.title = label;
  } else {
    button.textContent = SHORT[name] ?? (labels.passages[name] ? name.toUpperCase() : label);
    if (button.textContent !== label) {
      button.setAttribute("aria-label", label);
      button.title = label;
    }
  }
  return button;
}

function createGroup(items, labels) {
  const group = document.createElement("div");
  group.className = "rich-text__group";
  group.append(...Object.keys(items).map((name) => createButton(name, labels)));
  return group;
}

function addArrowKeyNavigation(toolbar, leave) {
  const getVisibleButtons = () => [...toolbar.querySelectorAll("button")].filter((button) => button.offsetParent);
  toolbar.addEventListener("focusin", (event) => {
    for (const button of toolbar.querySelectorAll("button")) button.tabIndex = button === event.target ? 0 : -1;
  });
  toolbar.addEventListener("keydown", (event) => {
    const buttons = getVisibleButtons();
    const index = buttons.indexOf(document.activeElement);
    const [previous, following] = [index - 1, index + 1];
    const targets = {
      ArrowRight: following, ArrowDown: following, ArrowLeft: previous, ArrowUp: previous, Home: 0, End: -1,
    };
    const next = targets[event.key];
    if (event.key === "Escape") leave();
    else if (next === undefined) return;
    else buttons.at(next % buttons.length).focus();
    event.preventDefault();
  });
  return () => {
    const buttons = getVisibleButtons();
    (buttons.find((button) => button.tabIndex === 0) ?? buttons[0]).focus();
  };
}

// Returns the toolbar of an editor: {element, focus}. `actions` are {editLink, isSourceShown, toggleSource}.
export function createToolbar(editor, labels, label, languages, actions) {
  const tableItems = Object.fromEntries(
    Object.entries(tableCommands).filter(([name]) => name !== "table").map(([name, run]) => [name, { run }])
  );
  const sets = [...getGroups(languages), tableItems];
  const items = Object.assign({}, ...sets);
  const toolbar = document.createElement("div");
  toolbar.className = "rich-text__toolbar";
  toolbar.setAttribute("role", "toolbar");
  toolbar.setAttribute("aria-label", `${labels.formatting}: ${label}`);
  toolbar.append(...sets.filter((set) => Object.keys(set).length).map((set) => createGroup(set, labels)));
  const tableGroup = toolbar.lastElementChild;
  tableGroup.classList.add("rich-text__group--table");
  tableGroup.setAttribute("role", "group");
  tableGroup.setAttribute("aria-label", labels.table);
  toolbar.querySelector("button").tabIndex = 0;

  function update() {
    tableGroup.hidden = !isInTable(editor) || actions.isSourceShown();
    for (const button of toolbar.querySelectorAll("button")) {
      const item = items[button.dataset.name];
      const enabled = item.always || (!actions.isSourceShown() && (item.enabled?.(editor) ?? true));
      button.setAttribute("aria-disabled", String(!enabled));
      if (item.active) button.setAttribute("aria-pressed", String(item.active(editor, actions)));
    }
    if (tableGroup.contains(toolbar.querySelector("[tabindex='0']")) && tableGroup.hidden) {
      for (const button of toolbar.querySelectorAll("button")) button.tabIndex = -1;
      toolbar.querySelector("button").tabIndex = 0;
    }
  }

  toolbar.addEventListener("mousedown", (event) => event.preventDefault()); // keep the selection in the text
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const item = items[button.dataset.name];
    if (item.act) item.act(actions);
    else {
      editor.view.focus();
      item.run(editor.chain(), editor).run();
    }
    update();
  });
  editor.on("transaction", update);
  const focus = addArrowKeyNavigation(toolbar, () => editor.view.focus());
  update();
  return { element: toolbar, focus };
}
