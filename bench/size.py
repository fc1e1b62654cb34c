"""How large a made-up province is: homes, beds and years, from one for tests to a whole Chongqing."""

from dataclasses import dataclass

__all__ = ["SIZES", "Size"]


@dataclass(frozen=True, slots=True)
class Size:
    """So many homes with so many beds in so many counties, lived in for so many years."""

    name: str
    counties: int
    homes: int
    beds: int
    years: int

    @property
    def days(self) -> int:
        """The days of those years; ten years have 3,652."""
        return self.years * 1461 // 4


SIZES = {
    size.name: size
    for size in (
        Size("tiny", counties=2, homes=5, beds=60, years=1),
        Size("small", counties=3, homes=30, beds=3_000, years=2),
        Size("county", counties=1, homes=38, beds=6_050, years=10),
        # The two smaller steps of the growth curve: as many counties and years as the whole, so its answers are as long.
        Size("hundredth", counties=38, homes=38, beds=2_300, years=10),
        Size("tenth", counties=38, homes=145, beds=23_000, years=10),
        Size("chongqing", counties=38, homes=1_453, beds=230_000, years=10),
    )
}
