"""Texts that repeat one thing without an end: no rule takes more than linear time on them, wherever they stand."""

from __future__ import annotations

import time

import pytest

from kgraph.extract import extract, load_lexicon
from kgraph.read import read_document

REPEATED = (
    "A", "a", "1", " ", "中", "的", "(", "“", "《", "。", "A-", "Aa-", "A+", "A_", "A1", "A.", "A/", "A=", "A和", "、A", "A，", "A, ",
    "Aa ", "A (", "A (A) ", "A and ", "A by ", "A's ", "A et al. 2020, ", "A\n", "中\n", "1.", "1、", "① ", "[1]", "[A] ", "《A》",
    "**A** ", "A：", "代码：", "作者 ", "张三、", "提出", "基于 A ", "FooNet ", "Foo Bar (FB) ", "在 A 上达到 9% ", "A 90.1 ", "https://a.b/c ",
)  # fmt: skip
PLACES = {
    "paragraph": "# 标题\n\n{}\n",
    "item": "# 标题\n\n- {}\n",
    "behind a paper": "# 标题\n\n- [FooNet: A Network](https://arxiv.org/abs/1901.00001) {}\n",
    "cell": "# 标题\n\n| Model | Paper |\n|-|-|\n| {} | x |\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("repeated", REPEATED)
def test_repeated_text_takes_linear_time(repeated: str) -> None:
    lexicon = load_lexicon(())
    for place, around in PLACES.items():
        seconds = []
        for size in (10_000, 40_000):
            text = around.format(repeated * (size // len(repeated)))
            started = time.process_time()
            extract(read_document("a.md", text.encode()), lexicon)
            seconds.append(time.process_time() - started)
        # Four times the text: 4 where time is linear, 16 where it is quadratic; what is quickly done says little.
        assert seconds[1] < 8 * seconds[0] + 1, (place, seconds)
