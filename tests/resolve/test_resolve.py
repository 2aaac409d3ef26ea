"""What is one thing and what is not, whatever the order in which it is read."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.core import Claim, Entity, Mention, Resolution
from kgraph.core.calibration import AS_STATED, load_calibration
from kgraph.core.text import name_key
from kgraph.resolve import resolve, settle
from kgraph.resolve.components import components
from kgraph.resolve.names import best_name, language_labels

ARXIV = "https://arxiv.org/abs/"
_lines = count(1)


def mention(type_: str, name: str, *aliases: str, url: str | None = None, year: int | None = None, line: int = 0,
            document: str = "a.md", confidence: float = 0.9, scope: str = "") -> Mention:  # fmt: skip
    where = line or next(_lines)
    return Mention(type_, name, document, where, 1, name, "test.v1", aliases, url, year, (), confidence, scope)


def claim(head: Mention, relation: str, tail: Mention, confidence: float = 0.8, **result: str) -> Claim:
    return Claim(
        head, relation, tail, head.document, head.line, 1, head.text, head.text, "test.v1", confidence, **result
    )


def ids(*mentions: Mention) -> list[str]:
    return [entity.id for entity in resolve(mentions, ()).entities]


def only(*mentions: Mention) -> Entity:
    found = resolve(mentions, ()).entities
    assert len(found) == 1, [entity.id for entity in found]
    return found[0]


# --- by identifier


@pytest.mark.parametrize(
    ("type_", "one", "other", "id_"),
    [
        ("Paper", f"{ARXIV}1810.04805", "http://cn.arxiv.org/pdf/1810.04805v2.pdf", "paper/arxiv-1810.04805"),
        ("Paper", "https://doi.org/10.1145/3292500.3330701", "https://dl.acm.org/doi/abs/10.1145/3292500.3330701", "paper/doi-10.1145/3292500.3330701"),
        ("Paper", "https://openreview.net/forum?id=r1xAb", "https://openreview.net/pdf?id=r1xAb", "paper/openreview-r1xab"),
        ("Paper", "https://aclanthology.org/N19-1423/", "https://www.aclweb.org/anthology/N19-1423.pdf", "paper/acl-n19-1423"),
        ("Repository", "https://github.com/Google/BERT", "https://github.com/google/bert.git#readme", "repository/github.com/google/bert"),
    ],
)  # fmt: skip
def test_two_addresses_of_one_thing_are_one_entity(type_: str, one: str, other: str, id_: str) -> None:
    entity = only(mention(type_, "预训练论文", url=one), mention(type_, "Some other words", url=other))
    assert entity.id == id_
    assert set(entity.urls) == {one, other}
    assert len(entity.mentions) == 2


def test_the_address_of_a_paper_does_not_identify_a_method() -> None:
    shared = f"{ARXIV}1904.01766"
    assert ids(mention("Method", "BERT", url=shared), mention("Method", "VideoBERT", url=shared)) == [
        "method/bert",
        "method/videobert",
    ]


def test_one_title_with_two_numbers_stays_two_papers_and_a_doubt() -> None:
    found = resolve(
        [mention("Paper", "A Survey of Graphs", url=f"{ARXIV}{number}") for number in ("1901.00596", "1812.08434")], ()
    )
    assert [entity.id for entity in found.entities] == ["paper/arxiv-1812.08434", "paper/arxiv-1901.00596"]
    assert [(doubt.first, doubt.second) for doubt in found.doubts][:1] == [
        ("paper/arxiv-1812.08434", "paper/arxiv-1901.00596")
    ]


def test_paper_without_address_joins_the_paper_of_its_title_that_has_one() -> None:
    entity = only(
        mention("Paper", "Attention Is All You Need"),
        mention("Paper", "Attention is all you need", url=f"{ARXIV}1706.03762", year=2017),
    )
    assert (entity.id, entity.year) == ("paper/arxiv-1706.03762", 2017)
    assert [merge.rule for merge in entity.merges] == ["same name"]


def test_different_schemes_of_one_title_are_one_paper() -> None:
    entity = only(
        mention("Paper", "Deep Residual Learning", url=f"{ARXIV}1512.03385"),
        mention("Paper", "Deep Residual Learning", url="https://doi.org/10.1109/CVPR.2016.90"),
    )
    assert entity.id == "paper/arxiv-1512.03385"
    assert entity.same_as == ("https://arxiv.org/abs/1512.03385", "https://doi.org/10.1109/CVPR.2016.90")


# --- by name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("图神经网络", "圖神經網絡"),
        ("Transformer-XL", "transformer xl"),
        ("ＢＥＲＴ", "BERT"),
        ("R-CNN", "RCNN"),
        ("图 卷积 网络", "图卷积网络"),
    ],
)
def test_spellings_of_one_name_are_one_entity(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)
    entity = only(mention("Method", one), mention("Method", other))
    assert entity.label in (one, other)
    assert [merge.rule for merge in entity.merges] == []


@pytest.mark.parametrize(
    ("one", "other"), [("GPT-2", "GPT-3"), ("C", "C++"), ("C++", "C#"), ("YOLOv3", "YOLOv4"), ("自编码器", "编码器")]
)
def test_names_that_differ_in_more_than_spelling_stay_apart(one: str, other: str) -> None:
    assert len(ids(mention("Method", one), mention("Method", other))) == 2


def test_one_name_of_two_types_stays_two_and_is_a_doubt() -> None:
    found = resolve([mention("Method", "Mamba"), mention("Software", "mamba")], ())
    assert [entity.id for entity in found.entities] == ["method/mamba", "software/mamba"]
    assert [doubt.reason for doubt in found.doubts] == ["one name, two types"]


def test_a_document_may_keep_two_things_of_one_name_apart() -> None:
    senses = [mention("Method", "Mamba", scope=scope) for scope in ("model", "snake")]
    assert ids(*senses) == ["method/mamba", "method/mamba~snake"]
    found = resolve([*senses, mention("Method", "Mamba", document="b.md")], ())
    assert len(found.entities) == 3, "which of the two another document means is not said"
    assert len(found.doubts) == 3


def test_what_says_nothing_joins_the_only_thing_of_its_name() -> None:
    assert ids(mention("Method", "Mamba", scope="model"), mention("Method", "mamba", document="b.md")) == [
        "method/mamba"
    ]


def test_an_acronym_with_two_long_forms_is_two_things() -> None:
    cpc = [mention("Method", "CPC", long, document=long, scope=f"long form:{long}")
           for long in ("Contrastive Predictive Coding", "Cyclic Phase Control", "contrastive predictive codings")]  # fmt: skip
    assert ids(*cpc) == ["method/cpc", "method/cpc~cyclic-phase-control"]
    known = mention("Method", "CPC", "Contrastive Predictive Coding", document="d.md")
    assert len(ids(*cpc[1:2], known)) == 2
    assert len(ids(*cpc[:1], known)) == 1


def test_people_of_one_name_at_two_institutions_are_two() -> None:
    people = [mention("Person", "张伟", scope=f"affiliation:{at}") for at in ("Tsinghua University", "Tencent")]
    assert len(ids(*people)) == 2
    assert len(ids(*people, mention("Person", "张伟", scope="affiliation:Tencent|Tsinghua University"))) == 1


def test_two_repositories_of_one_list_are_two_things_and_of_two_lists_may_be_one() -> None:
    def phoenix(owner: str, document: str) -> Mention:
        return mention("Software", "Phoenix", document=document, scope=f"repository:github.com/{owner}/phoenix")

    assert len(ids(phoenix("a", "one.md"), phoenix("b", "one.md"))) == 2
    assert len(ids(phoenix("a", "one.md"), phoenix("b", "two.md"))) == 1


def test_second_thing_of_a_name_gets_a_number_in_order_of_mention() -> None:
    first = mention("Resource", "图像分割综述", url="https://a.org/1", line=5)
    second = mention("Resource", "图像分割综述", url="https://b.org/2", line=9)
    entities = {entity.id: entity for entity in resolve([second, first], ()).entities}
    assert list(entities) == ["resource/图像分割综述", "resource/图像分割综述~2"]
    assert entities["resource/图像分割综述"].urls == ("https://a.org/1",)


def test_one_long_title_at_two_addresses_is_one_page_that_keeps_both() -> None:
    first = mention("Resource", "手把手教你用 TensorRT 部署图像分割模型", url="https://mp.example.cn/s/1")
    second = mention("Resource", "手把手教你用TensorRT部署图像分割模型", url="https://zhuanlan.example.cn/p/2")
    assert only(first, second).urls == ("https://mp.example.cn/s/1", "https://zhuanlan.example.cn/p/2")


def test_an_address_is_no_name_in_a_language_where_a_title_is_printed() -> None:
    untitled = mention("Resource", "example.org/deep-learning", url="https://example.org/deep-learning")
    titled = mention("Resource", "图像分割综述与展望", url="https://example.org/deep-learning")
    assert only(untitled, titled).labels == (("zh", "图像分割综述与展望"),)
    assert only(untitled).labels == (("en", "example.org/deep-learning"),)


def test_nearly_equal_titles_are_a_doubt_and_stay_two() -> None:
    found = resolve(
        [
            mention("Paper", "Learning Deep Representations of Graphs", url=f"{ARXIV}1901.00001"),
            mention("Paper", "Learning Deep Representation of Graphs", url=f"{ARXIV}1901.00002"),
        ],
        (),
    )
    assert len(found.entities) == 2
    assert [doubt.reason for doubt in found.doubts] == ["nearly the same name"]
    assert found.doubts[0].score > 0.92


# --- by alias


@pytest.mark.parametrize("shared", ["Learning{}", "{}Learning"])
def test_a_doubtful_pair_is_found_among_hundreds_of_names_that_begin_or_end_alike(shared: str) -> None:
    # Words of four letters that differ in two places at least, and a pair of them that does in one letter of many.
    others = [shared.format(a + b + a + b) for a in "bcdfghjklmnpqrst" for b in "aeiouy"]
    pair = [shared.format("Zuverlaessigkeit"), shared.format("Xuverlaessigkeit")]
    names = list(dict.fromkeys([*others, *pair]))
    found = resolve([mention("Method", name, line=line) for line, name in enumerate(names, 1)], [])
    doubtful = {frozenset((doubt.first, doubt.second)) for doubt in found.doubts}
    assert frozenset(f"method/{name.lower()}" for name in pair) in doubtful


def test_an_alias_joins_the_thing_of_that_name() -> None:
    entity = only(
        mention("Method", "可变形卷积", "Deformable Convolution"),
        mention("Method", "Deformable Convolution"),
    )
    assert dict(entity.labels) == {"zh": "可变形卷积", "en": "Deformable Convolution"}
    assert any(merge.rule == "alias deformableconvolution" for merge in entity.merges)


def test_organisation_has_one_node_in_both_languages() -> None:
    entity = only(mention("Organization", "Kuaishou", "快手"), mention("Organization", "快手"))
    assert dict(entity.labels) == {"en": "Kuaishou", "zh": "快手"}


def test_initials_join_the_only_full_name_of_the_document() -> None:
    full, short = mention("Person", "Jonathan Ho"), mention("Person", "J. Ho")
    assert len(ids(full, mention("Person", "Ho"))) == 2
    assert only(full, short).label == "Jonathan Ho"
    assert len(ids(full, short, mention("Person", "James Ho"))) == 3
    assert len(ids(full, mention("Person", "J. Ho", document="b.md"))) == 2


def test_short_aliases_join_nothing() -> None:
    assert len(ids(mention("Method", "Autoencoder", "AE"), mention("Method", "AE"))) == 2


def test_an_alias_does_not_join_papers_of_different_numbers() -> None:
    found = resolve(
        [
            mention("Paper", "BERT: Pre-training", "Language Pre-training", url=f"{ARXIV}1810.04805"),
            mention("Paper", "Language Pre-training", url=f"{ARXIV}1901.11504"),
        ],
        (),
    )
    assert len(found.entities) == 2
    assert [doubt.reason for doubt in found.doubts] == ["both are called languagepretraining"]


# --- relations


def test_claims_become_relations_between_merged_entities() -> None:
    paper = mention("Paper", "BERT: Pre-training", url=f"{ARXIV}1810.04805")
    again = mention("Paper", "bert: pre-training")
    method = mention("Method", "BERT")
    claims = [claim(paper, "introduces", method), claim(again, "introduces", method, 0.5)]
    relation = resolve([paper, again, method], claims, calibration=AS_STATED).relations[0]
    assert (relation.source, relation.key, relation.target) == ("paper/arxiv-1810.04805", "introduces", "method/bert")
    assert len(relation.evidence) == 2
    assert relation.confidence == pytest.approx(1 - (1 - 0.8) * (1 - 0.5))


def test_confidence_never_reaches_certainty() -> None:
    paper, method = mention("Paper", "BERT: Pre-training"), mention("Method", "BERT")
    heads = [mention("Paper", "BERT: Pre-training") for _ in range(9)]
    found = resolve(
        [paper, method, *heads], [claim(h, "introduces", method, 0.9) for h in heads], calibration=AS_STATED
    )
    assert found.relations[0].confidence == 0.99
    assert all(entity.confidence <= 0.99 for entity in found.entities)


def test_the_same_words_count_once_and_the_surer_reading_of_them() -> None:
    one, other = mention("Method", "Gated XL", line=7), mention("Method", "gated-xl", line=8)
    tail = mention("Method", "LSTM")
    places = [
        Claim(head, "outperforms", tail, "a.md", 7, 1, "LSTM", "Gated XL beats LSTM", "test.v1", confidence)
        for head, confidence in ((one, 0.75), (other, 0.6))
    ]
    relation = resolve([one, other, tail], places).relations[0]
    assert [evidence.confidence for evidence in relation.evidence] == [0.75]
    assert relation.confidence == 0.75


def test_printed_results_are_those_of_the_first_evidence_that_prints_one() -> None:
    method, data = mention("Method", "ResNet", line=1), mention("Dataset", "ImageNet")
    later = mention("Method", "ResNet", line=3)
    last = mention("Method", "ResNet", line=4)
    claims = [
        claim(last, "evaluatedOn", data, metric="top-1", value="80.0", unit="%"),
        claim(later, "evaluatedOn", data, metric="top-1", value="76.1", unit="%"),
        claim(method, "evaluatedOn", data),
    ]
    relation = resolve([method, later, last, data], claims).relations[0]
    assert (relation.metric, relation.value, relation.unit) == ("top-1", "76.1", "%")


def test_claim_that_the_schema_does_not_allow_is_a_problem() -> None:
    method, paper = mention("Method", "BERT", line=4), mention("Paper", "BERT: Pre-training")
    found = resolve([method, paper], [claim(method, "introduces", paper)])
    assert found.relations == ()
    assert [(problem.line, problem.reason) for problem in found.problems] == [
        (4, "Method --introduces--> Paper is not in the schema")
    ]


def test_claim_between_names_of_one_thing_is_left_out() -> None:
    one, other = mention("Method", "GRU", "Gated Recurrent Unit"), mention("Method", "Gated Recurrent Unit")
    assert resolve([one, other], [claim(one, "basedOn", other)]).relations == ()


def test_weak_relations_are_left_out_on_request() -> None:
    paper, method = mention("Paper", "BERT: Pre-training"), mention("Method", "BERT")
    weak = [claim(paper, "introduces", method, 0.4)]
    assert len(resolve([paper, method], weak, 0.4).relations) == 1
    assert resolve([paper, method], weak, 0.41).relations == ()


def test_nothing_gives_an_empty_resolution() -> None:
    assert resolve((), ()) == Resolution((), ())


# --- the order of the input

POOL = [
    mention("Paper", "BERT: Pre-training", "Pre-training", url=f"{ARXIV}1810.04805v2", line=3, year=2018),
    mention("Paper", "BERT: Pre-training", url="http://cn.arxiv.org/pdf/1810.04805.pdf", line=3, year=2019),
    mention("Paper", "Pre-training", line=4, document="b.md"),
    mention("Paper", "Pre-training", url=f"{ARXIV}1901.11504", line=5),
    mention("Method", "BERT", "双向编码器", line=3),
    mention("Method", "BERT", "双向编码器", line=3, confidence=0.4),
    mention("Method", "bert", line=9, document="c.md"),
    mention("Method", "双向编码器", "Encoder Model", line=1, document="c.md"),
    mention("Method", "Encoder Model", "双向编码器", line=2, document="c.md"),
    mention("Method", "Mamba", line=6),
    mention("Method", "Mamba", line=6, scope="snake"),
    mention("Software", "mamba", line=6, url="https://mamba.org"),
    mention("Resource", "图像分割综述", url="https://a.org/1", line=1),
    mention("Resource", "圖像分割綜述", url="https://b.org/2", line=2),
    mention("Resource", "图像分割综述", line=2, document="d.md"),
    mention("Repository", "github.com/a/b", url="https://github.com/A/b.git", line=8),
    mention("Repository", "github.com/a/b", url="https://github.com/a/B#x", line=8),
]
CLAIMS = [
    *(claim(head, "introduces", tail) for head in POOL[:4] for tail in POOL[4:9]),
    *(claim(POOL[15], "implements", tail, 0.3) for tail in POOL[4:6]),
    *(claim(head, "basedOn", POOL[9], 0.5) for head in POOL[4:9]),
    claim(POOL[9], "introduces", POOL[0]),
    claim(POOL[4], "introduces", POOL[0]),
]


@settings(max_examples=60, deadline=None)
@given(st.permutations(POOL), st.permutations(CLAIMS))
def test_order_of_the_input_does_not_matter(mentions: list[Mention], claims: list[Claim]) -> None:
    assert resolve(mentions, claims) == resolve(POOL, CLAIMS)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            mention,
            st.sampled_from(["Paper", "Method", "Resource"]),
            st.sampled_from(["BERT", "bert", "图", "圖", "A B", "Foo", "…", "x/y"]),
            st.sampled_from(["Foo", "BERT", "图表", "图表模型"]),
            url=st.sampled_from([None, f"{ARXIV}1810.04805", f"{ARXIV}1810.04806", "https://a.org", "javascript:x"]),
            line=st.integers(1, 4),
        ),
        max_size=12,
    )
)  # fmt: skip
def test_every_mention_is_in_exactly_one_entity_and_ids_are_unique(mentions: list[Mention]) -> None:
    found = resolve(mentions, ())
    held = [kept for entity in found.entities for kept in entity.mentions]
    assert sorted(map(repr, held)) == sorted(map(repr, set(mentions)))
    names = [entity.id for entity in found.entities]
    assert len(set(names)) == len(names)
    assert names == sorted(names)
    for entity in found.entities:
        assert entity.label
        assert entity.label not in entity.aliases
        assert {kept.type for kept in entity.mentions} == {entity.type}
    known = set(names)
    assert all(doubt.first in known and doubt.second in known for doubt in found.doubts)


# --- names


def test_best_name_prefers_frequency_then_capitals() -> None:
    assert best_name(["Bert", "BERT", "Bert"]) == "Bert"
    assert best_name(["Bert", "BERT"]) == "BERT"


def test_labels_are_the_first_name_of_each_language() -> None:
    assert language_labels(["图网络", "GNN", "图神经网络"]) == (("en", "GNN"), ("zh", "图网络"))
    assert language_labels(["GNN"]) == (("en", "GNN"),)


# --- components


def test_closed_sets_of_mentions_give_the_same_by_themselves() -> None:
    people = [
        mention("Person", "J. Ho", document="p.md"),
        mention("Person", "Jonathan Ho", document="p.md"),
        mention("Person", "J. Ho", document="q.md"),
        mention("Person", "Jane Ho", document="q.md"),
    ]
    everything = [
        *POOL,
        *people,
        mention("Method", "Mamba", scope="other"),
        mention("Method", "C++"),
        mention("Method", "…"),
    ]
    parts = components(everything)
    assert len(parts) > 6
    assert sorted(map(repr, (one for part in parts for one in part))) == sorted(map(repr, everything))
    found = [settle(part, load_calibration()) for part in parts]
    whole = resolve(everything, ())
    assert tuple(sorted((e for part in found for e in part.entities), key=lambda entity: entity.id)) == whole.entities
    assert {doubt for part in found for doubt in part.doubts} <= set(whole.doubts)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.builds(
            mention,
            st.sampled_from(["Paper", "Method", "Resource", "Person", "Repository"]),
            st.sampled_from(["BERT", "bert", "图", "圖", "A B", "A. B", "Alan B", "…", "x/y", "arxiv-1810.04805", "C", "C++"]),
            st.sampled_from(["Foo", "BERT", "图表", "图表模型", "C", "Alan B"]),
            url=st.sampled_from([None, f"{ARXIV}1810.04805", "https://doi.org/10.1/a", "https://a.org", "https://github.com/a/b"]),
            document=st.sampled_from(["a.md", "b.md"]),
            scope=st.sampled_from(["", "", "s", "long form:Alpha Beta", "long form:Axial Bus"]),
            line=st.integers(1, 4),
        ),
        max_size=14,
    )
)  # fmt: skip
def test_components_never_share_an_entity_or_an_id(mentions: list[Mention]) -> None:
    found = [settle(part, load_calibration()) for part in components(mentions)]
    apart = sorted((entity for part in found for entity in part.entities), key=lambda entity: entity.id)
    assert tuple(apart) == resolve(mentions, ()).entities
