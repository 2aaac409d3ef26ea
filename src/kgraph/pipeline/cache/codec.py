"""Core values to compact bytes and back: JSON arrays in the order of the fields, compressed and with a checksum.

The form follows the types of the dataclasses, so a field that is added to one of them is kept without a word here. Bytes from
elsewhere can give wrong values, but never run anything.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import types
import typing
import zlib
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from typing import Any

_DIGEST = 16

Convert = Callable[[Any], Any]


class DamagedError(ValueError):
    """Bytes that are not what was written."""


_encode = json.JSONEncoder(separators=(",", ":")).encode


def pack(rows: Any) -> bytes:
    """Return what ``json`` can hold as bytes. Halves of surrogate pairs survive."""
    content = zlib.compress(_encode(rows).encode(), 1)
    return blake2b(content, digest_size=_DIGEST).digest() + content


def unpack(data: bytes) -> Any:
    """Return what was packed; raises DamagedError for anything else."""
    digest, content = data[:_DIGEST], data[_DIGEST:]
    if blake2b(content, digest_size=_DIGEST).digest() != digest:
        raise DamagedError("the checksum is wrong")
    return json.loads(zlib.decompress(content))


def pack_short(rows: Any) -> bytes:
    """Return few values as bytes, as ``pack`` does for many: not compressed, which takes longer than it saves."""
    content = _encode(rows).encode()
    return zlib.crc32(content).to_bytes(4, "big") + content


def unpack_short(data: bytes) -> Any:
    """Return what ``pack_short`` was given; raises DamagedError for anything else."""
    if zlib.crc32(data[4:]).to_bytes(4, "big") != data[:4]:
        raise DamagedError("the checksum is wrong")
    return json.loads(data[4:])


@cache
def encoder(type_: Any) -> Convert | None:
    """Return the function that turns a value of ``type_`` into what JSON holds; None where it holds it as it is."""
    if _is_named_tuple(type_):
        if any(encoder(hint) is not None for _, hint in _fields(type_)):
            raise TypeError(f"{type_} holds what JSON does not")
        return None
    if dataclasses.is_dataclass(type_):
        fields = [(name, encoder(hint)) for name, hint in _fields(type_)]
        return lambda value: [
            getattr(value, name) if encode is None else encode(getattr(value, name)) for name, encode in fields
        ]
    if isinstance(type_, type) and issubclass(type_, enum.Enum):
        return lambda value: value.value
    inner, optional, _ = _parts(type_)
    if inner is None or (encode := encoder(inner)) is None:
        return None
    if optional:
        return lambda value: None if value is None else encode(value)
    return lambda values: [encode(value) for value in values]


@cache
def decoder(type_: Any) -> Convert | None:
    """Return the function that undoes ``encoder`` of the same type; None where nothing is to do."""
    if isinstance(type_, type) and (_is_named_tuple(type_) or dataclasses.is_dataclass(type_)):
        decoders = [decoder(hint) for _, hint in _fields(type_)]
        converted = [(place, decode) for place, decode in enumerate(decoders) if decode is not None]
        count = len(decoders)

        def build(row: list[Any]) -> Any:
            if len(row) != count:
                raise DamagedError(f"{type_} has {count} fields")
            for place, decode in converted:
                row[place] = decode(row[place])
            return type_(*row)

        return build
    if isinstance(type_, type) and issubclass(type_, enum.Enum):
        return type_
    inner, optional, sequence = _parts(type_)
    decode = decoder(inner) if inner is not None else None
    if optional:
        return None if decode is None else lambda value: None if value is None else decode(value)
    if not sequence:
        return None
    return tuple if decode is None else lambda values: tuple(map(decode, values))


def _fields(type_: Any) -> list[tuple[str, Any]]:
    hints = typing.get_type_hints(type_)
    names = type_._fields if _is_named_tuple(type_) else [one.name for one in dataclasses.fields(type_) if one.init]
    return [(name, hints[name]) for name in names]


def _is_named_tuple(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, tuple) and hasattr(type_, "_fields")


def _parts(type_: Any) -> tuple[Any, bool, bool]:
    """Return the inner type, and whether ``type_`` is an optional one or a sequence of it."""
    origin, arguments = typing.get_origin(type_), typing.get_args(type_)
    if origin in (typing.Union, types.UnionType):
        inner = [argument for argument in arguments if argument is not type(None)]
        return (inner[0], True, False) if len(inner) == 1 else (None, False, False)
    if origin is tuple:
        # Fixed tuples hold plain values only; those of any length may hold anything.
        return (arguments[0] if arguments[-1] is Ellipsis else None), False, True
    return None, False, False
