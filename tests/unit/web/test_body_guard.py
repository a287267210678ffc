import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from ilium.web.asgi import DRAIN, BodyGuard


def part(size: int, *, more: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": b" " * size, "more_body": more}


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """An application that reads to the end and then answers 200."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})


def ask(events: Iterator[dict[str, Any]], limit: int = 10) -> tuple[int, int]:
    """Send these events, and return the status and how many events were left unread; reading past them fails."""
    sent: list[Any] = []

    async def receive() -> Any:
        return next(events)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(BodyGuard(echo, lambda _: limit)({"type": "http", "path": "/"}, receive, send))  # type: ignore[arg-type,typeddict-item]
    return sent[0]["status"], len(list(events))


@pytest.mark.parametrize("sizes", [[0], [10], [5, 5], [1] * 10])
def test_a_body_up_to_the_limit_passes(sizes: list[int]) -> None:
    parts = [part(size, more=index + 1 < len(sizes)) for index, size in enumerate(sizes)]
    assert ask(iter(parts)) == (200, 0)


@pytest.mark.parametrize("sizes", [[11], [10, 1], [11, 5], [5, 5, 5, 5]])
def test_a_larger_one_is_read_to_its_end_and_refused(sizes: list[int]) -> None:
    parts = [part(size, more=index + 1 < len(sizes)) for index, size in enumerate(sizes)]
    assert ask(iter(parts)) == (413, 0)


def test_a_client_that_goes_away_is_not_waited_for() -> None:
    assert ask(iter([part(11, more=True), {"type": "http.disconnect"}])) == (413, 0)


def test_an_endless_one_is_not_read_to_its_end() -> None:
    assert ask(iter([part(DRAIN // 2, more=True)] * 5)) == (413, 2)
