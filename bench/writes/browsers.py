"""The system as `make run` starts it, in a process of its own, and clients that cost next to nothing themselves."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from bench.writes.acts import Act, body_of
from bench.writes.places import Place, token_of

__all__ = ["Round", "run_clients"]


@dataclass(slots=True)
class Round:
    """What one round came to."""

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)


async def run_clients(address: str, act: Act, places: Sequence[Place], clients: int, today: date) -> Round:
    """Let so many clients do the act at these places, each as soon as its last one is answered."""
    left, done = list(reversed(places)), Round()
    begun = time.perf_counter()
    await asyncio.gather(*(_client(address, act, left, today, done) for _number in range(clients)))
    done.seconds = time.perf_counter() - begun
    return done


async def _client(address: str, act: Act, left: list[Place], today: date, done: Round) -> None:
    host = urlsplit(address)
    reader, writer = await asyncio.open_connection(host.hostname, host.port)
    try:
        while left:
            place = left.pop()
            request = _request(host.netloc, address, act, place, today)
            begun = time.perf_counter()
            writer.write(request)
            status = await _answer(reader)
            done.milliseconds.append((time.perf_counter() - begun) * 1000)
            done.answers[status] += 1
    finally:
        writer.close()


def _request(host: str, origin: str, act: Act, place: Place, today: date) -> bytes:
    body = body_of(act, place, today)
    head = (
        f"POST {act.address(place)} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Cookie: s={token_of(place.k)}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
    if fields.get("transfer-encoding") == "chunked":
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    else:
        await reader.readexactly(int(fields.get("content-length", "0")))
    return int(lines[0].split()[1])
