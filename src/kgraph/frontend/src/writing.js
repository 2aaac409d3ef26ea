// Writing a query: the editor, what may be done with its text, and what is said about it.

import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap, completionStatus, selectedCompletionIndex } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentMore } from "@codemirror/commands";
import { StreamLanguage, bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorSelection, EditorState, Prec } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { Completions } from "./completions.js";
import { element } from "./dom.js";
import { formatted, placeOfFault } from "./grammar.js";
import { colours, look } from "./look.js";
import { Outbox } from "./outbox.js";

// Milliseconds without a key before Python is told the text. Not when the focus leaves: Streamlit takes up the changes of
// one moment together, and would lose the click that the focus went to.
const REST = 250;
const LOOK = 400; // milliseconds after which Python is asked whether the query is done
const LONGEST = 200_000;

export class Editor {
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.version = data.version;
    this.send = () => {};
    this.said = null; // the text that Python knows
    this.runText = null; // the text that the problems are about
    this.fault = null; // what laying out found, and in which text
    this.outbox = new Outbox((runs) => this.send("run", runs));
    this.completions = new Completions((ask) => this.send("ask", ask));
    this.labels = new Compartment();
    this.holder = element("div", { class: "kd-editor" });
    this.problem = element("div", { class: "kd-problem", role: "alert", hidden: true });
    this.runButton = this.button("run", () => this.run(), "kd-main");
    this.stopButton = this.button("stop", () => this.send("stop", Date.now()), "kd-stop");
    this.formatButton = this.button("format", () => this.format());
    this.clock = element("span", { class: "kd-clock", role: "status" });
    this.hint = element("span", { class: "kd-hint" });
    const bar = element("div", { class: "kd-bar" }, this.runButton, this.stopButton, this.formatButton, this.clock, this.hint);
    root.replaceChildren(this.holder, this.problem, bar);
    this.view = new EditorView({ parent: this.holder, root: root.getRootNode(), state: this.state(data.text) });
    this.completions.view = this.view;
    root.addEventListener("transitionrun", (event) => {
      if (event.target === root) setTimeout(() => this.takeTheme(), 60);
    });
    this.takeTheme();
  }

  button(name, onclick, kind = "") {
    return element("button", { type: "button", class: `kd-button ${kind}`, "data-name": name, onclick });
  }

  state(doc) {
    const keys = [
      { key: "Ctrl-Enter", mac: "Cmd-Enter", run: (view) => (closeCompletion(view), this.run(), true) },
      { key: "Escape", run: () => (this.completions.forget(), false) },
      { key: "Shift-Alt-f", run: () => (this.format(), true) },
      // Enter goes to the next line unless something was typed or chosen in the list.
      { key: "Enter", run: (view) => this.meant(view) && acceptCompletion(view) },
      { key: "Tab", run: (view) => acceptCompletion(view) || (view.state.readOnly ? false : indentMore(view)) },
    ];
    return EditorState.create({
      doc,
      extensions: [
        Prec.highest(keymap.of(keys)),
        lineNumbers(), history(), drawSelection(), highlightActiveLine(), bracketMatching(), closeBrackets(),
        EditorView.lineWrapping, indentUnit.of("  "), EditorState.tabSize.of(2),
        StreamLanguage.define(sparql), syntaxHighlighting(colours), look,
        this.labels.of([]),
        autocompletion({
          override: [this.completions.source], activateOnTypingDelay: 0, updateSyncTime: 60, interactionDelay: 0, icons: false,
          maxRenderedOptions: 60, addToOptions: this.completions.columns, optionClass: (option) => `kd-of-${option.type}`,
        }),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.updateListener.of((update) => {
          this.completions.follow(update);
          if (update.docChanged) this.changed();
        }),
      ],
    });
  }

  meant(view) {
    if (completionStatus(view.state) !== "active") return false;
    return this.completions.typed(view.state) || selectedCompletionIndex(view.state) > 0;
  }

  destroy() {
    clearTimeout(this.timer);
    clearInterval(this.ticking);
    clearInterval(this.looking);
    this.outbox.close();
    this.view.destroy();
  }

  get text() {
    return this.view.state.doc.toString();
  }

  // --- what the reader does ---

  changed() {
    if (this.problem.hidden === false && this.text !== this.runText) this.say(null);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), REST);
  }

  tell() {
    clearTimeout(this.timer);
    const text = this.text.slice(0, LONGEST);
    if (text === this.said) return;
    this.said = text;
    this.send("text", text);
  }

  run() {
    if (this.data.running) return;
    clearTimeout(this.timer);
    this.runText = this.said = this.text.slice(0, LONGEST);
    this.completions.forget();
    this.outbox.send("run", { text: this.runText });
  }

  format() {
    const better = formatted(this.text);
    if (better.error) {
      const problem = { ...better.error, code: "syntax", fatal: true, message: this.sentence(better.error) };
      this.fault = { text: this.text, problem };
      this.mark([problem]);
      return;
    }
    if (better.text !== this.text) {
      this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: better.text }, userEvent: "input.format" });
    }
    this.view.focus();
  }

  // --- what is shown ---

  show(data) {
    this.data = data;
    this.words = data.words;
    if (data.version !== this.version) {
      this.version = data.version;
      this.said = data.text;
      this.view.dispatch({
        changes: { from: 0, to: this.view.state.doc.length, insert: data.text }, selection: EditorSelection.cursor(0), scrollIntoView: true,
      });
      this.say(null);
    }
    this.outbox.settled(data.ack);
    this.completions.take(data.answer);
    this.label();
    const key = JSON.stringify([data.problems, data.checked]);
    if (key !== this.shownProblems) {
      this.shownProblems = key;
      // Python looks at the names while one writes; what is no query was found here.
      const found = this.fault?.text === this.text && !data.problems.some((problem) => problem.fatal);
      if (data.checked === this.text) this.mark(found ? [this.fault.problem, ...data.problems] : data.problems);
    }
    this.runs(data.running);
    this.takeTheme();
    this.root.dataset.shown = String(Number(this.root.dataset.shown ?? 0) + 1);
  }

  label() {
    const { words } = this;
    const key = JSON.stringify(words);
    if (key === this.labelled) return;
    this.labelled = key;
    this.runButton.replaceChildren(element("span", {}, words.run), element("kbd", {}, "Ctrl+Enter"));
    this.stopButton.textContent = words.stop;
    this.formatButton.textContent = words.format;
    this.hint.textContent = words.hint;
    this.view.dispatch({
      effects: this.labels.reconfigure([
        placeholder(words.placeholder),
        EditorView.contentAttributes.of({ "aria-label": words.label, spellcheck: "false", autocorrect: "off", autocapitalize: "off" }),
        EditorState.phrases.of({ "Completions": words.completions }),
      ]),
    });
  }

  runs(running) {
    this.runButton.hidden = Boolean(running);
    this.stopButton.hidden = !running;
    clearInterval(this.ticking);
    clearInterval(this.looking);
    this.clock.textContent = "";
    if (!running) return;
    this.looking = setInterval(() => this.send("look", Date.now()), LOOK);
    const began = Date.now() - running.seconds * 1000;
    const tick = () => (this.clock.textContent = this.words.running.replace("{seconds}", ((Date.now() - began) / 1000).toFixed(1)));
    tick();
    this.ticking = setInterval(tick, 100);
  }

  // Mark the problems at their places; where Python knows none, the grammar finds it.
  mark(problems) {
    const length = this.view.state.doc.length;
    const placed = problems.map((problem) => {
      if (problem.code !== "syntax" || problem.message === undefined) return problem;
      const fault = placeOfFault(this.text);
      return fault ? { ...problem, ...fault, message: this.sentence(fault) } : problem;
    });
    const marks = placed
      .filter((problem) => problem.to > 0 || problem.from > 0 || ["syntax", "update"].includes(problem.code))
      .map(({ from, to, fatal, message }) => {
        const end = Math.min(length, Math.max(to, from + 1));
        return { from: Math.max(0, Math.min(from, end - 1)), to: end, severity: fatal ? "error" : "warning", message };
      });
    this.view.dispatch(setDiagnostics(this.view.state, marks));
    const worst = placed.find((problem) => problem.fatal) ?? placed[0] ?? null;
    this.say(worst);
    if (worst?.fatal && marks.length) this.view.dispatch({ effects: EditorView.scrollIntoView(Math.min(worst.from, length)) });
  }

  sentence(fault) {
    return fault.found ? this.words.unexpected.replace("{found}", fault.found) : this.words.ends_early;
  }

  say(problem) {
    this.problem.hidden = !problem;
    if (!problem) {
      this.view?.dispatch(setDiagnostics(this.view.state, []));
      return;
    }
    this.problem.classList.toggle("kd-fatal", problem.fatal);
    const line = this.view.state.doc.lineAt(Math.min(problem.from, this.view.state.doc.length));
    const where = this.words.place.replace("{line}", line.number).replace("{column}", problem.from - line.from + 1);
    const placed = !["timeout", "cancelled", "engine"].includes(problem.code);
    const jump = element("button", { type: "button", class: "kd-place", onclick: () => this.goTo(problem) }, where);
    this.problem.replaceChildren(...(placed ? [jump] : []), element("span", { dir: "auto" }, problem.message));
  }

  goTo({ from, to }) {
    const end = this.view.state.doc.length;
    this.view.dispatch({ selection: EditorSelection.range(Math.min(from, end), Math.min(to, end)), scrollIntoView: true });
    this.view.focus();
  }

  takeTheme() {
    // The variable has its new value at once, the colour itself only when its transition ends.
    const ground = getComputedStyle(this.root).getPropertyValue("--st-background-color").trim();
    const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(ground);
    const [r, g, b] = hex ? hex.slice(1).map((part) => parseInt(part, 16)) : (ground.match(/[\d.]+/g)?.map(Number) ?? [255, 255, 255]);
    this.root.classList.toggle("kd-dark", 0.299 * r + 0.587 * g + 0.114 * b < 128);
  }
}
