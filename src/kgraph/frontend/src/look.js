// How the editor looks, in the colours of the app's theme: one look for light and dark, since the colours are variables.

import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const accent = (share, ground = "transparent") => `color-mix(in srgb, var(--accent) ${share}%, ${ground})`;
const ground = "var(--st-background-color)";
const code = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace";
const clipped = { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", unicodeBidi: "isolate" };

export const look = EditorView.theme({
  "&": { minHeight: "310px", maxHeight: "max(340px, 46vh)", fontSize: "14px", background: "transparent", color: "var(--st-text-color)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: code, lineHeight: "1.55", overflow: "auto", minHeight: "310px" },
  ".cm-content": { caretColor: "var(--st-text-color)", padding: "10px 0" },
  ".cm-cursor, .cm-dropCursor": { borderLeft: "2px solid var(--st-text-color)" },
  ".cm-gutters": { background: "var(--soft)", color: "var(--quiet)", border: "0", borderRight: "1px solid var(--edge)" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 8px 0 10px" },
  ".cm-activeLine": { background: accent(6) },
  ".cm-activeLineGutter": { background: accent(14), color: "var(--st-text-color)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: accent(28) },
  "&.cm-focused .cm-matchingBracket": { background: accent(24), outline: `1px solid ${accent(50)}` },
  "&.cm-focused .cm-nonmatchingBracket": { background: "transparent", outline: "1px solid var(--kd-bad)" },
  ".cm-placeholder": { color: "var(--quiet)" },
  ".cm-lintRange-error": { background: "none", textDecoration: "underline wavy var(--kd-bad)", textUnderlineOffset: "3px" },
  ".cm-lintRange-warning": { background: "none", textDecoration: "underline wavy var(--kd-warn)", textUnderlineOffset: "3px" },
  ".cm-tooltip": { background: ground, color: "var(--st-text-color)", border: "1px solid var(--edge)", borderRadius: "8px", boxShadow: "0 8px 26px #0003", overflow: "hidden", zIndex: 1000 },
  ".cm-diagnostic": { borderLeft: "3px solid var(--kd-bad)", padding: "6px 10px", font: "13px/1.45 var(--st-font)", maxWidth: "460px" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--kd-warn)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { font: "13px/1.5 var(--st-font)", maxHeight: "19em", maxWidth: "min(680px, 92vw)", minWidth: "320px", padding: "4px 0", scrollbarWidth: "thin" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { display: "flex", alignItems: "baseline", gap: "8px", padding: "2px 12px 2px 9px", lineHeight: "1.65" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: accent(18, ground), color: "inherit" },
  ".cm-completionLabel": { fontFamily: code, ...clipped },
  ".kd-of-entity .cm-completionLabel": { fontFamily: "var(--st-font)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--quiet)", margin: "0", flex: "1 1 auto", ...clipped },
});

export const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--kd-keyword)", fontWeight: "600" },
  { tag: tags.standard(tags.variableName), color: "var(--kd-keyword)" },
  { tag: tags.local(tags.variableName), color: "var(--kd-variable)" },
  { tag: [tags.atom, tags.variableName, tags.tagName, tags.propertyName], color: "var(--kd-name)" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--kd-value)" },
  { tag: tags.meta, color: "var(--quiet)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.operator, tags.bracket], color: "var(--kd-sign)" },
]);
