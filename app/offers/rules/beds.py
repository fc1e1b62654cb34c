"""The beds of a home as an offer sees them: what each is, who shares its room, and since when it is free."""

from dataclasses import dataclass
from datetime import date

from app.beds.rules.kinds import Sex, SexRule
from app.core.i18n import _
from app.offers.errors import BedNotHere

__all__ = ["HomeBeds", "Mover", "OpenBed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBed:
    """One bed on one day."""

    id: int
    name: str
    room_id: int
    room: str
    floor: str = ""
    unit: str = ""
    sex_rule: SexRule = SexRule.NONE
    sexes: frozenset[Sex] = frozenset()
    nursing: bool = False
    dementia: bool = False
    single: bool = False
    isolation: bool = False
    extra: bool = False
    reserved: bool = False
    free: bool = True
    free_since: date | None = None
    next_on: date | None = None
    marks_said: str = ""

    def takes(self, sex: Sex) -> bool:
        """Whether the room's rule and those who lie there let somebody of that sex in."""
        if self.sex_rule is SexRule.NONE:
            return True
        return self.sex_rule.sex in (None, sex) and self.sexes <= {sex}

    @property
    def said(self) -> str:
        """The bed in a few words: 护理型，女室."""
        rule = [] if self.sex_rule is SexRule.NONE else [self.sex_rule.label]
        return _("，").join([self.marks_said, *rule])


@dataclass(frozen=True, slots=True)
class HomeBeds:
    """All beds of a home on a day."""

    beds: tuple[OpenBed, ...]

    @property
    def free(self) -> list[OpenBed]:
        """Beds that somebody may be given."""
        return [bed for bed in self.beds if bed.free]

    @property
    def counted_free(self) -> int:
        """How many free beds the arithmetic of the reserve counts: extra and isolation beds are none to live in."""
        return sum(not bed.extra and not bed.isolation for bed in self.free)

    @property
    def free_reserved(self) -> int:
        """How many free beds are marked 兜底保留: the reserve is kept in these first."""
        return sum(bed.reserved for bed in self.free)

    def bed(self, bed_id: int) -> OpenBed:
        """The bed of that id, free or not; a bed that is not in service here is not found."""
        for one in self.beds:
            if one.id == bed_id:
                return one
        raise BedNotHere

    def beside(self, bed: OpenBed) -> OpenBed | None:
        """The next free bed of the same room, where nobody else lies or is awaited."""
        room = [one for one in self.beds if one.room_id == bed.room_id and one.id != bed.id]
        if any(not one.free for one in room):
            return None
        return next(iter(room), None)


@dataclass(frozen=True, slots=True)
class Mover:
    """Somebody in residence who needs a nursing bed and lies in another."""

    stay_id: int
    elder_id: int
    name: str
    bed: str
    level: int
