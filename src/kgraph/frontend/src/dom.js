// Elements and icons, made without HTML: text of documents is only ever text here.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else if (name.startsWith("aria-") && typeof value === "boolean") made.setAttribute(name, String(value));
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

function drawing(viewBox, attributes, d) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", viewBox);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", d);
  for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, value);
  svg.append(path);
  return svg;
}

const ICONS = {
  undo: "M6.5 3.5 3 7l3.5 3.5M3.5 7H10a3.2 3.2 0 0 1 0 6.4H7",
  redo: "M9.5 3.5 13 7l-3.5 3.5M12.5 7H6a3.2 3.2 0 0 0 0 6.4h3",
  plus: "M8 3.5v9M3.5 8h9",
  minus: "M3.5 8h9",
  fit: "M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3",
  target: "M8 1.5v3M8 11.5v3M1.5 8h3M11.5 8h3M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6",
  expand: "M8 8 3.5 3.5M8 8l4.5-4.5M8 8v5M2.5 5.5v-3h3M10.5 2.5h3v3M6 11l2 2.5L10 11",
  collapse: "M3 3l3.5 3.5M13 3 9.500 6.500M8 13V9.500M3.500 6.500h3v-3M12.500 6.500h-3v-3M6 11.500l2-2 2 2",
  hide: "M2 8s2.200-4 6-4 6 4 6 4-2.200 4-6 4-6-4-6-4M3 13 13 3",
  show: "M2 8s2.200-4 6-4 6 4 6 4-2.200 4-6 4-6-4-6-4M8 6.300a1.700 1.700 0 1 0 0 3.400 1.700 1.700 0 0 0 0-3.400",
  pin: "M6 2.500h4M6.500 2.500v4L4.500 9h7l-2-2.500v-4M8 9v4.500",
  close: "M4 4l8 8M12 4l-8 8",
};

export function icon(name) {
  return drawing("0 0 16 16", { fill: "none", stroke: "currentColor", "stroke-width": 1.5, "stroke-linecap": "round", "stroke-linejoin": "round" }, ICONS[name]);
}

function polygon(corners, turn = 0) {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners - Math.PI / 2 + turn;
    return `${(8 + 6.5 * Math.cos(angle)).toFixed(2)} ${(8 + 6.5 * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join("L")}Z`;
}

// The signs of the legend, by the schema's names of shapes.
const SIGNS = {
  rectangle: "M1.500 4h13v8h-13Z",
  ellipse: "M1.200 8a6.800 4.600 0 1 0 13.600 0a6.800 4.600 0 1 0-13.600 0Z",
  barrel: "M3 2.500Q8 1 13 2.500Q14.500 8 13 13.500Q8 15 3 13.500Q1.500 8 3 2.500Z",
  hexagon: polygon(6, Math.PI / 6),
  diamond: polygon(4),
  octagon: polygon(8, Math.PI / 8),
  circle: "M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0Z",
  pentagon: polygon(5),
  tag: "M1.500 4h9.500l3.500 4-3.500 4H1.500Z",
  triangle: "M8 2l6.500 11.500h-13Z",
};

export function sign(shape, fill, line) {
  return drawing("0 0 16 16", { fill, stroke: line, "stroke-width": 1 }, SIGNS[shape] ?? SIGNS.circle);
}
