// The component as Streamlit calls it: once when it is shown, and again with new data after every run of the page.

import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";
import { Canvas } from "./canvas.js";

cytoscape.use(fcose);

const canvases = new WeakMap();
const waiting = new WeakMap(); // what to show once the style sheet is there: a drawing needs the size of its stage
const PATIENCE = 3000;

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".kg-root");
  let canvas = canvases.get(root);
  if (!canvas && !data.elements) {
    // What to draw went to a canvas before this one.
    setStateValue("events", { client: crypto.randomUUID(), list: [{ seq: 1, op: "need" }] });
    return;
  }
  const deliver = (events) => setStateValue("events", events);
  if (canvas) show(canvas, data, deliver);
  else begin(root, data, deliver);
  return () => {
    // Also called between two runs of the page, when the canvas stays.
    setTimeout(() => {
      canvas = canvases.get(root);
      if (canvas && !root.isConnected && canvases.delete(root)) canvas.destroy();
    }, 2000);
  };
}

function show(canvas, data, deliver) {
  canvas.deliver = deliver;
  canvas.show(data);
}

function begin(root, data, deliver) {
  const first = !waiting.has(root);
  const before = waiting.get(root)?.data;
  waiting.set(root, { data: { ...data, elements: data.elements ?? before?.elements }, deliver });
  if (!first) return;
  const began = Date.now();
  const look = () => {
    if (getComputedStyle(root).position === "static" && Date.now() - began < PATIENCE) return setTimeout(look, 15);
    const { data: now, deliver: send } = waiting.get(root);
    waiting.delete(root);
    const canvas = new Canvas(root, now);
    canvases.set(root, canvas);
    return show(canvas, now, send);
  };
  look();
}
