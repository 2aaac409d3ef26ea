"""Settings of a build. They come from arguments and ``kgraph.toml``, and are written to ``build.json``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kgraph.core.errors import SettingsError


class BuildSettings(BaseModel):
    """What a build may be told. The defaults suit reading lists of up to some 100 MB.

    ``base`` is the IRI prefix of entities (ends in ``/`` or ``#``). ``minimum_confidence`` drops statements below it (0 to 1).
    ``lexicons`` are extra lexicon folders, read after the shipped ones. ``workers`` is the number of processes that
    read and extract (0: one per core where the input is worth it). ``largest_document`` is in bytes; a larger file is reported and
    left out. ``document_seconds`` is the processor time that a document may take, once and again for each MB of it, and ``document_memory``
    the memory in MB; what takes more is reported and left out. ``include`` and ``exclude`` are glob patterns on the relative path. ``keep`` is how many builds stay in the graph's folder,
    the new one included, to compare with and to go back to. ``curation`` is the log of decisions (None: ``curation.toml`` in the
    first folder that is read).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: str = Field("https://w3id.org/kgraph/id/", pattern=r"^https?://[^\s<>\"{}|\\^`]+[/#]$")
    minimum_confidence: float = Field(0.0, ge=0.0, le=1.0)
    lexicons: tuple[Path, ...] = ()
    workers: int = Field(0, ge=0, le=256)
    largest_document: int = Field(50_000_000, gt=0)
    document_seconds: float = Field(60.0, gt=0)
    document_memory: int = Field(4000, gt=0)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    keep: int = Field(5, ge=1, le=1000)
    curation: Path | None = None


def build_settings(**values: object) -> BuildSettings:
    """Return checked settings; raises SettingsError naming every wrong one.

    >>> build_settings(workers=2).workers
    2
    >>> build_settings(workers=-1)
    Traceback (most recent call last):
    kgraph.core.errors.SettingsError: workers: Input should be greater than or equal to 0 (given: -1)
    """
    try:
        return BuildSettings.model_validate(values)
    except ValidationError as error:
        wrong = (f"{'.'.join(map(str, e['loc']))}: {e['msg']} (given: {e['input']})" for e in error.errors())
        raise SettingsError("; ".join(wrong)) from None


def read_settings(file: Path | None = None, given: Mapping[str, object] | None = None) -> BuildSettings:
    """Return the settings of a TOML file, with those that are ``given`` in their place.

    Without ``file``, ``kgraph.toml`` of the working folder is read when there is one. Folders in the file are relative
    to it. Raises SettingsError when the file cannot be read or a setting is wrong.
    """
    path = file or Path("kgraph.toml")
    values: dict[str, object] = {}
    if file or path.is_file():
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SettingsError(f"Cannot read the settings in '{path}': {error}.") from None
        if isinstance(folders := values.get("lexicons"), list):
            values["lexicons"] = tuple(path.parent / str(folder) for folder in folders)
        if isinstance(log := values.get("curation"), str):
            values["curation"] = path.parent / log
    return build_settings(**{**values, **(given or {})})
