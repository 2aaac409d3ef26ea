import time

import pytest

from kgraph.read import read_document
from kgraph.read.front import front_matter_faults

GOOD = """# a comment
title: "清单: a \\"list\\" [x"
author: Don't [stop
'odd key': it''s
url: https://a.org/x: y
summary: |
  no key here
  [neither
tags: [a, "b]", don't, {c: d}]  # ] here
more: [
  a,
]
layout:

people:
  - name: 周志华
    at: 'it''s'
  -
    - [x, y]
- plain item
text: a long
  sentence
...:
"""


def test_front_matter_of_every_common_shape_is_left_alone() -> None:
    assert list(front_matter_faults(GOOD.split("\n"))) == []


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("title: [unclosed\n  bad: : :", 2, "[ is not closed"),
        ("title: x\ntags: {a: [b}", 3, "[ is not closed"),
        ("title: x\nname: 'open", 3, "' is not closed"),
        ('- "open', 2, '" is not closed'),
        ("title: x\nneither key nor item", 3, "neither a key"),
        ("标题：全角冒号", 2, "neither a key"),
        ("title: x\n: :", 3, "neither a key"),
    ],
)
def test_a_fault_is_reported_with_its_line_and_the_rest_is_read(text: str, line: int, reason: str) -> None:
    document = read_document("a.md", f"---\n{text}\n---\n\n# BERT\n".encode())
    assert [(problem.line, reason in problem.reason) for problem in document.problems] == [(line, True)]
    assert document.blocks[-1].text == "BERT"


@pytest.mark.parametrize("line", ["a: [", "- " * 50, "'" * 80, "a" * 90, '"\\' * 40, "x: '" + "''" * 40])
def test_long_front_matter_takes_linear_time(line: str) -> None:
    lines = [" " * (number % 500) + line for number in range(5_000)]
    start = time.perf_counter()
    list(front_matter_faults(lines))
    assert time.perf_counter() - start < 20
