"""The reader's own folder: views and queries saved by name, views behind short addresses, and the basket of views for slides.

views/NAME.json    a saved view
queries/NAME.rq    a saved query: plain SPARQL, below a line with its name
history.json       the queries that were asked last
links/ID.json      a view that an address names, because it is too long to stand there itself
basket.json        the views chosen for slides, in their order, each with its kind of slide
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kgraph.core.errors import ViewError, WorkspaceError
from kgraph.core.identifiers import slug
from kgraph.query.view import View, from_token, to_token, view_from_json

LONGEST_TOKEN = 300
"""Characters of a view in an address; a longer one is kept in a file, and the address gives its id."""

LONGEST_PORTABLE = 6000
"""Characters of a view in an address that is to be opened elsewhere; browsers and mail programs take so many."""

_KEPT_LINKS = 2000
_KEPT_QUERIES = 200
_TITLE = "# title: "
_NO_FILE = re.compile(r'[%<>:"/\\|?*\x00-\x1f]')
"""What some system does not take in the name of a file; a workspace may be shared by git."""
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Chosen:
    """A view in the basket: its title, the address that shows it, and which ``slide`` is made of it (graph, table, related …)."""

    title: str
    address: str
    slide: str = "graph"


@dataclass(frozen=True)
class Asked:
    """A query that was asked: its text, when (``YYYY-MM-DD HH:MM``), the seconds that it took and the rows that it gave."""

    query: str
    at: str
    seconds: float
    rows: int


def workspace_folder(graph: Path | str) -> Path:
    """Return the folder of a graph's views: ``KGRAPH_WORKSPACE``, else one of the user's data folder.

    >>> workspace_folder("data/graph").name.startswith("graph-")
    True
    """
    if chosen := os.environ.get("KGRAPH_WORKSPACE"):
        return Path(chosen).expanduser()
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    place = Path(graph).absolute()
    return data / "kgraph" / f"{place.name}-{hashlib.sha256(str(place).encode()).hexdigest()[:8]}"


class Workspace:
    """The files of one workspace. Nothing is written before something is saved; every file is written whole or not at all."""

    def __init__(self, folder: Path | str):
        self.folder = Path(folder)

    # --- views by name ---

    def names(self) -> list[str]:
        """Return the names of the saved views, sorted. A file that cannot be read is left out."""
        found = []
        for path in sorted(self.folder.glob("views/*.json")):
            try:
                found.append(str(json.loads(path.read_text(encoding="utf-8"))["name"]))
            except (OSError, ValueError, KeyError, TypeError):
                continue
        return sorted(found)

    def save(self, name: str, view: View) -> Path:
        """Save ``view`` under ``name``, in place of the one that had it, and return the file. Raises WorkspaceError."""
        content = {"name": name, "view": json.loads(view.to_json())}
        return self._write(self._path(name), json.dumps(content, ensure_ascii=False, indent=1) + "\n")

    def load(self, name: str) -> View:
        """Return the view of that name; raises ViewError where there is none, or where the file holds no view."""
        try:
            content = json.loads(self._path(name).read_text(encoding="utf-8"))
            return view_from_json(json.dumps(content["view"]))
        except FileNotFoundError:
            raise ViewError(f"none is saved as '{name}'") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ViewError(f"'{self._path(name)}' cannot be read ({error})") from None

    def delete(self, name: str) -> None:
        """Delete the view of that name, if there is one. Raises WorkspaceError."""
        try:
            self._path(name).unlink(missing_ok=True)
        except OSError as error:
            raise WorkspaceError(self.folder, str(error)) from None

    # --- queries ---

    def queries(self) -> list[str]:
        """Return the names of the saved queries, sorted."""
        return sorted(name for path in self.folder.glob("queries/*.rq") if (name := _title(path)))

    def save_query(self, name: str, text: str) -> Path:
        """Save a query under ``name``, in place of the one that had it, and return the file. Raises WorkspaceError."""
        head = f"{_TITLE}{' '.join(name.split())}\n"
        return self._write(self._path(name, "queries", "rq"), head + _without_title(text).strip() + "\n")

    def load_query(self, name: str) -> str:
        """Return the text of the query of that name. Raises WorkspaceError where there is none, or it cannot be read."""
        for path in self.folder.glob("queries/*.rq"):
            if _title(path) == name:
                return _without_title(path.read_text(encoding="utf-8"))
        raise WorkspaceError(self.folder, f"no query is saved as '{name}'")

    def delete_query(self, name: str) -> None:
        """Delete the query of that name, if there is one. Raises WorkspaceError."""
        try:
            for path in self.folder.glob("queries/*.rq"):
                if _title(path) == name:
                    path.unlink()
        except OSError as error:
            raise WorkspaceError(self.folder, str(error)) from None

    def history(self) -> list[Asked]:
        """Return the queries that were asked, the last one first, each once; an unreadable file counts as none."""
        try:
            rows = json.loads((self.folder / "history.json").read_text(encoding="utf-8"))
            return [Asked(str(row["query"]), str(row["at"]), float(row["seconds"]), int(row["rows"])) for row in rows]
        except (OSError, ValueError, KeyError, TypeError):
            return []

    def remember(self, asked: Asked) -> None:
        """Put a query at the front of the history, which keeps the last 200. Raises WorkspaceError."""
        others = [one for one in self.history() if one.query.strip() != asked.query.strip()]
        rows = [vars(one) for one in [asked, *others][:_KEPT_QUERIES]]
        self._write(self.folder / "history.json", json.dumps(rows, ensure_ascii=False, indent=1) + "\n")

    # --- addresses ---

    def address(self, view: View) -> str:
        """Return what an address says to show exactly ``view``: the view itself, or the id of a file where it is long.

        The same view has the same address. Raises WorkspaceError.
        """
        token = to_token(view)
        if len(token) <= LONGEST_TOKEN:
            return f"v{token}"
        id_ = hashlib.sha256(token.encode()).hexdigest()[:16]
        path = self.folder / "links" / f"{id_}.json"
        if not path.exists():
            self._write(path, view.to_json())
            self._forget_old_links()
        return id_

    def portable(self, view: View) -> str | None:
        """Return an address that needs no workspace, None where the view is too large for one."""
        token = to_token(view)
        return f"v{token}" if len(token) <= LONGEST_PORTABLE else None

    def follow(self, address: str) -> View:
        """Return the view that ``address`` made an address of; raises ViewError."""
        if address.startswith("v"):
            return from_token(address[1:])
        if not _ID.fullmatch(address):
            raise ViewError("the address is cut or mistyped")
        path = self.folder / "links" / f"{address}.json"
        try:
            view = view_from_json(path.read_bytes())
            path.touch()
        except OSError:
            raise ViewError("the address names a view that is not kept in this workspace") from None
        return view

    def _forget_old_links(self) -> None:
        links = list((self.folder / "links").glob("*.json"))
        if len(links) > _KEPT_LINKS:
            kept = {chosen.address for chosen in self.basket()}
            for path in sorted(links, key=lambda path: path.stat().st_mtime)[: len(links) - _KEPT_LINKS]:
                if path.stem not in kept:
                    path.unlink(missing_ok=True)

    # --- the basket ---

    def basket(self) -> list[Chosen]:
        """Return the views chosen for slides, in order; an unreadable file counts as an empty basket."""
        try:
            rows = json.loads((self.folder / "basket.json").read_text(encoding="utf-8"))
            return [Chosen(str(row["title"]), str(row["address"]), str(row.get("slide", "graph"))) for row in rows]
        except (OSError, ValueError, KeyError, TypeError):
            return []

    def fill_basket(self, chosen: Sequence[Chosen]) -> None:
        """Make ``chosen`` the basket. Raises WorkspaceError."""
        rows = [{"title": one.title, "address": one.address, "slide": one.slide} for one in chosen]
        self._write(self.folder / "basket.json", json.dumps(rows, ensure_ascii=False, indent=1) + "\n")

    def _path(self, name: str, kind: str = "views", suffix: str = "json") -> Path:
        plain = _NO_FILE.sub("_", slug(name)).strip(".")
        if len(plain.encode()) > 120 or plain != name:
            # Two names that look alike in a file system stay two files.
            plain = f"{plain.encode()[:100].decode(errors='ignore')}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
        return self.folder / kind / f"{plain}.{suffix}"

    def _write(self, path: Path, text: str) -> Path:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
                file.write(text)
            Path(file.name).replace(path)
        except OSError as error:
            raise WorkspaceError(self.folder, str(error)) from None
        return path


def _title(path: Path) -> str:
    """Return the name of a saved query: that of its first line, else that of its file; empty where it cannot be read."""
    try:
        first = path.read_text(encoding="utf-8").partition("\n")[0]
    except (OSError, ValueError):
        return ""
    return first.removeprefix(_TITLE).strip() if first.startswith(_TITLE) else path.stem


def _without_title(text: str) -> str:
    first, _, rest = text.partition("\n")
    return rest if first.startswith(_TITLE) else text
