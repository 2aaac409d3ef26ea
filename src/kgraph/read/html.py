"""The HTML reader: the content of a page, not the site around it."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from kgraph.core.document import Document, Problem
from kgraph.read.contents import mark_contents
from kgraph.read.drafts import Draft, finish
from kgraph.read.markup import HtmlDrafts
from kgraph.read.outline import outline, without_empty
from kgraph.read.places import Places
from kgraph.read.registry import Source, readers
from kgraph.read.tags import VOID, Token, attributes, tokens

_CHROME = {
    "nav", "footer", "aside", "form", "button", "select", "datalist", "dialog", "svg", "canvas", "object", "head",
    "header", "audio", "video", "map", "menu",
}  # fmt: skip
_CHROME_ROLES = {
    "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar",
}  # fmt: skip
_CHROME_WORDS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|sidebar|breadcrumbs?|cookies?|consent|gdpr|banner|footer|share|sharing"
    r"|social|advert|ads|adsense|pagination|pager|skip-?link|newsletter|subscribe|popup|modal|comments?-?(?:form|area))(?:$|[\s_-])",
    re.IGNORECASE,
)
_MARKED = {"div", "section", "ul", "ol", "p", "span", "a", "table", "details"}
_MAIN = {"main", "article"}


@readers.register("html")
def read_html(source: Source) -> Document:
    """Return the document of an HTML page: navigation, forms, scripts and what else surrounds the content is left out.

    Relative links are resolved against ``<base>`` or the canonical address where the page states one. Linear in the
    text, whatever the nesting. Unclosed elements never hide the rest of a page.

    >>> page = b"<nav><a href='/'>Home</a></nav><main><h1>List</h1><p>See <a href='https://a.org'>A</a></p></main>"
    >>> [(block.kind.value, block.text) for block in read_html(Source("a.html", page)).blocks]
    [('heading', 'List'), ('paragraph', 'See A')]
    """
    text = source.text
    page = _Page(text)
    drafts: list[Draft] = []
    builder = HtmlDrafts(drafts, Places(text), newline=" ")
    builder.feed([(text, 0)], page.content())
    builder.close()
    drafts = without_empty(drafts)
    mark_contents(drafts)
    outline(drafts)
    if page.base:
        for draft in drafts:
            for key, target in draft.targets.items():
                draft.targets[key] = target._replace(url=_resolved(page.base, target.url))
    problems = [] if drafts or not text.strip() else [Problem(source.path, 1, "no content found in the page")]
    return source.document(finish(drafts, source.lines), title=page.title or builder.title, problems=problems)


def _resolved(base: str, url: str) -> str:
    if url.startswith("#"):
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return url


class _Page:
    """The tokens of a page and which of them are content."""

    def __init__(self, text: str):
        self.text = text
        self.tokens = list(tokens(text))
        self.closers = _closers(self.tokens)
        self.sizes = self._sizes({})
        self.mains = [place for place, token in enumerate(self.tokens) if token.kind == "open" and token.name in _MAIN]
        self.base = ""
        self.title = ""
        self._read_head()

    def _read_head(self) -> None:
        for token in self.tokens:
            if token.kind == "open" and token.name in ("base", "link"):
                found = attributes(self.text, token)
                href = found.get("href")
                relation = found.get("rel")
                stated = token.name == "base" or (relation is not None and relation.value.lower() == "canonical")
                if href is not None and stated and href.value.startswith(("http://", "https://")) and not self.base:
                    self.base = href.value.strip()
            elif token.kind == "raw" and token.name == "title" and not self.title:
                self.title = " ".join(html.unescape(self.text[token.start : token.end]).split())
            elif token.kind == "open" and token.name == "body":
                return

    def content(self) -> Iterator[Token]:
        """Yield the tokens of the content: without chrome, and of ``<main>`` or ``<article>`` if most text is there."""
        hidden = self._hidden()
        kept = self._main(hidden)
        skip_to = -1
        for place, token in enumerate(self.tokens):
            if place < skip_to:
                continue
            if place in hidden:
                skip_to = hidden[place] + 1
                continue
            if kept is None or kept[place]:
                yield token

    def _hidden(self) -> dict[int, int]:
        """Return the places of elements that are no content, with the place of their end."""
        hidden: dict[int, int] = {}
        depth_of_main = 0
        ends: list[int] = []
        place = 0
        while place < len(self.tokens):
            token = self.tokens[place]
            while ends and ends[-1] <= place:
                ends.pop()
                depth_of_main -= 1
            end = self.closers.get(place)
            if token.kind == "open" and end is not None:
                if token.name in _MAIN:
                    ends.append(end)
                    depth_of_main += 1
                elif self._is_chrome(token, depth_of_main > 0) and self._may_hide(token, place, end):
                    hidden[place] = end
                    place = end
            place += 1
        return hidden

    def _sizes(self, hidden: dict[int, int]) -> list[int]:
        """Return how much text there is before each token, without what is hidden."""
        sizes = [0] * (len(self.tokens) + 1)
        total, skip_to = 0, -1
        for place, token in enumerate(self.tokens):
            if place in hidden and place >= skip_to:
                skip_to = hidden[place]
            if token.kind == "text" and place > skip_to:
                total += len(self.text[token.start : token.end].strip())
            sizes[place + 1] = total
        return sizes

    def _may_hide(self, token: Token, place: int, end: int) -> bool:
        """Return whether an element is small enough to be chrome: some sites wrap the whole page in a form."""
        share = self.sizes[end] - self.sizes[place]
        if token.name in ("nav", "footer", "head", "svg"):
            return True
        following = bisect_right(self.mains, place)
        holds_main = following < len(self.mains) and self.mains[following] < end
        return share <= 0.4 * self.sizes[-1] and not holds_main

    def _is_chrome(self, token: Token, inside_main: bool) -> bool:
        if token.name in _CHROME:
            # The header of an article holds its title.
            return not (inside_main and token.name in ("header", "menu"))
        if token.end - token.start <= len(token.name) + 2:
            return False
        found = attributes(self.text, token)
        role = found.get("role")
        if role is not None and role.value.lower() in _CHROME_ROLES:
            return True
        hidden = found.get("aria-hidden")
        if "hidden" in found or (hidden is not None and hidden.value.lower() == "true"):
            return True
        if token.name not in _MARKED:
            return False
        named = " ".join(found[name].value for name in ("class", "id") if name in found)
        return bool(named) and len(named) < 300 and _CHROME_WORDS.search(named) is not None

    def _main(self, hidden: dict[int, int]) -> list[bool] | None:
        """Return for each token whether it is in the main part, or None when no part holds most of the text."""
        sizes = self._sizes(hidden)
        total = sizes[-1]
        for names in ({"main"}, {"article"}):
            kept = [False] * len(self.tokens)
            held, place = 0, 0
            while place < len(self.tokens):
                token, end = self.tokens[place], self.closers.get(place)
                if place in hidden:
                    place = hidden[place]
                elif token.kind == "open" and end is not None and self._is_part(token, names):
                    held += sizes[end] - sizes[place]
                    kept[place : end + 1] = [True] * (end + 1 - place)
                    place = end
                place += 1
            if total and held >= 0.5 * total:
                return kept
        return None

    def _is_part(self, token: Token, names: set[str]) -> bool:
        if token.name in names:
            return True
        if "main" not in names or token.name not in ("div", "section"):
            return False
        role = attributes(self.text, token).get("role")
        return role is not None and role.value.lower() == "main"


def _closers(stream: Sequence[Token]) -> dict[int, int]:
    """Return the place of the closing tag for each opening tag that has one."""
    open_places: dict[str, list[int]] = {}
    closers = {}
    for place, token in enumerate(stream):
        if token.kind == "open" and token.name not in VOID:
            open_places.setdefault(token.name, []).append(place)
        elif token.kind == "close":
            waiting = open_places.get(token.name)
            if waiting:
                closers[waiting.pop()] = place
    return closers
