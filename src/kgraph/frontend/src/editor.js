// The SPARQL editor as Streamlit calls it: once when it is shown, and again with new data after every run of the page.

import { Editor } from "./writing.js";

const editors = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".kd-root");
  let editor = editors.get(root);
  if (!editor) {
    editor = new Editor(root, data);
    editors.set(root, editor);
  }
  // All of it as states: of several triggers in quick succession Streamlit takes up one.
  editor.send = setStateValue;
  editor.show(data);
  return () => {
    // Also called between two runs of the page, when the editor stays.
    setTimeout(() => {
      if (!root.isConnected && editors.delete(root)) editor.destroy();
    }, 2000);
  };
}
