"""What is known of real reading lists by reading them, checked where they are at hand."""

from pathlib import Path

import pytest

from kgraph.core.document import BlockKind, Document
from kgraph.read import read_document

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
RAW = ROOT / "data" / "raw"


def read(folder: Path, number: str) -> Document:
    found = sorted(folder.glob(f"{number}_*"))
    if not found:
        pytest.skip(f"no document {number} in {folder}")
    return read_document(found[0].name, found[0].read_bytes())


@pytest.mark.parametrize("folder", [SEEDS, RAW], ids=["seeds", "raw"])
@pytest.mark.parametrize(
    ("number", "reader"), [("000", "markdown"), ("001", "markdown"), ("003", "markdown"), ("004", "plain")]
)
def test_documents_are_read_whole_with_exact_places(folder: Path, number: str, reader: str) -> None:
    document = read(folder, number)
    assert document.format == reader
    assert document.problems == ()
    shown = "".join("".join(line.split()) for line in document.lines)
    read_words = sum(len("".join(i.text.split())) for b in document.blocks for i in b.inlines)
    assert read_words > 0.4 * len(shown)
    for block in document.blocks:
        for inline in block.inlines:
            if inline.literal and inline.text not in ("\n", "\t"):
                assert document.lines[inline.line - 1].startswith(inline.text, inline.column - 1)


@pytest.mark.parametrize("folder", [SEEDS, RAW], ids=["seeds", "raw"])
@pytest.mark.parametrize("number", ["000", "003", "004"])
def test_numbered_headings_hang_under_their_prefix(folder: Path, number: str) -> None:
    document = read(folder, number)
    numbered = [block for block in document.blocks if block.number]
    assert len(numbered) > 20
    for block in numbered:
        assert block.kind is BlockKind.HEADING
        assert block.level == block.number.count(".") + 1
        if block.section is not None:
            above = document.blocks[block.section].number
            assert block.number.startswith(f"{above}.")


@pytest.mark.parametrize("folder", [SEEDS, RAW], ids=["seeds", "raw"])
def test_contents_are_not_content(folder: Path) -> None:
    for number, least in (("000", 20), ("001", 30)):
        document = read(folder, number)
        assert sum(block.kind is BlockKind.CONTENTS for block in document.blocks) > least
        assert not any(
            block.links and block.links[0].url.startswith("#") and block.kind is BlockKind.ITEM
            for block in document.content()
        )
