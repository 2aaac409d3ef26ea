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
    // A layout that says something else than the text is none.
    return { text: bare(better) === bare(text) ? better : text };
  } catch (error) {
    return { error: placeOfFault(text) ?? { from: 0, to: 0, found: "" } };
  }
}

function bare(text) {
  return text.toLowerCase().replace(/\bwhere\b/g, "").replace(/[\s.;]+/g, "");
}
