// Attaches an editor to every rich text textarea, those of added inline rows included. The textarea stays in the form
// and is kept in sync in both directions, so that other scripts can set its value. Until the editor changes the text,
// the textarea keeps its value exactly.
import { Editor, Extension } from "django-prose-editor/editor";
import { openLinkDialog } from "portal/richtext/link_dialog";
import { parse, serialize } from "portal/richtext/serializer";
import { createPasteProps } from "portal/richtext/paste";
import { linkMessagesToText } from "portal/richtext/scroll_to_excerpt";
import { schema } from "portal/richtext/schema";
import { TabKey } from "portal/richtext/tab_key";
import { createToolbar } from "portal/richtext/toolbar";

const labels = JSON.parse(document.getElementById("rich-text-words").textContent);
const SOURCE = "rich-text--source";
const editors = new Map();
let count = 0;

function createElement(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

// Returns the attributes of the editing area: the accessible name, description and state of the textarea.
function getEditorAttributes(textarea, label, hint) {
  const attributes = {
    role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id, class: "rich-text__box", spellcheck: "true",
    "aria-describedby": [textarea.getAttribute("aria-describedby"), hint.id].filter(Boolean).join(" "),
  };
  if (textarea.lang) attributes.lang = textarea.lang;
  if (textarea.getAttribute("aria-invalid")) attributes["aria-invalid"] = textarea.getAttribute("aria-invalid");
  return attributes;
}

async function editLink(editor, language) {
  const link = editor.isActive("link") ? editor.getAttributes("link") : null;
  const result = await openLinkDialog(labels, link, language);
  editor.view.focus();
  if (result === null) return;
  const chain = editor.chain();
  if (link) chain.extendMarkRange("link");
  const { href, hreflang, title } = result;
  const attributes = { href, hreflang, lang: link?.lang ?? null };
  if (result === "") chain.unsetMark("link");
  else if (link || !editor.state.selection.empty) chain.setMark("link", attributes);
  else chain.insertContent({ type: "text", text: title, marks: [{ type: "link", attrs: attributes }] });
  chain.run();
}

// Keeps the values of the editor and the textarea in sync.
function syncTextarea(editor, textarea) {
  let original; // value that was loaded into the editor
  let serialized; // the same value as the editor serializes it
  let lastValue; // last value of the textarea that is known here

  function reset() {
    original = lastValue = textarea.value;
    serialized = serialize(editor.getHTML());
  }
  function load() {
    if (textarea.value === lastValue) return;
    editor.commands.setContent(parse(textarea.value), { emitUpdate: false });
    reset();
  }
  reset();
  editor.on("update", () => {
    const html = serialize(editor.getHTML());
    textarea.value = lastValue = html === serialized ? original : html;
  });
  for (const event of ["input", "change"]) textarea.addEventListener(event, load);
  addEventListener("pageshow", load); // browsers restore the value of the textarea on "back"
}

// Takes the textarea out of the tab order and the accessibility tree while the editor covers it.
function updateTextarea(wrapper, textarea) {
  const isHidden = !wrapper.classList.contains(SOURCE);
  textarea.tabIndex = isHidden ? -1 : 0;
  if (isHidden) textarea.setAttribute("aria-hidden", "true");
  else textarea.removeAttribute("aria-hidden");
}

// Returns a live region below the text, and a function that shows or removes the message about pasted pictures.
function createStatus() {
  const status = createElement("p", "rich-text__status");
  status.setAttribute("role", "status");
  const reportPictures = (areFound) => status.replaceChildren(areFound ? labels.noPictures : "");
  return { status, reportPictures };
}

function createHint() {
  const hint = createElement("p", "rich-text__hint");
  hint.id = `rich-text-keys-${count}`;
  hint.textContent = labels.keys;
  return hint;
}

function createEditor(textarea) {
  if (textarea.closest(".rich-text") || textarea.id.includes("__prefix__")) return;
  count += 1; // no row number in the ids, since the admin renumbers rows
  const label = textarea.labels[0];
  label.id ||= `rich-text-label-${count}`;
  const wrapper = createElement("div", "rich-text");
  const content = createElement("div", "rich-text__holder");
  const hint = createHint();
  const { status, reportPictures } = createStatus();
  const keys = Extension.create({
    name: "keys",
    addKeyboardShortcuts: () => ({
      "Alt-F10": () => (toolbar.focus(), true),
      "Mod-k": () => (actions.editLink(), true),
    }),
  });
  const editor = new Editor({
    element: content,
    extensions: [...schema, keys, TabKey],
    content: parse(textarea.value),
    injectCSS: false, // the content security policy blocks it; static/css/rich_text.css has the styles
    editorProps: { attributes: getEditorAttributes(textarea, label, hint), ...createPasteProps(reportPictures) },
  });
  const actions = {
    editLink: () => editLink(editor, textarea.lang || document.documentElement.lang),
    isSourceShown: () => wrapper.classList.contains(SOURCE),
    toggleSource() {
      wrapper.classList.toggle(SOURCE);
      updateTextarea(wrapper, textarea);
    },
  };
  const languages = Object.keys(labels.passages).filter((language) => language !== textarea.lang);
  const toolbar = createToolbar(editor, labels, label.textContent.trim().replace(/:$/, ""), languages, actions);
  syncTextarea(editor, textarea);
  editors.set(textarea, editor);
  textarea.addEventListener("focus", () => actions.isSourceShown() || editor.view.focus());
  textarea.before(wrapper);
  wrapper.append(toolbar.element, content, textarea, status, hint);
  updateTextarea(wrapper, textarea);
}

function createEditors(root) {
  for (const textarea of root.querySelectorAll("textarea[data-rich-text]")) createEditor(textarea);
}

createEditors(document);
linkMessagesToText(editors);
document.addEventListener("formset:added", (event) => createEditors(event.target));
