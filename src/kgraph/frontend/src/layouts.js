// Where nodes stand: five layouts, and places for nodes that come to a picture which must stay as it is.

import { LINE, ON_SCREEN, widthOf } from "./labels.js";

export const LAYOUTS = ["force", "concentric", "hierarchy", "year", "grid"];
export const YEAR_WIDTH = 150;
const ROW = 62;
const ROOMY = 84; // a row with names of two lines
const FULL_QUALITY = 400; // nodes; above, fcose drafts: its full quality takes minutes at 2,000

const CELL = 146; // the room of a node with its name
const NAMED = 150; // nodes; up to so many, each gets room for its name

// fcose draws lots; with drawn lots fixed, the same graph gives the same picture.
function withFixedLots(work) {
  const random = Math.random;
  let state = 20180405;
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  try {
    return work();
  } finally {
    Math.random = random;
  }
}

export const yearsOf = (nodes) => [...new Set(nodes.map((node) => node.data("year")).filter(Boolean))].sort((a, b) => a - b);

// Return x by year. A year without a node takes no room, so that one old paper does not push all others aside.
export function yearColumns(nodes) {
  const columns = new Map(yearsOf(nodes).map((year, place) => [year, (place + 1) * YEAR_WIDTH]));
  if (nodes.some((node) => !node.data("year"))) columns.set(null, 0);
  return columns;
}

const byTypeAndSize = (a, b) => (a.data("type") < b.data("type") ? -1 : a.data("type") > b.data("type") ? 1 : b.data("size") - a.data("size"));

function grid(nodes, aspect) {
  const wide = Math.max(1, Math.round(Math.sqrt((nodes.length * aspect * ROOMY) / CELL)));
  return new Map(nodes.toArray().sort(byTypeAndSize).map((node, i) => [node.id(), { x: ((i % wide) - (wide - 1) / 2) * CELL, y: Math.floor(i / wide) * ROOMY }]));
}

function byYear(nodes, aspect) {
  const columns = yearColumns(nodes);
  if (columns.size === 1 && columns.has(null)) return grid(nodes, aspect);
  const heights = new Map();
  const places = new Map();
  const most = Math.max(8, Math.ceil(Math.sqrt(nodes.length * 2.2)));
  const order = nodes.toArray().sort(byTypeAndSize);
  for (const node of order) {
    const year = node.data("year") ?? null;
    const row = heights.get(year) ?? 0;
    heights.set(year, row + 1);
    // A full column goes on beside itself: within the width of its year, or to the left where no year is known.
    const [column, place] = [Math.floor(row / most), row % most];
    const step = year === null ? -Math.min(column, 40) * 110 : (column % 4) * 34;
    places.set(node.id(), { x: columns.get(year) + step, y: -place * ROW - (column % 2) * (ROW / 2) });
  }
  return places;
}

// Return how many steps each node is away from the nearest of `roots`; one more than the most where there is no way.
function steps(nodes, roots) {
  const away = new Map();
  roots.forEach((node) => away.set(node.id(), 0));
  let front = roots.toArray();
  while (front.length) {
    const next = [];
    for (const node of front) {
      node.neighborhood("node").intersection(nodes).forEach((other) => {
        if (away.has(other.id())) return;
        away.set(other.id(), away.get(node.id()) + 1);
        next.push(other);
      });
    }
    front = next;
  }
  const most = Math.max(0, ...away.values()) + 1;
  return new Map(nodes.map((node) => [node.id(), away.get(node.id()) ?? most]));
}

function centres(nodes, wanted) {
  const chosen = nodes.filter((node) => wanted.has(node.id()));
  if (chosen.length) return chosen;
  const hub = nodes.max((node) => node.degree()).ele;
  return nodes.filter((node) => node.same(hub));
}

// Rings by the number of steps from the centres; within a ring, nodes stand near what leads to them.
function concentric(nodes, wanted) {
  const middle = centres(nodes, wanted);
  const away = steps(nodes, middle);
  const rings = [];
  nodes.forEach((node) => (rings[away.get(node.id())] ??= []).push(node));
  const angles = new Map();
  const places = new Map();
  let radius = middle.length > 1 ? Math.max(90, (middle.length * CELL) / (2 * Math.PI)) : 0;
  rings.filter(Boolean).forEach((ring, i) => {
    if (i) radius = Math.max(radius + 120, (ring.length * CELL * 0.7) / (2 * Math.PI));
    const wish = (node) => {
      const before = node.neighborhood("node").toArray().filter((other) => angles.has(other.id()));
      if (!before.length) return 0;
      const sum = (f) => before.reduce((total, other) => total + f(angles.get(other.id())), 0);
      return Math.atan2(sum(Math.sin), sum(Math.cos));
    };
    ring.map((node) => [wish(node), node]).sort((a, b) => a[0] - b[0] || byTypeAndSize(a[1], b[1]) || (a[1].id() < b[1].id() ? -1 : 1)).forEach(([, node], place) => {
      const angle = (2 * Math.PI * place) / ring.length - Math.PI / 2;
      if (radius) angles.set(node.id(), angle);
      places.set(node.id(), { x: radius * Math.cos(angle), y: radius * Math.sin(angle) });
    });
  });
  return places;
}

// Topics above, what they are about below. A row that would be too wide goes on in the next one.
function hierarchy(nodes) {
  const topics = nodes.filter((node) => node.data("type") === "Topic");
  const above = (topic) => topic.outgoers("edge").filter((edge) => edge.data("relation") === "broader").targets().intersection(nodes);
  const tops = topics.filter((topic) => above(topic).empty());
  const roots = tops.length ? tops : centres(nodes, new Set());
  const level = steps(nodes, roots);
  const parentOf = (node) => node.neighborhood("node").intersection(nodes).filter((other) => level.get(other.id()) === level.get(node.id()) - 1);
  const rows = [];
  nodes.forEach((node) => (rows[level.get(node.id())] ??= []).push(node));
  const [cell, line] = nodes.length <= NAMED ? [CELL, ROOMY] : [96, 70];
  const widest = nodes.length <= NAMED ? Math.max(5, Math.ceil(Math.sqrt(nodes.length) * 1.2)) : Math.max(12, Math.ceil(Math.sqrt(nodes.length) * 1.9));
  const x = new Map();
  const places = new Map();
  let y = 0;
  for (const row of rows.filter(Boolean)) {
    const wish = (node) => {
      const parents = parentOf(node).toArray().filter((parent) => x.has(parent.id()));
      return parents.length ? parents.reduce((sum, parent) => sum + x.get(parent.id()), 0) / parents.length : 0;
    };
    const order = row.map((node) => [wish(node), node]).sort((a, b) => a[0] - b[0] || (a[1].id() < b[1].id() ? -1 : 1));
    const lines = Math.ceil(order.length / widest);
    const columns = Math.ceil(order.length / lines);
    order.forEach(([, node], i) => {
      const column = Math.floor(i / lines);
      const at = (column - (columns - 1) / 2) * cell + ((i % lines) % 2) * cell * 0.3;
      x.set(node.id(), at);
      places.set(node.id(), { x: at, y: y + (i % lines) * line });
    });
    y += lines * line + line;
  }
  return places;
}

// Put the nodes in rings around the best connected one, each branch in a sector as wide as it has ends; other parts of the
// picture go beside. The force layout starts from here: from drawn lots it gives lopsided stars.
function radiate(nodes) {
  const waiting = new Set(nodes.map((node) => node.id()));
  const order = nodes.toArray().sort((a, b) => b.degree() - a.degree() || (a.id() < b.id() ? -1 : 1));
  const byId = new Map(order.map((node) => [node.id(), node]));
  let left = 0;
  for (const root of order) {
    if (!waiting.delete(root.id())) continue;
    const branches = new Map([[root.id(), []]]);
    const depths = new Map([[root.id(), 0]]);
    const found = [root];
    for (let i = 0; i < found.length; i += 1) {
      const id = found[i].id();
      found[i].neighborhood("node").toArray().filter((other) => waiting.has(other.id())).sort((a, b) => (a.id() < b.id() ? -1 : 1)).forEach((other) => {
        waiting.delete(other.id());
        branches.get(id).push(other.id());
        branches.set(other.id(), []);
        depths.set(other.id(), depths.get(id) + 1);
        found.push(other);
      });
    }
    const ends = new Map();
    for (let i = found.length - 1; i >= 0; i -= 1) {
      const id = found[i].id();
      ends.set(id, branches.get(id).reduce((sum, one) => sum + ends.get(one), 0) || 1);
    }
    const step = Math.max(120, (ends.get(root.id()) * 34) / (2 * Math.PI));
    const radius = step * Math.max(...depths.values());
    const centre = left + radius;
    left += 2 * radius + 160;
    const starts = new Map([[root.id(), [-Math.PI / 2, 2 * Math.PI]]]);
    for (const node of found) {
      const id = node.id();
      const [from, room] = starts.get(id);
      const angle = from + room / 2;
      const away = depths.get(id) * step;
      byId.get(id).position({ x: centre + away * Math.cos(angle), y: away * Math.sin(angle) });
      let at = from;
      for (const one of branches.get(id)) {
        const share = (room * ends.get(one)) / ends.get(id);
        starts.set(one, [at, share]);
        at += share;
      }
    }
  }
}

// Return the place of each node in the layout of that name; pinned nodes keep theirs. `aspect` is the width of the room by
// its height.
export function computeLayout(cy, name, nodes, wanted, aspect) {
  if (nodes.empty()) return new Map();
  const layouts = { year: () => byYear(nodes, aspect), hierarchy: () => hierarchy(nodes), grid: () => grid(nodes, aspect), concentric: () => concentric(nodes, wanted) };
  const places = (layouts[name] ?? (() => force(cy, nodes, aspect)))();
  nodes.filter(".pinned").forEach((node) => places.delete(node.id()));
  return places;
}

function force(cy, nodes, aspect) {
  const before = new Map(nodes.map((node) => [node.id(), { ...node.position() }]));
  const pinned = nodes.filter(".pinned");
  const elements = nodes.union(nodes.edgesWith(nodes)).filter((element) => !element.hasClass("gone"));
  const fixed = pinned.map((node) => ({ nodeId: node.id(), position: { ...node.position() } }));
  const full = nodes.length <= FULL_QUALITY;
  withFixedLots(() => {
    if (full) cy.batch(() => radiate(nodes.difference(pinned)));
    elements.layout({ animate: false, fit: false, name: "fcose", quality: full ? "proof" : "draft", randomize: !full, packComponents: true, nodeSeparation: 110, idealEdgeLength: () => 140, nodeRepulsion: () => 16000, gravity: 0.28, numIter: 1800, ...(full && fixed.length ? { fixedNodeConstraint: fixed } : {}) }).run();
  });
  const places = new Map(nodes.map((node) => [node.id(), { ...node.position() }]));
  cy.batch(() => nodes.forEach((node) => node.position(before.get(node.id()))));
  if (!full) spread(places, nodes);
  if (nodes.length <= NAMED) {
    if (pinned.empty()) stretch(places, aspect);
    makeRoomForNames(places, nodes);
  }
  return places;
}

// Use the room there is: a picture as high as wide leaves half of a wide canvas empty.
function stretch(places, aspect) {
  const points = [...places.values()];
  const size = (axis) => Math.max(...points.map((point) => point[axis])) - Math.min(...points.map((point) => point[axis]));
  const [wide, high] = [size("x") + CELL, size("y") + ROOMY];
  const factor = Math.sqrt(Math.min(2.2, Math.max(0.45, (aspect * high) / wide)));
  for (const point of points) {
    point.x *= Math.max(1, factor);
    point.y *= Math.max(1, 1 / factor);
  }
}

// Push nodes apart until the name below each has room; pinned ones stay.
function makeRoomForNames(places, nodes) {
  const boxes = nodes.map((node) => {
    const { width, height, short } = node.data();
    const lines = short.includes("\n") ? 2 : 1;
    const wide = Math.max(width, Math.min(130, widthOf(short, node.style("font-family")) * ON_SCREEN)) + 10;
    return { point: places.get(node.id()), fixed: node.hasClass("pinned"), wide, above: height / 2 + 4, below: height / 2 + lines * ON_SCREEN * LINE + 6 };
  });
  for (let pass = 0; pass < 120; pass += 1) {
    let moved = false;
    for (let i = 0; i < boxes.length; i += 1) {
      for (let j = i + 1; j < boxes.length; j += 1) {
        const [a, b] = [boxes[i], boxes[j]];
        const [dx, dy] = [b.point.x - a.point.x, b.point.y - a.point.y];
        const overX = (a.wide + b.wide) / 2 - Math.abs(dx);
        const overY = dy >= 0 ? a.below + b.above - dy : b.below + a.above + dy;
        if (overX <= 0.5 || overY <= 0.5 || (a.fixed && b.fixed)) continue;
        moved = true;
        const push = Math.min(overX, overY) * 0.55;
        const [ux, uy] = overX < overY ? [dx >= 0 ? 1 : -1, 0] : [0, dy >= 0 ? 1 : -1];
        const share = a.fixed || b.fixed ? 2 : 1;
        if (!a.fixed) [a.point.x, a.point.y] = [a.point.x - ux * push * share * 0.5, a.point.y - uy * push * share * 0.5];
        if (!b.fixed) [b.point.x, b.point.y] = [b.point.x + ux * push * share * 0.5, b.point.y + uy * push * share * 0.5];
      }
    }
    if (!moved) return;
  }
}

// A draft crowds: let it out until the median distance to the nearest node has room for both.
function spread(places, nodes) {
  const points = [...places.values()];
  const step = Math.max(1, Math.floor(points.length / 120));
  const nearest = [];
  for (let i = 0; i < points.length; i += step) {
    let least = Infinity;
    for (let j = 0; j < points.length; j += 1) {
      if (i !== j) least = Math.min(least, Math.hypot(points[i].x - points[j].x, points[i].y - points[j].y));
    }
    nearest.push(least);
  }
  nearest.sort((a, b) => a - b);
  const factor = Math.min(6, Math.max(1, 46 / Math.max(1, nearest[nearest.length >> 1])));
  for (const point of points) {
    point.x *= factor;
    point.y *= factor;
  }
  separate(places, new Map(nodes.map((node) => [node.id(), node.data("size")])), new Map(), 4);
}

// Push nodes of `places` apart, and away from the `fixed` ones, which do not move.
function separate(places, sizes, fixed, passes) {
  const cell = 90;
  const key = (x, y) => `${Math.floor(x / cell)},${Math.floor(y / cell)}`;
  for (let pass = 0; pass < passes; pass += 1) {
    const grid = new Map();
    for (const map of [fixed, places]) {
      for (const [id, point] of map) {
        const at = key(point.x, point.y);
        if (!grid.has(at)) grid.set(at, []);
        grid.get(at).push([id, point]);
      }
    }
    let moved = false;
    let turn = 0;
    for (const [id, point] of places) {
      for (let i = -1; i <= 1; i += 1) {
        for (let j = -1; j <= 1; j += 1) {
          for (const [other, place] of grid.get(key(point.x + i * cell, point.y + j * cell)) ?? []) {
            if (other === id) continue;
            const apart = (sizes.get(id) + sizes.get(other)) / 2 + 24;
            const [dx, dy] = [point.x - place.x, point.y - place.y];
            const distance = Math.hypot(dx, dy);
            if (distance >= apart) continue;
            turn += 2.4;
            const [ux, uy] = distance > 0.5 ? [dx / distance, dy / distance] : [Math.cos(turn), Math.sin(turn)];
            const push = (apart - distance) * (fixed.has(other) ? 1 : 0.55);
            point.x += ux * push;
            point.y += uy * push;
            moved = true;
          }
        }
      }
    }
    if (!moved) return;
  }
}

// Return places for `fresh` nodes beside what they are linked to; all others stay where they are.
export function placeFresh(cy, fresh, inView) {
  const old = cy.nodes().difference(fresh);
  const fixed = new Map(old.map((node) => [node.id(), { ...node.position() }]));
  const sizes = new Map(cy.nodes().map((node) => [node.id(), node.data("size")]));
  const places = new Map();
  const around = new Map();
  fresh.forEach((node) => {
    const anchors = node.neighborhood("node").intersection(old);
    if (anchors.length >= 2) {
      const box = anchors.map((anchor) => anchor.position());
      const mean = (axis) => box.reduce((sum, point) => sum + point[axis], 0) / box.length;
      places.set(node.id(), { x: mean("x"), y: mean("y") });
    } else {
      const anchor = anchors.length ? anchors[0].id() : "";
      if (!around.has(anchor)) around.set(anchor, []);
      around.get(anchor).push(node);
    }
  });
  for (const [anchor, nodes] of around) {
    const centre = anchor ? cy.getElementById(anchor) : null;
    const { x, y } = centre ? centre.position() : { x: (inView.x1 + inView.x2) / 2, y: (inView.y1 + inView.y2) / 2 };
    const [start, room] = centre ? widestGap(centre, old) : [0, 2 * Math.PI];
    let [done, radius] = [0, 70 + (centre ? centre.data("size") : 0)];
    while (done < nodes.length) {
      const ring = Math.min(nodes.length - done, Math.max(1, Math.floor((room * radius) / 62)));
      for (let i = 0; i < ring; i += 1) {
        const angle = start + (room * (i + 0.5)) / ring;
        const alone = nodes.length === 1 && !centre;
        places.set(nodes[done + i].id(), { x: x + (alone ? 0 : radius * Math.cos(angle)), y: y + (alone ? 0 : radius * Math.sin(angle)) });
      }
      done += ring;
      radius += 66;
    }
  }
  separate(places, sizes, fixed, 60);
  return places;
}

// Return where the widest sector without a drawn neighbour starts, and how wide it is.
function widestGap(centre, old) {
  const { x, y } = centre.position();
  const angles = centre
    .neighborhood("node")
    .intersection(old)
    .map((node) => Math.atan2(node.position("y") - y, node.position("x") - x))
    .sort((a, b) => a - b);
  if (!angles.length) return [-Math.PI / 2, 2 * Math.PI];
  let best = [0, 0];
  angles.forEach((angle, i) => {
    const next = i + 1 < angles.length ? angles[i + 1] : angles[0] + 2 * Math.PI;
    if (next - angle > best[1]) best = [angle, next - angle];
  });
  // A margin on both sides; at least a quarter turn, because crowding one side is worse than sharing it.
  const room = Math.max(best[1] - 0.5, Math.PI / 2);
  return [best[0] + (best[1] - room) / 2, room];
}
