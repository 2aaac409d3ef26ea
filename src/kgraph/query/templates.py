"""The query library: questions in SPARQL with places for values, each a plain file of ``library/``.

A template is a query whose parameters are written ``$name``, below a header of comments that hold TOML::

    # group = "papers"
    # title = { en = "Papers of a year", zh = "某年的论文" }
    # description = { en = "With what they introduce.", zh = "以及论文提出的方法、数据集或软件。" }
    # [parameters.year]
    # kind = "year"
    # label = { en = "Year", zh = "年份" }
    # example = "2019"

    SELECT ?paper ?paperLabel WHERE { ?paper a kg:Paper ; kg:year $year ; rdfs:label ?paperLabel }

A parameter has a ``default``, which is taken where no value is given, or an ``example``, which is only shown. Columns
that hold an entity are followed by one with its name: ``?paper ?paperLabel``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from kgraph.core.errors import (
    AmbiguousEntityError,
    ArgumentError,
    MissingValueError,
    TemplateError,
    UnknownDocumentError,
    UnknownTemplateError,
    UnknownTermError,
)
from kgraph.core.schema import SCHEMA
from kgraph.query.results import Node, SourceDocument
from kgraph.store.rdf import ATTRIBUTE
from kgraph.store.terms import iri_part, literal

GROUPS: Mapping[str, Mapping[str, str]] = {
    "papers": {"en": "Papers", "zh": "论文"},
    "methods": {"en": "Methods", "zh": "方法"},
    "results": {"en": "Results and datasets", "zh": "评测与数据集"},
    "code": {"en": "Code", "zh": "代码"},
    "organizations": {"en": "Organisations", "zh": "机构"},
    "people": {"en": "People", "zh": "人物"},
    "topics": {"en": "Topics and reading", "zh": "主题与阅读"},
    "connections": {"en": "Connections", "zh": "联系"},
    "sources": {"en": "Sources", "zh": "出处"},
    "quality": {"en": "Quality of the graph", "zh": "图谱质量"},
}
"""The groups of templates, in the order in which they are listed, with their names by language."""

_PLACE = re.compile(r"\$([a-z_]+)")


class Names(Protocol):
    """What ``fill`` asks a graph for; ``kgraph.open`` gives such a graph."""

    def entity(self, name: str | Node, /) -> Node:
        """Return the entity with that IRI, id or name."""

    def iri(self, entity: str | Node, /) -> str:
        """Return the IRI of an entity."""

    def documents(self) -> Sequence[SourceDocument]:
        """Return the documents that the graph was built from."""


@dataclass(frozen=True)
class Parameter:
    """A place for a value in a template.

    ``kind`` is ``entity`` (of one of ``types``; none: of any), ``type``, ``relation``, ``attribute``, ``document``, ``year``,
    ``count`` (a whole number from 1), ``number`` or ``text``. ``labels`` are its names by language.
    """

    name: str
    kind: str
    labels: Mapping[str, str]
    types: tuple[str, ...] = ()
    default: str | None = None
    example: str = ""

    def takes(self, node: Node) -> bool:
        """Return whether ``node`` may be its value."""
        return self.kind == "entity" and (not self.types or node.type in self.types)


@dataclass(frozen=True)
class Template:
    """A question with places for values. ``titles`` and ``descriptions`` are by language, ``en`` and ``zh``."""

    name: str
    group: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    text: str = field(repr=False)

    @property
    def examples(self) -> dict[str, str]:
        """A value for each parameter: its example, else its default."""
        return {parameter.name: parameter.example or parameter.default or "" for parameter in self.parameters}

    def values_for(self, node: Node) -> dict[str, str]:
        """Return the value that asks the question about ``node``: its id for the first parameter that takes it.

        Empty when the template does not apply to it.
        """
        return next(({each.name: node.id} for each in self.parameters if each.takes(node)), {})

    def fill(self, graph: Names, /, **values: object) -> str:
        """Return the query with ``values`` in place of the parameters, each written as a term of SPARQL.

        ``graph`` resolves names of entities and documents; an entity may also be given as a Node. The prefixes that
        ``Graph.query`` declares are not written out. A value never becomes anything but one term, whatever its text. Raises
        UnknownTermError for a parameter that the template does not have, MissingValueError for one without a value,
        ArgumentError for a value that does not fit, and what ``graph`` raises for an entity that it does not know.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                raise UnknownTermError("parameter", name, known)
        terms = {name: self._term(graph, known[name], values.get(name)) for name in known}
        return _PLACE.sub(lambda place: terms[place[1]], self.text)

    def _term(self, graph: Names, parameter: Parameter, value: object) -> str:
        given = parameter.default if value is None or value == "" else value
        if given is None:
            raise MissingValueError(self.name, parameter.name, parameter.labels["en"], parameter.example)
        if isinstance(given, str) and parameter.kind != "text":
            given = given.strip()
        return _TERMS[parameter.kind](graph, parameter, given)


def templates() -> tuple[Template, ...]:
    """Return all templates of the library, in the order of ``GROUPS`` and then by name. Read once."""
    return tuple(_library().values())


def template(name: str) -> Template:
    """Return the template of that name; raises UnknownTemplateError.

    >>> template("papers-of-year").titles["en"]
    'Papers of a year'
    """
    try:
        return _library()[name]
    except KeyError:
        raise UnknownTemplateError(name, _library()) from None


def templates_for(node: Node) -> tuple[Template, ...]:
    """Return the templates that can be asked about an entity, those made for its type first.

    ``Template.values_for`` gives the value to fill in; a template about two entities needs the other one as well.
    """
    fitting = [(each, next((p for p in each.parameters if p.takes(node)), None)) for each in templates()]
    return tuple(each for each, place in sorted(fitting, key=lambda pair: not (pair[1] and pair[1].types)) if place)


def parse_template(name: str, content: str) -> Template:
    """Return the template that a file holds; raises TemplateError where it is none."""
    lines = content.removeprefix("\ufeff").splitlines()
    size = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    text = "\n".join(lines[size:]).strip()
    try:
        header = tomllib.loads("\n".join(line.removeprefix("#").removeprefix(" ") for line in lines[:size]))
        parameters = tuple(_parameter(key, data) for key, data in header.pop("parameters", {}).items())
        made = Template(name, header["group"], header["title"], header["description"], parameters, text)
    except KeyError as error:
        raise TemplateError(name, f"its header lacks {error}") from None
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise TemplateError(name, f"its header cannot be read ({error})") from None
    if made.group not in GROUPS:
        raise TemplateError(name, f"there is no group '{made.group}'; known are {', '.join(GROUPS)}")
    if (used := set(_PLACE.findall(text))) != set(made.examples):
        raise TemplateError(name, f"the header names {sorted(made.examples)}, and the query uses {sorted(used)}")
    return made


def _parameter(name: str, data: dict[str, Any]) -> Parameter:
    if data["kind"] not in _TERMS:
        raise TypeError(f"no kind '{data['kind']}'; known are {', '.join(_TERMS)}")
    types = tuple(data.get("types", ()))
    return Parameter(name, data["kind"], data["label"], types, data.get("default"), data.get("example", ""))


@cache
def _library() -> dict[str, Template]:
    paths = [path for path in files("kgraph.query").joinpath("library").iterdir() if path.name.endswith(".rq")]
    read = (parse_template(path.name.removesuffix(".rq"), path.read_text(encoding="utf-8")) for path in paths)
    places = list(GROUPS)
    return {each.name: each for each in sorted(read, key=lambda each: (places.index(each.group), each.name))}


# --- values as terms ---


def _entity(graph: Names, parameter: Parameter, value: object) -> str:
    expected = f"{_one_of(parameter.types)}, by name, id or IRI"
    if not isinstance(value, str | Node):
        raise ArgumentError(parameter.name, value, expected)
    try:
        found = graph.entity(value)
    except AmbiguousEntityError as error:
        # A name of several entities is clear where only one of them has a type that fits.
        fitting = [node for node in map(graph.entity, error.candidates) if parameter.takes(node)]
        if len(fitting) != 1:
            raise
        found = fitting[0]
    if not parameter.takes(found):
        raise ArgumentError(parameter.name, f"{found.label} ({found.type})", expected)
    return f"<{graph.iri(found)}>"


def _one_of(types: Sequence[str]) -> str:
    if not types:
        return "an entity"
    return " or ".join(("an " if name[0] in "AEIOU" else "a ") + name for name in types)


def _named(kind: str, known: Sequence[str]) -> Callable[[Names, Parameter, object], str]:
    """Return what turns a name of the schema into its IRI, whatever its case."""

    def term(graph: Names, parameter: Parameter, value: object) -> str:
        name = str(value).removeprefix("kg:").casefold()
        found = next((each for each in known if each.casefold() == name), None)
        if found is None:
            raise UnknownTermError(kind, str(value), known)
        return f"<{SCHEMA.namespace}{found}>"

    return term


def _attribute(graph: Names, parameter: Parameter, value: object) -> str:
    return f"<{ATTRIBUTE}{iri_part(str(value))}>"


def _document(graph: Names, parameter: Parameter, value: object) -> str:
    documents = graph.documents()
    found = next((each for each in documents if str(value) in (each.path, each.iri)), None)
    if found is None:
        raise UnknownDocumentError(str(value), [each.path for each in documents])
    return f"<{found.iri}>"


def _whole(expected: str, first: int, last: int) -> Callable[[Names, Parameter, object], str]:
    def term(graph: Names, parameter: Parameter, value: object) -> str:
        text = str(value)
        if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,9}", text) or not first <= int(text) <= last:
            raise ArgumentError(parameter.name, value, expected)
        return str(int(text))

    return term


def _number(graph: Names, parameter: Parameter, value: object) -> str:
    text = str(value)
    if not re.fullmatch(r"[+-]?[0-9]{1,12}(\.[0-9]{1,12})?", text):
        raise ArgumentError(parameter.name, value, "a number such as 0.7")
    return text.removeprefix("+")


_TERMS: dict[str, Callable[[Names, Parameter, Any], str]] = {
    "entity": _entity,
    "type": _named("type", tuple(SCHEMA.entities)),
    "relation": _named("relation", tuple(SCHEMA.relations)),
    "attribute": _attribute,
    "document": _document,
    "year": _whole("a year such as 2019", 1, 9999),
    "count": _whole("a whole number from 1", 1, 999_999_999),
    "number": _number,
    "text": lambda graph, parameter, value: literal(str(value)),
}
"""How a value of each kind of parameter becomes a term."""
