"""Names: every name, known or learned, recorded wherever the document prints it."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import ahocorasick_rs

from kgraph.core import Block, BlockKind, Mention
from kgraph.core.text import fold, has_han, tidy
from kgraph.extract.forms.facts import find_venues
from kgraph.extract.forms.people import (
    find_organizations,
    find_people,
    find_placed_people,
    is_person,
    latin_beside,
    person_behind,
    team_behind,
)
from kgraph.extract.forms.typing import (
    PLAIN_PARTS,
    TYPE_ORDER,
    WORDY,
    best_cased,
    name_strength,
    odd_case,
    stem_type,
    type_from_words,
    type_in_name,
)
from kgraph.extract.judge import CLASSES
from kgraph.extract.lexicon import Found, Term, bounded, lowered
from kgraph.extract.names.beside import read_beside
from kgraph.extract.names.candidates import candidates
from kgraph.extract.names.learn import Name, learn, text_around, texts_of
from kgraph.extract.reading import Reading, Unit

EXTRACTOR = "names.v1"

_NOTHING = 0.75
"""How likely the judge must hold it that a word names nothing, to overrule its look."""
_SURE = 0.55
"""How likely the judge must hold a type of a name whose capitals, digits or marks tell that it is one."""
_LEARNED = 0.75
"""The confidence of a learned name up to which the judge may change its type."""
_SURE_OF_WORDS = 0.65
"""The same for words that could be ordinary ones."""


_TOKEN = re.compile(r"[A-Za-zΑ-Ωα-ω][A-Za-z0-9]*(?:[-+/.'’][A-Za-z0-9]+)*\+{0,2}")


_EXTEND = re.compile(
    r"(?:(?:[-‐]| ViT-)(?:[A-Z][A-Za-z0-9]{0,5}|g)/\d{1,2}(?![\w/])|\+\+(?![A-Za-z0-9+])|[-‐](?:[A-Z][A-Za-z0-9]*|\d+[A-Za-z]?|[a-z]?\d+)(?![A-Za-z0-9])|[ -]\d+(?:\.\d+)?[BM](?![A-Za-z0-9])|[ -](?:Pro|Ultra|Turbo|Haiku|Sonnet|Opus|Nano|Flash|Mini|Instruct|Coder|XL|XXL)(?![A-Za-z0-9])|\s?v\d+(?:\.\d+)*(?![\d.]*[A-Za-z0-9])|\s?\d\.\d(?![\d.A-Za-z%％倍]|\s?(?:个|点|分|mAP|AP|ms)))"
)


_GENERATION = re.compile(r"-[A-Z]\d{1,2}")
"""What models, not programs, are numbered with: R1, V3."""
_RELEASE = re.compile(r"\s?v?\d+(?:\.\d+)+")
_LISTED = re.compile(r"[A-Z][\w.+-]*(?: [A-Z0-9][\w.+-]*){0,2}", re.ASCII)
_DATA_LIST = re.compile(
    rf"(?:数据集|语料库)\s?[(（]?\s?(?P<list>{_LISTED.pattern}(?:\s?(?:[、,，]|和|与|及|以及)\s?{_LISTED.pattern}){{0,9}})"
    r"\s?(?=[)）]|上|中|进行)",
    re.ASCII,
)


_TEAM = re.compile(
    r"\s?(?:AI 研究中心|AI 中心|研究中心|美研所|中研院|研究院|研究所|(?:[A-Z]{2,6} )?实验室|AI Lab|AI 实验室|AI Research|Research(?! [a-z])|大脑|达摩院|AI(?=\s?(?:的|与|和|、|团队)))(?![一-鿿]{0,2}(?:生|员))"
)


def read_names(reading: Reading) -> None:
    """Learn the document's own names, then record every name, known or learned, wherever it is printed."""
    known = learn(reading)
    finder = _Finder(reading, known)
    finder.judge()
    counts = finder.token_counts()
    for block, start, end in texts_of(reading):
        finder.record(block, start, end, counts)
    finder.record_doubted()
    finder.record_people_again()


def _type_of_versions(reading: Reading, name: str) -> str | None:
    """Return the type of the other versions of a name that are known: Foo3 is what Foo2 is."""
    stem = name.rstrip("0123456789")
    if stem == name or len(stem) < 2 or len(name) - len(stem) > 1:
        return None
    types = {term.type for digit in "12345" for term in reading.lexicon.lookup(f"{stem}{digit}", *TYPE_ORDER[:3])}
    return types.pop() if len(types) == 1 else None


_OF_TITLE = 3
"""How many blanks the text of a link has at least that is a title."""


_MEASURE_BEFORE = re.compile(r"[的上]\s?$")
_MEASURE_BEHIND = re.compile(r"\s?(?:值|得分|分数|指标)?\s?(?:为|是|达到?|升到|升至|降到|降至|[=:：])\s?\d")


def _is_measure(text: str, start: int, end: int) -> bool:
    """Return whether an unknown name is that of a measure with its number behind it.

    >>> _is_measure("在 ImageNet 上的 FooScore 为 0.82", 14, 22), _is_measure("谷歌的 QuixNet 发布", 4, 11)
    (True, False)
    """
    before = _MEASURE_BEFORE.search(text, max(0, start - 2), start)
    return before is not None and _MEASURE_BEHIND.match(text, end) is not None


class _Finder:
    """Finds the names of one document in its blocks."""

    def __init__(self, reading: Reading, names: dict[str, Name]):
        self.reading = reading
        self.names = names
        self._judged: dict[str, bool] = {}
        self._doubted: list[tuple[Block, int, int, Term]] = []
        self._accepted: set[str] = set()
        self._kinds: dict[str, str] = {}
        self._judged_at: dict[int, list[tuple[int, int, _What]]] = {}
        surfaces: dict[str, Name] = {}
        for name in names.values():
            for surface in (name.name, *name.aliases):
                if len(fold(surface)) >= 2 and not (surface.isascii() and surface.islower() and len(surface) < 5):
                    surfaces.setdefault(surface.lower(), name)
        self._surfaces = sorted(surfaces)
        self._held = [surfaces[surface] for surface in self._surfaces]
        self._machine = ahocorasick_rs.AhoCorasick(
            self._surfaces or ["\0"], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    def judge(self) -> None:
        """Ask the judge of unknown names about all that the document prints, once for each name."""
        reading = self.reading
        forms = {fold(surface) for surface in self._surfaces}
        for key, candidate in candidates(reading, texts_of(reading)).items():
            shares = reading.judge.shares(candidate.features)
            best = max(range(1, len(shares)), key=shares.__getitem__)
            if key in self.names:
                self._retype(self.names[key], CLASSES[best], shares[best])
                continue
            if key in forms or _NUMBER_FORMAT.fullmatch(candidate.name):
                continue
            self._kinds[key] = CLASSES[best] if shares[0] < (0.5 if candidate.name.isupper() else _NOTHING) else ""
            type_ = reading.types.get(key) or _type_of_versions(reading, candidate.name) or type_in_name(candidate.name)
            type_ = type_ or CLASSES[best]
            if shares[best] < (_SURE if odd_case(candidate.name) else _SURE_OF_WORDS):
                continue
            if type_ == "Person" and not is_person(candidate.name):
                continue
            what = _What(type_, candidate.name, (), round(0.4 + 0.4 * shares[best], 2), None, 0)
            for block, at, stop in candidate.places:
                text = reading.flat(block)
                if _is_measure(text, at, stop):
                    continue
                longer = list(self._versions(text, at, stop, len(text), type_, candidate.name))
                self._judged_at.setdefault(block.index, []).extend(longer or [(at, stop, what)])

    def _retype(self, name: Name, type_: str, share: float) -> None:
        """Give a learned name, whose type only few words speak for, the type that the judge is sure of."""
        if name.confidence > _LEARNED or fold(name.name) in self.reading.types or share < _SURE_OF_WORDS:
            return
        if type_in_name(name.name) is not None:
            return
        if type_ in ("Method", "Dataset", "Software", "Organization") and type_ != name.type:
            changed = replace(name, type=type_)
            self.names[fold(name.name)] = changed
            self._held = [changed if held is name else held for held in self._held]

    def token_counts(self) -> Counter[str]:
        """Count the Latin words that are written as names, over the whole document."""
        counts: Counter[str] = Counter()
        for block, start, end in texts_of(self.reading):
            counts.update(token for token in _TOKEN.findall(block.text[start:end]) if odd_case(token))
        return counts

    def record(self, block: Block, start: int, end: int, counts: Counter[str]) -> None:
        """Record the names printed between ``start`` and ``end`` of a block."""
        text = self.reading.flat(block)
        taken = [(link.start, link.end) for link in block.links if link.bare]
        titles = sorted(link.end for link in block.links if not link.bare and link.text.count(" ") >= _OF_TITLE)
        places = [
            *self._venues(text, start, end),
            *self._listed_data(text, start, end),
            *self._learned(text, start, end),
            *self._known(block, start, end),
        ]
        places += self._unknown(block, start, end, counts)
        places += self._people_and_organizations(text, start, end)
        places += [place for place in self._judged_at.get(block.index, ()) if start <= place[0] and place[1] <= end]
        places.sort(key=lambda found: (found[0] - found[1], -found[2].rank, found[0]))
        whole = block.kind is BlockKind.HEADING
        first, last = (len(text) - len(text.lstrip(" #*_")), len(text.rstrip(" :：*_"))) if whole else (0, 0)
        for at, stop, what in places:
            if whole and what.type and at <= first and last <= stop:
                # The heading is the name: what it stands for has been decided, and nothing inside it is another.
                bisect.insort(taken, (at, stop))
                continue
            if whole and text[stop - 1 : stop + 1] == "+ " and text[stop - 2] != "+":
                continue  # "RL+ 因果" joins two fields.
            ended = bisect.bisect_right(titles, at)
            if ended < len(titles) and titles[ended] < stop:
                continue  # [Learning from Large Data](…) Foo AI: what stands behind a title is another name.
            # The taken places are in order and apart, so only the last one that begins before the end can be in the way.
            place = bisect.bisect_left(taken, (stop, 0))
            if place and at < taken[place - 1][1]:
                continue
            taken.insert(place, (at, stop))
            if what.type and self.reading.free(block, at, stop):
                self.reading.mention(
                    block,
                    at,
                    stop,
                    what.type,
                    EXTRACTOR,
                    name=what.name,
                    aliases=what.aliases,
                    year=what.year,
                    confidence=what.confidence,
                )

        read_beside(self.reading, block, start, end)

    def record_doubted(self) -> None:
        """Record the names in capitals that were too vague where they stand, but count elsewhere in the document."""
        for block, at, stop, term in self._doubted:
            printed = self.reading.flat(block)[at:stop]
            if printed in self._accepted and odd_case(printed) and self.reading.free(block, at, stop):
                aliases = (printed, *term.others)
                self.reading.mention(
                    block, at, stop, term.type, EXTRACTOR, name=term.name, aliases=aliases, confidence=0.7
                )

    def record_people_again(self) -> None:
        """Record the Chinese names of people, found where a text says who they are, wherever else it prints them.

        One of two characters counts only at the start of a clause: 于是 and 李天 stand inside other words.
        """
        known = {
            mention.text: mention
            for mention in self.reading.mentions
            if mention.type == "Person" and _CHINESE_PERSON.fullmatch(mention.text)
        }
        if not known:
            return
        names = re.compile("|".join(sorted(map(re.escape, known), key=len, reverse=True)))
        for block, start, end in texts_of(self.reading):
            text = self.reading.flat(block)
            for match in names.finditer(text, start, end):
                if (
                    len(match.group()) < 3
                    and _CLAUSE_BEFORE.search(text, max(start, match.start() - 5), match.start()) is None
                ):
                    continue
                if self.reading.free(block, *match.span()):
                    what = known[match.group()]
                    self.reading.mention(
                        block, *match.span(), "Person", EXTRACTOR, name=what.name, aliases=what.aliases, confidence=0.7
                    )

    def _venues(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, _What]]:
        for venue in find_venues(text[start:end], self.reading.lexicon):
            at, stop = start + venue.start, start + venue.end
            yield at, stop, _What("Venue", venue.name, (text[at:stop],), 0.9, venue.year or None, 3)

    def _listed_data(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, _What]]:
        """Yield the names listed right behind 数据集, which are data whatever else they name: 在数据集 A, B 和 C 上."""
        for listed in _DATA_LIST.finditer(text, start, end):
            for match in _LISTED.finditer(text, *listed.span("list")):
                terms = self.reading.lexicon.lookup(match.group())
                known = [term for term in terms if term.type == "Dataset"]
                if any(term.type in ("Method", "generic", "metric") for term in terms) and not known:
                    continue
                name, others = (known[0].name, known[0].others) if known else (match.group(), ())
                yield *match.span(), _What("Dataset", name, (match.group(), *others), 0.75, None, 4)

    def _learned(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, _What]]:
        if not self._surfaces:
            return
        part = text[start:end]
        for index, a, b in self._machine.find_matches_as_indexes(lowered(part)):
            if not bounded(part, a, b):
                continue
            name = self._held[index]
            printed = part[a:b]
            if printed.islower() and odd_case(name.name) and printed in self.reading.lexicon.words:
                continue  # SCoRe is not what a model scores.
            if (
                len(printed) <= (4 if name.exact else 3)
                and printed not in (name.name, *name.aliases)
                and not (printed.isupper() or odd_case(printed))
            ):
                continue
            known = self.reading.lexicon.lookup(name.name, name.type)
            terms = [term for term in known if "case" not in term.flags or name.name in term.surfaces]
            shown = terms[0].name if terms else name.name
            others = terms[0].others if terms else ()
            yield (
                start + a,
                start + b,
                _What(name.type, shown, (printed, *name.aliases, *others), name.confidence, None, 2),
            )

    def _known(self, block: Block, start: int, end: int) -> Iterator[tuple[int, int, _What]]:
        text = self.reading.flat(block)
        for found in self.reading.lexicon.find(text[start:end]):
            at, stop = start + found.start, start + found.end
            if any(term.type in ("generic", "metric") for term in found.terms) and not any(
                term.type in TYPE_ORDER and "weak" not in term.flags for term in found.terms
            ):
                yield at, stop, _What("", "", (), 0.0, None, 1)
                continue
            term = self._choose(block, at, stop, found)
            if term is None:
                continue
            if term.type == "Organization":
                if _NO_MAKER.match(text, stop, end) or (
                    found.surface in _PUBLISHERS and _THEIR_VENUE.match(text, stop, end)
                ):
                    yield at, stop, _What("", "", (), 0.0, None, 1)
                    continue
                if (person := person_behind(text, stop, end)) is not None:
                    yield *person, self._person(text[slice(*person)])
                team = _TEAM.match(text, stop, end)
                if team is not None:
                    if (person := person_behind(text, team.end(), end)) is not None:
                        yield *person, self._person(text[slice(*person)])
                    yield at, team.end(), _What("Organization", tidy(text[at : team.end()]), (), 0.7, None, 1)
                    continue
                whole = min(team_behind(text, stop, self.reading.lexicon), end)
                if whole > stop:
                    names = (found.surface, text[at:whole], *term.others)
                    yield at, whole, _What("Organization", term.name, names, 0.85, None, 1)
                    continue
            longer = list(self._versions(text, at, stop, end, term.type, found.surface))
            if longer:
                yield from longer
                continue
            prefix = _PREFIX.search(text, max(start, at - 40), at)
            if prefix and term.type in ("Method", "Dataset") and found.surface[0].isupper():
                yield (
                    prefix.start(),
                    stop,
                    _What(term.type, re.sub(r"-\s", "-", text[prefix.start() : stop]), (), 0.7, None, 1),
                )
                continue
            yield at, stop, _What(term.type, term.name, (found.surface, *term.others), 0.85, None, 1)
            version = _VERSION.search(found.surface) if found.surface[-1:].isdigit() else None
            if version is not None and version.start():
                yield from self._more_versions(text, stop, end, term.type, found.surface[: version.start()])

    def _versions(
        self, text: str, at: int, stop: int, end: int, type_: str, surface: str
    ) -> Iterator[tuple[int, int, _What]]:
        """Yield the version of a known thing that goes on after its name: EfficientDet-D7, MobileNet v1/v2/v3."""
        if type_ not in ("Method", "Dataset", "Software") or not (surface[-1:].isascii() and surface[-1:].isalnum()):
            return
        longer = _EXTEND.match(text, stop, end)
        if longer is None:
            return
        name = tidy(text[at : longer.end()])
        if WORDY.search(name):
            return  # Momentum-Based is no version of Momentum.
        if type_ == "Software" and _GENERATION.fullmatch(longer.group()) is not None:
            type_ = "Method"  # A model that is named after the program that it writes for or was trained with.
        if type_ == "Software" and _RELEASE.fullmatch(longer.group()) is not None:
            # A release of a program is that program; a version of a model is a model of its own.
            known = self.reading.lexicon.lookup(surface, type_)
            others = known[0].others if known else ()
            yield at, longer.end(), _What(type_, known[0].name if known else surface, (name, *others), 0.75, None, 2)
            return
        yield at, longer.end(), _What(type_, name, (), 0.75, None, 2)
        yield from self._more_versions(text, longer.end(), end, type_, surface)

    def _more_versions(
        self, text: str, place: int, end: int, type_: str, surface: str
    ) -> Iterator[tuple[int, int, _What]]:
        """Yield the further versions that a name with a version lists behind it: ``/v2/v3``."""
        while (more := _FURTHER.match(text, place, end)) is not None:
            name = f"{surface} {more.group(1)}"
            known = self.reading.lexicon.lookup(name, type_)
            others = (name, *known[0].others) if known else ()
            yield more.start(1), more.end(), _What(type_, known[0].name if known else name, others, 0.7, None, 2)
            place = more.end()

    def _choose(self, block: Block, at: int, stop: int, found: Found) -> Term | None:
        """Return the term that a lexicon name stands for here, or None where it is too vague to count."""
        reading = self.reading
        terms = [term for term in found.terms if term.type in TYPE_ORDER]
        if not terms:
            return None
        terms = [term for term in terms if "case" not in term.flags or not _in_phrase(block.text, at, stop)]
        if not terms:
            return None
        strong = [term for term in terms if "weak" not in term.flags]
        if not strong and self._in_title(block, at, stop, found.surface):
            return None
        if not strong and not self._supports(block, at, stop, terms[0], found.surface):
            self._doubted.append((block, at, stop, terms[0]))
            return None
        if not strong and not reading_topic(reading, found.surface):
            self._accepted.add(found.surface)
        pool = strong or terms
        if reading.lexicon.has(found.surface, "metric") and _MEASURING.match(block.text, stop):
            return None  # an MAE of 0.07: the error, not the autoencoder
        if len(pool) > 1 and _AS_MAKER.match(block.text, stop):
            pool = [term for term in pool if term.type == "Organization"] or pool
        decided = reading.types.get(fold(pool[0].name)) or reading.types.get(fold(found.surface))
        for term in pool:
            if term.type == decided:
                return term
        if len(pool) > 1:
            around = type_from_words(block.text[max(0, at - 12) : stop + 24], near=found.surface)
            for term in pool:
                if term.type == around:
                    return term
        return min(pool, key=lambda term: TYPE_ORDER.index(term.type))

    def _in_title(self, block: Block, at: int, stop: int, surface: str) -> bool:
        """Return whether a generic name is only a word of a paper's title: Pruning in "Filter Pruning via …"."""
        if fold(surface) in self.names:
            return False
        return any(
            span.start < at and stop <= span.end for span in self.reading.spans(block) if span.mention.type == "Paper"
        )

    def _supports(self, block: Block, at: int, stop: int, term: Term, surface: str) -> bool:
        """Return whether a vague name counts here: it is the subject of a heading or is used as a thing of its own."""
        if fold(surface) in self.names or fold(term.name) in self.names:
            return True
        if self.reading.lexicon.has(surface.partition(" ")[0], "Organization") and " " in surface:
            return True  # OpenAI Codex: its maker tells
        if (
            (_KIND_AFTER.match(block.text, stop) or _KIND_AHEAD.search(block.text, max(0, at - 8), at))
            and re.search(r"[A-Z]", surface)
            and not reading_topic(self.reading, surface)
        ):
            return True
        if _as_technique(block.text, at, stop) or (term.type == "Software" and self._maker_before(block.text, at)):
            return True
        if _VERSUS_AFTER.match(block.text, stop) or _VERSUS_BEFORE.search(block.text, max(0, at - 6), at):
            return True
        if term.type == "Dataset" and _measured_on(block.text, at, stop):
            return True
        if term.type == "Dataset" and surface.isupper() and _MEASURED_ON.search(block.text, max(0, at - 16), at):
            return True
        if _PAPER_OF.match(block.text, stop):
            return True
        if reading_topic(self.reading, surface):
            return False
        if "case" in term.flags and surface.isascii():
            if odd_case(surface) or surface[-1].isdigit():
                if _LISTED_AFTER.match(block.text, stop) or _LISTED_BEFORE.search(block.text, max(0, at - 32), at):
                    return True
            return _acts(block.text, at, stop) or (
                (surface.isupper() or surface[-1].isdigit())
                and _SET_AGAINST.search(block.text[max(0, at - 16) : at]) is not None
            )
        if not re.fullmatch(r"[A-Z0-9-]{1,5}s?|[A-Za-z]{1,3}", surface) and surface[0] != surface[0].lower():
            return True
        if has_han(surface) and len(surface) >= 4:
            return _DONE_WITHOUT.search(block.text[max(0, at - 4) : at]) is None
        if surface != term.name and surface.isascii() and surface.islower():
            return False
        before = block.text[max(0, at - 8) : at]
        after = block.text[stop : stop + 6]
        return re.search(
            r"(?:基于|采用|使用|利用|结合|超过|优于|相比|比|[^一-鿿]用|[才就都会可以先再]用|based on|using|than)\s?$",
            before,
        ) is not None and not re.match(r"\s?(?:的|类|系列|相关|领域|任务)", after)

    def _maker_before(self, text: str, at: int) -> bool:
        """Return whether an organisation stands right before a place: 谷歌 AutoML is a product, AutoML a field."""
        before = text[max(0, at - 24) : at].rstrip(" ")
        last = next(iter(reversed(self.reading.lexicon.find(before))), None)
        return last is not None and last.end == len(before) and any(term.type == "Organization" for term in last.terms)

    def _unknown(self, block: Block, start: int, end: int, counts: Counter[str]) -> Iterator[tuple[int, int, _What]]:
        reading = self.reading
        text = self.reading.flat(block)
        chinese = has_han(text[start:end])
        for match in _TOKEN.finditer(text, start, end):
            if _ACCENTED.match(text, match.end()):
                continue
            token = match.group().rstrip(".'")
            if not self._may_name(token) or _is_measure(text, match.start(), match.start() + len(token)):
                continue
            confidence = name_strength(token, counts[token], chinese)
            if _KIND_AFTER.match(text, match.start() + len(token), end):
                confidence = min(0.95, confidence + 0.25)
            told = None
            if 0.3 <= confidence < 0.5 and token.isupper():
                stop = match.start() + len(token)
                told = (
                    _acts(text, match.start(), stop)
                    or _TIMES.match(text, stop)
                    or _SET_AGAINST.search(text[max(start, match.start() - 16) : match.start()])
                )
                confidence = 0.55 if told else confidence
            if confidence < 0.5:
                continue
            around = text_around(text, start, end, match.start())
            if (
                self._kinds.get(fold(token)) == ""
                and fold(token) not in reading.types
                and not (told and len(token) > 3)
            ):
                continue
            type_ = (
                reading.types.get(fold(token))
                or type_in_name(token)
                or stem_type(reading, token)
                or self._kinds.get(fold(token))
                or type_from_words(around, near=token)
                or "Method"
            )
            if type_ == "Organization":
                if not _acts(text, match.start(), match.start() + len(token)):
                    continue
                # "DEVA 由伊利诺伊大学 …": the words beside it name its maker.
                type_ = "Method"
            shown = reading.shown.get(fold(token)) or best_cased(token, around)
            yield match.start(), match.start() + len(token), _What(type_, shown, (token,), confidence, None, 0)

    def _may_name(self, token: str) -> bool:
        """Return whether an unknown word is written as names are and is no variant of a known one; remembered per word."""
        known = self._judged.get(token)
        if known is None:
            known = self._judged[token] = self._judge(token)
        return known

    def _judge(self, token: str) -> bool:
        lexicon = self.reading.lexicon
        # A name that counts only as the lexicon prints it (ReBeL) does not stand for another spelling (REBEL).
        known = (term for term in lexicon.lookup(token) if "case" not in term.flags or token in term.surfaces)
        if len(token) < 3 or not odd_case(token) or next(known, None) is not None:
            return False
        if re.search(r"[/.]", token) and not re.search(r"\d\.\d|\.(?:ai|js|dev|io)$", token):
            return False
        if (
            _NUMBER_FORMAT.fullmatch(token)
            or re.match(r"(?:19|20)\d\d", token)
            or WORDY.search(token)
            or PLAIN_PARTS.fullmatch(token)
        ):
            return False
        single = token.removesuffix("s")
        if single != token and (lexicon.lookup(single) or fold(single) in self.names):
            return False
        return not lexicon.has(token.rstrip("s"), "generic")

    def _institution(self, words: str) -> bool:
        known = self.reading.lexicon.lookup(words)
        return any(term.type == "Organization" for term in known) or any(
            b - a == len(words) for a, b, _ in find_organizations(words)
        )

    def _person(self, printed: str, beside: str = "") -> _What:
        """Return a person by a printed name, perhaps with another one in the brackets behind it."""
        forms = (printed, beside) if beside else (printed,)
        terms = next((found for form in forms if (found := self.reading.lexicon.lookup(form, "Person"))), ())
        name, others = (terms[0].name, terms[0].others) if terms else (tidy(printed), ())
        return _What("Person", name, (*forms, *others), 0.75, None, 2 if beside else 1)

    def _people_and_organizations(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, _What]]:
        part = text[start:end]
        for a, b in find_people(part):
            known = self.reading.lexicon.lookup(part[a:b], "Person")
            if not known and " " not in part[a:b] and part[a:b].isascii() and self.reading.lexicon.lookup(part[a:b]):
                continue
            latin = latin_beside(part, b) if has_han(part[a:b]) else None
            if latin is None:
                yield start + a, start + b, self._person(part[a:b])
                continue
            both = self._person(part[a:b], part[slice(*latin)])
            yield start + a, start + b, both
            yield start + latin[0], start + latin[1], both
        for a, b, place in find_placed_people(part):
            if self._institution(place) and not self.reading.lexicon.lookup(part[a:b]):
                yield start + a, start + b, _What("Person", tidy(part[a:b]), (), 0.7, None, 1)
        for a, b, others in find_organizations(part):
            forms = (part[a:b], *others)
            terms = next((found for form in forms if (found := self.reading.lexicon.lookup(form, "Organization"))), ())
            name = terms[0].name if terms else part[a:b]
            more = terms[0].others if terms else ()
            yield start + a, start + b, _What("Organization", name, (part[a:b], *others, *more), 0.8, None, 1)
            if (person := person_behind(text, start + b, end)) is not None:
                yield *person, self._person(text[slice(*person)])


_CHINESE_PERSON = re.compile(r"[一-鿿]{2,4}")
_CLAUSE_BEFORE = re.compile(r"(?:^|[，。；：（(、！？\s]|作者[还也仍]?是|[由和与])$")
_NUMBER_FORMAT = re.compile(
    r"(?:(?:FP|BF|TF|NF|MXFP|U?INT|int|fp|W|A)\d{1,2}[xX×]?){2,}|(?:(?:FP|BF|U?INT)\d{1,2}[-/]?){2,}"
)
"""What numbers are stored and multiplied in, as FP16xINT4 or W4A16: it names no thing."""
_VERSION = re.compile(r"[ -]?v?\d+(?:\.\d+)*$")
_NO_MAKER = re.compile(r"\s?(?:开源)?(?:协议|许可)|\s(?:[Ll]icen[sc]e)\b|(?<=国)[家际内]")
"""What stands behind words that are no organisation here: 以 MIT 协议发布; 联合国家气象中心 holds no 联合国."""
_PUBLISHERS = frozenset(["IEEE", "ACM", "USENIX", "AAAI"])
_THEIR_VENUE = re.compile(
    r"(?:\s?[/&]\s?(?:IEEE|ACM|CVF))?\s(?:[A-Z]{2,}|Trans|Journal|Conference)|\s?[/&]\s?(?:IEEE|ACM|CVF)\b"
)
"""What goes on behind a publisher in the name of a journal or conference: IEEE/ACM TASLP."""
_AS_MAKER = re.compile(
    r"\s?(?:公司|自己|自家|出品|旗下|团队|官方|研究院|家的|发布|推出|开源|的\s?[A-Z][a-z]+ [A-Z][a-z]+\s?(?:等|、|和|与|在|提))"
)
"""What stands behind a maker, where its name may also be that of its data or its tool."""
_MEASURING = re.compile(r"\s(?:score )?(?:of|is|to|为|达到)?\s?\d")
_ACCENTED = re.compile("[À-ž]")
"""What goes on a word that ends here for a pattern of plain letters: Pere-Lluís is no Pere-Llu."""
_FURTHER = re.compile(r"/(v?\d+(?:\.\d+)*)(?![\w.])")
_PREFIX = re.compile(r"(?<![A-Za-z0-9-])[A-Z][A-Za-z0-9]*-\s?$")


_MEASURED_ON = re.compile(r"\b(?:on|across) (?:the )?$")
"""What stands before capitals that something is measured on: 81.2 on MATH."""


_KIND_AFTER = re.compile(
    r"\s(?:optimi[sz]er|dataset|benchmark|library|framework|algorithm|architecture|encoder|decoder|tokeni[sz]er|toolkit|scheduler|sampler|corpus|adapter)\b|"
    r"\s?(?:数据集|模型|算法|网络|方法|架构|框架|优化器|平台|工具|库|基准|系统|检测器|编码器|机制|模块)"
)


_KIND_AHEAD = re.compile(r"(?:算法|模型|方法|网络|检测器|优化器|架构|框架|工具|库)\s?$")
"""The kind of thing right before a vague name: 聚类算法 OPTICS."""


_USED = re.compile(r"(?:基于|采用|使用|利用|引入|结合|加入)了?\s?$")
_TECHNIQUE = re.compile(r"(?:机制|算法|归一化|正则化|损失|策略|搜索|模块|注意力|蒸馏|剪枝)[(（]$")
_MECHANISM = re.compile(r"[一-鿿]{2,}(?:机制|算法|模块)$")


def _as_technique(text: str, start: int, end: int) -> bool:
    """Return whether a field's name stands for a technique: 注意机制(Attention) gives it a name, 采用注意力机制 uses it."""
    if text[start].isupper() and text[end : end + 1] in (")", "）"):
        return _TECHNIQUE.search(text[max(0, start - 8) : start]) is not None
    if text[start].isupper() and re.match(r"\s?算法", text[end : end + 3]):
        return True
    return _MECHANISM.search(text, start, end) is not None and _USED.search(text[max(0, start - 4) : start]) is not None


_PAPER_OF = re.compile(r"\s?的(?:原始?|那篇|同名)?(?:论文|技术报告)(?![一-鿿]*(?:合集|列表|清单|分享))")
"""What only a thing has: Codex 的论文."""
_ON_LIST = re.compile(r"在\s?(?:[A-Z][\w+-]*\s?(?:[、,，]|和|与|及|以及)\s?){0,3}$", re.ASCII)
_LIST_ON = re.compile(
    r"\s?(?:(?:[、,，]|和|与|及|以及)\s?[A-Z][\w+-]*\s?){0,3}(?:[两三四五六]个|等)?(?:数据集|基准|榜单?|任务)?\s?上(?![下升线传])",
    re.ASCII,
)


def _measured_on(text: str, start: int, end: int) -> bool:
    """Return whether a name stands where data do that something is measured on: 在 A 和 B 上测过."""
    return _ON_LIST.search(text[max(0, start - 60) : start]) is not None and _LIST_ON.match(text, end) is not None


_VERSUS_BEFORE = re.compile(r"\bvs\.? $", re.IGNORECASE)
_VERSUS_AFTER = re.compile(r" vs\b", re.IGNORECASE)
"""What stands between two things that are set against each other: each of them is a thing."""


_DONE_WITHOUT = re.compile(r"(?:不做|不用|不需要?|无需|无须|没有|避免|免去|不再)\s?$")
"""What stands before a general technique that is not used here: 不做反向传播."""
_CLAUSE_START = re.compile(r"(?:^|[。；，：！？\n:;•*(（]|[.,] |[的而：])[\s*_]*$")
_ACTING = re.compile(
    r"[\s*_]*(?:[(（]|(?:则|也|又|同样)?(?:出自|脱胎于|源自|建立在|由)|跑在|由|把|将|用|以|在|首次|针对|采用|引入|通过|基于|来自|则|是|能|可以|支持|达到|提出|使用|利用|结合|包含|优于|超过|只|先|不|"
    r",\s(?:released|proposed|introduced|developed|presented|written|built|an?|the|from|by)\b|(?:by|from|treats|follows|adopts|takes|casts|fine-tunes|"
    r"is|was|are|uses|used|extends|outperforms|beats|reaches|achieves|samples|combines|removes|computes|precomputes|won|came|comes|adds|learns|trains|"
    r"replaces|improves|builds|introduces|has|had|can|does|shows|works|generalises|generalizes|runs|supports|provides)\b)"
)


def _acts(text: str, start: int, end: int) -> bool:
    """Return whether what could be an ordinary word opens a clause and does something there, as only a thing does."""
    before = text[max(0, start - 24) : start]
    return _CLAUSE_START.search(before) is not None and _ACTING.match(text, end, end + 16) is not None


_TIMES = re.compile(r"\s?的\s?\d[\d.]*\s?[倍%]")
"""What stands behind what something is so many times as fast as: 速度是 SPG 的 200 倍."""
_SET_AGAINST = re.compile(
    r"(?:\b(?:than|beats|outperform(?:s|ing)|surpass(?:es|ing)|builds (?:up)?on|based on|extends|adopts|follows|ahead of) |超过|超越|优于|好于|胜过|打败|击败|战胜|逊于|不如|基于|沿用|采用|比|叫|[一-鿿A-Za-z]的)了?\s?$"
)
"""What stands before a name in capitals that something is compared with or built on: 打败 HRES, 百度的 GEM."""


_LISTED_AFTER = re.compile(r"\s?[/、]\s?[A-Z][A-Za-z]*[a-z][A-Z]\w*", re.ASCII)
_LISTED_BEFORE = re.compile(r"[A-Za-z]+-[A-Z]?\d[\w.]*\s?(?:和|与|、|/)\s?$|[a-z][A-Z]\w*\s?[/、]\s?$", re.ASCII)
"""A name with inner capitals or a version, listed beside a short one that could be something else: GLA / DeltaNet."""
_DATA_WORDS = frozenset(["benchmark", "dataset", "challenge"])
_FUNCTION_WORDS = frozenset(["and", "or", "vs", "with", "for", "on", "in", "to", "from", "by", "at", "via", "is", "as"])
"""Words that no phrase goes on with: ``CUTLASS and Triton`` names two things."""


def _in_phrase(text: str, start: int, end: int) -> bool:
    """Return whether an ordinary word stands in a capitalised phrase (Meta Learning) or before a Latin noun (Meta network)."""
    after = re.match(r"[ -]([A-Z][a-z]+|[a-z]+)", text[end : end + 24])
    if (
        after is None
        or after.group(1) in _FUNCTION_WORDS
        or (text[start:end].isupper() and (end - start > 2 or after.group(1).lower() in _DATA_WORDS))
    ):
        return False
    return after.group(1)[0].isupper() or has_han(text[max(0, start - 40) : start + 60])


class _What(NamedTuple):
    """What a candidate stands for; ``rank`` orders overlapping candidates, an empty type only blocks the place."""

    type: str
    name: str
    aliases: tuple[str, ...]
    confidence: float
    year: int | None
    rank: int


def reading_topic(reading: Reading, surface: str) -> bool:
    """Return whether a surface is also the name of a field or task."""
    return reading.lexicon.has(surface, "topic")


def unit_names(reading: Reading, unit: Unit, *types: str) -> list[Mention]:
    """Return the mentions of these types printed inside a unit, left to right."""
    return [span.mention for span in reading.spans(unit.block, unit.start, unit.end) if span.mention.type in types]


def sole_thing(reading: Reading, unit: Unit) -> Mention | None:
    """Return the one thing that a headline names, or None where it names several."""
    spans = reading.spans(unit.block, unit.start, unit.end)
    place = next((span for span in spans if span.mention == unit.main), None)
    if place is None:
        return None
    named = {
        fold(span.mention.name): span.mention
        for span in spans
        if span.end <= place.end and span.mention.type in ("Method", "Software", "Dataset")
    }
    return next(iter(named.values())) if len(named) == 1 else None


_COMMENT, _NOTE = 16, 6
"""How many letters behind a linked headline are a comment on what it links to, and no source or date; the same in a list."""


def is_commented(reading: Reading, unit: Unit) -> bool:
    """Return whether a headline has an address and a comment of its own: it is no headline of the paper listed below it."""
    if unit.role != "headline" or unit.main is None or unit.main.url is None:
        return False
    spans = reading.spans(unit.block, unit.start, unit.end)
    end = next((span.end for span in spans if span.mention == unit.main), unit.end)
    least = _NOTE if unit.block.kind is BlockKind.ITEM else _COMMENT
    return len(re.sub(r"[\W_]", "", unit.block.text[end : unit.end])) >= least


def own_thing(reading: Reading, unit: Unit, above: Unit | None) -> Mention | None:
    """Return the thing that an item opens with where it is an entry beside ``above``, not a part of it.

    ``- PyTorch: https://…/someone/bert`` may be the code of the paper above; with the address of PyTorch it is not.
    """
    block = unit.block
    if above is None or {block.kind, above.block.kind} != {BlockKind.ITEM} or block.parent != above.block.parent:
        return None
    spans = reading.spans(block, unit.start, unit.end)
    first = next((span for span in spans if span.mention.type in ("Method", "Software", "Dataset")), None)
    if first is None or block.text[unit.start : first.start].strip() or fold(first.mention.name) in fold(above.text):
        return None
    codes = [fold(mention.name) for mention in unit.mentions if mention.type == "Repository"]
    if first.mention.type == "Software" and not any(fold(first.mention.name) in code for code in codes):
        return None
    return first.mention
