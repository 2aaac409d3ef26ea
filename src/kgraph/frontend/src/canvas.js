// The canvas: one drawing that lives as long as the page, and is changed, never rebuilt.

import cytoscape from "cytoscape";
import { element } from "./dom.js";
import { listenToKeys } from "./keyboard.js";
import { arrangeNames, nameLines, ON_SCREEN, shorten, widthOf } from "./labels.js";
import { computeLayout, placeFresh } from "./layouts.js";
import { Menu } from "./menu.js";
import { Outbox } from "./outbox.js";
import { Legend, Toolbar, YearAxis, fill } from "./panels.js";
import { nodeLook, readTheme, styleSheet } from "./style.js";

const CROWDED = 500; // edges; above, they are drawn straight and rest while the picture moves
const DENSE = 1500; // edges; above, only those of a chosen node have arrows, and all others are plain lines
const ANIMATED = 600; // nodes that glide to new places; more jump
const rounded = ({ x, y }) => [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
const later = (work, wait) => {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, wait());
  };
};

export class Canvas {
  constructor(root, data) {
    this.root = root;
    this.data = { ...data, ...data.elements };
    this.deliver = () => {};
    this.outbox = new Outbox((events) => this.deliver(events));
    this.cameraVersion = null;
    this.focused = null;
    this.outside = [];
    this.theme = readTheme(root);
    this.stage = element("div", { class: "kg-stage", tabindex: 0, role: "application", "aria-roledescription": "graph" });
    this.live = element("div", { class: "kg-live", "aria-live": "polite" });
    this.tip = element("div", { class: "kg-tip", hidden: true });
    this.notices = element("div", { class: "kg-notices" });
    this.empty = element("div", { class: "kg-empty", hidden: true });
    this.axis = new YearAxis(this);
    root.replaceChildren(this.stage, this.axis.element, this.empty, this.notices, this.tip, this.live);
    this.elements = data.elements;
    this.crowded = this.elements.edges.length > CROWDED;
    this.dense = this.elements.edges.length > DENSE;
    this.seen = { nodes: 0, edges: 0 };
    this.counts = { types: new Map(), relations: new Map() };
    this.cy = cytoscape({
      container: this.stage, minZoom: 0.04, maxZoom: 4, boxSelectionEnabled: true, selectionType: "single",
      hideEdgesOnViewport: this.crowded, textureOnViewport: this.elements.nodes.length > 300, pixelRatio: "auto",
      style: styleSheet(this.theme, this.crowded, this.dense),
    });
    this.toolbar = new Toolbar(this);
    this.legend = new Legend(this);
    this.menu = new Menu(this);
    root.append(this.toolbar.element, this.toolbar.status, this.legend.element, this.menu.element);
    this.names = later(() => this.arrangeNames(), () => (this.crowded ? 420 : 70));
    this.camera = later(() => this.tellCamera(), () => 450);
    this.selection = () => {
      // All changes of one click in one event, and before anything is drawn.
      if (!this.choosing) queueMicrotask(() => this.sendSelection());
      this.choosing = true;
    };
    this.listen();
    listenToKeys(this);
  }

  destroy() {
    this.resizing.disconnect();
    this.outbox.close();
    this.cy.destroy();
  }

  // A look around comes before whatever is done after it.
  tellCamera() {
    if (!this.looked) return;
    const op = this.looked;
    this.looked = null;
    this.send(op, { camera: this.cameraNow() });
  }

  send(op, values) {
    if (this.looked && op !== "camera" && op !== "look" && op !== "layout") this.tellCamera();
    this.root.setAttribute("aria-busy", "true");
    this.outbox.send(op, values);
  }

  // --- what the reader does ---

  listen() {
    const { cy } = this;
    cy.on("select unselect", () => this.selection());
    // Cytoscape also takes two quick clicks on two nodes for a double click.
    cy.on("tap", ({ target }) => (this.taps = [this.taps?.[1], target]));
    cy.on("dbltap", "node", ({ target }) => {
      if (this.taps[0] === target) this.expand(target);
    });
    cy.on("cxttap", "node", ({ target, renderedPosition }) => this.menu.open(target, renderedPosition));
    cy.on("tapstart cxttapstart", () => {
      this.menu.close();
      this.stage.focus({ preventScroll: true });
    });
    cy.on("free", "node", ({ target }) => this.dragged(target));
    cy.on("grab", "node", ({ target }) => (this.grabbedAt = rounded(target.position())));
    cy.on("viewport", () => {
      this.names();
      this.axis.follow();
      this.tip.hidden = true;
      if (this.steering) return;
      this.middle = this.cameraNow();
      this.looked ??= this.settling ? "camera" : "look";
      this.camera();
    });
    // Only where the mouse rests: a picture of thousands takes a moment to draw again.
    cy.on("mouseover", "node, edge", ({ target, renderedPosition }) => {
      clearTimeout(this.resting);
      this.stage.style.cursor = "pointer";
      this.resting = setTimeout(() => this.hover(target, renderedPosition), this.crowded ? 220 : 60);
    });
    cy.on("mouseout", "node, edge", ({ target }) => {
      clearTimeout(this.resting);
      this.leave(target);
    });
    this.stage.addEventListener("mouseleave", () => this.hideTip());
    this.resizing = new ResizeObserver(() => {
      // What was in the middle stays there, also when the canvas is shown again after another page.
      cy.resize();
      if (this.middle) this.setCamera(this.middle);
      this.names();
    });
    this.resizing.observe(this.stage);
    // The theme has changed when the colour of the root starts to pass over to another one.
    this.root.addEventListener("transitionrun", (event) => {
      if (event.target === this.root) setTimeout(() => this.repaint(), 60);
    });
  }

  sendSelection() {
    this.choosing = false;
    // With the picture of the selection itself: a second one would come just when the details do.
    this.near();
    this.names();
    this.toolbar.update();
    const ids = (elements) => elements.map((one) => one.id());
    const chosen = [ids(this.cy.nodes(":selected")), ids(this.cy.edges(":selected"))];
    if (JSON.stringify(chosen) === JSON.stringify(this.sentSelection)) return;
    this.sentSelection = chosen;
    const edges = this.cy.edges(":selected").map((edge) => [edge.data("source"), edge.data("relation"), edge.data("target")]);
    this.send("select", { nodes: chosen[0], edges });
  }

  near() {
    const chosen = this.cy.nodes(":selected, .hover");
    const edges = chosen.length <= 12 ? chosen.connectedEdges() : this.cy.collection();
    this.cy.batch(() => {
      this.cy.edges(".near").difference(edges).removeClass("near");
      edges.addClass("near");
    });
  }

  select(elements) {
    this.cy.batch(() => {
      this.cy.elements(":selected").difference(elements).unselect();
      elements.select();
    });
  }

  dragged(node) {
    const moved = node.selected() ? this.cy.nodes(":selected").union(node) : this.cy.collection().union(node);
    const [x, y] = rounded(node.position());
    if (this.grabbedAt && Math.hypot(x - this.grabbedAt[0], y - this.grabbedAt[1]) < 1) return;
    this.grabbedAt = null;
    this.names();
    this.applied = null;
    this.send("move", { positions: this.positions(moved) });
  }

  expand(node, relation = null, direction = "both", number = this.menu.number) {
    this.send("expand", { id: node.id(), relation, direction, number });
  }

  chosen() {
    const nodes = this.cy.nodes(":selected");
    return nodes.length || !this.focused ? nodes : this.cy.nodes().filter((node) => node.id() === this.focused);
  }

  collapse() {
    this.chosen().forEach((node) => this.send("collapse", { id: node.id() }));
  }

  hide() {
    this.hideAll(this.chosen());
  }

  keepOnly(node) {
    this.hideAll(this.cy.nodes().difference(node.closedNeighborhood()).filter((other) => !other.hasClass("gone")));
  }

  hideAll(nodes) {
    if (nodes.empty()) return;
    const ids = nodes.map((node) => node.id());
    this.data.view.hidden = [...this.data.view.hidden, ...ids];
    nodes.unselect();
    this.applyFilters();
    this.send("hide", { ids });
  }

  pin() {
    const nodes = this.chosen();
    if (nodes.empty()) return;
    const on = nodes.some((node) => !node.hasClass("pinned"));
    this.setPinned(nodes, on);
    this.pins = null;
    this.send("pin", { ids: nodes.map((node) => node.id()), on });
    this.toolbar.update();
  }

  setPinned(nodes, on) {
    this.cy.batch(() => (on ? nodes.addClass("pinned").lock() : nodes.removeClass("pinned").unlock()));
  }

  filter(changes) {
    Object.assign(this.data.view, changes);
    this.applyFilters();
    this.send("filter", changes);
  }

  lay(name) {
    const nodes = this.cy.nodes().filter((node) => !node.hasClass("gone"));
    const places = computeLayout(this.cy, name, nodes, new Set(this.rootIds()), this.aspect());
    this.data.view.layout = name;
    this.applied = null; // Python has the last word on places
    this.tellCamera(); // where one looked before
    this.glide(places, () => {
      this.settling = true;
      this.fit();
      this.settling = false;
    });
    this.looked = null;
    this.axis.update();
    this.send("layout", { name, camera: this.cameraNow(), positions: Object.fromEntries([...places].map(([id, place]) => [id, rounded(place)])) });
  }

  rootIds() {
    const chosen = this.cy.nodes(":selected").map((node) => node.id());
    return chosen.length ? chosen : this.data.view.seeds;
  }

  // --- the camera ---

  // The boxes, on the screen, of what lies over the drawing.
  panels() {
    const { left, top } = this.stage.getBoundingClientRect();
    return [...this.toolbar.element.children, this.toolbar.status, this.legend.element].filter((one) => !one.hidden).map((one) => {
      const box = one.getBoundingClientRect();
      return [box.left - left - 2, box.top - top - 2, box.right - left + 2, box.bottom - top + 2];
    });
  }

  arrangeNames() {
    arrangeNames(this.cy, this.theme.font, this.panels());
  }

  // Return how far nodes of this zoom reach beyond their middles, on the screen: [left, top, right, bottom], names included.
  reach(nodes, zoom) {
    const box = { x1: Infinity, y1: Infinity, x2: -Infinity, y2: -Infinity };
    const named = nodes.length <= 80; // of many, few are named
    nodes.forEach((node) => {
      const { x, y } = node.position();
      const { width, height, short } = node.data();
      const half = Math.max((width / 2) * zoom, named ? Math.min(120, (widthOf(short, this.theme.font) * ON_SCREEN) / 2) : 20) + 6;
      box.x1 = Math.min(box.x1, x * zoom - half);
      box.x2 = Math.max(box.x2, x * zoom + half);
      box.y1 = Math.min(box.y1, y * zoom - (height / 2) * zoom - 8);
      box.y2 = Math.max(box.y2, y * zoom + (height / 2) * zoom + (named ? 36 : 20));
    });
    return box;
  }

  // What lies over the drawing takes room from it: the toolbar above, and the legend where that leaves enough.
  room() {
    const legend = this.legend.element.hidden || this.legend.folded ? 0 : this.legend.element.offsetWidth + 12;
    const [left, top] = [this.cy.width() - legend > 420 ? legend : 0, this.toolbar.element.offsetHeight + 14];
    return { left, top, wide: this.cy.width() - left - 12, high: this.cy.height() - top - 12 };
  }

  aspect() {
    const { wide, high } = this.room();
    return wide / Math.max(1, high);
  }

  fit(elements) {
    this.outside = [];
    const shown = elements && elements.length ? elements : this.cy.elements().filter((one) => !one.hasClass("gone"));
    const nodes = shown.nodes().union(shown.edges().connectedNodes());
    if (nodes.empty()) return;
    const { left, top, wide, high } = this.room();
    // Names do not grow with the zoom, so the zoom at which all fits is approached in steps.
    let zoom = elements && elements.length ? 1.6 : 1.3;
    for (let i = 0; i < 6; i += 1) {
      const { x1, y1, x2, y2 } = this.reach(nodes, zoom);
      const step = Math.min((wide - 160) / Math.max(1, x2 - x1 - 160), (high - 40) / Math.max(1, y2 - y1 - 40));
      if (x2 - x1 <= wide && y2 - y1 <= high) break;
      zoom = Math.max(this.cy.minZoom(), zoom * Math.min(0.97, Math.max(0.3, step)));
    }
    const { x1, y1, x2, y2 } = this.reach(nodes, zoom);
    this.cy.viewport({ zoom, pan: { x: left + wide / 2 - (x1 + x2) / 2, y: top + high / 2 - (y1 + y2) / 2 } });
  }

  zoomBy(factor) {
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  // The camera as the point of the picture in the middle of the canvas, whatever the canvas' size.
  cameraNow() {
    const { cy } = this;
    const pan = cy.pan();
    const zoom = cy.zoom();
    return [zoom, (cy.width() / 2 - pan.x) / zoom, (cy.height() / 2 - pan.y) / zoom].map((n, i) => (i ? Math.round(n * 100) / 100 : Math.round(n * 1e5) / 1e5));
  }

  setCamera([zoom, x, y]) {
    this.steering = true;
    this.middle = [zoom, x, y];
    this.cy.viewport({ zoom, pan: { x: this.cy.width() / 2 - x * zoom, y: this.cy.height() / 2 - y * zoom } });
    this.steering = false;
  }

  // --- what Python says ---

  show(data) {
    if (data.elements) {
      this.elements = data.elements;
      this.version = data.version;
    }
    const settled = this.outbox.settled(data.ack);
    if (settled) this.root.setAttribute("aria-busy", "false");
    if (data.version !== this.version) {
      // A run of the page was overtaken by the next one, and what it brought is lost: ask for it, and again where the
      // answer to that was lost, too.
      if (this.asked !== data.version || settled) this.send("need");
      this.asked = data.version;
      return;
    }
    if (!settled && this.cameraVersion !== null) return; // a newer answer is on its way
    const first = this.cameraVersion === null;
    const newCamera = data.camera_version !== this.cameraVersion;
    const changed = this.applied !== this.version || newCamera;
    this.data = { ...data, view: structuredClone(data.view), ...this.elements };
    this.cameraVersion = data.camera_version;
    if (changed) {
      const fresh = this.reconcile();
      this.applyFilters();
      this.place(fresh, newCamera);
      this.applied = this.version;
    }
    this.applyPins();
    if (this.filters !== this.filterKey()) this.applyFilters();
    if (newCamera) {
      this.settling = true; // what the canvas does by itself is no step to undo
      if (data.view.camera) this.setCamera(data.view.camera);
      else this.fit();
      this.settling = false;
      this.applySelection();
    } else if (data.selection_version !== this.selectionVersion) this.applySelection();
    this.selectionVersion = data.selection_version;
    this.toolbar.update();
    this.legend.update();
    this.axis.update();
    this.showNotices();
    this.stage.setAttribute("aria-label", fill(this.data.words.canvas_label, { nodes: this.data.nodes.length, edges: this.data.edges.length }));
    this.empty.hidden = this.data.nodes.length > 0;
    this.empty.textContent = this.data.words.empty;
    if (first) this.arrangeNames();
    else if (changed) this.names();
    this.root.dataset.shown = String(Number(this.root.dataset.shown ?? 0) + 1);
  }

  // Bring the drawing to the nodes and edges of the data; return the nodes that are new.
  reconcile() {
    const { cy, data } = this;
    const wanted = new Map(data.nodes.map((node) => [node.id, node]));
    const edges = new Map(data.edges.map((edge) => [edge.id, edge]));
    const fresh = [];
    this.crowded = edges.size > CROWDED;
    this.dense = edges.size > DENSE;
    cy.batch(() => {
      cy.edges().filter((edge) => !edges.has(edge.id())).remove();
      cy.nodes().filter((node) => !wanted.has(node.id())).remove();
      for (const node of wanted.values()) {
        const look = { ...node, short: nameLines(node.label), ...nodeLook(node, data.schema.types[node.type], this.theme) };
        const drawn = cy.getElementById(node.id);
        if (drawn.empty()) fresh.push({ group: "nodes", data: look, position: node.at ? { x: node.at[0], y: node.at[1] } : undefined });
        else if (drawn.data("label") !== look.label || drawn.data("degree") !== look.degree) drawn.data(look);
      }
      cy.add(fresh);
      cy.add([...edges.values()].filter((edge) => cy.getElementById(edge.id).empty()).map((edge) => ({ group: "edges", data: edge })));
      cy.edges().forEach((edge) => {
        const label = data.schema.relations[edge.data("relation")];
        if (edge.data("label") !== label) edge.data("label", label);
      });
    });
    if (this.focused && cy.getElementById(this.focused).empty()) this.focused = null;
    const way = `${this.crowded} ${this.dense}`;
    if (this.way !== way) {
      this.way = way;
      cy.style(styleSheet(this.theme, this.crowded, this.dense));
    }
    this.pins = null;
    const ids = new Set(fresh.map((one) => one.data.id));
    return cy.nodes().filter((node) => ids.has(node.id()));
  }

  applyPins() {
    const key = JSON.stringify(this.data.view.pinned);
    if (key === this.pins) return;
    this.pins = key;
    const pinned = new Set(this.data.view.pinned);
    this.cy.nodes().forEach((node) => {
      if (node.hasClass("pinned") !== pinned.has(node.id())) this.setPinned(node, pinned.has(node.id()));
    });
  }

  place(fresh, jump) {
    const { cy, data } = this;
    const known = new Map(data.nodes.filter((node) => node.at).map((node) => [node.id, { x: node.at[0], y: node.at[1] }]));
    const homeless = fresh.filter((node) => !known.has(node.id()));
    if (cy.nodes().length && homeless.length === cy.nodes().length) {
      const places = computeLayout(cy, data.view.layout, cy.nodes(), new Set(data.view.seeds), this.aspect());
      this.move(places);
      this.send("placed", { positions: this.positions(cy.nodes()) });
      return;
    }
    const away = new Map();
    cy.nodes().difference(fresh).forEach((node) => {
      const place = known.get(node.id());
      const at = node.position();
      if (place && !node.grabbed() && Math.hypot(place.x - at.x, place.y - at.y) > 0.5) away.set(node.id(), place);
    });
    if (jump) this.move(away);
    else if (away.size) this.glide(away);
    if (homeless.length) {
      const places = placeFresh(cy, homeless, cy.extent());
      this.move(places);
      this.sayOutside(homeless);
      this.send("placed", { positions: this.positions(homeless) });
    }
  }

  move(places) {
    this.cy.batch(() => places.forEach((place, id) => {
      const node = this.cy.getElementById(id);
      const locked = node.locked();
      node.unlock().position(place);
      if (locked) node.lock();
    }));
  }

  glide(places, after = () => {}) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches || places.size > ANIMATED || document.hidden;
    this.cy.nodes().stop(true, true);
    if (!calm) {
      // The places are true at once; only the drawing takes a moment to get there.
      const from = new Map([...places.keys()].map((id) => [id, { ...this.cy.getElementById(id).position() }]));
      this.move(places);
      after();
      this.move(from);
      for (const [id, place] of places) {
        const node = this.cy.getElementById(id);
        const locked = node.locked();
        node.unlock().animate({ position: place }, { duration: 260, easing: "ease-out-cubic", complete: () => locked && node.lock() });
      }
      setTimeout(() => this.names(), 300);
    } else {
      this.move(places);
      after();
    }
    this.names();
  }

  positions(nodes) {
    return Object.fromEntries(nodes.map((node) => [node.id(), rounded(node.position())]));
  }

  filterKey() {
    const { hidden, types_off, relations_off, minimum_confidence, years } = this.data.view;
    return JSON.stringify([hidden, types_off, relations_off, minimum_confidence, years]);
  }

  applyFilters() {
    const { view } = this.data;
    this.filters = this.filterKey();
    this.hideTip();
    const hidden = new Set(view.hidden);
    const types = new Set(view.types_off);
    const relations = new Set(view.relations_off);
    const [first, last] = view.years ?? [-Infinity, Infinity];
    // The legend counts what is seen, and of a type or relation that is switched off what would be.
    const counts = { types: new Map(), relations: new Map() };
    const count = (map, name, by) => map.set(name, (map.get(name) ?? 0) + by);
    const seen = { nodes: 0, edges: 0 };
    this.cy.batch(() => {
      this.cy.nodes().forEach((node) => {
        const { type, year } = node.data();
        const out = hidden.has(node.id()) || (year && (year < first || year > last));
        const gone = Boolean(out || types.has(type));
        node.toggleClass("gone", gone);
        count(counts.types, type, out ? 0 : 1);
        seen.nodes += gone ? 0 : 1;
      });
      this.cy.edges().forEach((edge) => {
        const { relation, confidence } = edge.data();
        const out = confidence < view.minimum_confidence - 1e-6;
        const gone = out || relations.has(relation);
        const open = !edge.source().hasClass("gone") && !edge.target().hasClass("gone");
        edge.toggleClass("gone", gone);
        count(counts.relations, relation, out || !open ? 0 : 1);
        seen.edges += gone || !open ? 0 : 1;
      });
    });
    this.counts = counts;
    this.seen = seen;
    this.names();
    this.legend.update();
    this.toolbar.update();
  }

  applySelection() {
    const nodes = new Set(this.data.view.selected);
    const edges = new Set(this.data.view.selected_edges);
    const chosen = this.cy.elements().filter((one) => nodes.has(one.id()) || edges.has(one.id()));
    this.sentSelection = [chosen.nodes().map((one) => one.id()), chosen.edges().map((one) => one.id())];
    this.select(chosen);
  }

  // New nodes never move what is there, so some may stand where nobody sees them.
  sayOutside(fresh) {
    const { left, top, wide, high } = this.room();
    const count = fresh.filter((node) => {
      const { x, y } = node.renderedPosition();
      return x < left + 12 || x > left + wide - 12 || y < top || y > top + high - 12;
    }).length;
    const { words } = this.data;
    this.outside = count ? [{ text: fill(words.outside, { count }), label: words.outside_show, action: () => this.fit() }] : [];
  }

  showNotices() {
    const { words } = this.data;
    const notices = [...this.data.notices, ...this.outside];
    // What was said stays until something else is, or until the reader closes it.
    const said = JSON.stringify(notices);
    if (said === this.said) return;
    this.said = said;
    const act = (action) => (typeof action === "function" ? action() : this.send(action.op, action));
    this.notices.replaceChildren(...notices.map((notice) => {
      const close = element("button", { type: "button", class: "kg-plain", "aria-label": words.close, onclick: () => box.remove() }, "×");
      const go = notice.action && element("button", { type: "button", onclick: () => { box.remove(); act(notice.action); } }, notice.label);
      const box = element("div", { class: "kg-notice", role: "status" }, element("span", {}, notice.text), go, close);
      return box;
    }));
  }

  // --- looks ---

  repaint() {
    this.theme = readTheme(this.root);
    this.cy.batch(() => this.cy.nodes().forEach((node) => {
      node.data(nodeLook(node.data(), this.data.schema.types[node.data("type")], this.theme));
    }));
    this.cy.style(styleSheet(this.theme, this.crowded, this.dense));
    this.legend.update(true);
    this.arrangeNames();
  }

  hover(target, at) {
    if (target.removed() || !this.menu.element.hidden) return;
    target.addClass("hover");
    if (target.isNode()) {
      this.near();
      this.names();
    }
    const box = at ?? target.renderedPosition();
    this.tip.replaceChildren(...this.tipLines(target).map((line, i) => element("div", { class: i ? "kg-quiet" : "kg-strong" }, line)));
    this.tip.hidden = false;
    const left = Math.min(Math.max(8, box.x + 14), Math.max(8, this.root.clientWidth - this.tip.offsetWidth - 8));
    const below = box.y + 18 + this.tip.offsetHeight < this.root.clientHeight;
    this.tip.style.left = `${left}px`;
    this.tip.style.top = `${below ? box.y + 18 : Math.max(4, box.y - this.tip.offsetHeight - 14)}px`;
  }

  tipLines(target) {
    const { words, schema } = this.data;
    if (target.isEdge()) {
      const { label, confidence } = target.data();
      const short = (node) => shorten(node.data("label"), 44);
      return [`${short(target.source())} — ${label} → ${short(target.target())}`, `${words.confidence} ${confidence.toFixed(2)}`];
    }
    const { label, other, type, year, degree } = target.data();
    const facts = [schema.types[type]?.label ?? type, year, fill(words.links_shown, { shown: target.connectedEdges().length, all: degree })];
    return [shorten(label, 300), other && shorten(other, 300), facts.filter(Boolean).join(" · ")].filter(Boolean);
  }

  hideTip() {
    clearTimeout(this.resting);
    this.tip.hidden = true;
    this.stage.style.cursor = "";
  }

  leave(target) {
    this.hideTip();
    if (!target.hasClass("hover")) return;
    target.removeClass("hover");
    this.near();
    this.names();
  }
}
