// What stands around the drawing: the toolbar, the legend that filters, and the years under the layout by year.

import { element, icon, sign } from "./dom.js";
import { LAYOUTS, YEAR_WIDTH, yearColumns } from "./layouts.js";
import { typeLook } from "./style.js";

// Put values into a sentence with {names}; only ever shown as text.
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? values[name].toLocaleString("en") : values[name]));

export class Toolbar {
  constructor(canvas) {
    this.canvas = canvas;
    this.element = element("div", { class: "kg-toolbar", role: "toolbar" });
    this.buttons = {};
    this.status = element("span", { class: "kg-status" });
    this.build();
  }

  build() {
    const { canvas } = this;
    const { words } = canvas.data;
    this.element.setAttribute("aria-label", words.toolbar);
    const button = (name, picture, work) => {
      this.buttons[name] = element("button", { type: "button", title: words[name], "aria-label": words[name], onclick: work }, icon(picture));
      return this.buttons[name];
    };
    const one = (work) => () => canvas.chosen().forEach(work);
    this.layout = element("select", { "aria-label": words.layout }, ...LAYOUTS.map((name) => element("option", { value: name }, words[`layout_${name}`])));
    this.layout.addEventListener("change", () => canvas.lay(this.layout.value));
    this.showHidden = element("button", { type: "button", class: "kg-text", onclick: () => canvas.send("show") });
    const groups = [
      [this.layout],
      [button("undo", "undo", () => canvas.send("undo")), button("redo", "redo", () => canvas.send("redo"))],
      [button("zoom_out", "minus", () => canvas.zoomBy(0.8)), button("zoom_in", "plus", () => canvas.zoomBy(1.25)), button("fit", "fit", () => canvas.fit()), button("zoom_selection", "target", () => canvas.fit(canvas.chosen()))],
      [button("expand", "expand", one((node) => canvas.expand(node))), button("collapse", "collapse", () => canvas.collapse()), button("pin", "pin", () => canvas.pin()), button("hide", "hide", () => canvas.hide()), this.showHidden],
    ];
    this.element.replaceChildren(...groups.map((group) => element("div", { class: "kg-group" }, ...group)));
    this.words = words;
  }

  update() {
    const { canvas } = this;
    const { data } = canvas;
    if (JSON.stringify(this.words) !== JSON.stringify(data.words)) this.build();
    const chosen = canvas.chosen();
    const held = this.element.getRootNode().activeElement;
    const off = (name, value) => (this.buttons[name].disabled = value);
    off("undo", data.undo === 0);
    off("redo", data.redo === 0);
    for (const name of ["expand", "pin", "hide", "zoom_selection"]) off(name, chosen.empty());
    off("collapse", !chosen.some((node) => data.view.expanded.includes(node.id())));
    // A button that has become useless must not hold the keys; some browsers let go of it at once, some do not.
    if (held?.disabled) canvas.stage.focus({ preventScroll: true });
    this.layout.value = data.view.layout;
    this.showHidden.hidden = data.view.hidden.length === 0;
    this.showHidden.textContent = fill(data.words.show_hidden, { count: data.view.hidden.length });
    this.status.textContent = fill(data.words.status, canvas.seen);
  }
}

export class Legend {
  constructor(canvas) {
    this.canvas = canvas;
    this.list = element("div", { class: "kg-legend-list" });
    this.toggle = element("button", { type: "button", class: "kg-legend-toggle", onclick: () => this.fold() });
    this.element = element("div", { class: "kg-legend", role: "group" }, this.toggle, this.list);
    this.folded = canvas.root.clientWidth < 560;
    this.drawn = "";
  }

  fold() {
    this.folded = !this.folded;
    this.update(true);
  }

  update(force = false) {
    const { canvas } = this;
    const { data, theme } = canvas;
    const { words, schema, view } = data;
    const { types, relations } = canvas.counts;
    const state = JSON.stringify([[...types], [...relations], view.types_off, view.relations_off, view.minimum_confidence, view.years, words, schema]);
    if (state === this.drawn && !force) return;
    this.drawn = state;
    const row = (name, picture, label, count, off, key) => {
      const pressed = !off.includes(name);
      const change = () => canvas.filter({ [key]: pressed ? [...off, name] : off.filter((other) => other !== name) });
      const button = element("button", { type: "button", "aria-pressed": pressed, title: pressed ? words.filter_out : words.filter_in, onclick: change }, picture, element("span", {}, label), element("span", { class: "kg-quiet" }, count.toLocaleString("en")));
      button.dataset.name = name;
      return button;
    };
    const typeRows = Object.keys(schema.types).filter((name) => types.has(name)).map((name) => {
      const look = typeLook(schema.types[name], theme);
      return row(name, sign(schema.types[name].shape, look.fill, look.border), schema.types[name].label, types.get(name), view.types_off, "types_off");
    });
    const relationRows = Object.keys(schema.relations).filter((name) => relations.has(name)).map((name) => row(name, element("span", { class: "kg-arrow", "aria-hidden": "true" }, "→"), schema.relations[name], relations.get(name), view.relations_off, "relations_off"));
    const active = this.element.getRootNode().activeElement?.dataset?.name;
    this.element.setAttribute("aria-label", words.legend);
    this.element.hidden = types.size === 0;
    this.toggle.textContent = `${this.folded ? "▸" : "▾"} ${words.legend}`;
    this.toggle.setAttribute("aria-expanded", String(!this.folded));
    this.list.hidden = this.folded;
    this.list.replaceChildren(...typeRows, ...(relationRows.length ? [element("hr"), ...relationRows] : []), ...this.ranges());
    if (active) this.list.querySelector(`[data-name="${CSS.escape(active)}"]`)?.focus();
  }

  ranges() {
    const { canvas } = this;
    const { view, words } = canvas.data;
    const output = element("span", { class: "kg-quiet" }, view.minimum_confidence.toFixed(2));
    const slider = element("input", { type: "range", min: 0, max: 1, step: 0.05, value: view.minimum_confidence, "aria-label": words.minimum_confidence });
    slider.dataset.name = "minimum_confidence";
    slider.addEventListener("input", () => (output.textContent = Number(slider.value).toFixed(2)));
    slider.addEventListener("change", () => canvas.filter({ minimum_confidence: Number(slider.value) }));
    const rows = [element("hr"), element("label", { class: "kg-range" }, element("span", {}, words.minimum_confidence, " ", output), slider)];
    const years = canvas.cy.nodes().map((node) => node.data("year")).filter(Boolean);
    if (years.length) {
      const [low, high] = [Math.min(...years), Math.max(...years)];
      const [first, last] = view.years ?? [low, high];
      const field = (value, label, place) => {
        const input = element("input", { type: "number", value, "aria-label": label });
        input.dataset.name = `year${place}`;
        input.addEventListener("change", () => {
          const now = [first, last];
          now[place] = Number(input.value) || (place ? high : low);
          canvas.filter({ years: now[0] <= low && now[1] >= high ? null : now });
        });
        return input;
      };
      rows.push(element("div", { class: "kg-range kg-years" }, element("span", {}, words.years), field(first, words.year_from, 0), element("span", {}, "–"), field(last, words.year_to, 1)));
    }
    return rows;
  }
}

export class YearAxis {
  constructor(canvas) {
    this.canvas = canvas;
    this.element = element("div", { class: "kg-axis", "aria-hidden": "true", hidden: true });
  }

  update() {
    const { canvas } = this;
    const shown = canvas.data.view.layout === "year" && canvas.cy.nodes().nonempty();
    this.element.hidden = !shown;
    if (!shown) return;
    this.columns = yearColumns(canvas.cy.nodes());
    const marks = [...this.columns].map(([year]) => element("span", {}, year === null ? canvas.data.words.no_year : String(year)));
    this.element.replaceChildren(...marks);
    this.follow();
  }

  follow() {
    if (this.element.hidden || !this.columns) return;
    const { cy } = this.canvas;
    const step = Math.max(1, Math.ceil(46 / (YEAR_WIDTH * cy.zoom())));
    [...this.columns.values()].forEach((x, i) => {
      const mark = this.element.children[i];
      mark.style.transform = `translateX(${x * cy.zoom() + cy.pan().x}px) translateX(-50%)`;
      mark.hidden = i % step !== 0;
    });
  }
}
