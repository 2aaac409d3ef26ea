// The component as Streamlit calls it: once when it is shown, and again with new data after every run of the page.

import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";
import { Canvas } from "./canvas.js";

cytoscape.use(fcose);

const canvases = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".kg-root");
  let canvas = canvases.get(root);
  if (!canvas && !data.elements) {
    // What to draw went to a canvas before this one.
    setStateValue("events", { client: crypto.randomUUID(), list: [{ seq: 1, op: "need" }] });
    return;
  }
  if (!canvas) {
    canvas = new Canvas(root, data);
    canvases.set(root, canvas);
  }
  canvas.deliver = (events) => setStateValue("events", events);
  canvas.show(data);
  return () => {
    // Also called between two runs of the page, when the canvas stays.
    setTimeout(() => {
      if (!root.isConnected && canvases.delete(root)) canvas.destroy();
    }, 2000);
  };
}
