"""Decisions of people change what the documents say, in any order, as often as they are replayed, and never in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.core import Claim, Curation, Entity, Mention, Resolution
from kgraph.core.curation import EXTRACTOR, FILE, EntityReference, Entry, PlaceReference, parse_curation, written
from kgraph.resolve import resolve

NAMES = ("BERT", "Bert-base", "GPT", "Mamba", "RoBERTa", "S4")
LINES = tuple(f"line {number}: {name} is a thing of its own" for number in range(3) for name in NAMES)


def mention(
    type_: str, name: str, line: int = 1, document: str = "a.md", aliases: tuple[str, ...] = (), **more: str
) -> Mention:
    return Mention(type_, name, document, line, 1, name, "test.v1", aliases, confidence=0.9, **more)


METHODS = [mention("Method", name, line) for line, name in enumerate(NAMES * 3, start=1)]


def claim(head: Mention, relation: str, tail: Mention) -> Claim:
    return Claim(head, relation, tail, head.document, head.line, 1, head.text, head.text, "test.v1", 0.8)


CLAIMS = [claim(METHODS[i], "basedOn", METHODS[(i + 1) % 6]) for i in range(6)]


def ref(name: str, type_: str = "Method", id_: str = "", **more: str) -> EntityReference:
    return EntityReference(id_ or f"{type_.lower()}/{name.lower()}", type_, name, **more)


def entry(
    action: str, *entities: EntityReference, value: str = "", places: Sequence[PlaceReference] = (), key: str = ""
) -> Entry:
    return Entry(action, "Li", "2026-11-26", f"because {action}", entities, value, tuple(places), key)


def log(*entries: Entry) -> Curation:
    """Return the log that these entries make when they are written and read again."""
    lines = [written(one if one.key else replace(one, key=f"k{number}")) for number, one in enumerate(entries)]
    curation = parse_curation(lines)
    assert not curation.problems
    return replace(curation, lines={"a.md": LINES})


def decide(*entries: Entry, mentions: Sequence[Mention] = METHODS, claims: Sequence[Claim] = CLAIMS) -> Resolution:
    return resolve(mentions, claims, curation=log(*entries))


def by_id(resolution: Resolution) -> dict[str, Entity]:
    return {entity.id: entity for entity in resolution.entities}


def reasons(resolution: Resolution) -> list[str]:
    return [problem.reason for problem in resolution.conflicts]


def statements(resolution: Resolution) -> set[tuple[str, str, str]]:
    return {(relation.source, relation.key, relation.target) for relation in resolution.relations}


# --- what each decision does


def test_a_merge_keeps_id_name_and_type_of_the_one_and_the_places_and_statements_of_both() -> None:
    found = decide(entry("merge", ref("GPT"), ref("S4")))
    entity = by_id(found)["method/gpt"]
    assert "method/s4" not in by_id(found)
    assert (entity.label, entity.aliases, len(entity.mentions)) == ("GPT", ("S4",), 6)
    assert ("method/gpt", "basedOn", "method/bert") in statements(found)
    (merge,) = entity.merges
    assert (merge.rule, merge.name, merge.document, merge.line) == ("merged by Li: because merge", "S4", FILE, 1)
    assert not found.conflicts


def test_what_is_kept_apart_is_not_merged_by_a_rule_and_is_no_doubt() -> None:
    mentions = [mention("Method", "Alpha", aliases=("Beta One",)), mention("Method", "Beta One", 2)]
    assert len(resolve(mentions, ()).entities) == 1
    found = decide(
        entry("keep-apart", ref("Alpha"), ref("Beta One", id_="method/beta-one")), mentions=mentions, claims=()
    )
    assert [entity.id for entity in found.entities] == ["method/alpha", "method/beta-one"]
    assert not found.doubts and not found.conflicts


def test_a_doubtful_pair_is_decided_by_keeping_it_apart_or_by_merging_it() -> None:
    mentions = [mention("Method", "Graph Attention Net"), mention("Method", "Graph Attention Nets", 2)]
    pair = (
        ref("Graph Attention Net", id_="method/graph-attention-net"),
        ref("Graph Attention Nets", id_="method/graph-attention-nets"),
    )
    assert len(resolve(mentions, ()).doubts) == 1
    for action, left in (("keep-apart", 2), ("merge", 1)):
        found = decide(entry(action, *pair), mentions=mentions, claims=())
        assert (len(found.entities), found.doubts, found.conflicts) == (left, (), ())


def test_a_split_is_found_again_by_its_words_when_its_line_has_moved() -> None:
    place = PlaceReference("a.md", "Mamba", LINES[9])
    split = entry("split", ref("Mamba"), value="Mamba (packages)", places=[place])
    moved = ("a new line", *LINES)
    shifted = [one._replace(line=one.line + 1) for one in METHODS]
    for mentions, lines in ((METHODS, LINES), (shifted, moved)):
        found = resolve(mentions, (), curation=replace(log(split), lines={"a.md": lines}))
        other = by_id(found)["method/mamba-(packages)"]
        assert [m.line for m in other.mentions if m.document == "a.md"] == [10 if lines is LINES else 11]
        assert other.label == "Mamba (packages)"
        assert len(by_id(found)["method/mamba"].mentions) == 2
        assert not found.conflicts


def test_a_split_does_not_take_another_place_where_its_own_is_gone() -> None:
    split = entry(
        "split", ref("Mamba"), value="Other", places=[PlaceReference("a.md", "Mamba", "quite different words")]
    )
    found = decide(split)
    assert len(by_id(found)["method/mamba"].mentions) == 3
    assert "no line of a.md that names 'Mamba' reads as it did" in reasons(found)[0]


def test_claims_follow_the_places_that_are_split_off() -> None:
    split = entry("split", ref("Mamba"), value="Other", places=[PlaceReference("a.md", "Mamba", LINES[3])])
    assert {("method/gpt", "basedOn", "method/other"), ("method/other", "basedOn", "method/roberta")} <= statements(
        decide(split)
    )


def test_a_split_that_leaves_nothing_is_a_conflict() -> None:
    found = decide(entry("split", ref("Mamba"), value="Other", places=[PlaceReference("a.md")]))
    assert "nothing would be left of 'Mamba'" in reasons(found)[0]
    assert "method/mamba" in by_id(found)


def test_a_rename_changes_the_name_and_not_the_id_and_stands_on_its_line_of_the_log() -> None:
    found = decide(entry("rename", ref("GPT"), value="生成式模型"))
    entity = by_id(found)["method/gpt"]
    assert (entity.label, dict(entity.labels)) == ("生成式模型", {"en": "GPT", "zh": "生成式模型"})
    (stands,) = (m for m in entity.mentions if m.extractor == EXTRACTOR)
    text = log(entry("rename", ref("GPT"), value="生成式模型")).entries[0].text
    assert text[stands.column - 1 :].startswith(stands.text) and stands.text == "生成式模型"


def test_a_retype_changes_type_and_id_and_later_decisions_may_use_either() -> None:
    retype = entry("retype", ref("S4"), value="Software")
    for other in (ref("S4", "Software"), ref("S4")):
        found = decide(retype, entry("rename", other, value="S4 library"))
        assert (by_id(found)["software/s4"].label, found.conflicts) == ("S4 library", ())


def test_statements_that_the_new_type_does_not_allow_are_problems() -> None:
    found = decide(entry("retype", ref("S4"), value="Person"))
    assert {problem.reason for problem in found.problems} == {
        "Method --basedOn--> Person is not in the schema", "Person --basedOn--> Method is not in the schema",
    }  # fmt: skip


def test_an_alias_is_added_with_the_log_as_its_place() -> None:
    entity = by_id(decide(entry("add-alias", ref("GPT"), value='"quoted" \\ 名')))["method/gpt"]
    assert entity.aliases == ('"quoted" \\ 名',)
    assert [m.document for m in entity.mentions if m.extractor == EXTRACTOR] == [FILE]


def test_a_rejected_alias_no_longer_joins_what_it_alone_joined() -> None:
    mentions = [mention("Method", "Alpha", aliases=("Beta One",)), mention("Method", "Beta One", 2)]
    for name, alias in (("Alpha", "Beta One"), ("Beta One", "Alpha")):
        found = decide(entry("reject-alias", ref(name, id_="method/alpha"), value=alias), mentions=mentions, claims=())
        assert {entity.label for entity in found.entities} == {"Alpha", "Beta One"}
        assert all(not entity.aliases for entity in found.entities)


def test_an_added_statement_stands_on_its_entry() -> None:
    found = decide(entry("add-statement", ref("S4"), ref("GPT"), value="basedOn"))
    (relation,) = (r for r in found.relations if (r.source, r.target) == ("method/s4", "method/gpt"))
    (evidence,) = relation.evidence
    assert (evidence.document, evidence.line, evidence.text) == (FILE, 1, "because add-statement")
    assert evidence.quote[evidence.column - 1 :].startswith(evidence.text)
    assert '"Li"' in evidence.quote


def test_a_rejected_statement_leaves_the_relations_and_stays_to_be_seen() -> None:
    found = decide(entry("reject-statement", ref("GPT"), ref("Mamba"), value="basedOn"))
    assert ("method/gpt", "basedOn", "method/mamba") not in statements(found)
    (rejected,) = found.rejected
    assert (rejected.relation.evidence[0].document, rejected.author, rejected.reason) == (
        "a.md",
        "Li",
        "because reject-statement",
    )


def test_an_undone_entry_does_nothing_and_an_undone_undoing_brings_it_back() -> None:
    merge = entry("merge", ref("GPT"), ref("S4"), key="one")
    undo, redo = entry("undo", value="one", key="two"), entry("undo", value="two", key="three")
    assert by_id(decide(merge, undo)) == by_id(decide())
    assert by_id(decide(merge, undo, redo)) == by_id(decide(merge))
    assert by_id(decide(redo, undo, merge)).keys() == by_id(decide(merge)).keys()


# --- nothing is dropped in silence


def test_whatever_is_gone_is_reported_with_its_line() -> None:
    gone = ref("Nothing")
    entries = [
        entry("merge", ref("GPT"), gone), entry("keep-apart", gone, ref("GPT")), entry("rename", gone, value="x"),
        entry("retype", gone, value="Dataset"), entry("add-alias", gone, value="x"), entry("reject-alias", gone, value="x"),
        entry("add-statement", gone, ref("GPT"), value="basedOn"), entry("reject-statement", gone, ref("GPT"), value="basedOn"),
        entry("split", gone, value="x", places=[PlaceReference("a.md")]), entry("undo", value="nowhere"),
        entry("reject-statement", ref("GPT"), ref("S4"), value="basedOn"),
    ]  # fmt: skip
    found = decide(*entries)
    assert [problem.line for problem in found.conflicts] == list(range(1, len(entries) + 1))
    assert {problem.document for problem in found.conflicts} == {FILE}
    assert by_id(found) == by_id(decide())


def test_contradictions_are_reported_and_what_denies_holds() -> None:
    pair, said = (ref("GPT"), ref("S4")), (ref("GPT"), ref("Mamba"))
    for entries in (
        [entry("merge", *pair), entry("keep-apart", *pair)],
        [entry("add-alias", ref("GPT"), value="x"), entry("reject-alias", ref("GPT"), value="X")],
        [entry("add-statement", *said, value="basedOn"), entry("reject-statement", *said, value="basedOn")],
    ):
        for order in (entries, entries[::-1]):
            found = decide(*order)
            assert len(reasons(found)) == 1, reasons(found)
            assert "undo one of the two" in reasons(found)[0]
            assert {"method/gpt", "method/s4"} <= by_id(found).keys()
            assert "x" not in by_id(found)["method/gpt"].aliases


def test_merges_that_join_what_is_kept_apart_by_way_of_a_third_are_refused_in_part() -> None:
    entries = [
        entry("merge", ref("GPT"), ref("S4")), entry("merge", ref("S4"), ref("Mamba")),
        entry("keep-apart", ref("GPT"), ref("Mamba")),
    ]  # fmt: skip
    assert by_id(decide(*entries)).keys() == by_id(decide(*entries[::-1])).keys()
    assert len(reasons(decide(*entries))) == 1


def test_of_two_types_and_two_names_the_later_holds_and_a_later_one_that_knew_the_first_is_no_conflict() -> None:
    blind = [entry("rename", ref("GPT"), value="One"), entry("rename", ref("GPT"), value="Two")]
    found = decide(*blind)
    assert by_id(found)["method/gpt"].label == "Two"
    assert "line 1 says 'One' and this later one 'Two'" in reasons(found)[0]
    knew = decide(blind[0], entry("rename", ref("One", id_="method/gpt"), value="Two"))
    assert (by_id(knew)["method/gpt"].label, knew.conflicts) == ("Two", ())


# --- order and repetition

PAIRS = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] != pair[1])


@st.composite
def decisions(draw: st.DrawFn) -> list[Entry]:
    """Return decisions whose order must not matter: at most one name, one type and one split for each entity."""
    found = [
        entry(draw(st.sampled_from(["merge", "keep-apart"])), *map(ref, pair))
        for pair in draw(st.lists(PAIRS, max_size=5))
    ]
    for action, values in (("rename", ["New", "BERT", "新"]), ("retype", ["Software", "Dataset"])):
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=2)):
            found.append(entry(action, ref(name), value=draw(st.sampled_from(values))))
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=2)):
        place = PlaceReference("a.md", name, LINES[NAMES.index(name)])
        found.append(entry("split", ref(name), value=f"{name} two", places=[place]))
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=3)):
        found.append(
            entry(
                draw(st.sampled_from(["add-alias", "reject-alias"])), ref(name), value=draw(st.sampled_from(["x", "y"]))
            )
        )
    for pair in draw(st.lists(PAIRS, max_size=4)):
        action = draw(st.sampled_from(["add-statement", "reject-statement"]))
        found.append(entry(action, *map(ref, pair), value="basedOn"))
    return [replace(one, key=f"key{number}") for number, one in enumerate(found)]


def one_name_each(entries: list[Entry]) -> bool:
    """Return whether no merge brings two of the decided names, or two of the decided types, together."""
    groups = {name: {name} for name in NAMES}
    for one in entries:
        if one.action == "merge":
            joined = groups[one.entities[0].name] | groups[one.entities[1].name]
            groups.update(dict.fromkeys(joined, joined))
    return all(
        sum(one.action == action and one.entities[0].name in group for one in entries) < 2
        for action in ("rename", "retype", "split")
        for group in groups.values()
    )


def seen(resolution: Resolution) -> object:
    """Return what a resolution says, without where in the log its decisions stand."""

    def placeless(entity: Entity) -> object:
        mentions = {(m.name, m.document, 0 if m.document == FILE else m.line, m.aliases) for m in entity.mentions}
        merges = {(merge.rule, merge.name) for merge in entity.merges}
        return (
            entity.id,
            entity.type,
            entity.label,
            entity.labels,
            entity.aliases,
            frozenset(mentions),
            frozenset(merges),
        )

    edges = {
        (r.source, r.key, r.target, frozenset((e.document, 0 if e.document == FILE else e.line) for e in r.evidence))
        for r in resolution.relations
    }
    rejected = {(r.relation.source, r.relation.key, r.relation.target, r.reason) for r in resolution.rejected}
    return [placeless(entity) for entity in resolution.entities], edges, rejected, resolution.doubts


@settings(max_examples=300, deadline=None)
@given(decisions().filter(one_name_each), st.randoms(use_true_random=False))
def test_the_order_of_decisions_does_not_matter_where_no_two_name_or_type_or_split_one_thing(
    entries: list[Entry], random
) -> None:
    shuffled = [*entries]
    random.shuffle(shuffled)
    assert seen(decide(*shuffled)) == seen(decide(*entries))


@settings(max_examples=200, deadline=None)
@given(decisions())
def test_a_log_that_says_everything_twice_says_what_it_says_once(entries: list[Entry]) -> None:
    again = [replace(one, key=f"again{number}") for number, one in enumerate(entries)]
    assert seen(decide(*entries, *again)) == seen(decide(*entries))


@settings(max_examples=200, deadline=None)
@given(decisions())
def test_undoing_everything_gives_what_the_documents_say(entries: list[Entry]) -> None:
    undoings = [entry("undo", value=one.key, key=f"undo{number}") for number, one in enumerate(entries)]
    assert decide(*entries, *undoings) == decide()


@settings(max_examples=200, deadline=None)
@given(decisions(), st.randoms(use_true_random=False))
def test_the_order_of_mentions_does_not_matter_to_a_replay(entries: list[Entry], random) -> None:
    mentions = [*METHODS]
    random.shuffle(mentions)
    assert decide(*entries, mentions=mentions) == decide(*entries)
