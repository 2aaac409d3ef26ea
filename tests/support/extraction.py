"""What extraction reads out of a small text, in a form that is easy to compare."""

from __future__ import annotations

from dataclasses import dataclass

from kgraph.core import Claim, Mention
from kgraph.extract import extract, load_lexicon
from kgraph.read import read_document


@dataclass(frozen=True)
class Read:
    """The mentions and claims of a text."""

    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    reasons: tuple[str, ...]

    def names(self, *types: str) -> set[str]:
        return {mention.name for mention in self.mentions if not types or mention.type in types}

    def typed(self) -> set[tuple[str, str]]:
        return {(mention.type, mention.name) for mention in self.mentions}

    def stated(self, *relations: str) -> set[tuple[str, str, str]]:
        return {
            (claim.head.name, claim.relation, claim.tail.name)
            for claim in self.claims
            if not relations or claim.relation in relations
        }

    def one(self, name: str, type_: str = "") -> Mention:
        return next(m for m in self.mentions if m.name == name and (not type_ or m.type == type_))


def read(text: str, path: str = "a.md") -> Read:
    found = extract(read_document(path, text.encode()), load_lexicon(()))
    return Read(found.mentions, found.claims, tuple(problem.reason for problem in found.problems))
