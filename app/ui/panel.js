// Makes elements from data. Text only ever becomes text nodes; unknown tags and attributes are left out.
const TAGS = new Set(["a", "article", "b", "blockquote", "button", "caption", "code", "dd", "details", "div", "dl", "dt", "em",
  "figure", "h1", "h2", "h3", "h4", "header", "li", "mark", "nav", "ol", "p", "pre", "q", "section", "small", "span", "strong",
  "summary", "table", "tbody", "td", "th", "thead", "time", "tr", "ul", "sign"]);
const PLAIN = new Set(["class", "title", "lang", "dir", "role", "scope", "colspan", "rowspan", "open", "id", "tabindex"]);
const SAFE = /^(https?:\/\/|mailto:)[^\s<>"'`]+$/i;
const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  rectangle: "M1.5 4h13v8h-13z",
  ellipse: "M8 3.5c4 0 6.8 2 6.8 4.5S12 12.5 8 12.5 1.2 10.5 1.2 8 4 3.5 8 3.5z",
  barrel: "M3 3.6C5 2.3 11 2.3 13 3.6v8.8C11 13.7 5 13.7 3 12.4z",
  hexagon: "M4.5 2.5h7L15 8l-3.5 5.5h-7L1 8z",
  diamond: "M8 1l7 7-7 7-7-7z",
  octagon: "M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5z",
  circle: "M8 2a6 6 0 1 1 0 12A6 6 0 1 1 8 2z",
  pentagon: "M8 1.3l6.8 5-2.6 8.200H3.8L1.200 6.3z",
  tag: "M1.5 3.5h8.5L15 8l-5 4.5H1.5z",
  triangle: "M8 1.8l7 12.4H1z",
};

function signOf(attributes) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "sign");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", String(attributes.title || ""));
  if (/^#[0-9a-f]{6}$/i.test(attributes.colour)) svg.style.setProperty("--colour", attributes.colour);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[attributes.shape] || SHAPES.ellipse);
  svg.append(path);
  return svg;
}

function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

// Circles with names, and lines between them; each circle can be clicked and reached by keyboard.
function mapOf({ box, lines, circles, size, label }, send) {
  const root = svg("svg", { class: "map", viewBox: box.join(" "), role: "group", "aria-label": label });
  for (const [x1, y1, x2, y2, width] of lines) root.append(svg("line", { x1, y1, x2, y2, "stroke-width": width }));
  for (const { x, y, r, colour, words, title, act, chosen } of circles) {
    const texts = words.map((word, row) => {
      const text = svg("text", { x, y: y + (row - (words.length - 1) / 2) * size * 1.25, "font-size": size, "text-anchor": "middle", "dominant-baseline": "central" });
      text.textContent = word;
      return text;
    });
    const name = svg("title", {});
    name.textContent = title;
    const group = svg("g", { role: "button", tabindex: 0, "aria-label": title }, name, svg("circle", { cx: x, cy: y, r }), ...texts);
    if (chosen) group.setAttribute("aria-pressed", "true");
    if (/^#[0-9a-f]{6}$/i.test(colour)) group.style.setProperty("--colour", colour);
    group.addEventListener("click", () => send("act", act));
    group.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); send("act", act); }
    });
    root.append(group);
  }
  return root;
}

function make(content, send) {
  if (!Array.isArray(content)) return document.createTextNode(String(content));
  const [tag, attributes, ...children] = content;
  if (tag === "sign") return signOf(attributes);
  if (tag === "map") return mapOf(attributes, send);
  const element = document.createElement(TAGS.has(tag) ? tag : "span");
  for (const [name, value] of Object.entries(attributes)) {
    if (PLAIN.has(name) || name.startsWith("aria-")) element.setAttribute(name, value === true ? "" : String(value));
    else if (name === "style") for (const [property, setting] of Object.entries(value)) {
      if (property.startsWith("--")) element.style.setProperty(property, String(setting));
    }
    else if (name === "href" && SAFE.test(value)) {
      element.href = value; element.target = "_blank"; element.rel = "noopener noreferrer nofollow";
    }
    else if (name === "go") {
      element.href = value.href;
      element.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        event.preventDefault();
        leadTo(value.page);
        send("go", { page: value.page, params: value.params });
      });
    }
    else if (name === "act") {
      if (tag === "button") element.type = "button";
      element.addEventListener("click", () => send("act", value));
    }
  }
  element.append(...children.map((child) => make(child, send)));
  return element;
}

const shown = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  // Not ":scope > .panel": in a shadow root :scope is nothing, and each run would add another panel.
  let root = [...parentElement.children].find((child) => child.classList.contains("panel"));
  if (!root) {
    root = document.createElement("div");
    root.className = "panel";
    parentElement.append(root);
  }
  const content = JSON.stringify(data.content);
  // A rerun with the same content leaves the page alone: what was opened, focused or scrolled stays.
  if (shown.get(root) !== content) {
    shown.set(root, content);
    root.replaceChildren(...data.content.map((child) => make(child, (name, value) => setTriggerValue(name, value))));
    const target = root.querySelector(".text:not(.around) > [aria-current=location]");
    if (target) requestAnimationFrame(() => target.scrollIntoView({ block: "center" }));
  }
}
