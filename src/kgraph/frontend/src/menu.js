// The menu of a node: what can be added around it, by relation and direction, with the numbers before the click.

import { element } from "./dom.js";
import { shorten } from "./labels.js";
import { fill } from "./panels.js";

const NUMBERS = [10, 25, 50, 100];

export class Menu {
  constructor(canvas) {
    this.canvas = canvas;
    this.number = 25;
    this.element = element("div", { class: "kg-menu", role: "menu", hidden: true });
    this.element.addEventListener("keydown", (event) => this.keys(event));
  }

  close() {
    const was = !this.element.hidden;
    this.element.hidden = true;
    if (was && this.element.contains(this.element.getRootNode().activeElement)) this.canvas.stage.focus();
    return was;
  }

  // Return how many links of that kind are drawn at the node.
  drawn(node, relation, direction) {
    const edges = direction === "out" ? node.outgoers("edge") : node.incomers("edge");
    return edges.filter((edge) => edge.data("relation") === relation).length;
  }

  open(node, { x, y }, byKey = false) {
    const { canvas } = this;
    const { words, schema } = canvas.data;
    this.node = node;
    const act = (work) => () => {
      this.close();
      canvas.stage.focus({ preventScroll: true });
      work();
    };
    const item = (text, count, work, disabled = false) =>
      element("button", { type: "button", role: "menuitem", disabled, onclick: act(work) }, element("span", {}, text), element("span", { class: "kg-quiet" }, count));
    const rows = node.data("links").map(([relation, direction, all]) => {
      const left = Math.max(0, all - this.drawn(node, relation, direction));
      const text = direction === "out" ? `→ ${schema.relations[relation] ?? relation}` : `← ${schema.inverse[relation] ?? relation}`;
      const count = left ? fill(words.to_add, { left: left.toLocaleString("en"), all: all.toLocaleString("en") }) : words.all_drawn;
      return item(text, count, () => canvas.expand(node, relation, direction, this.number), left === 0);
    });
    const left = node.data("links").reduce((sum, [relation, direction, all]) => sum + Math.max(0, all - this.drawn(node, relation, direction)), 0);
    this.element.replaceChildren(
      element("div", { class: "kg-menu-title" }, shorten(node.data("label"), 40)),
      element("div", { class: "kg-menu-numbers", role: "group", "aria-label": words.at_most }, element("span", { class: "kg-quiet" }, words.at_most), ...this.numbers()),
      item(words.expand_all, left ? left.toLocaleString("en") : words.all_drawn, () => canvas.expand(node, null, "both", this.number), left === 0),
      ...rows,
      element("hr"),
      item(words.collapse, "C", () => canvas.send("collapse", { id: node.id() }), !canvas.data.view.expanded.includes(node.id())),
      item(words.keep_only, "", () => canvas.keepOnly(node)),
      item(node.hasClass("pinned") ? words.unpin : words.pin, "P", () => { canvas.select(canvas.cy.collection().union(node)); canvas.pin(); }),
      item(words.hide, "Del", () => { canvas.select(canvas.cy.collection().union(node)); canvas.hide(); }),
    );
    this.element.hidden = false;
    const { clientWidth, clientHeight } = canvas.root;
    this.element.style.left = `${Math.max(6, Math.min(x + 6, clientWidth - this.element.offsetWidth - 6))}px`;
    this.element.style.top = `${Math.max(6, Math.min(y + 6, clientHeight - this.element.offsetHeight - 6))}px`;
    canvas.tip.hidden = true;
    if (byKey) this.items()[0]?.focus();
  }

  numbers() {
    return NUMBERS.map((number) =>
      element("button", { type: "button", class: "kg-number", "aria-pressed": number === this.number, onclick: (event) => {
        this.number = number;
        for (const other of event.currentTarget.parentElement.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === event.currentTarget));
      } }, String(number)));
  }

  items() {
    return [...this.element.querySelectorAll("button:not(:disabled)")];
  }

  keys(event) {
    const items = this.items();
    const place = items.indexOf(event.target);
    if (event.key === "Escape" || event.key === "Tab") this.close();
    else if (event.key === "ArrowDown") items[(place + 1) % items.length].focus();
    else if (event.key === "ArrowUp") items[(place - 1 + items.length) % items.length].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
