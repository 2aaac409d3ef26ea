"""The errors of kgraph. Each says what failed, on what, what was expected and what to do.

KgraphError
├── UnknownNameError        no plug-in, entity, type or format of that name
│   ├── UnknownPluginError
│   ├── UnknownEntityError
│   ├── UnknownDocumentError
│   ├── UnknownFormatError
│   ├── UnknownTemplateError
│   └── UnknownTermError    no such type, relation, direction or parameter
├── AmbiguousEntityError    a name that stands for several entities
├── InputError              a path that cannot be built from
├── UnreadableDocumentError one document that a reader gives up on (the build goes on)
├── SettingsError           a setting out of range or misspelt
│   └── ArgumentError       a value that a question cannot be asked with
│       └── MissingValueError  a template that is asked without one of its values
├── GraphMissingError       no built graph in a folder
│   └── UnknownBuildError   a number of a build that is not kept
├── GraphDamagedError       a built graph whose files do not fit together
├── GraphClosedError        a graph that is asked after it was closed
├── GraphBusyError          a folder that another process is building into
├── GraphNotWrittenError    a graph that the disk did not take
├── QueryError              a SPARQL text that does not parse or may not run
│   ├── QueryTimeoutError   a query that took longer than it may
│   └── QueryCancelledError a query that its asker ended
├── TemplateError           a file of the query library that is no template
├── GoldError              a gold annotation file that cannot be read
│   └── UnknownGoldDocumentError  one about a document that the graph does not have
├── RemoteError            an endpoint elsewhere that does not answer as it should
│   └── RemoteUnsupportedError  a question that an endpoint elsewhere cannot be asked
├── EndpointError          a port that the endpoint cannot listen on
├── PathMissingError        no way between two entities
├── UpdatesError           updates of a graph that cannot be kept or applied
├── CurationError          a log of decisions that cannot be read or written
├── DecisionError          a decision that cannot be taken about a graph
├── NotWrittenError        a result file that the disk did not take
├── PluginConflictError     a plug-in registered under a taken name
├── MissingExtraError       an optional dependency that is not installed
├── ViewError               a saved view, or an address of one, that cannot be read or is too large
└── WorkspaceError          the folder of saved views cannot be read or written
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


class KgraphError(Exception):
    """Base of every error that kgraph raises on purpose."""


def _near(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean '{close[0]}'?" if close else ""


class UnknownNameError(KgraphError):
    """No thing of that name."""


class UnknownPluginError(UnknownNameError):
    """Raised when a registry has no plug-in of that name."""

    def __init__(self, family: str, name: str, known: Iterable[str]):
        self.family, self.name, self.known = family, name, sorted(known)
        super().__init__(
            f"No {family} named '{name}'. Known: {', '.join(self.known) or 'none'}.{_near(name, self.known)}"
        )


class UnknownFormatError(UnknownNameError):
    """Raised when an output format is not one of the known ones."""

    def __init__(self, name: str, known: Iterable[str]):
        self.name, self.known = name, sorted(known)
        super().__init__(f"No format '{name}'. Known: {', '.join(self.known)}.{_near(name, self.known)}")


class UnknownDocumentError(UnknownNameError):
    """Raised when a graph was not built from a document of that path."""

    def __init__(self, path: str, known: Iterable[str]):
        self.path, self.known = path, list(known)
        super().__init__(
            f"No document '{path}' in this graph.{_near(path, self.known)} `kgraph stats` counts those it has."
        )


class UnknownEntityError(UnknownNameError):
    """Raised when no entity has that IRI, id or name."""

    def __init__(self, name: str, suggestions: Sequence[str] = ()):
        self.name, self.suggestions = name, list(suggestions)
        near = f" Close names: {', '.join(self.suggestions)}." if self.suggestions else ""
        super().__init__(f"No entity '{name}' in this graph.{near} Try `kgraph search` with a part of the name.")


class UnknownTemplateError(UnknownNameError):
    """Raised when the query library has no template of that name."""

    def __init__(self, name: str, known: Iterable[str]):
        self.name, self.known = name, list(known)
        super().__init__(f"No query template '{name}'.{_near(name, self.known)} `kgraph query --list` lists them.")


class UnknownTermError(UnknownNameError):
    """Raised when a type, relation, direction or parameter is not one of the known ones; ``kind`` says which of them."""

    def __init__(self, kind: str, name: str, known: Iterable[str]):
        self.kind, self.name, self.known = kind, name, list(known)
        super().__init__(f"No {kind} '{name}'. Known: {', '.join(self.known)}.{_near(name, self.known)}")


class AmbiguousEntityError(KgraphError):
    """Raised when a name stands for several entities; ``candidates`` are their ids."""

    def __init__(self, name: str, candidates: Sequence[str]):
        self.name, self.candidates = name, list(candidates)
        super().__init__(f"'{name}' names {len(self.candidates)} entities; use one of the ids: {', '.join(candidates)}")


class InputError(KgraphError):
    """Raised when a path given to a build does not exist or holds no document."""


class UnreadableDocumentError(KgraphError):
    """Raised by a reader for a document it cannot read; the build reports it and goes on."""

    def __init__(self, path: str, reason: str, line: int = 0):
        self.path, self.reason, self.line = path, reason, line
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {reason}")


class SettingsError(KgraphError):
    """Raised when a setting is unknown or out of range."""


class ArgumentError(SettingsError, ValueError):
    """Raised when a question is asked with a value that it cannot be asked with, such as a limit below 1."""

    def __init__(self, name: str, value: object, expected: str):
        self.name, self.value, self.expected = name, value, expected
        super().__init__(f"'{name}' has to be {expected}, not {value!r}.")


class MissingValueError(ArgumentError):
    """Raised when a query template is asked without a value that it needs."""

    def __init__(self, template: str, name: str, label: str, example: str):
        self.template, self.name, self.value, self.expected = template, name, None, label
        such = f", such as {name}={example}" if example else ""
        KgraphError.__init__(self, f"The template '{template}' needs a value for '{name}' ({label}){such}.")


class TemplateError(KgraphError):
    """Raised when a file of the query library is no template."""

    def __init__(self, name: str, reason: str):
        self.name, self.reason = name, reason
        super().__init__(
            f"The query template '{name}' cannot be used: {reason}. Compare it with a file of the library."
        )


class GraphClosedError(KgraphError, ValueError):
    """Raised when a graph is asked after it was closed."""

    def __init__(self, folder: object):
        self.folder = str(folder)
        super().__init__(f"The graph of '{self.folder}' is closed. Open it again with kgraph.open.")


class GraphMissingError(KgraphError):
    """Raised when a folder holds no built graph."""

    def __init__(self, folder: object):
        self.folder = str(folder)
        super().__init__(f"No graph in '{self.folder}'. Build one with: kgraph build data/raw --output {self.folder}")


class UnknownBuildError(GraphMissingError):
    """Raised when a folder keeps no build of a number; ``kept`` are the numbers that it keeps."""

    def __init__(self, folder: object, number: int, kept: Sequence[int] = ()):
        KgraphError.__init__(
            self,
            f"No build {number} in '{folder}'. Kept are: {', '.join(map(str, kept)) or 'none'}."
            " See them with: kgraph log; the setting keep says how many stay.",
        )
        self.folder, self.number, self.kept = str(folder), number, tuple(kept)


class GraphDamagedError(KgraphError):
    """Raised when the files of a built graph do not fit together or cannot be read."""

    def __init__(self, folder: object, reason: str):
        self.folder, self.reason = str(folder), reason
        super().__init__(f"The graph in '{self.folder}' is damaged: {reason}. Build it again with: kgraph build")


class GraphBusyError(KgraphError):
    """Raised when another process is building into the same folder; ``process`` is its number where known."""

    def __init__(self, folder: object, process: str = ""):
        self.folder, self.process = str(folder), process
        who = f"process {process}" if process else "another process"
        super().__init__(
            f"Cannot build into '{folder}': {who} is building there. Wait for it, or choose another folder with --output."
        )


class GraphNotWrittenError(KgraphError):
    """Raised when a graph cannot be written; what was in the folder before is still there."""

    def __init__(self, folder: object, reason: str):
        self.folder, self.reason = str(folder), reason
        super().__init__(
            f"The graph was not written to '{folder}': {reason}. The graph that was there is unchanged."
            " Free some space, or choose a folder that may be written with --output."
        )


class QueryError(KgraphError):
    """Raised when a SPARQL query does not parse, is an update, reaches outside the graph, or takes too long.

    ``line`` and ``column`` (from 1) are where it does not parse, else None.
    """

    def __init__(self, reason: str, line: int | None = None, column: int | None = None):
        self.reason, self.line, self.column = reason, line, column
        where = f" (line {line}, column {column})" if line is not None else ""
        super().__init__(f"The query cannot be answered{where}: {reason}")


class QueryTimeoutError(QueryError):
    """Raised when a query was ended because it took longer than its time limit, in seconds."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        super().__init__(f"it took longer than {seconds:g} s and was ended. Narrow it down, or allow it more time.")


class QueryCancelledError(QueryError):
    """Raised when a query was ended because its asker no longer wants the answer."""

    def __init__(self) -> None:
        super().__init__("it was cancelled")


class GoldError(KgraphError):
    """Raised when a file of gold annotations cannot be read or lacks a field."""

    def __init__(self, path: object, reason: str):
        self.path, self.reason = str(path), reason
        super().__init__(f"'{self.path}' is no file of gold annotations: {reason}. It needs document, lines, entities.")


class UnknownGoldDocumentError(GoldError):
    """Raised when gold annotations are about a document that the graph was not built from."""

    def __init__(self, path: object, document: str, known: Iterable[str]):
        self.path, self.document, self.known = str(path), document, sorted(known)
        self.reason = f"it is about '{document}'"
        more = " …" if len(self.known) > 5 else ""
        KgraphError.__init__(
            self,
            f"'{self.path}' is about the document '{document}', which this graph was not built from"
            f" (it has {', '.join(self.known[:5]) or 'none'}{more}). Build it with that document, or say which one is"
            f" meant with --document {document}=FILE.",
        )


class RemoteError(KgraphError):
    """Raised when an endpoint elsewhere does not answer, or not as a SPARQL endpoint does."""

    def __init__(self, url: str, reason: str):
        self.url, self.reason = url, reason
        super().__init__(
            f"The endpoint '{url}' gives no answer: {reason}. See that it runs and that this is its address."
        )


class RemoteUnsupportedError(RemoteError):
    """Raised for a question that would need the whole graph, which an endpoint does not give away."""

    def __init__(self, url: str, question: str, reason: str = "it needs the whole graph"):
        self.url, self.question, self.reason = url, question, reason
        KgraphError.__init__(
            self,
            f"'{question}' cannot be asked of the endpoint '{url}': {reason}. Open the folder of the graph instead.",
        )


class EndpointError(KgraphError):
    """Raised when the endpoint cannot listen where it should."""

    def __init__(self, host: str, port: int, reason: str):
        self.host, self.port, self.reason = host, port, reason
        super().__init__(f"Cannot listen on {host}:{port}: {reason}. Choose another port with --port.")


class UpdatesError(KgraphError):
    """Raised when the endpoint cannot keep or apply the updates of a graph."""

    def __init__(self, folder: object, reason: str):
        self.folder, self.reason = str(folder), reason
        super().__init__(
            f"The updates of the graph in '{self.folder}' cannot be used: {reason}. The graph can be served without --writable."
        )


class CurationError(KgraphError):
    """Raised when the log of decisions cannot be read or written, or a decision cannot be taken."""

    def __init__(self, file: object, reason: str):
        self.file, self.reason = str(file), reason
        super().__init__(f"The log of decisions '{self.file}' is as it was: {reason}.")


class DecisionError(KgraphError):
    """Raised when a decision cannot be taken about this graph; nothing is written."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(f"Nothing was decided: {reason}.")


class NotWrittenError(KgraphError):
    """Raised when the file for a result cannot be written."""

    def __init__(self, path: object, reason: str):
        self.path, self.reason = str(path), reason
        super().__init__(f"Cannot write '{self.path}': {reason}. Choose another place with -o.")


class PluginConflictError(KgraphError):
    """Raised when two plug-ins claim one name."""

    def __init__(self, family: str, name: str, old: object, new: object):
        self.family, self.name, self.old, self.new = family, name, old, new
        super().__init__(f"The {family} '{name}' is registered already: {old!r}; {new!r} needs another name.")


class MissingExtraError(KgraphError):
    """Raised on first use of something whose optional dependency is not installed."""

    def __init__(self, package: str, extra: str, purpose: str):
        self.package, self.extra, self.purpose = package, extra, purpose
        super().__init__(f'{purpose} needs {package}, which is not installed: pip install "kgraph[{extra}]"')


class ViewError(KgraphError):
    """Raised when a view cannot be shown: a saved file or an address that is none, or more nodes than a view may have."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(f"The view cannot be shown: {reason}. Begin a new one from an entity, or open a saved one.")


class PathMissingError(KgraphError):
    """Raised when a way between two entities is to be drawn and there is none."""

    def __init__(self, start: str, end: str, hops: int):
        self.start, self.end, self.hops = start, end, hops
        super().__init__(
            f"There is no way from '{start}' to '{end}' within {hops} relations: see kgraph path --max-hops."
        )


class WorkspaceError(KgraphError):
    """Raised when the folder of saved views cannot be read or written."""

    def __init__(self, folder: object, reason: str):
        self.folder, self.reason = str(folder), reason
        super().__init__(
            f"The workspace '{self.folder}' cannot be used: {reason}. Name another folder with KGRAPH_WORKSPACE."
        )
