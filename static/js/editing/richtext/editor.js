// Makes an editor of every text box of rich text, and of those that a new row brings. The box stays in the form: what
// is written goes into it, and what is put into it, as by the button that takes another editor’s text, goes into the
// editor. As long as nothing is written, the box holds what it held, to the letter.
import { Editor, Extension } from "django-prose-editor/editor";
import { askWhere } from "portal/richtext/link_dialog";
import { opened, written } from "portal/richtext/serializer";
import { cleaned } from "portal/richtext/paste";
import { leadToPlaces } from "portal/richtext/scroll_to_excerpt";
import { schema } from "portal/richtext/schema";
import { makeToolbar } from "portal/richtext/toolbar";

const words = JSON.parse(document.getElementById("rich-text-words").textContent);
const SOURCE = "rich-text--source";
const editors = new Map();
let count = 0;

function make(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

// How the box is called, described and read out: as the text box that it stands for.
function attributesOf(textarea, label, hint) {
  const found = {
    role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id, class: "rich-text__box", spellcheck: "true",
    "aria-describedby": [textarea.getAttribute("aria-describedby"), hint.id].filter(Boolean).join(" "),
  };
  if (textarea.lang) found.lang = textarea.lang;
  if (textarea.getAttribute("aria-invalid")) found["aria-invalid"] = textarea.getAttribute("aria-invalid");
  return found;
}

async function askForLink(editor, language) {
  const link = editor.isActive("link") ? editor.getAttributes("link") : null;
  const answer = await askWhere(words, link, language);
  editor.view.focus();
  if (answer === null) return;
  const chain = editor.chain();
  if (link) chain.extendMarkRange("link");
  const { href, hreflang, title } = answer;
  const attributes = { href, hreflang, lang: link?.lang ?? null };
  if (answer === "") chain.unsetMark("link");
  else if (link || !editor.state.selection.empty) chain.setMark("link", attributes);
  else chain.insertContent({ type: "text", text: title, marks: [{ type: "link", attrs: attributes }] });
  chain.run();
}

// What is written goes into the box, and what is put into the box into the editor.
function keepInStep(editor, textarea) {
  let kept, begun, known;

  function begin() {
    kept = known = textarea.value;
    begun = written(editor.getHTML());
  }
  function takeIn() {
    if (textarea.value === known) return;
    editor.commands.setContent(opened(textarea.value), { emitUpdate: false });
    begin();
  }
  begin();
  editor.on("update", () => {
    const now = written(editor.getHTML());
    textarea.value = known = now === begun ? kept : now;
  });
  for (const event of ["input", "change"]) textarea.addEventListener(event, takeIn);
  addEventListener("pageshow", takeIn); // a browser that goes back fills in what was typed
}

// Behind the editor the box is out of reach but for what leads to it: its label, and links to its name.
function hideBehind(place, textarea) {
  const isBehind = !place.classList.contains(SOURCE);
  textarea.tabIndex = isBehind ? -1 : 0;
  if (isBehind) textarea.setAttribute("aria-hidden", "true");
  else textarea.removeAttribute("aria-hidden");
}

function makeHint() {
  const hint = make("p", "rich-text__hint visually-hidden");
  hint.id = `rich-text-keys-${count}`;
  hint.textContent = words.keys;
  return hint;
}

function makeEditor(textarea) {
  if (textarea.closest(".rich-text") || textarea.id.includes("__prefix__")) return;
  count += 1; // the admin renumbers whatever is named after a row
  const label = textarea.labels[0];
  label.id ||= `rich-text-label-${count}`;
  const place = make("div", "rich-text");
  const holder = make("div", "rich-text__holder");
  const hint = makeHint();
  const keys = Extension.create({
    name: "keys",
    addKeyboardShortcuts: () => ({
      "Alt-F10": () => (toolbar.focus(), true),
      "Mod-k": () => (parts.askForLink(), true),
    }),
  });
  const editor = new Editor({
    element: holder,
    extensions: [...schema, keys],
    content: opened(textarea.value),
    injectCSS: false, // static/css/rich_text.css has it, as the policy of the page demands
    editorProps: { attributes: attributesOf(textarea, label, hint), transformPastedHTML: cleaned },
  });
  const parts = {
    askForLink: () => askForLink(editor, textarea.lang || document.documentElement.lang),
    showsSource: () => place.classList.contains(SOURCE),
    toggleSource() {
      place.classList.toggle(SOURCE);
      hideBehind(place, textarea);
    },
  };
  const languages = Object.keys(words.passages).filter((language) => language !== textarea.lang);
  const toolbar = makeToolbar(editor, words, label.textContent.trim().replace(/:$/, ""), languages, parts);
  keepInStep(editor, textarea);
  editors.set(textarea, editor);
  textarea.addEventListener("focus", () => parts.showsSource() || editor.view.focus());
  textarea.before(place);
  place.append(toolbar.element, holder, textarea, hint);
  hideBehind(place, textarea);
}

function makeEditors(within) {
  for (const textarea of within.querySelectorAll("textarea[data-rich-text]")) makeEditor(textarea);
}

makeEditors(document);
leadToPlaces(editors);
document.addEventListener("formset:added", (event) => makeEditors(event.target));
