"""How vacancies are said and sifted: bands instead of numbers, prices as a span, freshness as it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from app.core.i18n import N_, _

__all__ = [
    "BedKind",
    "PriceBand",
    "Sifted",
    "band_css",
    "band_word",
    "freshness",
    "grouped_towns",
    "price_words",
    "sift",
]

HERE = ZoneInfo("Asia/Shanghai")
STALE_DAYS = 3
PAGE = 10


class BedKind(StrEnum):
    """The kind of bed somebody looks for."""

    NURSING = "nursing"
    DEMENTIA = "dementia"

    @property
    def label(self) -> str:
        """The word beside the box."""
        return _("护理型") if self is BedKind.NURSING else _("认知障碍")


class PriceBand(StrEnum):
    """What a month may cost, in words of a family."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"

    @property
    def label(self) -> str:
        """The word in the list."""
        return _(_PRICES[self])

    def holds(self, low: int | None, high: int | None) -> bool:
        """Whether a span of 分 reaches into the band; a price nobody published is in none."""
        least, most = _SPANS[self]
        return low is not None and high is not None and low < most and high >= least


_PRICES = {
    PriceBand.LOW: N_("1,500 元以下"),
    PriceBand.MIDDLE: N_("1,500 至 2,500 元"),
    PriceBand.HIGH: N_("2,500 元以上"),
}
_SPANS = {PriceBand.LOW: (0, 150_000), PriceBand.MIDDLE: (150_000, 250_000), PriceBand.HIGH: (250_000, 10**9)}


@dataclass(frozen=True, slots=True)
class Sifted:
    """The homes of one page of what was looked for, and how many there are."""

    homes: Sequence[Any]
    found: int
    page: int
    pages: int


def sift(
    homes: Iterable[Any], *, town: int | None, kinds: Iterable[BedKind], price: PriceBand | None, page: int
) -> Sifted:
    """Keep the homes that fit, those with free beds first, and give one page of them."""
    wanted = list(kinds)
    kept = [
        home
        for home in homes
        if (town is None or home.town == town)
        and all(getattr(home, kind) is not None for kind in wanted)
        and (price is None or price.holds(home.price_from, home.price_to))
    ]
    kept.sort(key=lambda home: (-_free(home, wanted), home.name))
    pages = max(1, -(-len(kept) // PAGE))
    page = min(max(page, 1), pages)
    return Sifted(kept[(page - 1) * PAGE : page * PAGE], len(kept), page, pages)


def _free(home: Any, kinds: list[BedKind]) -> int:
    if home.suspended:
        return -1
    bands = [home.free, *(getattr(home, kind) for kind in kinds)]
    return min(-1 if band is None else band for band in bands)


def grouped_towns(homes: Iterable[Any]) -> list[tuple[int, str]]:
    """List the townships that have homes, by name."""
    towns = {home.town: home.town_name for home in homes if home.town is not None and home.town_name}
    return sorted(towns.items(), key=lambda pair: pair[1])


def band_word(band: int | None) -> str:
    """Say a band of free beds."""
    return {0: "0", 1: "1–3", 4: "4+"}.get(-1 if band is None else band, "?")


def band_css(band: int | None) -> str:
    """Give the class that colours a band; the word says it too."""
    return {4: "is-free", 1: "is-few"}.get(band or 0, "is-full")


def price_words(low: int | None, high: int | None) -> str:
    """Say what a month costs, in 元."""
    if low is None or high is None:
        return _("收费没有公布，请打电话问")
    if low == high:
        return _("每月 {low} 元").format(low=f"{low // 100:,}")
    return _("每月 {low} 至 {high} 元").format(low=f"{low // 100:,}", high=f"{high // 100:,}")


def freshness(updated: datetime | None, today: date) -> tuple[str, bool]:
    """Say when somebody last registered something on a home's beds, and whether that is too long ago to rely on."""
    if updated is None:
        return _("没有更新记录，去前先打电话"), True
    here = updated.astimezone(HERE)
    gone = (today - here.date()).days
    if gone <= 0:
        return _("今天 {time} 更新").format(time=f"{here:%H:%M}"), False
    if gone == 1:
        return _("昨天 {time} 更新").format(time=f"{here:%H:%M}"), False
    said = _("{n} 天前更新").format(n=gone)
    return (said + _("，去前先打电话"), True) if gone >= STALE_DAYS else (said, False)
