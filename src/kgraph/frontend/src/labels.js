// Which names are shown: as many as have room on the screen, the best connected nodes first, like the names on a map.

const ON_SCREEN = 12.5; // pixels
const MOST_NODES = 170;
const MOST_EDGES = 60;
const LONGEST = 30; // in widths of a Latin letter; a Chinese character takes two

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

const FEW = 700; // nodes in view; up to so many, a name does not lie over another node

class Taken {
  constructor(bodies) {
    this.boxes = [];
    this.bodies = bodies;
  }

  overBody(id, left, top, right, bottom) {
    return this.bodies.some(([other, x, y, half]) => other !== id && left < x + half && right > x - half && top < y + half && bottom > y - half);
  }

  // Claim a box on the screen unless it meets one that was claimed before.
  claim(left, top, right, bottom, always = false) {
    if (!always && this.boxes.some((b) => left < b[2] && right > b[0] && top < b[3] && bottom > b[1])) return false;
    this.boxes.push([left, top, right, bottom]);
    return true;
  }
}

const first = (element) => (element.selected() || element.hasClass("hover") || element.hasClass("focus") ? 1 : 0);

export function arrangeNames(cy) {
  const zoom = cy.zoom();
  const size = Math.min(60, Math.max(4, ON_SCREEN / zoom));
  const { x1, y1, x2, y2 } = cy.extent();
  const named = new Set();
  const width = (text) => units(text) * size * zoom * 0.56;
  const nodes = cy.nodes().filter((node) => {
    if (node.hasClass("gone")) return false;
    const { x, y } = node.position();
    return x > x1 && x < x2 && y > y1 && y < y2;
  });
  const bodies = nodes.length > FEW ? [] : nodes.map((node) => {
    const { x, y } = node.renderedPosition();
    return [node.id(), x, y, node.data("size") * zoom * 0.32];
  });
  const taken = new Taken(bodies);
  const order = nodes.toArray().sort((a, b) => first(b) - first(a) || b.data("size") - a.data("size") || (a.id() < b.id() ? -1 : 1));
  for (const node of order) {
    if (named.size >= MOST_NODES) break;
    const { x, y } = node.renderedPosition();
    const half = width(node.data("short")) / 2 + 3;
    const top = y + (node.data("height") / 2) * zoom + 1;
    const box = [x - half, top, x + half, top + size * zoom * 1.35];
    const wanted = first(node) === 1;
    if (!wanted && taken.overBody(node.id(), ...box)) continue;
    if (taken.claim(...box, wanted)) named.add(node.id());
  }
  const edges = cy.edges().filter((edge) => !edge.hasClass("gone"));
  const near = edges.filter(".near, :selected");
  const candidates = edges.length <= 220 ? near.union(edges) : near;
  let count = 0;
  for (const edge of candidates.toArray()) {
    if (count >= MOST_EDGES) break;
    const from = edge.source().renderedPosition();
    const to = edge.target().renderedPosition();
    const half = (width(edge.data("label")) * 0.85) / 2;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length < 2 * half + (edge.source().data("size") + edge.target().data("size")) * zoom * 0.55) continue;
    const slope = Math.abs(to.x - from.x) / (length || 1);
    const [w, h] = [half * slope + 6, half * Math.sqrt(1 - slope * slope) + 6];
    const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    if (middle.x < 0 || middle.y < 0 || middle.x > cy.width() || middle.y > cy.height()) continue;
    if (taken.claim(middle.x - w, middle.y - h, middle.x + w, middle.y + h)) {
      named.add(edge.id());
      count += 1;
    }
  }
  cy.batch(() => {
    cy.elements(".named").forEach((element) => {
      if (!named.has(element.id())) element.removeClass("named").removeStyle("font-size");
    });
    named.forEach((id) => {
      const element = cy.getElementById(id);
      element.addClass("named").style("font-size", element.isEdge() ? size * 0.85 : size);
    });
  });
}
