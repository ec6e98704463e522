// Tables and their captions: rows and columns, and which of them are headings, for readers who hear the table.
import { Node, Table as LibraryTable, findParentNode, pm } from "django-prose-editor/editor";

const { TextSelection } = pm.state;
const { selectedRect } = pm.tables;

export const TableCaption = Node.create({
  name: "tableCaption",
  group: "block",
  content: "inline*",
  defining: true,
  parseHTML: () => [{ tag: "figcaption" }],
  renderHTML: ({ HTMLAttributes }) => ["figcaption", HTMLAttributes, 0],
  addKeyboardShortcuts() {
    return {
      Enter: () => {
        const { $from } = this.editor.state.selection;
        if ($from.parent.type.name !== this.name) return false;
        return this.editor.commands.setTextSelection($from.after() + 4);
      },
    };
  },
});

export const isInTable = (editor) => editor.isActive("table");

// Tab leaves the box; from cell to cell lead the arrow keys.
export const Table = LibraryTable.extend({
  addNodeView: () => null,
  addKeyboardShortcuts() {
    const { Tab, "Shift-Tab": back, ...others } = this.parent();
    return others;
  },
});

function setCells(tr, { map, table, tableStart }, rect, type, attributes) {
  for (const place of map.cellsInRect(rect)) {
    tr.setNodeMarkup(tableStart + place, type, { ...table.nodeAt(place).attrs, ...attributes });
  }
}

// Makes the cells of the first row or column headings, or, where they all are, ordinary cells.
const toggleHeadings = (axis) => ({ tr, state }) => {
  const found = selectedRect(state);
  const { map, table, tableStart } = found;
  const { tableHeader, tableCell } = state.schema.nodes;
  const headed = table.firstChild.attrs.section?.endsWith("thead") ?? false;
  const rect =
    axis === "row"
      ? { left: 0, top: 0, right: map.width, bottom: 1 }
      : { left: 0, top: headed ? 1 : 0, right: 1, bottom: map.height };
  if (rect.top >= rect.bottom) return false;
  const are = map.cellsInRect(rect).every((place) => table.nodeAt(place).type === tableHeader);
  if (are) setCells(tr, found, rect, tableCell, {});
  else setCells(tr, found, rect, tableHeader, { scope: axis === "row" ? "col" : "row" });
  if (axis === "row") tr.setNodeMarkup(tableStart, null, { ...table.firstChild.attrs, section: are ? null : "thead" });
  return true;
};

// A paragraph after a table that ends its text, so that one can write on.
const writeOn = ({ tr, state }) => {
  const { pos, node } = findParentNode((one) => one.type.name === "table")(tr.selection);
  const after = pos + node.nodeSize;
  if (!tr.doc.resolve(after).nodeAfter) tr.insert(after, state.schema.nodes.paragraph.create());
  return true;
};

// Leads to the caption of the table, a new one where it has none.
const caption = ({ tr, state }) => {
  const { pos } = findParentNode((one) => one.type.name === "table")(tr.selection);
  const before = tr.doc.resolve(pos).nodeBefore;
  const has = before?.type.name === "tableCaption";
  if (!has) tr.insert(pos, state.schema.nodes.tableCaption.create());
  tr.setSelection(TextSelection.create(tr.doc, has ? pos - 1 : pos + 1));
  return true;
};

export const commands = {
  table: (chain) =>
    chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }).command(toggleFirst).command(writeOn),
  caption: (chain) => chain.command(caption),
  headingRow: (chain) => chain.command(toggleHeadings("row")),
  headingColumn: (chain) => chain.command(toggleHeadings("column")),
  addRow: (chain) => chain.addRowAfter(),
  addColumn: (chain) => chain.addColumnAfter(),
  deleteRow: (chain) => chain.deleteRow(),
  deleteColumn: (chain) => chain.deleteColumn(),
  mergeCells: (chain) => chain.mergeOrSplit(),
  deleteTable: (chain) => chain.deleteTable(),
};

// A new table begins with headings, which say so to readers who hear it.
function toggleFirst({ tr, state }) {
  const found = selectedRect(state);
  const rect = { left: 0, top: 0, right: found.map.width, bottom: 1 };
  setCells(tr, found, rect, state.schema.nodes.tableHeader, { scope: "col" });
  tr.setNodeMarkup(found.tableStart, null, { ...found.table.firstChild.attrs, section: "thead" });
  return true;
}
