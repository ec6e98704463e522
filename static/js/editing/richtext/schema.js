// The allowlist of the sanitizer (portal/richtext/fields.py) as nodes and marks, those without a button included.
import {
  Blockquote, Bold, BulletList, Document, Extension, Gapcursor, HardBreak, Heading, History, Italic, ListItem, Mark,
  Node, OrderedList, Paragraph, Subscript, Superscript, TableCell, TableHeader, TableRow, Text,
} from "django-prose-editor/editor";
import { Table, TableCaption } from "portal/richtext/tables";

const attribute = (name, options = {}) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(name),
  ...options,
});
const attributes = (...names) => Object.fromEntries(names.map((name) => [name, attribute(name)]));

const WITH_LANGUAGE = [
  "paragraph", "heading", "bulletList", "orderedList", "listItem", "blockquote", "descriptionTerm",
  "descriptionDetails", "table", "tableCaption", "tableHeader", "tableCell",
];

const Attributes = Extension.create({
  name: "attributes",
  addGlobalAttributes: () => [
    { types: WITH_LANGUAGE, attributes: attributes("lang") },
    { types: ["heading"], attributes: { id: attribute("id", { keepOnSplit: false }) } },
    { types: ["blockquote"], attributes: attributes("cite") },
    { types: ["tableHeader"], attributes: attributes("scope") },
    {
      types: ["tableRow"],
      attributes: {
        section: attribute("data-section", {
          renderHTML: ({ section }) => (section ? { "data-section": section } : {}),
        }),
      },
    },
  ],
});

// Returns a mark for a tag with the named attributes. Marks of one type can be nested.
const createMark = (name, tag, names, options = {}) =>
  Mark.create({
    name,
    excludes: "",
    addAttributes: () => attributes(...names),
    parseHTML: () => [{ tag: options.selector ?? tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
    ...options,
  });

// The order of these marks in the schema is their order of nesting.
const Link = createMark("link", "a", ["href", "hreflang", "lang"], { inclusive: false, excludes: "link" });
const Passage = createMark("passage", "span", ["lang"], { selector: "span[lang]" });
const Cite = createMark("cite", "cite", ["lang"]);
const Abbreviation = createMark("abbreviation", "abbr", ["title", "lang"]);

const DescriptionList = Node.create({
  name: "descriptionList",
  group: "block",
  content: "(descriptionTerm | descriptionDetails)+",
  parseHTML: () => [{ tag: "dl" }],
  renderHTML: ({ HTMLAttributes }) => ["dl", HTMLAttributes, 0],
});
const DescriptionTerm = Node.create({
  name: "descriptionTerm",
  content: "inline*",
  defining: true,
  parseHTML: () => [{ tag: "dt" }],
  renderHTML: ({ HTMLAttributes }) => ["dt", HTMLAttributes, 0],
});
const DescriptionDetails = Node.create({
  name: "descriptionDetails",
  content: "block+",
  defining: true,
  parseHTML: () => [{ tag: "dd" }],
  renderHTML: ({ HTMLAttributes }) => ["dd", HTMLAttributes, 0],
});

// Without the Tab key of the library: see tab_key.js.
const Item = ListItem.extend({
  content: "block+",
  addKeyboardShortcuts() {
    return { Enter: () => this.editor.commands.splitListItem(this.name) };
  },
});
// Without the numbering styles of the library, whose attributes are not in the allowlist.
const Numbered = OrderedList.extend({
  addAttributes: () => ({ start: { default: 1, parseHTML: (element) => Number(element.getAttribute("start") ?? 1) } }),
  addNodeView: () => null,
});
const spans = { colspan: { default: 1 }, rowspan: { default: 1 } };
const Cell = TableCell.extend({ addAttributes: () => spans });
const HeaderCell = TableHeader.extend({ addAttributes: () => spans });

export const schema = [
  Document, Text, Paragraph, HardBreak, Heading.configure({ levels: [2, 3] }), BulletList, Numbered, Item, Blockquote,
  DescriptionList, DescriptionTerm, DescriptionDetails, TableCaption, Table, TableRow, HeaderCell, Cell, Link, Passage,
  Cite, Abbreviation, Bold, Italic, Superscript, Subscript, Attributes, History, Gapcursor,
];
