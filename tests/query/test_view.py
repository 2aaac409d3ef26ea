from __future__ import annotations

import base64
import json
import zlib

import pytest

from kgraph.core.errors import ViewError
from kgraph.query.view import DEPTH, LIMIT, Camera, History, Step, View, from_token, to_token, view_from_json


def chain() -> View:
    """a, expanded to b and c; c expanded to b, d; d expanded to e."""
    view = View().add(["a"]).expand(Step("a", reached=("b", "c")))
    return view.expand(Step("c", reached=("b", "d"))).expand(Step("d", reached=("e",)))


def test_collapse_takes_away_what_hangs_on_the_node_and_leaves_what_others_reach() -> None:
    assert chain().collapse("c").nodes == ("a", "b", "c")
    assert chain().collapse("c").steps == (Step("a", reached=("b", "c")),)
    assert chain().collapse("d").nodes == ("a", "b", "c", "d")


def test_collapse_of_what_was_never_expanded_changes_nothing() -> None:
    assert chain().collapse("b") == chain()


def test_a_ring_of_expansions_does_not_hold_itself() -> None:
    ring = View().add(["a"]).expand(Step("a", reached=("b",))).expand(Step("b", reached=("c",)))
    assert ring.expand(Step("c", reached=("b",))).collapse("a").nodes == ("a",)


def test_nothing_speaks_of_nodes_that_are_gone() -> None:
    view = chain().move({"b": (1, 2), "e": (3, 4)}).pin(["e"]).hide(["d"]).select(["e"], [("d", "about", "e")])
    left = view.collapse("c")
    assert left.positions == {"b": (1.0, 2.0)}
    assert (left.pinned, left.hidden, left.selected, left.selected_edges) == ((), (), (), ())


def test_positions_and_pins_of_strangers_are_not_taken() -> None:
    view = View().add(["a"]).move({"a": (1, 1), "z": (2, 2)}).pin(["a", "z"]).hide(["z"])
    assert (view.positions, view.pinned, view.hidden) == ({"a": (1.0, 1.0)}, ("a",), ())


def test_what_is_added_again_is_shown_again() -> None:
    assert chain().hide(["b", "e"]).add(["e"]).hidden == ("b",)
    assert chain().hide(["b"]).expand(Step("a", "about", "out", ("b",))).hidden == ()


def test_operations_leave_the_view_as_it_was() -> None:
    view = chain()
    before = view.to_json()
    view.hide(["b"]).move({"b": (9, 9)}).collapse("a").filter(years=(2018, 2020)).pin(["a"]).remove(["a"])
    assert view.to_json() == before


def test_a_view_is_what_it_was_after_json_and_after_an_address() -> None:
    view = chain().move({"a": (1.5, -2.25)}, "year").hide(["b"]).pin(["c"]).select(["d"], [("a", "about", "c")])
    view = view.filter(types_off=("Person",), minimum_confidence=0.5, years=(2017, 2020))
    from dataclasses import replace

    view = replace(view.add(["topic/计算机视觉"]), camera=Camera(1.25, 3, 4), language="both")
    assert view_from_json(view.to_json()) == view
    assert from_token(to_token(view)) == view
    assert view.to_json() == view_from_json(view.to_json()).to_json()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"nodes": "a"}',
        '{"layout": "circus"}',
        '{"positions": {"a": [1, NaN]}}',
        '{"nodes": ["a"], "positions": {"a": [1]}}',
        '{"camera": {"zoom": 0, "x": 0, "y": 0}}',
        '{"filters": {"minimum_confidence": 7}}',
        '{"unknown": 1}',
        json.dumps({"nodes": [str(n) for n in range(LIMIT + 1)]}),
    ],
)
def test_what_is_no_view_is_refused(text: str) -> None:
    with pytest.raises(ViewError):
        view_from_json(text)


def test_a_cut_or_swollen_address_is_refused() -> None:
    token = to_token(chain())
    bomb = base64.urlsafe_b64encode(zlib.compress(b" " * 50_000_000)).decode().rstrip("=")
    for wrong in ("", token[:-4], token + "!", "AAAA", "视图", bomb):
        with pytest.raises(ViewError):
            from_token(wrong)


def test_a_view_has_at_most_so_many_nodes() -> None:
    with pytest.raises(ViewError, match="2,001"):
        View().add(str(number) for number in range(LIMIT + 1))


def test_a_hundred_steps_can_be_undone_and_done_again() -> None:
    history = History()
    for number in range(DEPTH + 20):
        history = history.push(history.present.add([str(number)]))
    last = history.present
    for _ in range(100):
        history = history.undo()
    assert len(history.present.nodes) == DEPTH + 20 - 100
    for _ in range(100):
        history = history.redo()
    assert history.present == last
    assert history.redo() == history
    assert len(history.past) == DEPTH


def test_undo_brings_the_camera_back_and_leaves_the_selection() -> None:
    history = (
        History(View().add(["a", "b"])).look(Camera(1, 0, 0)).push(View(camera=Camera(1, 0, 0)).add(["a", "b", "c"]))
    )
    history = history.look(Camera(2, 0, 0)).look(Camera(3, 5, 0))
    history = history.amend(history.present.select(["b", "c"]))
    back = history.undo()
    assert (back.present.camera, back.present.selected, len(back.present.nodes)) == (Camera(1, 0, 0), ("b", "c"), 3)
    first = back.undo().present
    assert (first.camera, first.selected, first.nodes) == (Camera(1, 0, 0), ("b",), ("a", "b"))
    assert back.redo().present.camera == Camera(3, 5, 0)


def test_looks_in_a_row_are_one_step_and_another_action_ends_the_row() -> None:
    history = History(View(camera=Camera(1, 0, 0)).add(["a"]))
    for zoom in (2, 3, 4):
        history = history.look(Camera(zoom, 0, 0))
    history = history.push(history.present.hide(["a"])).look(Camera(5, 0, 0))
    assert [state.camera.zoom for state in history.past if state.camera] == [1, 4, 4]


def test_a_new_step_ends_what_could_be_done_again() -> None:
    history = History().push(View().add(["a"])).undo().push(View().add(["b"]))
    assert history.redo().present.nodes == ("b",)


def test_an_equal_view_is_no_step() -> None:
    history = History().push(View().add(["a"]))
    assert history.push(View().add(["a"])) is history
