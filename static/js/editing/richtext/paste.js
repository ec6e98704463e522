// Cleans HTML pasted from word processors, spreadsheets and mail. The editor itself drops what its schema does not
// allow, such as classes and styles.
import { pm } from "django-prose-editor/editor";
import { convertTables, getBoldClasses } from "portal/richtext/pasted_tables";
import { parse, parseDocument, renameElement } from "portal/richtext/serializer";
import { unwrapURL } from "portal/richtext/wrapped_urls";

const { Slice } = pm.model;

const HEADINGS = { h1: "h2", h4: "h3", h5: "h3", h6: "h3" };
const BLOCKS = "p, h2, h3, ul, ol, dl, table, blockquote, div, section, article, pre";
const ALLOWED_URL = /^(https?:|mailto:|tel:|record:|\/)/i;
const LISTS = ["bulletList", "orderedList"];
const isList = (node) => LISTS.includes(node.type.name);
const TRACKING_PIXEL = "[width='0'], [width='1'], [height='0'], [height='1']";

const getStyle = (element) => element.dataset.style ?? ""; // see parseDocument
const unwrap = (element) => element.replaceWith(...element.childNodes);
const getText = (node) => node.textContent.replace(/[\s\u00a0]+/g, " ").trim();
const isEmpty = (element) => !getText(element) && !element.querySelector("td, th");

function removeNonText(body) {
  const removed = body.querySelectorAll("script, meta, link, title, xml, img, [data-style*='display:none' i]");
  for (const element of removed) element.remove();
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.remove();
  // Smart tags of Word, such as <o:p> and <st1:place>: only their text is kept.
  for (const element of body.querySelectorAll("*")) if (element.localName.includes(":")) unwrap(element);
}

// Word marks list items by a style of the paragraph, with bullets and numbers as text.
const getListLevel = (element) => Number(/mso-list:[^;]*level(\d+)/i.exec(getStyle(element))?.[1] ?? 0);

function extractBullet(paragraph) {
  const bullet = paragraph.querySelector("[data-style*='mso-list:ignore' i]");
  const label = bullet ? getText(bullet) : "";
  bullet?.remove();
  return label;
}

const getLastItem = (list) => list.lastElementChild ?? list.appendChild(list.ownerDocument.createElement("li"));

function makeLists(body) {
  let open = []; // the lists around the previous item, outermost first
  for (const paragraph of [...body.querySelectorAll("p")]) {
    const level = getListLevel(paragraph);
    const continues = open.length && paragraph.previousElementSibling === open[0];
    if (!level) continue;
    if (!continues) open = [];
    const tag = /^\(?([0-9]+|[a-z]{1,4})[.)]/i.test(extractBullet(paragraph)) ? "ol" : "ul";
    open.length = Math.min(open.length, level);
    if (open.length === level && level > 1 && open.at(-1).localName !== tag) open.pop();
    if (open.length === 1 && level === 1 && open[0].localName !== tag) open = [];
    while (open.length < level) {
      const list = body.ownerDocument.createElement(tag);
      if (!open.length) paragraph.before(list);
      else getLastItem(open.at(-1)).append(list);
      open.push(list);
    }
    const item = body.ownerDocument.createElement("li");
    item.append(...paragraph.childNodes);
    open.at(-1).append(item);
    paragraph.remove();
  }
}

// Google Docs uses styles where others use tags.
function convertStyles(body) {
  for (const bold of body.querySelectorAll("b, strong")) {
    if (/font-weight:\s*(normal|[1-4]00)/i.test(getStyle(bold))) unwrap(bold);
  }
  for (const span of body.querySelectorAll("span[data-style]")) {
    const tags = [
      [/font-weight:\s*(bold|[6-9]00)/i, "strong"], [/font-style:\s*italic/i, "em"],
      [/vertical-align:\s*super/i, "sup"], [/vertical-align:\s*sub/i, "sub"],
    ];
    for (const [pattern, tag] of tags) {
      if (!pattern.test(getStyle(span))) continue;
      const mark = body.ownerDocument.createElement(tag);
      mark.append(...span.childNodes);
      span.append(mark);
    }
  }
}

function normalizeBlocks(body) {
  for (const title of body.querySelectorAll("p.MsoTitle")) renameElement(title, "h2");
  for (const [from, to] of Object.entries(HEADINGS)) {
    for (const heading of body.querySelectorAll(from)) renameElement(heading, to);
  }
  for (const block of [...body.querySelectorAll("div, section, article")].reverse()) {
    if (block.querySelector(BLOCKS)) unwrap(block);
    else renameElement(block, "p");
  }
}

// Wraps text outside of any block in a paragraph.
function wrapLooseText(body) {
  let paragraph = null;
  for (const node of [...body.childNodes]) {
    const isBlock = node.nodeType === Node.ELEMENT_NODE && node.matches(BLOCKS);
    if (isBlock) paragraph = null;
    else {
      paragraph ??= body.insertBefore(body.ownerDocument.createElement("p"), node);
      paragraph.append(node);
    }
  }
}

// Mail separates paragraphs by two line breaks.
function splitAtBreaks(body) {
  for (const paragraph of body.querySelectorAll("p")) {
    const lines = [[]];
    for (const node of [...paragraph.childNodes]) {
      if (node.localName === "br" && lines.at(-1).at(-1)?.localName === "br") {
        lines.at(-1).pop();
        lines.push([]);
      } else lines.at(-1).push(node);
    }
    for (const line of lines) if (line.at(-1)?.localName === "br") line.pop();
    if (lines.length === 1 && lines[0].length === paragraph.childNodes.length) continue;
    for (const line of lines) {
      const part = paragraph.cloneNode(false);
      part.append(...line);
      paragraph.before(part);
    }
    paragraph.remove();
  }
}

function cleanText(body) {
  const texts = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/[\s\u00a0]{2,}/g, " ");
  for (const block of body.querySelectorAll("p, h2, h3, li")) if (isEmpty(block)) block.remove();
  for (const link of body.querySelectorAll("a")) {
    const url = link.getAttribute("href") ?? "";
    if (!ALLOWED_URL.test(url)) unwrap(link);
    else link.setAttribute("href", unwrapURL(url));
  }
  // Word sets a language on every word, and browsers copy the attributes of the page.
  for (const element of body.querySelectorAll("[lang], [class], [id]")) {
    for (const name of ["lang", "class", "id"]) element.removeAttribute(name);
  }
}

// Returns pasted HTML as the editor can parse it.
function cleanPastedHTML(html) {
  const body = parseDocument(html);
  const boldClasses = getBoldClasses(html);
  const steps = [
    removeNonText, makeLists, convertStyles, (root) => convertTables(root, boldClasses), normalizeBlocks,
    wrapLooseText, splitAtBreaks, cleanText,
  ];
  for (const step of steps) step(body);
  return parse(body.innerHTML);
}

const hasPicture = (html) =>
  [...parseDocument(html).querySelectorAll("img")].some((image) => !image.matches(TRACKING_PIXEL));

// Returns a slice whose lists stay apart from the paragraph at the cursor. The library would otherwise append the first
// item to the text before the cursor, and put the text after it into the last item.
function separateLists(slice, $cursor, isFragment) {
  const isInList = Array.from({ length: $cursor.depth }, (_, depth) => $cursor.node(depth)).some(isList);
  if (isInList || !["paragraph", "heading"].includes($cursor.parent.type.name)) return slice;
  const isSeparate = (node) => node && isList(node) && !(isFragment && node.childCount === 1);
  const { content, openStart, openEnd } = slice;
  return new Slice(
    content, isSeparate(content.firstChild) ? 0 : openStart, isSeparate(content.lastChild) ? 0 : openEnd
  );
}

// Returns the properties of the editor that handle pasted and dropped content. `reportPictures(areFound)` is called for
// each paste, since a text has no pictures.
export function createPasteProps(reportPictures) {
  let isFragment = false; // copied from an editor of the portal, perhaps from the middle of a list item

  // Handles content without HTML. A screenshot, or a file that is dropped, has no text at all.
  function handleFiles(data) {
    if (!data || data.getData("text/html")) return false;
    const isPicture = !data.getData("text/plain") && [...data.files].some((file) => file.type.startsWith("image/"));
    reportPictures(isPicture);
    return isPicture;
  }
  return {
    transformPastedHTML(html) {
      isFragment = html.includes("data-pm-slice");
      reportPictures(hasPicture(html));
      return isFragment ? html : cleanPastedHTML(html);
    },
    transformPasted: (slice, view) => separateLists(slice, view.state.selection.$from, isFragment),
    handlePaste: (_view, event) => handleFiles(event.clipboardData),
    handleDrop: (_view, event) => handleFiles(event.dataTransfer),
  };
}
