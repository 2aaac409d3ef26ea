// The grammar of SPARQL 1.1 in the browser: to lay a query out, and to find where one breaks off.

import { formatAst } from "sparql-formatter/src/formatter.js";
import { parse } from "sparql-formatter/src/sparql-parser.js";

// Return the place where a text stops being a query, and what stands there; null when it is one.
export function placeOfFault(text) {
  try {
    parse(text);
    return null;
  } catch (error) {
    if (!error.location) return null;
    let from = error.location.start.offset;
    while (from < text.length && /\s/.test(text[from])) from += 1;
    const found = /^(?:[?$]?[\p{L}\p{N}_:-]+|\S)?/u.exec(text.slice(from))[0];
    return { from, to: from + found.length, found };
  }
}

// Return {text}: the query laid out, comments kept; or {error}: where it is no query.
export function formatted(text) {
  if (!text.trim()) return { text };
  try {
    const better = `${formatAst(parse(text), 2).trim()}\n`;
    // A layout that says something else than the text, or loses a comment, is none.
    return { text: same(better, text) ? better : text };
  } catch (error) {
    return { error: placeOfFault(text) ?? { from: 0, to: 0, found: "" } };
  }
}

const PIECE = /"""[^]*?"""|\'\'\'[^]*?\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*|[^\s"'<#]+|\S/g;

function same(one, other) {
  const [a, b] = [one, other].map((text) => text.match(PIECE) ?? []);
  const comments = (pieces) => pieces.filter((piece) => piece.startsWith("#")).map((piece) => piece.trim()).sort().join("\n");
  const words = (pieces) => pieces.filter((piece) => !piece.startsWith("#")).join("").toLowerCase().replace(/where|[.;\s]/g, "");
  return words(a) === words(b) && comments(a) === comments(b);
}
