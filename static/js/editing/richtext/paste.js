// What is pasted from word processors and mail, as the same structure in plain HTML. What the editor does not know, such
// as classes and styles, it drops by itself.
import { opened, parsed, renamed } from "portal/richtext/serializer";

const LEVELS = { h1: "h2", h4: "h3", h5: "h3", h6: "h3" };
const BLOCKS = "p, h2, h3, ul, ol, dl, table, blockquote, div, section, article, pre";
const KEEPS_ADDRESS = /^(https?:|mailto:|tel:|record:|\/)/i;

const style = (element) => element.dataset.style ?? ""; // see markup.js
const unwrap = (element) => element.replaceWith(...element.childNodes);
const text = (node) => node.textContent.replace(/[\s\u00a0]+/g, " ").trim();
const isEmpty = (element) => !text(element) && !element.querySelector("td, th");

function dropWhatIsNotText(body) {
  for (const one of body.querySelectorAll("script, meta, link, title, xml, img, [data-style*='display:none' i]")) one.remove();
  const comments = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (comments.nextNode()) found.push(comments.currentNode);
  for (const comment of found) comment.remove();
  // <o:p>, <st1:place> and other smart tags: their words stay.
  for (const one of body.querySelectorAll("*")) if (one.localName.includes(":")) unwrap(one);
}

// Word marks the paragraphs of a list by style, and writes their bullets and numbers as text.
const listLevel = (element) => Number(/mso-list:[^;]*level(\d+)/i.exec(style(element))?.[1] ?? 0);

function takeBullet(paragraph) {
  const bullet = paragraph.querySelector("[data-style*='mso-list:ignore' i]");
  const written = bullet ? text(bullet) : "";
  bullet?.remove();
  return written;
}

function makeLists(body) {
  let open = []; // the lists around the item before, outermost first
  for (const paragraph of [...body.querySelectorAll("p")]) {
    const level = listLevel(paragraph);
    const continues = open.length && paragraph.previousElementSibling === open[0];
    if (!level) continue;
    if (!continues) open = [];
    const tag = /^\(?([0-9]+|[a-z]{1,4})[.)]/i.test(takeBullet(paragraph)) ? "ol" : "ul";
    open.length = Math.min(open.length, level);
    if (open.length === level && level > 1 && open.at(-1).localName !== tag) open.pop();
    if (open.length === 1 && level === 1 && open[0].localName !== tag) open = [];
    while (open.length < level) {
      const list = body.ownerDocument.createElement(tag);
      if (!open.length) paragraph.before(list);
      else (open.at(-1).lastElementChild ?? open.at(-1).appendChild(body.ownerDocument.createElement("li"))).append(list);
      open.push(list);
    }
    const item = body.ownerDocument.createElement("li");
    item.append(...paragraph.childNodes);
    open.at(-1).append(item);
    paragraph.remove();
  }
}

// Google’s documents say by style what others say by tags.
function nameMarks(body) {
  for (const one of body.querySelectorAll("b, strong")) {
    if (/font-weight:\s*(normal|[1-4]00)/i.test(style(one))) unwrap(one);
  }
  for (const span of body.querySelectorAll("span[data-style]")) {
    const tags = [
      [/font-weight:\s*(bold|[6-9]00)/i, "strong"], [/font-style:\s*italic/i, "em"],
      [/vertical-align:\s*super/i, "sup"], [/vertical-align:\s*sub/i, "sub"],
    ];
    for (const [wanted, tag] of tags) {
      if (!wanted.test(style(span))) continue;
      const mark = body.ownerDocument.createElement(tag);
      mark.append(...span.childNodes);
      span.append(mark);
    }
  }
}

function nameBlocks(body) {
  for (const title of body.querySelectorAll("p.MsoTitle")) renamed(title, "h2");
  for (const [from, to] of Object.entries(LEVELS)) for (const one of body.querySelectorAll(from)) renamed(one, to);
  for (const block of [...body.querySelectorAll("div, section, article")].reverse()) {
    if (block.querySelector(BLOCKS)) unwrap(block);
    else renamed(block, "p");
  }
}

// Words that stand beside paragraphs are one themselves.
function wrapLooseWords(body) {
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

// Mail parts its paragraphs by two line breaks.
function partAtBreaks(body) {
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

function tidyWords(body) {
  const texts = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/[\s\u00a0]{2,}/g, " ");
  for (const block of body.querySelectorAll("p, h2, h3, li")) if (isEmpty(block)) block.remove();
  for (const link of body.querySelectorAll("a")) {
    const address = link.getAttribute("href") ?? "";
    if (!KEEPS_ADDRESS.test(address)) unwrap(link);
  }
  // Word names a language at every word, and the browser’s own copies carry attributes of their page.
  for (const one of body.querySelectorAll("[lang], [class], [id]")) {
    for (const name of ["lang", "class", "id"]) one.removeAttribute(name);
  }
}

export function cleaned(html) {
  if (html.includes("data-pm-slice")) return html; // from this editor, or another one of the page
  const body = parsed(html);
  for (const step of [dropWhatIsNotText, makeLists, nameMarks, nameBlocks, wrapLooseWords, partAtBreaks, tidyWords]) step(body);
  return opened(body.innerHTML);
}
