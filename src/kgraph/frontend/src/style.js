// Colours and shapes: from the schema, made readable on the background that Streamlit's theme gives.

import { LINE } from "./labels.js";

const CYTOSCAPE_SHAPES = { circle: "ellipse" };
const PROPORTIONS = { rectangle: [1.3, 0.82], ellipse: [1.34, 0.84], tag: [1.3, 0.86], barrel: [1, 1.02], hexagon: [1.14, 1], triangle: [1.12, 1.02] };

function channels(colour) {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour.trim());
  if (hex) return [0, 2, 4].map((i) => parseInt(hex[1].slice(i, i + 2), 16));
  const numbers = colour.match(/[\d.]+/g);
  return numbers && numbers.length >= 3 ? numbers.slice(0, 3).map(Number) : [128, 128, 128];
}

const hex = (rgb) => `#${rgb.map((c) => Math.round(c).toString(16).padStart(2, "0")).join("")}`;

function luminance(rgb) {
  const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one, other) {
  const [a, b] = [luminance(channels(one)), luminance(channels(other))].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

export function mixed(one, other, share) {
  const to = channels(other);
  return hex(channels(one).map((c, i) => c + (to[i] - c) * share));
}

// Return `colour`, moved away from the background until it stands out by `least` (3 is what graphics need).
export function readable(colour, background, least = 3) {
  const away = luminance(channels(background)) > 0.3 ? "#000000" : "#ffffff";
  let share = 0;
  while (share < 0.9 && contrast(mixed(colour, away, share), background) < least) share += 0.05;
  return mixed(colour, away, share);
}

export function readTheme(root) {
  const style = getComputedStyle(root);
  const read = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  const background = read("--st-background-color", "#ffffff");
  const text = read("--st-text-color", "#1b1b1b");
  const accent = readable(read("--st-primary-color", "#0b57d0"), background, 3.5);
  const font = read("--st-font", "sans-serif").replaceAll("'", '"'); // the other quotes Cytoscape does not read
  // Green and red differ for everybody only with the dashes that go with red.
  const strong = luminance(channels(background)) < 0.3 ? 6 : 3.2;
  const changes = { added: readable("#1a7f37", background, strong), removed: readable("#cf222e", background, strong), changed: readable("#9a6700", background, strong) };
  return { font, background, text, accent, changes, quiet: mixed(text, background, 0.42), line: mixed(text, background, 0.68) };
}

export function typeLook(type, theme) {
  const dark = luminance(channels(theme.background)) < 0.3;
  const fill = dark ? readable(type.colour, theme.background, 3.2) : type.colour;
  return { fill, border: readable(fill, theme.background, dark ? 5 : 4.5), shape: type.shape };
}

export function nodeSize(degree) {
  return Math.min(54, 17 + 4.6 * Math.log2(1 + degree));
}

// The fields of a node that the style sheet reads.
export function nodeLook(node, type, theme) {
  const { fill, border, shape } = typeLook(type, theme);
  const size = nodeSize(node.degree);
  const [wide, high] = PROPORTIONS[shape] ?? [1, 1];
  return { fill, border, shape: CYTOSCAPE_SHAPES[shape] ?? shape, width: size * wide, height: size * high, size };
}

export function styleSheet(theme, crowded, dense) {
  return [
    {
      selector: "node",
      style: {
        shape: "data(shape)", width: "data(width)", height: "data(height)",
        "background-color": "data(fill)", "border-color": "data(border)", "border-width": 1.25,
        "font-family": theme.font, color: theme.text, "text-wrap": "wrap", "text-max-width": "100000px", "line-height": LINE,
        "text-valign": "bottom", "text-margin-y": 2,
        "text-outline-color": theme.background, "text-outline-width": 2, "text-outline-opacity": 0.9,
        "overlay-opacity": 0, "z-index": 2,
      },
    },
    { selector: "node.named", style: { label: "data(short)", "min-zoomed-font-size": 6 } },
    { selector: "node.name-above", style: { "text-valign": "top", "text-margin-y": -2 } },
    { selector: "node.name-right", style: { "text-valign": "center", "text-halign": "right", "text-margin-x": 4, "text-margin-y": 0, "text-justification": "left" } },
    { selector: "node.name-left", style: { "text-valign": "center", "text-halign": "left", "text-margin-x": -4, "text-margin-y": 0, "text-justification": "right" } },
    ...Object.entries(theme.changes).map(([change, colour]) => ({
      selector: `node[change = "${change}"]`,
      style: {
        "border-width": change === "changed" ? 2.5 : 4, "border-color": colour, "border-style": change === "removed" ? "dashed" : "solid",
        "background-opacity": change === "removed" ? 0.35 : 1,
        "underlay-color": colour, "underlay-opacity": change === "changed" ? 0 : 0.22, "underlay-padding": 6, "underlay-shape": "ellipse",
      },
    })),
    { selector: "node.pinned", style: { "border-width": 4, "border-style": "double" } },
    { selector: "node.hover", style: { "border-width": 3, "z-index": 8 } },
    {
      selector: "node:selected",
      style: { "outline-width": 3.5, "outline-color": theme.accent, "outline-offset": 2.5, "font-weight": 600, "z-index": 9 },
    },
    { selector: "node:active", style: { "overlay-opacity": 0 } },
    {
      selector: "node.focus",
      style: { "underlay-color": theme.accent, "underlay-opacity": 0.35, "underlay-padding": 9, "underlay-shape": "ellipse", "z-index": 10 },
    },
    {
      selector: "edge",
      style: {
        width: 1.3, "line-color": theme.line, "line-opacity": "mapData(confidence, 0, 1, 0.35, 0.95)",
        "target-arrow-shape": "triangle", "target-arrow-color": theme.line, "arrow-scale": 0.75,
        "curve-style": dense ? "haystack" : crowded ? "straight" : "bezier", "haystack-radius": 0, "control-point-step-size": 34,
        "font-family": theme.font, color: theme.quiet, "text-outline-color": theme.background, "text-outline-width": 2.5,
        "text-rotation": "autorotate", "overlay-opacity": 0, "z-index": 1,
      },
    },
    ...Object.entries(theme.changes).map(([change, colour]) => ({
      selector: `edge[change = "${change}"]`,
      style: { "line-color": colour, "target-arrow-color": colour, width: change === "changed" ? 1.6 : 2.8, "line-style": change === "removed" ? "dashed" : "solid", "line-opacity": 1 },
    })),
    { selector: "edge.named", style: { label: "data(label)", "min-zoomed-font-size": 6 } },
    { selector: "edge.near, edge:selected", style: { "curve-style": crowded ? "straight" : "bezier" } },
    { selector: "edge.near", style: { "line-color": theme.accent, "target-arrow-color": theme.accent, width: 2, "line-opacity": 0.9, color: theme.text, "z-index": 5 } },
    { selector: "edge:selected", style: { "line-color": theme.accent, "target-arrow-color": theme.accent, width: 3.2, "line-opacity": 1, color: theme.text, "z-index": 6 } },
    { selector: "edge:active", style: { "overlay-opacity": 0 } },
    { selector: ".gone", style: { display: "none" } },
    {
      selector: "core",
      style: {
        "selection-box-color": theme.accent, "selection-box-opacity": 0.12, "selection-box-border-color": theme.accent,
        "selection-box-border-width": 1, "active-bg-opacity": 0, "outside-texture-bg-color": theme.background,
      },
    },
  ];
}
