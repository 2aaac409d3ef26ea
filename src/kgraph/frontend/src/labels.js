// Which names are shown, and on which side of their nodes: as many as have room on the screen, the best connected
// nodes first, like the names on a map.

export const ON_SCREEN = 12.5; // pixels
export const LINE = 1.2; // the height of a line, in sizes of the font
const MOST_NODES = 170;
const MOST_EDGES = 60;
const LONGEST = 30; // in widths of a Latin letter; a Chinese character takes two
const ONE_LINE = 20; // a longer name takes two lines
const TWO_LINES = 40;
const FEW = 700; // nodes in view; up to so many, a name does not lie over another node
const SIDES = ["below", "right", "left", "above"];
const NEVER_FIRST = "，。、；：！？）》」』,.;:!?)]}…";

const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]/;
const BENDING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\u0000-\u001f\u007f]/g;

const units = (text) => {
  let sum = 0;
  for (const sign of text) sum += WIDE.test(sign) ? 2 : 1;
  return sum;
};

export function shorten(text, longest = LONGEST) {
  const plain = text.slice(0, 400).replace(BENDING, " ");
  if (units(plain) <= longest && plain.length === text.length) return plain;
  let sum = 0;
  let kept = "";
  for (const sign of plain) {
    sum += WIDE.test(sign) ? 2 : 1;
    if (sum > longest - 1) break;
    kept += sign;
  }
  return `${kept.trimEnd()}…`;
}

// Return a name as it stands at its node: in one line, or in two that are about as long.
export function nameLines(text) {
  const short = shorten(text, TWO_LINES);
  if (units(short) <= ONE_LINE) return short;
  const signs = [...short];
  const half = units(short) / 2;
  let [best, least, before] = [0, Infinity, 0];
  for (let i = 1; i < signs.length; i += 1) {
    before += units(signs[i - 1]);
    const breaks = signs[i - 1] === " " || "-/·：:，、".includes(signs[i - 1]) || (WIDE.test(signs[i - 1]) && WIDE.test(signs[i]));
    const away = Math.abs(before - half) + (breaks ? 0 : 6) + (NEVER_FIRST.includes(signs[i]) ? 20 : 0);
    if (away < least) [best, least] = [i, away];
  }
  return `${signs.slice(0, best).join("").trim()}\n${signs.slice(best).join("").trim()}`;
}

const ruler = document.createElement("canvas").getContext("2d");
const widths = new Map();

// Return the width of the longest line of a name, in sizes of the font.
export function widthOf(name, font) {
  const key = `${font}\n${name}`;
  if (!widths.has(key)) {
    if (widths.size > 20000) widths.clear();
    ruler.font = `100px ${font}`;
    widths.set(key, Math.max(...name.split("\n").map((line) => ruler.measureText(line).width)) / 100);
  }
  return widths.get(key);
}

class Taken {
  constructor(bodies, panels) {
    this.boxes = [...panels];
    this.bodies = bodies;
  }

  overBody(id, [left, top, right, bottom]) {
    return this.bodies.some(([other, x, y, half]) => other !== id && left < x + half && right > x - half && top < y + half && bottom > y - half);
  }

  isFree([left, top, right, bottom]) {
    return !this.boxes.some((b) => left < b[2] && right > b[0] && top < b[3] && bottom > b[1]);
  }
}

// The box of a name on each side of its node, on the screen.
function boxes(node, zoom, width, height) {
  const { x, y } = node.renderedPosition();
  const [w, h] = [(node.data("width") / 2) * zoom, (node.data("height") / 2) * zoom];
  return {
    below: [x - width / 2, y + h + 1, x + width / 2, y + h + 3 + height],
    above: [x - width / 2, y - h - 3 - height, x + width / 2, y - h - 1],
    right: [x + w + 3, y - height / 2, x + w + 5 + width, y + height / 2],
    left: [x - w - 5 - width, y - height / 2, x - w - 3, y + height / 2],
  };
}

// The sides in the order of their worth: those first where no lines arrive, whose arrowheads a name would hide.
function sidesOf(node) {
  const { x, y } = node.position();
  const others = node.neighborhood("node:visible");
  if (others.length > 8) return SIDES;
  const lines = { below: 0, above: 0, left: 0, right: 0 };
  others.forEach((other) => {
    const [dx, dy] = [other.position("x") - x, other.position("y") - y];
    // Names are wide, so that below and above reach far to both sides.
    if (Math.abs(dy) > Math.abs(dx) * 0.5) lines[dy > 0 ? "below" : "above"] += 1;
    else lines[dx > 0 ? "right" : "left"] += 1;
  });
  return [...SIDES].sort((a, b) => lines[a] - lines[b] || SIDES.indexOf(a) - SIDES.indexOf(b));
}

const MARKED = 12; // more chosen nodes than these are named like all others

// `panels` are the boxes of what lies over the drawing: a name below them could not be read.
export function arrangeNames(cy, font, panels) {
  const zoom = cy.zoom();
  const size = Math.min(60, Math.max(4, ON_SCREEN / zoom));
  const [most, deep] = [cy.width() - 3, cy.height() - 3];
  const { x1, y1, x2, y2 } = cy.extent();
  const named = new Map();
  const nodes = cy.nodes().filter((node) => {
    if (node.hasClass("gone")) return false;
    const { x, y } = node.position();
    return x > x1 && x < x2 && y > y1 && y < y2;
  });
  const bodies = nodes.length > FEW ? [] : nodes.map((node) => {
    const { x, y } = node.renderedPosition();
    return [node.id(), x, y, node.data("size") * zoom * 0.36];
  });
  const taken = new Taken(bodies, panels);
  const few = cy.nodes(":selected").length <= MARKED;
  const first = (element) => ((few && element.selected()) || element.hasClass("hover") || element.hasClass("focus") ? 1 : 0);
  const inside = ([left, top, right, bottom]) => left > 3 && top > 3 && right < most && bottom < deep;
  const order = nodes.toArray().sort((a, b) => first(b) - first(a) || b.data("size") - a.data("size") || (a.id() < b.id() ? -1 : 1));
  for (const node of order) {
    if (named.size >= MOST_NODES) break;
    const name = node.data("short");
    const lines = name.includes("\n") ? 2 : 1;
    const sides = boxes(node, zoom, widthOf(name, font) * size * zoom + 4, lines * size * zoom * LINE);
    const good = (side) => inside(sides[side]) && taken.isFree(sides[side]) && !taken.overBody(node.id(), sides[side]);
    // Where it was, it stays, so that names do not jump while the picture moves.
    const was = node.hasClass("named") && SIDES.find((side) => node.hasClass(`name-${side}`));
    const side = (was && good(was) ? was : sidesOf(node).find(good)) ?? (first(node) ? SIDES.find((one) => inside(sides[one])) ?? "below" : null);
    if (!side) continue;
    taken.boxes.push(sides[side]);
    named.set(node.id(), side);
  }
  const edges = cy.edges().filter((edge) => !edge.hasClass("gone"));
  const near = edges.filter(".near, :selected");
  const candidates = edges.length <= 220 ? near.union(edges) : near;
  let count = 0;
  for (const edge of candidates.toArray()) {
    if (count >= MOST_EDGES) break;
    const from = edge.source().renderedPosition();
    const to = edge.target().renderedPosition();
    const half = (widthOf(edge.data("label"), font) * size * zoom * 0.85) / 2;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length < 2 * half + (edge.source().data("size") + edge.target().data("size")) * zoom * 0.55) continue;
    const slope = Math.abs(to.x - from.x) / (length || 1);
    const [w, h] = [half * slope + 6, half * Math.sqrt(1 - slope * slope) + 6];
    const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    if (middle.x < 0 || middle.y < 0 || middle.x > cy.width() || middle.y > cy.height()) continue;
    const box = [middle.x - w, middle.y - h, middle.x + w, middle.y + h];
    if (!taken.isFree(box)) continue;
    taken.boxes.push(box);
    named.set(edge.id(), "");
    count += 1;
  }
  cy.batch(() => {
    cy.elements(".named").forEach((element) => {
      if (!named.has(element.id())) element.removeClass("named").removeStyle("font-size");
    });
    named.forEach((side, id) => {
      const element = cy.getElementById(id);
      if (side) SIDES.forEach((one) => element.toggleClass(`name-${one}`, one === side));
      element.addClass("named").style("font-size", element.isEdge() ? size * 0.85 : size);
    });
  });
}
