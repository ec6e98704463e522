// The Tab key. In a table it goes to the next cell and in a list it changes the level of the item; elsewhere it leaves
// the text. After Escape it always leaves, so that the editor is no keyboard trap (WCAG 2.1.2).
import { Extension, findParentNode, pm } from "django-prose-editor/editor";

const { Plugin, TextSelection } = pm.state;
const MODIFIERS = ["Shift", "Control", "Alt", "Meta"];

const findAncestor = (editor, name) => findParentNode((node) => node.type.name === name)(editor.state.selection);

// Moves the cursor to the end of the block before a position or to the start of the block after it.
const moveCursor = (editor, position, direction) =>
  editor
    .chain()
    .command(({ tr }) => !!tr.setSelection(TextSelection.near(tr.doc.resolve(position), direction)))
    .scrollIntoView()
    .run();

// Goes to another cell. The last cell is followed by a new row, and the first one is preceded by the caption.
function moveInTable(editor, isBack) {
  if (!isBack) return editor.commands.goToNextCell() || editor.chain().addRowAfter().goToNextCell().run();
  if (editor.commands.goToPreviousCell()) return true;
  const position = findAncestor(editor, "table")?.pos;
  const before = position === undefined ? null : editor.state.doc.resolve(position).nodeBefore;
  return before?.type.name === "tableCaption" && moveCursor(editor, position, -1);
}

// Goes from a caption to the first cell of its table.
function moveFromCaption(editor, { pos, node }, isBack) {
  const after = pos + node.nodeSize;
  const hasTable = editor.state.doc.resolve(after).nodeAfter?.type.name === "table";
  if (hasTable && !isBack) moveCursor(editor, after, 1);
  return hasTable;
}

// Changes the level of a list item. An item of the first level stays in its list.
function changeLevel(editor, isBack) {
  if (!isBack) return editor.commands.sinkListItem("listItem");
  const $item = editor.state.doc.resolve(findAncestor(editor, "listItem").pos); // its parent is the list
  const isNested = $item.depth > 1 && $item.node(-1).type.name === "listItem";
  return isNested && editor.commands.liftListItem("listItem");
}

// Returns whether Tab has been used up, also where there is nowhere to go: what is typed next belongs to this text.
function handleTab(editor, isBack) {
  if (editor.isActive("table")) {
    moveInTable(editor, isBack);
    return true;
  }
  const caption = findAncestor(editor, "tableCaption");
  if (caption) return moveFromCaption(editor, caption, isBack);
  if (!editor.isActive("listItem")) return false;
  changeLevel(editor, isBack);
  return true;
}

function createPlugin(editor) {
  let isLeaving = false; // Escape was the last key
  const stay = () => {
    isLeaving = false;
    return false;
  };
  return new Plugin({
    props: {
      handleKeyDown(_view, event) {
        if (event.key === "Tab" && !event.ctrlKey && !event.altKey && !event.metaKey) {
          return !isLeaving && handleTab(editor, event.shiftKey);
        }
        if (!MODIFIERS.includes(event.key)) isLeaving = event.key === "Escape";
        return false;
      },
      handleDOMEvents: { blur: stay, mousedown: stay },
    },
  });
}

export const TabKey = Extension.create({
  name: "tabKey",
  priority: 1000, // before the keys of tables and lists
  addProseMirrorPlugins() {
    return [createPlugin(this.editor)];
  },
});
