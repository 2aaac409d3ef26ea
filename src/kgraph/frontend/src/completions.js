// Completion: Python knows what may stand where, and in which order; what is typed then only narrows its list.

import { startCompletion } from "@codemirror/autocomplete";
import { element } from "./dom.js";

const AGAIN = 700; // milliseconds after which a question is asked again: the page may have missed it
const TIMES = 5;
const REST = 50; // milliseconds without a key before what follows is asked for
const TOKEN = /^[^\s{}()[\];,|^*+!=&]*$/;

export class Completions {
  constructor(ask) {
    this.ask = ask;
    this.view = null;
    this.question = null; // what Python was asked last, and has not answered
    this.known = null; // the last answer, with the text around the word that it is about
    this.ahead = null; // the answer about the place behind the next blank
    this.number = 0;
    this.typing = false;
    this.source = (context) => this.complete(context);
    this.columns = [
      { position: 15, render: (option) => element("span", { class: `kd-kind kd-kind-${option.type}`, style: option.colour ? `--colour: ${option.colour}` : null, "aria-hidden": true }) },
      { position: 90, render: (option) => (option.extra ? element("span", { class: "kd-extra" }, option.extra) : null) },
    ];
  }

  // Note what the reader did. Where a word begins, ask ahead, so that its list is there with its first letter.
  follow(update) {
    if (!update.docChanged) {
      if (update.selectionSet) this.typing = false;
      return;
    }
    this.typing = update.transactions.some((one) => one.isUserEvent("input.type"));
    const { head, empty } = update.state.selection.main;
    if (!this.typing || !empty || head === 0) return;
    if (!/[\s/^|([]/.test(update.state.sliceDoc(head - 1, head))) this.lookAhead();
    else if (!this.fits(update.state, head)) this.request(update.state, head, false);
  }

  // The reader is done with writing: a list that is still on its way must not open.
  forget() {
    clearTimeout(this.resting);
    this.question = null;
    this.typing = false;
  }

  // While a name or a sign is being written, ask what may follow it.
  lookAhead() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      const { doc, selection } = this.view.state;
      const { head, empty } = selection.main;
      const before = doc.sliceString(0, head);
      if (!empty || !/[\w>"*+)\];.,{]$/.test(before) || this.ahead?.before === `${before} `) return;
      if (this.question) this.lookAhead();
      else this.put((this.question = { id: ++this.number, text: `${before} ${doc.sliceString(head)}`, cursor: head + 1, ahead: true }), 1);
    }, REST);
  }

  // The list is made of the last answer; where that is about another place, it opens when the answer comes.
  complete({ state, pos, explicit }) {
    const known = this.fits(state, pos);
    if (!known) {
      this.request(state, pos, explicit);
      return null;
    }
    const typed = state.sliceDoc(known.from, pos);
    return explicit || this.opens(known, typed) ? this.result(known, state, pos, typed) : null;
  }

  opens(known, typed) {
    return Boolean(typed) || ["predicate", "class"].includes(known.kind);
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
    return this.about(this.known, state, pos) ?? this.about(this.ahead, state, pos);
  }

  about(known, state, pos) {
    if (!known || pos < known.from) return null;
    const typed = state.sliceDoc(known.from, pos);
    if (known.searched ? typed !== known.typed : !TOKEN.test(typed)) return null;
    if (state.sliceDoc(0, known.from) !== known.before) return null;
    return state.sliceDoc(pos).endsWith(known.after) ? known : null;
  }

  typed(state) {
    const { head } = state.selection.main;
    const known = this.fits(state, head);
    return Boolean(known) && head > known.from;
  }

  request(state, pos, explicit) {
    const text = state.doc.toString();
    const asked = this.question;
    if (asked && !asked.ahead) {
      // One question at a time: its answer is looked at where the reader then is.
      asked.explicit ||= explicit;
      return;
    }
    if (asked && asked.text === text && asked.cursor === pos) {
      this.question = { ...asked, ahead: false, explicit };
      this.put(this.question, TIMES);
      return;
    }
    this.question = { id: ++this.number, text, cursor: pos, explicit };
    this.put(this.question, TIMES);
  }

  // Ask, and ask again while there is no answer.
  put(question, times) {
    if (this.question !== question) return;
    if (times > 0) this.ask({ id: question.id, text: question.text, cursor: question.cursor, times });
    else this.question = null;
    if (times > 0) setTimeout(() => this.put(question, times - 1), AGAIN);
  }

  take(answer) {
    const asked = this.question;
    if (!asked || answer?.id !== asked.id) return;
    this.question = null;
    const { from, to, kind, searched } = answer;
    const options = answer.options.map((option) => ({
      ...option, label: option.text, displayLabel: option.label, detail: option.name, type: option.kind,
      boost: 0, apply: option.text + (option.kind === "property" || option.kind === "keyword" ? " " : ""),
    }));
    const known = {
      from, to, kind, searched, options, length: asked.text.length, before: asked.text.slice(0, from),
      after: asked.text.slice(to), typed: asked.text.slice(from, asked.cursor),
    };
    if (asked.ahead) {
      this.ahead = known;
      return;
    }
    this.known = known;
    const { state } = this.view;
    const { head } = state.selection.main;
    const now = this.fits(state, head);
    if (!now && (this.typing || asked.explicit)) this.request(state, head, asked.explicit);
    if (now && (asked.explicit || (this.typing && this.opens(now, state.sliceDoc(now.from, head))))) startCompletion(this.view);
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
