"""The log of decisions is plain TOML that holds any text, takes entries at its end, and loses none."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.core.curation import (
    FILE,
    FORMS,
    EntityReference,
    Entry,
    PlaceReference,
    append_entry,
    parse_curation,
    printed,
    read_curation,
    undone,
    written,
)
from kgraph.core.errors import CurationError

TEXT = st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and "\ufffd" not in text)
REFERENCE = st.builds(
    EntityReference, TEXT, TEXT, TEXT, st.sampled_from(["", "https://a.org/x"]), st.sampled_from(["", "a.md"])
)
BERT = EntityReference("method/bert", "Method", "BERT")


def entry(reason: str = "why", **more: str) -> Entry:
    return Entry("rename", "Li", "2026-11-26", reason, (BERT,), "伯特", **more)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    action = draw(st.sampled_from(sorted(FORMS)))
    ends, word = FORMS[action]
    value = draw({"type": st.just("Software"), "relation": st.just("basedOn"), "": st.just("")}.get(word, TEXT))
    places = (
        tuple(draw(st.lists(st.builds(PlaceReference, TEXT, TEXT, TEXT), min_size=1, max_size=2)))
        if action == "split"
        else ()
    )
    given = tuple(draw(REFERENCE) for _ in ends)
    return Entry(action, draw(TEXT), "2026-11-26", draw(TEXT), given, value, places, "k1")


@given(entries())
def test_any_text_comes_back_from_its_one_line(one: Entry) -> None:
    line = written(one)
    assert "\n" not in line and len(line.splitlines()) == 1
    (table,) = tomllib.loads(line).values()
    assert table["author"] == one.author
    (read,) = parse_curation([line]).entries
    assert replace(read, line=0, text="") == one
    words, column = printed(read, "reason", one.reason)
    assert read.text[column - 1 :].startswith(words)


def test_an_entry_is_written_at_the_end_and_what_stood_there_stays(tmp_path: Path) -> None:
    file = tmp_path / FILE
    first = append_entry(file, entry("one"))
    file.write_text(file.read_text(encoding="utf-8") + "# a note without a line end", encoding="utf-8")
    before = file.read_bytes()
    second = append_entry(file, entry("one"))
    assert file.read_bytes().startswith(before)
    read, document = read_curation(file)
    assert read.entries == (first, second) and document is not None
    assert [document.lines[one.line - 1] for one in read.entries] == [first.text, second.text]
    assert first.key != second.key
    assert tomllib.loads(file.read_text(encoding="utf-8")).keys() == {first.key, second.key}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("<<<<<<< HEAD", "Invalid"),
        ("a = 1", "expected KEY = {…}"),
        ("a = {action = 'explode'}", "expected an action"),
        ("a = {date = 2026-01-01, author = 'x', action = 'undo', reason = 'r'}", "expected entry"),
        ("a = {date = 2026-01-01, author = 'x', action = 'undo', reason = ' ', entry = 'k'}", "expected reason"),
        ("a = {date = 'today', author = 'x', action = 'undo', reason = 'r', entry = 'k'}", "expected a date"),
        ("a = {date = 2026-01-01, author = 'x', action = 'undo', reason = 'r', entry = 'k', more = 1}", "has no 'more'"),
        ("a = {date = 2026-01-01, author = 'x', action = 'rename', reason = 'r', entity = {id = 'm/x'}, name = 'y'}", "expected entity with id, type, name"),
        ("a = {date = 2026-01-01, author = 'x', action = 'retype', reason = 'r', entity = {id = 'm/x', type = 'Method', name = 'x'}, type = 'Thing'}", "no type 'Thing'"),
        ("a = " + "[" * 5000, "nested"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_entry_is_reported_and_costs_no_other(line: str, reason: str) -> None:
    good = written(replace(entry(), key="good"))
    read = parse_curation(["# a comment", line, "", good])
    assert [one.key for one in read.entries] == ["good"]
    (problem,) = read.problems
    assert (problem.document, problem.line) == (FILE, 2) and reason in problem.reason


def test_bytes_that_are_no_text_are_reported(tmp_path: Path) -> None:
    file = tmp_path / FILE
    kept = append_entry(file, entry())
    with file.open("ab") as log:
        log.write(b'x = {reason = "\xff"}\n')
    read, _ = read_curation(file)
    assert [one.key for one in read.entries] == [kept.key]
    assert "not UTF-8" in read.problems[0].reason


def test_one_key_for_two_decisions_is_reported_and_one_decision_twice_is_not(tmp_path: Path) -> None:
    line, other = written(replace(entry(), key="k")), written(replace(entry("another"), key="k"))
    assert parse_curation([line, line]).problems == ()
    assert "the key k is that of line 1 already" in parse_curation([line, other]).problems[0].reason


def test_there_is_no_log_without_a_file_and_a_folder_in_its_place_is_an_error(tmp_path: Path) -> None:
    assert read_curation(tmp_path / FILE)[1] is None
    (tmp_path / FILE).mkdir()
    with pytest.raises(CurationError, match="cannot be read"):
        read_curation(tmp_path / FILE)
    with pytest.raises(CurationError, match="cannot be written"):
        append_entry(tmp_path / FILE, entry())


@pytest.mark.parametrize("name", ["author", "reason"])
def test_a_decision_needs_an_author_and_a_reason(tmp_path: Path, name: str) -> None:
    with pytest.raises(CurationError, match=f"needs an? {name}"):
        append_entry(tmp_path / FILE, replace(entry(), **{name: " \n "}))
    assert not (tmp_path / FILE).exists()


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / FILE
    threads = [threading.Thread(target=append_entry, args=(file, entry(f"reason {number}"))) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    read, _ = read_curation(file)
    assert len(read.entries) == 16 and not read.problems


def test_undoings_count_wherever_they_stand_and_a_ring_of_them_does_not_hang() -> None:
    def undo(key: str, of: str) -> Entry:
        return Entry("undo", "Li", "2026-11-26", "why", value=of, key=key)

    one = replace(entry(), key="one")
    assert undone([undo("a", "one"), one])[0].keys() == {"one"}
    assert undone([one, undo("b", "a"), undo("a", "one")])[0].keys() == {"a"}
    undone([one, undo("a", "b"), undo("b", "a")])
    assert "there is no entry nowhere" in undone([undo("a", "nowhere")])[1][0].reason


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_branches_that_both_decided_merge_without_a_conflict(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        names = {
            "GIT_AUTHOR_NAME": "x",
            "GIT_AUTHOR_EMAIL": "x@x.org",
            "GIT_COMMITTER_NAME": "x",
            "GIT_COMMITTER_EMAIL": "x@x.org",
        }
        environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": "/dev/null"}
        subprocess.run(["git", *arguments], cwd=tmp_path, env=environment, check=True, capture_output=True)

    file = tmp_path / FILE
    git("init", "-q", "-b", "main")
    append_entry(file, entry("before"))
    (tmp_path / ".gitattributes").write_text("curation.toml merge=union\n")
    git("add", "-A")
    git("commit", "-qm", "start")
    git("checkout", "-qb", "other")
    theirs = [append_entry(file, entry(f"theirs {number}")) for number in range(3)]
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    ours = [append_entry(file, entry(f"ours {number}")) for number in range(2)]
    git("commit", "-qam", "ours")
    git("merge", "-q", "other", "-m", "both")
    read, _ = read_curation(file)
    assert not read.problems
    assert {one.reason for one in read.entries} == {"before", *(one.reason for one in (*ours, *theirs))}
