"""Components: what can be resolved by itself, because nothing else can become one with it.

Mentions become one thing only through a key that both have. So a set of mentions that is closed (whoever shares a key with
one of them is in it, too) gives the same entities, ids included, whatever other mentions there are. A rule that joins by
something else has to give it a key here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kgraph.core import Mention
from kgraph.core.curation import Entry
from kgraph.core.identifiers import entity_id, read_address
from kgraph.core.text import name_key
from kgraph.resolve.clusters import INITIALS, identity, strong_alias


def keys(mention: Mention) -> Iterator[str]:
    """Yield all keys of a mention: its identifier, its names, its initials within its document, the ids it may get."""
    kind = f"{mention.type}\x1f"
    address = identity(mention)
    if address is not None:
        yield f"{kind}@{address.key}"
    names = [mention.name, *(alias for alias in mention.aliases if strong_alias(alias, mention.type))]
    yield from {f"{kind}{name_key(name)}" for name in names} - {kind}
    yield id_key(entity_id(mention.type, mention.name))
    if address is not None:
        yield id_key(entity_id(mention.type, mention.name, address))
    if mention.part_of:
        yield id_key(entity_id("Organization", mention.part_of))
    if mention.type == "Person":
        words = mention.name.split()
        if len(words) > 1 and (len(words[0]) > 2 or INITIALS.match(mention.name)):
            yield f"{mention.document}\x1f{mention.name[0]}\x1f{words[-1]}"


def names(mention: Mention) -> Iterator[str]:
    """Yield the keys by which decisions find what a mention names, whatever its type. They join nothing."""
    yield from {f"~{name_key(name)}" for name in (mention.name, *mention.aliases)}


def decided(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the keys, of ``keys`` and of ``names``, of all that decisions may be about."""
    for entry in entries:
        yield f"~{name_key(entry.value)}"
        for reference in entry.entities:
            yield f"~{name_key(reference.name)}"
            yield id_key(reference.id)
            if reference.url and (address := read_address(reference.url)) is not None:
                yield f"{reference.type}\x1f@{address.key}"


def id_key(id_: str) -> str:
    """Return the key of all that may get an id, or one that only what stands behind a tilde tells from it."""
    return f"#{id_.partition('~')[0]}"


def components(mentions: Iterable[Mention]) -> list[list[Mention]]:
    """Return the smallest closed sets of ``mentions``, each in the order given. Costs O(keys)."""
    parent: list[int] = []

    def find(item: int) -> int:
        while parent[item] != item:
            parent[item] = item = parent[parent[item]]
        return item

    holder: dict[str, int] = {}
    given = list(mentions)
    for number, mention in enumerate(given):
        parent.append(number)
        for key in keys(mention):
            other = find(holder.setdefault(key, number))
            parent[find(number)] = other
    found: dict[int, list[Mention]] = defaultdict(list)
    for number, mention in enumerate(given):
        found[find(number)].append(mention)
    return list(found.values())
