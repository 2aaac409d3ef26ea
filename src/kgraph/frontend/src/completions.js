// Completion: Python knows what may stand where, and in which order; what is typed then only narrows its list.

import { element } from "./dom.js";

const PATIENCE = 4000;
const TOKEN = /^[^\s{}()[\];,|^*+!=&]*$/;

export class Completions {
  constructor(ask) {
    this.ask = ask;
    this.waiting = new Map();
    this.known = null; // the last answer, with the text around the word that it is about
    this.number = 0;
    this.source = (context) => this.complete(context);
    this.columns = [
      { position: 15, render: (option) => element("span", { class: `kd-kind kd-kind-${option.type}`, style: option.colour ? `--colour: ${option.colour}` : null, "aria-hidden": true }) },
      { position: 90, render: (option) => (option.extra ? element("span", { class: "kd-extra" }, option.extra) : null) },
    ];
  }

  // Ask ahead where a word begins, so that its list is there with its first letter.
  prepare(state) {
    const { head, empty } = state.selection.main;
    if (!empty || head === 0 || !/[\s;.,{([/^|]/.test(state.sliceDoc(head - 1, head))) return;
    if (!this.fits(state, head)) this.request(state, head);
  }

  async complete(context) {
    const { state, pos, explicit } = context;
    let known = this.fits(state, pos);
    if (!known) {
      known = await this.request(state, pos);
      if (!known || context.aborted) return null;
    }
    const typed = state.sliceDoc(known.from, pos);
    if (!explicit && !typed && !["predicate", "class"].includes(known.kind)) return null;
    return this.result(known, state, pos, typed);
  }

  result(known, state, pos, typed) {
    const options = narrowed(known.options, typed);
    if (!options.length) return null;
    return {
      from: known.from, to: Math.max(pos, known.to + state.doc.length - known.length), options, filter: false,
      update: (_, from, to, { state: now, pos: at }) => {
        const still = this.fits(now, at);
        return still && this.result(still, now, at, now.sliceDoc(still.from, at));
      },
    };
  }

  // Return the last answer if it is about the word at ``pos``.
  fits(state, pos) {
    const known = this.known;
    if (!known || pos < known.from) return null;
    const typed = state.sliceDoc(known.from, pos);
    if (known.searched ? typed !== known.typed : !TOKEN.test(typed)) return null;
    if (state.sliceDoc(0, known.from) !== known.before) return null;
    return state.sliceDoc(pos).endsWith(known.after) ? known : null;
  }

  typed(state) {
    return Boolean(this.known) && state.selection.main.head > this.known.from;
  }

  request(state, pos) {
    const id = ++this.number;
    const text = state.doc.toString();
    for (const [old, { resolve }] of this.waiting) {
      this.waiting.delete(old);
      resolve(null);
    }
    return new Promise((resolve) => {
      this.waiting.set(id, { resolve, text, pos });
      setTimeout(() => {
        if (this.waiting.delete(id)) resolve(null);
      }, PATIENCE);
      this.ask({ id, text, cursor: pos });
    });
  }

  take(answer) {
    const asked = answer && this.waiting.get(answer.id);
    if (!asked) return;
    this.waiting.delete(answer.id);
    const { from, to, kind, searched } = answer;
    const options = answer.options.map((option) => ({
      ...option, label: option.text, displayLabel: option.label, detail: option.name, type: option.kind,
      boost: 0, apply: option.text + (option.kind === "property" || option.kind === "keyword" ? " " : ""),
    }));
    this.known = {
      from, to, kind, searched, options, length: asked.text.length, before: asked.text.slice(0, from),
      after: asked.text.slice(to), typed: asked.text.slice(from, asked.pos),
    };
    asked.resolve(this.known);
  }
}

// Return the options that have what is typed in their names, those that begin with it first.
export function narrowed(options, typed) {
  const wanted = typed.toLowerCase().replace(/^[<"'?$]/, "");
  if (!wanted) return typed.startsWith("?") ? options.filter((option) => option.kind === "variable") : options;
  const ranked = options.map((option, place) => ({ option, place, fit: fit(option, wanted) })).filter(({ fit }) => fit < 3);
  return ranked.sort((a, b) => a.fit - b.fit || a.place - b.place).map(({ option }) => option);
}

function fit(option, wanted) {
  if (option.kind === "entity") return 0; // found by the search
  const starts = option.keys.some((key) => key.startsWith(wanted));
  if (starts) return 0;
  return option.keys.some((key) => key.includes(wanted)) ? 1 : 3;
}
