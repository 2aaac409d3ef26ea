"""Where a result goes: to stdout, or whole into a file."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from kgraph.core.errors import NotWrittenError


@contextlib.contextmanager
def sink(path: Path | None) -> Iterator[BinaryIO]:
    """Give a binary file to write to: stdout without a path, else a file that appears at ``path`` once it is whole.

    Raises NotWrittenError when the path cannot be written; a file that was there before then stays as it was.
    """
    if path is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if not path.name:
        raise NotWrittenError(path, "it is a folder")
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            yield cast(BinaryIO, file)
        part.replace(path)
    except OSError as error:
        raise NotWrittenError(path, error.strerror or str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
