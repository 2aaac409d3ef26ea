"""Charts in the palette of the schema: years, communities, confidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING, Any

from kgraph import SCHEMA
from ui import language, theme
from ui.language import say
from ui.panel import Content

if TYPE_CHECKING:
    import altair

    from kgraph.query.communities import Community


def years(rows: Sequence[tuple[int, str, int]], chosen: tuple[int, int], height: int = 260) -> altair.Chart:
    """Return the number of entities per year and type as stacked bars; years outside the ``chosen`` ones stand back."""
    import altair as alt

    data = [
        {
            "year": year,
            "type": language.type_name(type_),
            "number": number,
            "chosen": chosen[0] <= year <= chosen[1],
        }
        for year, type_, number in rows
    ]
    shown = [kind for name, kind in SCHEMA.entities.items() if any(type_ == name for _, type_, _ in rows)]
    scale = alt.Scale(domain=[language.type_name(kind.name) for kind in shown], range=[kind.colour for kind in shown])
    first, last = min((year for year, _, _ in rows), default=0), max((year for year, _, _ in rows), default=0)
    # Years without anything keep their place, unless that would leave a few bars in a wide void.
    axis = list(range(first, last + 1)) if last - first < 80 else sorted({year for year, _, _ in rows})
    return styled(
        alt.Chart(alt.Data(values=data), height=height)
        .mark_bar()
        .encode(
            x=alt.X("year:O", title=None, scale=alt.Scale(domain=axis), axis=alt.Axis(labelAngle=0, labelOverlap=True)),
            y=alt.Y("sum(number):Q", title=say("number_of_entities")),
            color=alt.Color(
                "type:N", scale=scale, title=None, legend=alt.Legend(orient="top", columns=10, symbolSize=60)
            ),
            opacity=alt.Opacity("chosen:N", scale=alt.Scale(domain=[True, False], range=[1, 0.25]), legend=None),
            tooltip=[alt.Tooltip("year:O"), alt.Tooltip("type:N"), alt.Tooltip("number:Q")],
        )
    )


def confidences(counts: Sequence[int], height: int = 180) -> altair.Chart:
    """Return how many relations have which confidence, in tenths."""
    import altair as alt

    step = 100 // len(counts)
    names = [f"{step * place}–{step * (place + 1)}%" for place in range(len(counts))]
    data = [{"confidence": name, "number": number} for name, number in zip(names, counts, strict=True)]
    return styled(
        alt.Chart(alt.Data(values=data), height=height)
        .mark_bar(color=theme.ACCENT)
        .encode(
            x=alt.X("confidence:O", sort=None, title=say("confidence"), axis=alt.Axis(labelAngle=0)),
            y=alt.Y("number:Q", title=say("relations")),
            tooltip=[alt.Tooltip("confidence:O"), alt.Tooltip("number:Q")],
        )
    )


def reliability(curve: Mapping[str, Sequence[tuple[float, float, int]]], height: int = 300) -> altair.Chart:
    """Return the share of statements that readers agree with over their confidence, a line for each name of ``curve``.

    Points are (mean confidence, share right, number of statements). On the dashed diagonal a confidence means what it says.
    """
    import altair as alt

    data = [
        {"series": say(f"reliability_{name}"), "confidence": mean, "share": share, "number": number}
        for name, points in curve.items()
        for mean, share, number in points
    ]
    least = min((min(row["confidence"], row["share"]) for row in data), default=0.0)  # type: ignore[type-var]
    scale = alt.Scale(domain=[int(float(least) * 10) / 10, 1], nice=False)
    names = [say(f"reliability_{name}") for name in curve]
    drawn = alt.Chart(alt.Data(values=data), height=height).encode(
        x=alt.X("confidence:Q", title=say("confidence"), scale=scale, axis=alt.Axis(format=".0%", tickCount=6)),
        y=alt.Y("share:Q", title=say("share_right"), scale=scale, axis=alt.Axis(format=".0%", tickCount=6)),
        color=alt.Color(
            "series:N",
            scale=alt.Scale(domain=names, range=[theme.QUIET, theme.ACCENT]),
            title=None,
            legend=alt.Legend(orient="top", symbolType="circle", symbolSize=70, labelLimit=300),
        ),
        tooltip=[
            alt.Tooltip("series:N", title=" "),
            alt.Tooltip("confidence:Q", title=say("confidence"), format=".1%"),
            alt.Tooltip("share:Q", title=say("share_right"), format=".1%"),
            alt.Tooltip("number:Q", title=say("relations"), format=","),
        ],
    )
    ends = [{"x": scale.domain[0], "y": scale.domain[0]}, {"x": 1, "y": 1}]
    ideal = (
        alt.Chart(alt.Data(values=ends))
        .mark_line(color=theme.QUIET, strokeDash=[4, 4], strokeWidth=1)
        .encode(x=alt.X("x:Q", scale=scale), y=alt.Y("y:Q", scale=scale))
    )
    points = drawn.mark_circle(opacity=0.9).encode(
        size=alt.Size("number:Q", scale=alt.Scale(range=[25, 420]), legend=None)
    )
    return styled(ideal + drawn.mark_line(strokeWidth=1.5) + points)


def community_map(found: Sequence[Community], names: Sequence[str], chosen: int | None = None) -> Content:
    """Return the communities as circles that do not overlap, with lines between those that are linked.

    Areas are as the numbers of members, the colour is that of the type that a community has most of. A click is an ``act``
    with the community's place in the list.
    """
    places = placed([community.size for community in found], [community.links for community in found])
    # The picture is made as wide as its column, so the words of a wide one have to be larger to be read.
    wide = max((x + r for x, _, r in places), default=0) - min((x - r for x, _, r in places), default=0)
    size = max(13.0, wide / 48)
    most = max((count for community in found for count in community.links.values()), default=1)
    circles = [
        {
            "x": round(x, 1), "y": round(y, 1), "r": round(radius, 1), "act": number, "chosen": number == chosen,
            "colour": SCHEMA.entities[_main_type(community)].colour, "words": _wrapped(name, radius, size),
            "title": f"{name}: {say('community_size', count=community.size)}",
        }
        for number, (community, name, (x, y, radius)) in enumerate(zip(found, names, places, strict=True))
    ]  # fmt: skip
    lines = [
        [*(round(value, 1) for value in (*places[a][:2], *places[b][:2])), round(0.6 + 5 * count / most, 1)]
        for a, community in enumerate(found)
        for b, count in sorted(community.links.items())
        if a < b < len(found)
    ]
    left, top = (min(place[axis] - place[2] for place in places) - _GAP for axis in (0, 1))
    right, bottom = (max(place[axis] + place[2] for place in places) + _GAP for axis in (0, 1))
    box = [round(value) for value in (left, top, right - left, bottom - top)]
    return ["map", {"box": box, "lines": lines, "circles": circles, "size": round(size, 1), "label": say("map")}]


def _main_type(community: Community) -> str:
    """Return the type that a community has most of, beside the links and titles that all have."""
    telling = {type_: count for type_, count in community.types.items() if type_ not in ("Resource", "Topic")}
    counts = telling or dict(community.types)
    return max(counts, key=lambda type_: counts[type_])


_GAP = 8.0


def placed(sizes: Sequence[int], links: Sequence[Mapping[int, int]]) -> list[tuple[float, float, float]]:
    """Return (x, y, radius) of a circle for each size: areas are as the sizes, none overlap, linked ones stand near.

    The first stands in the middle; each next one at the free place nearest to those that it is linked with.

    >>> [(round(x), round(y), round(r)) for x, y, r in placed([4, 1], [{1: 1}, {0: 1}])]
    [(0, 0, 72), (116, 0, 36)]
    """
    unit = 72 / sqrt(max(sizes, default=1))
    done: list[tuple[float, float, float]] = []
    for number, size in enumerate(sizes):
        radius = max(26.0, unit * sqrt(size))
        spots = [
            (cx + (r + radius + _GAP) * cos(turn * pi / 18) * 1.0, cy + (r + radius + _GAP) * sin(turn * pi / 18))
            for cx, cy, r in done
            for turn in range(36)
        ] or [(0.0, 0.0)]
        free = [
            (x, y)
            for x, y in spots
            if all((x - a) ** 2 + (y - b) ** 2 >= (radius + r + _GAP - 0.01) ** 2 for a, b, r in done)
        ]

        def cost(spot: tuple[float, float], here: int = number) -> tuple[float, float, float]:
            x, y = spot
            # The picture is wider than tall, so the middle draws more strongly up and down.
            away = sqrt(x * x + 6 * y * y)
            near = sum(
                links[here].get(other, 0) * sqrt((x - a) ** 2 + (y - b) ** 2) for other, (a, b, _) in enumerate(done)
            )
            weight = sum(links[here].get(other, 0) for other in range(len(done))) or 1
            return (round(away + 0.7 * near / weight, 3), -round(x, 3), round(y, 3))

        x, y = min(free, key=cost)
        done.append((x, y, radius))
    middle = (min((x - r for x, _, r in done), default=0) + max((x + r for x, _, r in done), default=0)) / 2
    level = (min((y - r for _, y, r in done), default=0) + max((y + r for _, y, r in done), default=0)) / 2
    return [(x - middle, y - level, r) for x, y, r in done] if len(done) > 2 else done


def _wrapped(name: str, radius: float, size: float) -> list[str]:
    """Return as much of a name as fits a circle, in letters of ``size``, a line for each of its parts."""
    room = max(4, int(radius * 1.75 / (0.52 * size)))
    lines: list[str] = []
    for part in name.split(" · ")[: max(1, min(3, int(radius * 1.3 / (1.25 * size))))]:
        wide = sum(2 if character > "\u2e80" else 1 for character in part)
        lines.append(part if wide <= room else _narrow(part, room))
    return lines


def _narrow(text: str, room: int) -> str:
    kept, wide = "", 0
    for character in text:
        wide += 2 if character > "\u2e80" else 1
        if wide > room - 1:
            return kept.rstrip() + "…"
        kept += character
    return kept


def styled(chart: Any) -> Any:
    """Return the chart in the type scale of the app; colours of axes come from Streamlit's theme."""
    return (
        chart.configure_axis(
            labelFontSize=theme.SIZES["small"], titleFontSize=theme.SIZES["small"], grid=True, gridOpacity=0.4
        )
        .configure_legend(labelFontSize=theme.SIZES["small"])
        .configure_view(strokeWidth=0)
        .configure(font=theme.FONT, background="transparent")
    )
