// A combobox: the text goes to Python after a short rest, what it finds comes back in groups. Names are text, never markup.
const PAUSE = 90;
const boxes = new WeakMap();

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function build(parent) {
  const input = element("input", { type: "search", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "found", enterkeyhint: "search" });
  const list = element("div", { class: "found", id: "found", role: "listbox", hidden: "" });
  const root = element("div", { class: "search" }, input, list);
  const box = { input, list, root, chosen: -1, timer: 0 };
  parent.append(root);
  const options = () => [...list.querySelectorAll("[role=option]")];
  const mark = (place) => {
    const all = options();
    box.chosen = all.length ? (place + all.length) % all.length : -1;
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === box.chosen)));
    if (box.chosen >= 0) { input.setAttribute("aria-activedescendant", all[box.chosen].id); all[box.chosen].scrollIntoView({ block: "nearest" }); }
    else input.removeAttribute("aria-activedescendant");
  };
  box.open = (open) => { list.hidden = !open; input.setAttribute("aria-expanded", String(open)); };
  box.finish = () => {
    clearTimeout(box.timer);
    input.value = "";
    box.open(false);
    input.blur();
    box.send.setStateValue("text", "");
  };
  input.addEventListener("input", () => {
    clearTimeout(box.timer);
    box.timer = setTimeout(() => box.send.setStateValue("text", input.value.slice(0, 200)), PAUSE);
  });
  input.addEventListener("focus", () => { if (input.value.trim() && list.childElementCount) box.open(true); });
  root.addEventListener("focusout", (event) => { if (!root.contains(event.relatedTarget)) box.open(false); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault(); box.open(true);
      mark(box.chosen + (event.key === "ArrowDown" ? 1 : box.chosen < 0 ? 0 : -1));
    } else if (event.key === "Escape") {
      if (!list.hidden) { event.preventDefault(); event.stopPropagation(); box.open(false); mark(-1); }
    } else if (event.key === "Enter" && input.value.trim()) {
      const option = options()[box.chosen];
      const text = input.value.trim();
      box.finish();
      if (option) box.choose(option.dataset.id);
      else { leadTo(box.pages.all || ""); box.send.setTriggerValue("all", text); }
    }
  });
  box.choose = (id) => { leadTo(box.pages.choose || ""); box.send.setTriggerValue("choose", id); };
  box.show = (data) => {
    const asked = data.text.trim();
    box.chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren();
    if (!asked) return box.open(false);
    let number = 0;
    for (const group of data.groups) {
      const head = element("div", { class: "group", role: "presentation" }, group.type);
      head.style.setProperty("--colour", group.colour);
      const rows = group.hits.map((hit) => {
        const row = element("div", { class: "hit", role: "option", id: `hit-${number++}`, "aria-selected": "false", "data-id": hit.id, tabindex: "-1" },
          element("span", { class: "name", dir: "auto" }, hit.label), element("small", { dir: "auto" }, hit.reason));
        row.addEventListener("mousedown", (event) => event.preventDefault());
        row.addEventListener("click", () => { box.finish(); box.choose(hit.id); });
        return row;
      });
      list.append(element("div", { role: "group", "aria-label": group.type }, head, ...rows));
    }
    if (!number) list.append(element("div", { class: "none", role: "status" }, data.words.none));
    if (document.activeElement && root.getRootNode().activeElement === input) box.open(true);
  };
  return box;
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  let box = boxes.get(parentElement);
  if (!box) { box = build(parentElement); boxes.set(parentElement, box); box.input.value = data.text; }
  box.send = { setStateValue, setTriggerValue };
  box.pages = data.pages;
  box.input.placeholder = data.words.placeholder;
  box.input.setAttribute("aria-label", data.words.label);
  box.list.setAttribute("aria-label", data.words.all);
  const content = JSON.stringify(data);
  if (content !== box.content) { box.content = content; box.show(data); }
}
