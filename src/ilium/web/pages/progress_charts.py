"""The charts of the progress page as shapes for SVG: coordinates only, which the templates draw.

They are drawn on the server, so that they are there without a script and in print. Every number of a chart also stands
in the table beside it. A chart is 360 units wide and grows with the page.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec
import numpy as np
from django.utils.formats import date_format

from ilium.prescription.ladders import Course, Ladder
from ilium.progress.adherence import Week
from ilium.progress.function import Function
from ilium.progress.ramp import TENTH
from ilium.progress.series import DailyRatings
from ilium.progress.verdict import Reading

WIDTH, HEIGHT = 360, 220
LEFT, RIGHT, TOP, BOTTOM = 24, 8, 10, 24
TICKS = 4


class AxisTick(msgspec.Struct, frozen=True):
    """A place on an axis with its words."""

    at: float
    words: str
    anchor: str = "middle"


class Dot(msgspec.Struct, frozen=True):
    """A rating."""

    x: float
    y: float


class ChartArea(msgspec.Struct, frozen=True, kw_only=True):
    """Days from left to right, and a scale from bottom to top."""

    first: date
    days: int
    top: float = 10
    height: int = HEIGHT

    def x(self, day: date) -> float:
        """Return where a day is."""
        part = (day - self.first).days / max(1, self.days - 1)
        return round(LEFT + part * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        """Return where a value is."""
        part = min(self.top, max(0.0, value)) / self.top
        return round(self.height - BOTTOM - part * (self.height - TOP - BOTTOM), 1)

    def has(self, day: date) -> bool:
        """Whether a day is shown."""
        return self.first <= day < self.first + timedelta(days=self.days)

    @property
    def dates(self) -> tuple[AxisTick, ...]:
        """A few days along the bottom."""
        places = sorted({round(part * (self.days - 1) / TICKS) for part in range(TICKS + 1)})
        pattern = "j M" if self.days <= 400 else "M Y"
        days = [self.first + timedelta(days=place) for place in places]
        anchors = {0: "start", len(days) - 1: "end"}
        return tuple(
            AxisTick(self.x(day), date_format(day, pattern), anchors.get(place, "middle"))
            for place, day in enumerate(days)
        )

    @property
    def scale(self) -> tuple[AxisTick, ...]:
        """The numbers of a 0-10 scale."""
        return tuple(AxisTick(self.y(value), str(value)) for value in range(0, 11, 2))


class PainChart(msgspec.Struct, frozen=True, kw_only=True):
    """Dots, the band in which most days lie, the model's line with its interval, and flares."""

    frame: ChartArea
    dots: tuple[Dot, ...]
    band: str
    interval: str
    line: str
    flares: tuple[float, ...]


def pain_chart(
    found: DailyRatings, reading: Reading, flares: Iterable[date], first: date, *, weekly: bool
) -> PainChart:
    """Return the chart of the daily averages from ``first`` on; ``weekly`` draws the mean of each week instead."""
    last = found.first + timedelta(days=len(found.values) - 1)
    frame = ChartArea(first=first, days=max(14, (last - first).days + 1))
    start = max(0, (first - found.first).days)
    rated = _weekly(found, start) if weekly else _daily(found, start)
    return PainChart(
        frame=frame,
        dots=tuple(Dot(frame.x(day), frame.y(value)) for day, value in rated),
        flares=tuple(frame.x(day) for day in flares if frame.has(day)),
        **_model(frame, found, reading),
    )


def _daily(found: DailyRatings, start: int) -> list[tuple[date, float]]:
    places = [place for place in range(start, len(found.values)) if not np.isnan(found.values[place])]
    return [(found.first + timedelta(days=place), float(found.values[place])) for place in places]


def _weekly(found: DailyRatings, start: int) -> list[tuple[date, float]]:
    means = []
    for place in range(start - start % 7, len(found.values), 7):
        week = found.values[place : place + 7]
        if not np.isnan(week).all():
            means.append((found.first + timedelta(days=place + 3), float(np.nanmean(week))))
    return means


def _model(frame: ChartArea, found: DailyRatings, reading: Reading) -> dict[str, str]:
    result = reading.estimate
    if result is None:
        return {"band": "", "interval": "", "line": ""}
    points = [(found.first + timedelta(days=day), level, low, high) for day, level, low, high in result.line]
    shown = [point for point in points if frame.has(point[0])]
    half = TENTH * result.spread
    return {
        "band": _area(frame, [(day, level - half, level + half) for day, level, _, _ in shown]),
        "interval": _area(frame, [(day, low, high) for day, _, low, high in shown]),
        "line": _line([(frame.x(day), frame.y(level)) for day, level, _, _ in shown]),
    }


def _area(frame: ChartArea, edges: Sequence[tuple[date, float, float]]) -> str:
    upper = [(frame.x(day), frame.y(high)) for day, _, high in edges]
    lower = [(frame.x(day), frame.y(low)) for day, low, _ in reversed(edges)]
    return _line([*upper, *lower])


def _line(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


class FunctionLine(msgspec.Struct, frozen=True):
    """One activity: its number in the key, its points and its dots."""

    number: int
    name: str
    points: str
    dots: tuple[Dot, ...]


class FunctionChart(msgspec.Struct, frozen=True, kw_only=True):
    """Each activity as a line of its own."""

    frame: ChartArea
    lines: tuple[FunctionLine, ...]


def function_chart(able: Function) -> FunctionChart | None:
    """Return the chart of what the person can do; None before the second answer."""
    days = [day for one in able.activities for day, _ in one.ratings]
    if not days or min(days) == max(days):
        return None
    frame = ChartArea(first=min(days), days=(max(days) - min(days)).days + 1, height=180)
    lines = []
    for number, one in enumerate(able.activities, 1):
        dots = tuple(Dot(frame.x(day), frame.y(value)) for day, value in one.ratings)
        lines.append(FunctionLine(number, one.name, _line((dot.x, dot.y) for dot in dots), dots))
    return FunctionChart(frame=frame, lines=tuple(lines))


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One week: done days as a bar, the days meant for it as a frame around it."""

    x: float
    width: float
    y: float
    height: float
    of_y: float
    of_height: float


class WeekChart(msgspec.Struct, frozen=True, kw_only=True):
    """Days done, week by week."""

    frame: ChartArea
    bars: tuple[Bar, ...]


def week_chart(weeks: Sequence[Week]) -> WeekChart:
    """Return the chart of these weeks."""
    frame = ChartArea(first=weeks[0].first, days=7 * len(weeks), top=7, height=120)
    width = (WIDTH - LEFT - RIGHT) / len(weeks)
    return WeekChart(frame=frame, bars=tuple(_bar(frame, number, width, week) for number, week in enumerate(weeks)))


def _bar(frame: ChartArea, number: int, width: float, week: Week) -> Bar:
    bottom, y, of_y = frame.y(0), frame.y(week.days), frame.y(week.of_days)
    return Bar(
        x=round(LEFT + number * width + 0.1 * width, 1),
        width=round(0.8 * width, 1),
        y=y,
        height=round(bottom - y, 1),
        of_y=of_y,
        of_height=round(bottom - of_y, 1),
    )


class RungChart(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise's rungs over time, as stairs."""

    name: str
    now: str
    words: str
    frame: ChartArea
    stairs: str
    ends: float
    outs: tuple[float, ...]


def rung_chart(course: Course, ladder: Ladder, name: str, now: str, top: int, first: date, today: date) -> RungChart:
    """Return the stairs of one exercise since ``first``; leaving it out is marked."""
    frame = ChartArea(first=first, days=max(14, (today - first).days + 1), top=max(1, top), height=64)
    steps = [step for step in course.steps if step.exercise == ladder.exercise]
    changes = [step for step in steps if step.before != step.after]
    level = changes[0].before if changes else ladder.level
    points = [(frame.x(first), _height(frame, level, top))]
    for step in changes:
        if frame.has(step.day):
            points += [(frame.x(step.day), points[-1][1]), (frame.x(step.day), _height(frame, step.after, top))]
        else:
            points = [(frame.x(first), _height(frame, step.after, top))]
    points.append((frame.x(today), points[-1][1]))
    outs = tuple(frame.x(step.day) for step in steps if step.moved in ("remove", "block") and frame.has(step.day))
    ups = sum(step.moved == "up" for step in steps)
    downs = sum(step.moved in ("down", "start") for step in steps)
    return RungChart(
        name=name,
        now=now,
        words=f"{_times(ups)} up, {_times(downs)} down",
        frame=frame,
        stairs=_line(points),
        ends=points[-1][1],
        outs=outs,
    )


def _height(frame: ChartArea, level: int | None, top: int) -> float:
    return frame.y(top if level is None else level)


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")
