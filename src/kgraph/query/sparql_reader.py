"""Read a SPARQL query that may not be finished: its tokens, its triple patterns, and what a place in it asks for.

No parser of the language reads half a query. This one takes any text, makes the best of it, and never refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

# Strings may lack their end, and each alternative moves on, so that any text is read in one pass.
_TOKEN = re.compile(
    r'''(?P<comment>\#[^\n]*)
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<string>"""(?:[^\\]|\\.)*?(?:"""|\Z)|\'\'\'(?:[^\\]|\\.)*?(?:\'\'\'|\Z)|"(?:[^"\\\n]|\\.)*"?|\'(?:[^\'\\\n]|\\.)*\'?)
    |(?P<variable>[?$]\w+)
    |(?P<name>(?:[^\W\d_][\w.-]*|_)?:(?:[\w:%-]|\\.|\.(?=[\w:%-]))*)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<number>[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)
    |(?P<word>\w+)
    |(?P<sign>\^\^|<<|>>|&&|\|\||!=|<=|>=|<[^<>"{}|^`\\\s]*|\S)''',
    re.VERBOSE | re.DOTALL,
)
_DEEP = 50
"""Groups within groups; deeper ones are taken as one."""
_MODIFIERS = {"group", "order", "having", "limit", "offset"}
_SOFT = {"optional", "union", "minus", "exists", "filter"}
"""Before a group whose patterns say nothing of the variables outside it."""


@dataclass(frozen=True)
class Token:
    """A piece of the text: its kind (a group of ``_TOKEN``), the text, and where it starts and ends."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text, comments included, in order.

    >>> [token.kind for token in tokens('SELECT ?x { ?x a kg:Paper } # "all"')]
    ['word', 'variable', 'sign', 'variable', 'word', 'name', 'sign', 'comment']
    """
    return [
        Token(found.lastgroup or "sign", found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)
    ]


Step = tuple[tuple[str, ...], bool]
"""A step of a path: the properties to choose from (none: unknown), and whether it is walked backwards."""


@dataclass(frozen=True)
class Triple:
    """A triple pattern, read forwards. ``properties`` are those to choose from; none where they are not known.

    ``subject`` and ``object`` are terms as written, or ``_:n`` for a node without a name; ``group`` is where it stands.
    """

    subject: str
    properties: tuple[str, ...]
    object: str
    group: tuple[int, ...]


@dataclass(frozen=True)
class Place:
    """What a place in a query asks for.

    ``kind`` is ``start``, ``prefix``, ``projection``, ``modifier``, ``subject``, ``predicate``, ``object``, ``after`` (a
    whole triple), ``expression`` or ``quiet`` (a comment). ``subject`` and ``step`` belong to the triple that is being
    written; ``step`` is its last property so far. ``path`` says that a step precedes, ``group`` where it stands.
    """

    kind: str
    subject: str = ""
    step: Step = ((), False)
    path: bool = False
    group: tuple[int, ...] = ()


@dataclass
class Reading:
    """What was read of a query: its patterns, and those that a CONSTRUCT makes.

    ``plain`` are the groups whose patterns hold outside of them, too.
    """

    triples: list[Triple] = field(default_factory=list)
    made: list[Triple] = field(default_factory=list)
    projected: list[str] = field(default_factory=list)
    variables: list[str] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    plain: set[int] = field(default_factory=set)
    place: Place = Place("start")

    def visible(self) -> list[Triple]:
        """Return the patterns that hold at the place."""
        here = self.place.group

        def holds(group: tuple[int, ...]) -> bool:
            same = 0
            while same < min(len(group), len(here)) and group[same] == here[same]:
                same += 1
            return all(number in self.plain for number in group[same:])

        return [triple for triple in self.triples if holds(triple.group)]


def read(text: str, cursor: int | None = None) -> Reading:
    """Return what a query says, and what the place at ``cursor`` (its end, when not given) asks for.

    A name that the cursor touches is left out: it is being written. Costs time in the length of the text.

    >>> read("SELECT ?x { ?x a kg:Paper ; kg:y").place.kind
    'predicate'
    """
    reader = _Reader()
    cursor = len(text) if cursor is None else cursor
    marked = False
    for token in tokens(text):
        if not marked and token.start >= cursor:
            marked = True
            reader.mark()
        if not marked and token.end >= cursor:
            marked = True
            if token.kind == "comment":
                reader.reading.place = Place("quiet")
            elif is_open(token, cursor):
                reader.mark()
                continue
            else:
                reader.take(token)
                reader.mark()
                continue
        reader.take(token)
    if not marked:
        reader.mark()
    return reader.reading


def is_open(token: Token, cursor: int) -> bool:
    """Return whether the cursor, which touches a token from behind or within, may go on with it."""
    if token.kind in ("string", "iri"):
        closed = len(token.text) > 1 and token.text[-1] == {"<": ">"}.get(token.text[0], token.text[0])
        return cursor < token.end or not closed
    return token.kind in ("name", "word", "variable", "language") or (token.text[0] == "<" and token.text != "<<")


@dataclass
class _Frame:
    """An open bracket. ``kind`` is what stands in it; the rest belongs to the triple that is being read."""

    kind: str
    group: tuple[int, ...] = ()
    subject: str = ""
    state: str = "subject"
    steps: list[Step] = field(default_factory=list)
    inverse: bool = False
    alternative: bool = False
    template: bool = False
    variable: str = ""

    def begin(self) -> None:
        """Expect a new triple."""
        self.subject, self.state, self.steps, self.inverse, self.alternative = "", "subject", [], False, False


class _Reader:
    def __init__(self) -> None:
        self.reading = Reading()
        self.frames = [_Frame("head")]
        self.before = ""
        self.prefix = ""
        self.count = 0
        self.closed = 0

    def mark(self) -> None:
        """Note what the place after the tokens taken so far asks for."""
        frame = self.frames[-1]
        if frame.kind == "path":
            frame = self.frames[-2]
        if self.before in ("prefix", "base"):
            place = Place("prefix")
        elif self.before in ("graph", "service", "from", "named"):
            place = Place("object", step=((self.before,), False), group=frame.group)
        elif self.before == "filter":
            place = Place("expression", group=frame.group)
        elif frame.kind == "triples" and frame.state == "predicate":
            place = Place(
                "predicate", self._walk(frame, frame.steps), ((), frame.inverse), bool(frame.steps), frame.group
            )
        elif frame.kind == "triples" and frame.state == "object":
            node = self._walk(frame, frame.steps[:-1])
            place = Place("object", node, frame.steps[-1], len(frame.steps) > 1, frame.group)
        elif frame.kind == "triples":
            place = Place("after" if frame.state == "done" else "subject", frame.subject, group=frame.group)
        elif frame.kind == "data":
            place = Place("object", frame.variable, (("values",), False), group=frame.group)
        else:
            place = Place(
                ("projection" if self.before else "start") if frame.kind == "head" else frame.kind, group=frame.group
            )
        self.reading.place = place

    def take(self, token: Token) -> None:
        """Go on by one token."""
        if token.kind == "comment":
            self.reading.comments.append(token.text)
            return
        word = token.text.lower() if token.kind == "word" else ""
        frame = self.frames[-1]
        if token.kind == "variable" and token.text not in self.reading.variables:
            self.reading.variables.append(token.text)
        if self.before == "prefix" and token.kind == "name":
            self.prefix = token.text.split(":")[0]
        elif self.prefix and token.kind == "iri":
            self.reading.prefixes[self.prefix] = token.text[1:-1]
            self.prefix = ""
        elif token.text in ("{", "(", "["):
            self._open(token.text, frame)
        elif token.text in ("}", ")", "]"):
            self._close(token.text)
        elif frame.kind == "triples":
            self._in_triples(token, word, frame)
        elif frame.kind == "data":
            self.reading.values.setdefault(frame.variable, []).append(token.text)
        elif token.kind == "variable" and self._in_head():
            self.reading.projected.append(token.text)
        elif frame.kind == "head" and word in _MODIFIERS:
            frame.kind = "modifier"
        self.before = word or ("term" if token.kind != "sign" else token.text)

    def _in_head(self) -> bool:
        return next(frame.kind for frame in reversed(self.frames) if frame.kind != "expression") == "head"

    # --- brackets ---

    def _open(self, sign: str, frame: _Frame) -> None:
        if sign == "{" and (frame.variable or frame.kind == "modifier"):
            self.frames.append(_Frame("data", frame.group, variable=frame.variable))
            frame.variable = ""
        elif sign == "{":
            self.count += 1
            if self.before not in _SOFT:
                self.reading.plain.add(self.count)
            template = frame.template or self.before == "construct"
            group = (*frame.group, self.count) if len(frame.group) < _DEEP else frame.group
            self.frames.append(_Frame("triples", group, template=template))
        elif sign == "[" and frame.kind == "triples":
            node = self._fresh()
            self._term(frame, node)
            self.frames.append(_Frame("triples", frame.group, node, "predicate", template=frame.template))
        else:
            self.frames.append(_Frame("path" if frame.state == "predicate" else "expression", frame.group))

    def _close(self, sign: str) -> None:
        kinds = {"}": ("triples", "data"), ")": ("expression", "path"), "]": ("triples", "expression")}[sign]
        if not any(frame.kind in kinds for frame in self.frames[1:]):
            return
        while self.frames[-1].kind not in kinds:  # a bracket that is still missing; the head of a subquery
            self.frames.pop()
        closed, frame = self.frames.pop(), self.frames[-1]
        if closed.kind == "path":
            frame.steps.append(((), False))
            frame.state = "object"
        if sign == "}":
            self.closed = closed.group[-1] if closed.group else 0
            if frame.kind == "triples":
                frame.begin()
            if frame.kind == "head" and not closed.template:
                frame.kind = "modifier"

    # --- triples ---

    def _in_triples(self, token: Token, word: str, frame: _Frame) -> None:
        if self.before in ("graph", "service", "^^"):
            return
        if word and word not in ("a", "true", "false"):
            self._keyword(word, frame)
        elif frame.variable == "?" and token.kind == "variable":
            frame.variable = token.text
        elif token.text == ".":
            frame.begin()
        elif token.text == ";":
            frame.state, frame.steps, frame.inverse, frame.alternative = "predicate", [], False, False
        elif token.text == ",":
            frame.state = "object"
        elif frame.state == "predicate" and token.text in ("^", "!"):
            frame.inverse = token.text == "^"
        elif frame.state == "object" and token.text in ("/", "|"):
            frame.state, frame.alternative = "predicate", token.text == "|"
        elif frame.state == "object" and token.text in ("+", "*", "?") and frame.steps:
            properties, inverse = frame.steps[-1]
            frame.steps[-1] = (properties if token.text == "+" else (), inverse)
        elif token.kind in ("iri", "name", "variable", "string", "number") or word:
            self._term(frame, token.text)

    def _keyword(self, word: str, frame: _Frame) -> None:
        frame.begin()
        frame.variable = "?" if word == "values" else ""
        if word == "select":
            self.frames.append(_Frame("head", frame.group))
        elif word == "union":
            self.reading.plain.discard(self.closed)

    def _term(self, frame: _Frame, text: str) -> None:
        if frame.state in ("subject", "done"):
            frame.begin()
            frame.subject, frame.state = text, "predicate"
        elif frame.state == "predicate":
            known: tuple[str, ...] = () if text.startswith(("?", "$")) else (text,)
            if frame.alternative and frame.steps:
                before, _ = frame.steps.pop()
                known = (*before, *known) if before and known else ()
            frame.steps.append((known, frame.inverse))
            frame.state, frame.inverse, frame.alternative = "object", False, False
        else:
            node = self._walk(frame, frame.steps[:-1])
            self._add(node, frame.steps[-1], text, frame)
            frame.state = "done"

    def _walk(self, frame: _Frame, steps: Sequence[Step]) -> str:
        """Return the node that steps lead to from the subject; each step is a pattern."""
        node = frame.subject
        for step in steps:
            following = self._fresh()
            self._add(node, step, following, frame)
            node = following
        return node

    def _add(self, subject: str, step: Step, object_: str, frame: _Frame) -> None:
        properties, inverse = step
        start, end = (object_, subject) if inverse else (subject, object_)
        kept = self.reading.made if frame.template else self.reading.triples
        kept.append(Triple(start, properties, end, frame.group))

    def _fresh(self) -> str:
        self.count += 1
        return f"_:{self.count}"


def words(text: str) -> Iterator[str]:
    """Yield the words of a name in lower case: those of camelCase and snake_case apart; Chinese as it is.

    >>> list(words("kg:attribute_stars")), list(words("hasCode"))
    (['kg', 'attribute', 'stars'], ['has', 'code'])
    """
    for found in re.finditer(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[\u3400-\u9fff]+", text):
        yield found.group().lower()
