// The canvas without a mouse: a focus that moves among the nodes, and keys for what the toolbar does.

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const shown = (canvas) => canvas.cy.nodes().filter((node) => !node.hasClass("gone"));

export function focusOn(canvas, node) {
  const { cy, data } = canvas;
  cy.nodes(".focus").removeClass("focus");
  canvas.focused = node ? node.id() : null;
  canvas.toolbar.update();
  if (!node) return;
  node.addClass("focus");
  const { x, y } = node.renderedPosition();
  if (x < 40 || y < 60 || x > cy.width() - 40 || y > cy.height() - 60) cy.center(node);
  canvas.names();
  canvas.live.textContent = canvas.tipLines(node).join(". ") + (node.selected() ? `. ${data.words.selected}` : "");
}

// Return the nearest node in that direction: what lies aside counts twice.
function nearest(canvas, from, [dx, dy]) {
  const { x, y } = from.position();
  let best = null;
  let least = Infinity;
  shown(canvas).forEach((node) => {
    const [ax, ay] = [node.position("x") - x, node.position("y") - y];
    const along = ax * dx + ay * dy;
    if (along <= 1) return;
    const cost = along + 2 * Math.abs(ax * dy - ay * dx);
    if (cost < least) [best, least] = [node, cost];
  });
  return best;
}

function nextInOrder(canvas, from, step) {
  const order = shown(canvas).toArray().sort((a, b) => b.data("size") - a.data("size") || (a.id() < b.id() ? -1 : 1));
  return order[order.findIndex((node) => node.same(from)) + step] ?? null;
}

function start(canvas) {
  const nodes = shown(canvas);
  const chosen = nodes.filter(":selected");
  return chosen.length ? chosen[0] : nodes.length ? nodes.max((node) => node.data("size")).ele : null;
}

export function listenToKeys(canvas) {
  const { stage, cy, root } = canvas;
  // The ring around the canvas is for those who come by keys.
  root.addEventListener("keyup", () => root.classList.add("kg-by-keys"));
  root.addEventListener("pointerdown", () => root.classList.remove("kg-by-keys"), { capture: true });
  stage.addEventListener("blur", () => {
    cy.nodes(".focus").removeClass("focus");
  });
  stage.addEventListener("keydown", (event) => {
    const focused = canvas.focused ? cy.getElementById(canvas.focused) : null;
    const node = focused && focused.nonempty() ? focused : null;
    if (handled(canvas, event, node)) {
      event.preventDefault();
      event.stopPropagation();
    }
  });
}

function handled(canvas, event, node) {
  const { key } = event;
  const control = event.ctrlKey || event.metaKey;
  if (control && key.toLowerCase() === "z") return canvas.send(event.shiftKey ? "redo" : "undo"), true;
  if (control && key.toLowerCase() === "y") return canvas.send("redo"), true;
  if (control && key.toLowerCase() === "a") return canvas.select(shown(canvas)), true;
  if (control || event.altKey) return false;
  if (key in DIRECTIONS) {
    const next = node ? nearest(canvas, node, DIRECTIONS[key]) : start(canvas);
    if (next) focusOn(canvas, next);
    return true;
  }
  if (key === "Tab") {
    // Without a focused node, and behind the last one, Tab leaves the canvas.
    const next = node && nextInOrder(canvas, node, event.shiftKey ? -1 : 1);
    focusOn(canvas, next);
    return Boolean(next);
  }
  if (key === "Escape") {
    if (canvas.menu.close()) return true;
    focusOn(canvas, null);
    canvas.select(canvas.cy.collection());
    return true;
  }
  if (key === "Enter" || key === " ") {
    if (!node) focusOn(canvas, start(canvas));
    else if (event.shiftKey) node.selected() ? node.unselect() : node.select();
    else canvas.select(canvas.cy.collection().union(node));
    return true;
  }
  const one = node ?? (canvas.cy.nodes(":selected").length === 1 ? canvas.cy.nodes(":selected")[0] : null);
  const actions = {
    "+": () => canvas.zoomBy(1.25), "=": () => canvas.zoomBy(1.25), "-": () => canvas.zoomBy(0.8), "0": () => canvas.fit(),
    Delete: () => canvas.hide(), Backspace: () => canvas.hide(),
    p: () => canvas.pin(), f: () => canvas.fit(canvas.chosen()), c: () => canvas.collapse(),
    e: () => one && canvas.expand(one),
    m: () => one && canvas.menu.open(one, one.renderedPosition(), true), ContextMenu: () => one && canvas.menu.open(one, one.renderedPosition(), true),
    F10: () => one && event.shiftKey && canvas.menu.open(one, one.renderedPosition(), true),
  };
  if (!(key in actions)) return false;
  actions[key]();
  return true;
}
