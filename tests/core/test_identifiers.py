"""What an address stands for, and when two addresses are one thing."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kgraph.core import SCHEMA
from kgraph.core.identifiers import entity_id, read_address, shown_url, slug

ARXIV = "https://arxiv.org/abs/1706.03762"
BERT = "https://github.com/google-research/bert"
S2 = "204e3073870fae3d05bcbc2f6a8e263d9b72e776"
CVF = "He_Deep_Residual_Learning_CVPR_2016"

PAPERS = {
    "arxiv:1706.03762": (
        ARXIV,
        [
            "arxiv.org/abs/1706.03762", "http://arxiv.org/abs/1706.03762v5", "https://arxiv.org/pdf/1706.03762",
            "https://arxiv.org/pdf/1706.03762v5.pdf", "https://arxiv.org/pdf/1706.03762.pdf#page=3", "http://cn.arxiv.org/pdf/1706.03762.pdf",
            "https://export.arxiv.org/abs/1706.03762?context=cs", "https://browse.arxiv.org/html/1706.03762v7", "https://www.arxiv.org/abs/1706.03762/",
            "https://ar5iv.labs.arxiv.org/html/1706.03762", "https://ar5iv.org/abs/1706.03762", "https://www.alphaxiv.org/abs/1706.03762v2",
            "https://huggingface.co/papers/1706.03762", "https://doi.org/10.48550/arXiv.1706.03762", "http://xxx.itp.ac.cn/abs/1706.03762",
            "HTTPS://ARXIV.ORG/abs/1706.03762", "<https://arxiv.org/abs/1706.03762>", " https://arxiv.org/abs/1706.03762 ",
        ],
    ),
    "arxiv:math.gt/0309136": ("https://arxiv.org/abs/math.GT/0309136", ["https://arxiv.org/pdf/math.GT/0309136v1.pdf"]),
    "doi:10.1145/3292500.3330701": (
        "https://doi.org/10.1145/3292500.3330701",
        ["http://dx.doi.org/10.1145/3292500.3330701", "https://dl.acm.org/doi/pdf/10.1145/3292500.3330701", "https://dl.acm.org/doi/fullHtml/10.1145/3292500.3330701?x=1"],
    ),
    "doi:10.1007/978-3-319-46448-0_2": (
        "https://doi.org/10.1007/978-3-319-46448-0_2",
        ["https://link.springer.com/chapter/10.1007/978-3-319-46448-0_2", "https://link.springer.com/chapter/10.1007%2F978-3-319-46448-0_2", "https://link.springer.com/content/pdf/10.1007/978-3-319-46448-0_2.pdf"],
    ),
    "doi:10.1101/622803": ("https://doi.org/10.1101/622803", ["https://www.biorxiv.org/content/10.1101/622803v4.full.pdf"]),
    "openreview:b1l8l6etds": (
        "https://openreview.net/forum?id=B1l8L6EtDS",
        ["https://openreview.net/pdf?id=B1l8L6EtDS", "https://openreview.net/forum?noteId=x&id=B1l8L6EtDS#discussion"],
    ),
    "acl:n19-1423": (
        "https://aclanthology.org/N19-1423/",
        ["https://aclanthology.org/N19-1423.pdf", "https://www.aclweb.org/anthology/N/N19/N19-1423.bib", "https://aclanthology.info/papers/N19-1423/n19-1423"],
    ),
    "acl:2020.acl-main.703": ("https://aclanthology.org/2020.acl-main.703/", ["https://www.aclweb.org/anthology/2020.acl-main.703v2.pdf"]),
    "pmlr:v97/tan19a": ("https://proceedings.mlr.press/v97/tan19a.html", ["http://proceedings.mlr.press/v97/tan19a/tan19a.pdf"]),
    "pmlr:v37/ioffe15": ("https://proceedings.mlr.press/v37/ioffe15.html", ["http://jmlr.org/proceedings/papers/v37/ioffe15.pdf"]),
    "jmlr:v15/srivastava14a": ("https://jmlr.org/papers/v15/srivastava14a.html", ["http://www.jmlr.org/papers/volume15/srivastava14a/srivastava14a.pdf"]),
    f"cvf:{CVF.lower()}": (
        f"https://openaccess.thecvf.com/content_cvpr_2016/html/{CVF}_paper.html",
        [f"http://openaccess.thecvf.com/content_cvpr_2016/papers/{CVF}_paper.pdf", f"http://openaccess.thecvf.com/content_cvpr_2016/supplemental/{CVF}_supplemental.pdf"],
    ),
    f"s2:{S2}": (
        f"https://www.semanticscholar.org/paper/{S2}",
        [f"https://www.semanticscholar.org/paper/Attention-is-All-You-Need/{S2}", f"https://pdfs.semanticscholar.org/{S2[:4]}/{S2[4:]}.pdf"],
    ),
}  # fmt: skip
REPOSITORIES = {
    "repository:github.com/google-research/bert": [
        BERT, "https://github.com/Google-Research/BERT", "http://www.github.com/google-research/bert/", "github.com/google-research/bert",
        f"{BERT}.git", f"{BERT}#readme", f"{BERT}/tree/master/a?b#c", f"{BERT}/issues/3", f"{BERT}.git#x",
        "https://raw.githubusercontent.com/google-research/bert/master/README.md", "https://cdn.jsdelivr.net/gh/google-research/bert@1.0/x.js",
    ],
    "repository:github.com/a/b_c.d": ["https://github.com/a/b\\_c.d", "https://github.com/A/B_C.D"],
    "repository:gitlab.com/a/b": ["https://gitlab.com/a/b/-/tree/master", "https://gitlab.com/A/b.git"],
    "repository:bitbucket.org/a/b": ["https://bitbucket.org/a/B/src"],
    "repository:gitee.com/a/b": ["https://gitee.com/a/b"],
    "repository:gist.github.com/karpathy/d4dee566867f8291f086": ["https://gist.github.com/karpathy/d4dee566867f8291f086#file-x"],
}  # fmt: skip
OTHERS = [
    ("https://github.com/topics/nlp", "Resource", "page"),
    ("https://github.com/orgs/google/repositories", "Resource", "page"),
    ("https://github.com/google", "Resource", "page"),
    ("https://github.com", "Resource", "page"),
    ("https://google.github.io/bert", "Resource", "article"),
    ("https://huggingface.co/datasets/squad", "Dataset", "dataset"),
    ("https://modelscope.cn/datasets/a/b", "Dataset", "dataset"),
    ("https://huggingface.co/google/bert", "Resource", "page"),
    ("https://www.kaggle.com/c/titanic/overview", "Resource", "dataset"),
    ("https://pypi.org/project/torch/", "Software", "package"),
    ("https://www.youtube.com/watch?v=abc", "Resource", "video"),
    ("https://youtu.be/abc", "Resource", "video"),
    ("https://www.bilibili.com/video/BV1", "Resource", "video"),
    ("https://mp.weixin.qq.com/s/abc", "Resource", "article"),
    ("https://zhuanlan.zhihu.com/p/1", "Resource", "discussion"),
    ("https://blog.csdn.net/a/b", "Resource", "article"),
    ("https://arxiv.org/list/cs.CL/recent", "Resource", "page"),
    ("https://openreview.net/group?id=ICLR.cc/2020", "Resource", "page"),
    ("https://papers.nips.cc/paper/7181-attention-is-all-you-need.pdf", "Paper", "paper"),
    ("https://ieeexplore.ieee.org/document/123", "Paper", "paper"),
    ("https://a.org/x.pdf?y", "Resource", "pdf"),
    ("https://例子.中国/页", "Resource", "page"),
]
NO_ADDRESS = [
    "", " ", "#top", "/x/y", "../a.md", "README.md", "c.py", "1.2", "BERT", "a b.com/c", "mailto:a@b.org", "javascript:alert(1)", "data:text/html,x",
    "ftp://a.org/x", "file:///etc/passwd", "http://localhost/x", "http://", "https:///x", "http://[::1", "http://[x]/", "git@github.com:a/b.git",
]  # fmt: skip


@pytest.mark.parametrize(("key", "url"), [(key, url) for key, (home, more) in PAPERS.items() for url in (home, *more)])
def test_every_address_of_a_paper_has_its_key_and_canonical_address(key: str, url: str) -> None:
    address = read_address(url)
    assert address is not None
    assert (address.key, address.type, address.url) == (key, "Paper", PAPERS[key][0])


@pytest.mark.parametrize(("key", "url"), [(key, url) for key, urls in REPOSITORIES.items() for url in urls])
def test_every_address_of_a_repository_has_its_key(key: str, url: str) -> None:
    address = read_address(url)
    assert address is not None
    assert (address.key, address.type) == (key, "Repository")
    assert address.url.casefold() == key.replace("repository:", "https://")


@pytest.mark.parametrize(("url", "type_", "kind"), OTHERS)
def test_address_is_typed_by_host_and_path(url: str, type_: str, kind: str) -> None:
    address = read_address(url)
    assert address is not None
    assert (address.type, address.kind) == (type_, kind)


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_web_address_gives_none(url: str) -> None:
    assert read_address(url) is None


def test_pages_are_one_whatever_scheme_www_fragment_and_slash() -> None:
    keys = {
        address.key for url in ("http://www.a.org/X/", "https://a.org/x", "a.org/x#y") if (address := read_address(url))
    }
    assert keys == {"url:a.org/x"}
    one, other = read_address("https://a.org/x?id=1"), read_address("https://a.org/x?id=2")
    assert one is not None
    assert other is not None
    assert one.key != other.key


@pytest.mark.parametrize(
    "url",
    [ARXIV, *(home for home, _ in PAPERS.values()), BERT, "https://a.org/x?y=z", "https://pypi.org/project/torch/"],
)
def test_canonical_address_is_its_own_canonical_address(url: str) -> None:
    address = read_address(url)
    assert address is not None
    again = read_address(address.url)
    assert again is not None
    assert (again.key, again.url) == (address.key, address.url)


HOSTS = st.sampled_from(
    ["arxiv.org/abs/", "github.com/", "doi.org/10.1/", "openreview.net/forum?id=", "openaccess.thecvf.com/content/", "[::1]", "a.org:99999/", "{id}.org/", "%zz/",
     "semanticscholar.org/paper/", "kaggle.com/c/", "jmlr.org/papers/v", "xn--.org/", "a..b/"]
)  # fmt: skip


@given(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["https://", "http://user:pw@", "//", "", "HTTPS://www."]),
        HOSTS | st.text(max_size=8),
        st.text(max_size=20),
    )
)
@example("http://[::1")
@example("https://a.org/%")
@example("https://github.com/{owner}/{0}")
@example("https://arxiv.org/abs/１７０６.03762")
@example("https://\u2100.org/x")
def test_no_address_raises_and_each_has_a_known_type(url: str) -> None:
    address = read_address(url)
    if address is not None:
        assert address.type in SCHEMA.entities
        assert address.url.startswith(("https://", "http://"))
        assert address.key == address.key.casefold()


def test_every_rule_of_the_table_is_well_formed() -> None:
    rules = tomllib.loads(files("kgraph.core").joinpath("hosts.toml").read_text("utf-8"))["rule"]
    assert len(rules) > 20
    for rule in rules:
        assert rule["hosts"]
        assert rule["type"] in SCHEMA.entities
        groups = set(re.compile(rule["path"]).groupindex) | {"host"}
        for form in (rule["value"], rule["url"]):
            assert set(re.findall(r"\{(\w+)\}", form)) <= groups, rule
        assert bool(rule["scheme"]) == bool(rule["value"]) == bool(rule["url"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Transformer-XL", "transformer-xl"),
        ("计算机视觉", "计算机视觉"),
        ("ＢＥＲＴ  large", "bert-large"),
        ("C++", "c++"),
        ("C#", "c%23"),
        ("A/B", "a%2fb"),
        ("<b>\"x\"</b>", "%3cb%3e%22x%22%3c%2fb%3e"),
        ("  ", "unnamed"),
        ("", "unnamed"),
    ],
)  # fmt: skip
def test_slug_is_readable_and_safe(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text())
def test_slug_is_one_safe_path_segment(name: str) -> None:
    made = slug(name)
    assert made
    assert not re.search(r"[\s<>\"{}|\\^`/?#\[\]]", made)


@pytest.mark.parametrize(
    ("type_", "name", "url", "expected"),
    [
        ("Paper", "x", "http://cn.arxiv.org/pdf/1706.03762v5.pdf", "paper/arxiv-1706.03762"),
        ("Paper", "x", "https://arxiv.org/abs/math.GT/0309136", "paper/arxiv-math.gt/0309136"),
        ("Paper", "x", "https://doi.org/10.1145/3292500.3330701", "paper/doi-10.1145/3292500.3330701"),
        ("Paper", "Deep Nets", "https://a.org/x.pdf", "paper/deep-nets"),
        ("Repository", "x", "https://github.com/Google/BERT.git", "repository/github.com/google/bert"),
        ("Method", "BERT", ARXIV, "method/bert"),
        ("Topic", "图 神经", None, "topic/图-神经"),
    ],
)
def test_entity_id_is_type_and_identifier_or_name(type_: str, name: str, url: str | None, expected: str) -> None:
    assert entity_id(type_, name, read_address(url) if url else None) == expected


def test_shown_url_drops_scheme_www_and_slash() -> None:
    assert shown_url(" HTTPS://www.a.org/X/ ") == "a.org/X"
