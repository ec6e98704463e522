// Tables with captions and header cells, which screen readers announce.
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

// Without the Tab key of the library: see tab_key.js.
export const Table = LibraryTable.extend({
  addNodeView: () => null,
  addKeyboardShortcuts() {
    const { Tab, "Shift-Tab": back, ...others } = this.parent();
    return others;
  },
});

function setCells(tr, { map, table, tableStart }, rect, type, attributes) {
  for (const position of map.cellsInRect(rect)) {
    tr.setNodeMarkup(tableStart + position, type, { ...table.nodeAt(position).attrs, ...attributes });
  }
}

// Turns the first row or column into header cells, or back into ordinary cells if all are header cells.
const toggleHeadings = (axis) => ({ tr, state }) => {
  const selection = selectedRect(state);
  const { map, table, tableStart } = selection;
  const { tableHeader, tableCell } = state.schema.nodes;
  const hasHeadingRow = table.firstChild.attrs.section?.endsWith("thead") ?? false;
  const rect =
    axis === "row"
      ? { left: 0, top: 0, right: map.width, bottom: 1 }
      : { left: 0, top: hasHeadingRow ? 1 : 0, right: 1, bottom: map.height };
  if (rect.top >= rect.bottom) return false;
  const areHeadings = map.cellsInRect(rect).every((position) => table.nodeAt(position).type === tableHeader);
  if (areHeadings) setCells(tr, selection, rect, tableCell, {});
  else setCells(tr, selection, rect, tableHeader, { scope: axis === "row" ? "col" : "row" });
  const section = areHeadings ? null : "thead";
  if (axis === "row") tr.setNodeMarkup(tableStart, null, { ...table.firstChild.attrs, section });
  return true;
};

// Adds a paragraph after a table at the end of the text, so that the cursor can leave the table.
const addParagraphAfter = ({ tr, state }) => {
  const { pos, node } = findParentNode((node) => node.type.name === "table")(tr.selection);
  const after = pos + node.nodeSize;
  if (!tr.doc.resolve(after).nodeAfter) tr.insert(after, state.schema.nodes.paragraph.create());
  return true;
};

// Moves the cursor to the caption of the table, and adds one if there is none.
const goToCaption = ({ tr, state }) => {
  const { pos } = findParentNode((node) => node.type.name === "table")(tr.selection);
  const before = tr.doc.resolve(pos).nodeBefore;
  const hasCaption = before?.type.name === "tableCaption";
  if (!hasCaption) tr.insert(pos, state.schema.nodes.tableCaption.create());
  tr.setSelection(TextSelection.create(tr.doc, hasCaption ? pos - 1 : pos + 1));
  return true;
};

export const commands = {
  table: (chain) =>
    chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }).command(addHeadingRow).command(addParagraphAfter),
  caption: (chain) => chain.command(goToCaption),
  headingRow: (chain) => chain.command(toggleHeadings("row")),
  headingColumn: (chain) => chain.command(toggleHeadings("column")),
  addRow: (chain) => chain.addRowAfter(),
  addColumn: (chain) => chain.addColumnAfter(),
  deleteRow: (chain) => chain.deleteRow(),
  deleteColumn: (chain) => chain.deleteColumn(),
  mergeCells: (chain) => chain.mergeOrSplit(),
  deleteTable: (chain) => chain.deleteTable(),
};

// Marks the first row of a new table as column headings.
function addHeadingRow({ tr, state }) {
  const selection = selectedRect(state);
  const rect = { left: 0, top: 0, right: selection.map.width, bottom: 1 };
  setCells(tr, selection, rect, state.schema.nodes.tableHeader, { scope: "col" });
  tr.setNodeMarkup(selection.tableStart, null, { ...selection.table.firstChild.attrs, section: "thead" });
  return true;
}
