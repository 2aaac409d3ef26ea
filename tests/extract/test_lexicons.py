"""The shipped lexicons keep the form that the README of their folder promises."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pytest

HEADER = ["name", "en", "zh", "aliases", "flags", "source"]
FLAGS = {
    "methods": {"case", "weak"},
    "datasets": {"case", "weak"},
    "organizations": {"case", "weak"},
    "venues": {"case", "weak"},
    "software": {"case", "weak"},
    "people": {"case", "weak"},
    "metrics": {"case", "weak", "cost"},
    "topics": {"case", "weak", "field"},
    "generic": {"case", "weak", "admin", "badge"},
}
LEAST_ROWS = {
    "methods": 900,
    "datasets": 450,
    "organizations": 500,
    "venues": 200,
    "software": 450,
    "people": 250,
    "metrics": 120,
    "topics": 500,
    "generic": 700,
}
lexicons = pytest.mark.parametrize("lexicon", sorted(FLAGS))


@dataclass(frozen=True)
class Row:
    line: int
    cells: list[str]

    @property
    def surfaces(self) -> list[str]:
        name, en, zh, aliases = self.cells[:4]
        return [surface for surface in [name, en, *zh.split("|"), *aliases.split("|")] if surface]

    @property
    def flags(self) -> list[str]:
        return self.cells[4].split(",") if self.cells[4] else []


def key(surface: str) -> str:
    return unicodedata.normalize("NFKC", surface).casefold()


def has_han(surface: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in surface)


@cache
def text(lexicon: str) -> str:
    return files("kgraph.extract").joinpath("lexicons", f"{lexicon}.tsv").read_bytes().decode("utf-8")


@cache
def rows(lexicon: str) -> list[Row]:
    lines = text(lexicon).removesuffix("\n").split("\n")
    return [Row(number, line.split("\t")) for number, line in enumerate(lines[1:], start=2)]


def test_the_folder_holds_exactly_the_described_lexicons() -> None:
    folder = files("kgraph.extract").joinpath("lexicons")
    readme = folder.joinpath("README.md").read_text(encoding="utf-8")
    shipped = {entry.name.removesuffix(".tsv") for entry in folder.iterdir() if entry.name.endswith(".tsv")}
    assert shipped == set(FLAGS)
    assert [lexicon for lexicon in FLAGS if f"`{lexicon}.tsv`" not in readme] == []


@lexicons
def test_header_and_line_ends_are_as_described(lexicon: str) -> None:
    content = text(lexicon)
    assert content.split("\n")[0].split("\t") == HEADER
    assert content.endswith("\n") and "\r" not in content and not content.startswith("\ufeff")


@lexicons
def test_lexicon_is_large_enough_to_be_useful(lexicon: str) -> None:
    assert len(rows(lexicon)) >= LEAST_ROWS[lexicon]


@lexicons
def test_every_row_has_six_tidy_cells_a_name_and_a_source(lexicon: str) -> None:
    wrong = [
        row
        for row in rows(lexicon)
        if len(row.cells) != len(HEADER)
        or not row.cells[0]
        or not row.cells[5]
        or any(cell != " ".join(cell.split()) for cell in row.cells)
        or any(not part for cell in row.cells[2:4] if cell for part in cell.split("|"))
    ]
    assert wrong == []


@lexicons
def test_rows_are_sorted_by_name(lexicon: str) -> None:
    names = [(key(row.cells[0]), row.cells[0]) for row in rows(lexicon)]
    assert names == sorted(names)


@lexicons
def test_flags_are_known_and_not_repeated(lexicon: str) -> None:
    wrong = [row for row in rows(lexicon) if set(row.flags) - FLAGS[lexicon] or len(set(row.flags)) != len(row.flags)]
    assert wrong == []


@lexicons
def test_no_surface_stands_twice_unless_its_casing_tells_the_rows_apart(lexicon: str) -> None:
    seen: dict[str, list[tuple[str, Row]]] = {}
    for row in rows(lexicon):
        for surface in row.surfaces:
            seen.setdefault(key(surface), []).append((surface, row))
    wrong = [
        places
        for places in seen.values()
        if len(places) > 1
        and not (
            all("case" in row.flags for _, row in places) and len({surface for surface, _ in places}) == len(places)
        )
    ]
    assert wrong == []


@lexicons
def test_short_surfaces_are_flagged_or_chinese_names_of_two_characters(lexicon: str) -> None:
    wrong = [
        (row.line, surface)
        for row in rows(lexicon)
        for surface in row.surfaces
        if len(surface) <= 2 and not {"case", "weak"} & set(row.flags) and not (len(surface) == 2 and has_han(surface))
    ]
    assert wrong == []


@lexicons
def test_chinese_cells_hold_chinese_and_english_cells_do_not(lexicon: str) -> None:
    wrong = [row for row in rows(lexicon) if has_han(row.cells[1])]
    assert wrong == []


def test_names_that_everybody_expects_are_there_in_both_languages() -> None:
    expected = {
        "methods": ["BERT", "xgboost", "随机森林", "支持向量机", "批归一化", "YOLOv3", "通义千问", "MCTS", "DeepFM"],
        "datasets": ["ImageNet", "MS COCO", "GLUE", "ML-1M", "C-Eval", "MuJoCo"],
        "organizations": ["清华", "上海交大", "港中文", "快手", "Kuaishou", "谷歌大脑", "微软亚洲研究院", "商汤"],
        "venues": ["NeurIPS", "NIPS", "CVPR", "TPAMI", "Nature"],
        "software": ["TensorFlow", "sklearn", "飞桨", "Hugging Face Transformers", "vLLM"],
        "people": ["Hinton", "何恺明", "李飞飞", "吴恩达"],
        "metrics": ["准确率", "F1", "ROUGE-L", "mIoU", "NDCG@10", "困惑度"],
        "topics": ["自然语言处理", "NLP", "目标检测", "推荐系统", "machine translation"],
        "generic": ["GPU", "目录", "Introduction", "论文", "JSON"],
    }
    missing = [
        (lexicon, name)
        for lexicon, names in expected.items()
        for name in names
        if key(name) not in {key(surface) for row in rows(lexicon) for surface in row.surfaces}
    ]
    assert missing == []


def test_teams_of_a_company_are_rows_of_their_own() -> None:
    names = {row.cells[0]: row for row in rows("organizations")}
    assert {"Google", "Google Brain", "DeepMind", "MSRA", "Microsoft Research", "FAIR"} <= set(names)
    assert "谷歌大脑" not in names["Google"].surfaces
    assert names["Google Brain"].cells[5].startswith("team of")


def test_administrative_headings_and_badges_are_flagged() -> None:
    flags = {key(surface): row.flags for row in rows("generic") for surface in row.surfaces}
    assert all("admin" in flags[key(word)] for word in ["目录", "其他", "附录", "参考资料", "参考文献", "总结"])
    assert all("badge" in flags[key(word)] for word in ["paper", "code", "github", "slides", "ppt", "论文", "源码"])
