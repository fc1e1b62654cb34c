"""What people of a home do with stays: coming, changing beds, being away, leaving for good, and putting it right."""

from datetime import timedelta

from app.beds.rules.kinds import Sex
from tests.prove.stays.desk import Acts, Desk, Post

__all__ = ["PEOPLE_ACTS"]

ENDS = ("home", "hospital", "other_home", "term_over")


def admit(desk: Desk) -> Post:
    """Admit somebody: most often who is nowhere and into a bed that was free, but not always."""
    here, day = desk.here, desk.day()
    elder, sex = desk.one(here.absent if here.absent and desk.chance(0.85) else here.elders)
    bed = _bed_for(desk, sex)
    said = {"elder_id": elder, "bed_id": bed, "kind": "long", "ground": "direct", "payer": "family"}
    if desk.chance(0.15):
        said["shares_room"] = "yes"
    if desk.chance(0.1):
        room = here.room_of.get(bed)
        said["private_bed_ids"] = [one for one, other in here.room_of.items() if other == room and one != bed][:1]
    return "admissions", said | desk.dated(day, "from_on")


def _bed_for(desk: Desk, sex: Sex) -> int:
    """A bed that would fit most often, one that was free at least less often, and any bed now and then."""
    here, chance = desk.here, desk.random.random()
    return desk.one((here.fitting(sex) if chance < 0.7 else here.free if chance < 0.85 else here.beds) or here.beds)


def move(desk: Desk) -> Post:
    """Move somebody to another bed."""
    stay = desk.one(desk.here.stays)
    bed = _bed_for(desk, dict(desk.here.elders).get(stay.elder_id, Sex.MALE))
    said = {"bed_id": bed, "shares_room": "yes" if desk.chance(0.1) else ""}
    return f"stays/{stay.id}/bed-moves", said | desk.dated(desk.day(stay.from_on)) | desk.version(stay)


def exchange(desk: Desk) -> Post:
    """Let two change beds."""
    one, other = desk.one(desk.here.stays), desk.one(desk.here.stays)
    day = desk.day(max(one.from_on, other.from_on))
    return f"stays/{one.id}/exchanges", {"other_stay_id": other.id} | desk.dated(day)


def take_private(desk: Desk) -> Post:
    """Take the other bed of the room."""
    here, stay = desk.here, desk.one(desk.here.stays)
    bed = here.bed_of.get(stay.id)
    beside = [one for one, room in here.room_of.items() if room == here.room_of.get(bed or 0) and one != bed]
    day = desk.day(stay.from_on)
    return f"stays/{stay.id}/private-beds", {"bed_ids": desk.some(beside), "from_on": day.isoformat()}


def give_private_up(desk: Desk) -> Post:
    """Give it up again."""
    claim = desk.one(desk.here.privates)
    day = desk.day(claim.from_on)
    return f"stays/{claim.stay_id}/private-beds/ends", {"bed_ids": claim.bed_id, "on": day.isoformat()}


def leave(desk: Desk) -> Post:
    """Let somebody go home, out or to hospital; now and then they are back the same day."""
    stay = desk.one(desk.here.stays)
    day = desk.day(stay.from_on)
    said = {"kind": desk.one(("home", "hospital", "other"))} | desk.dated(day, "from_on")
    if desk.chance(0.2) and day < desk.today:
        said |= {"left_at": "09:00", "returned_at": "11:30"}
    elif desk.chance(0.3) and day < desk.today:
        said["back_on"] = min(desk.today, day + timedelta(days=2)).isoformat()
    return f"stays/{stay.id}/leaves", said


def come_back(desk: Desk) -> Post:
    """Record that somebody is back."""
    away = desk.one(desk.here.leaves)
    if desk.chance(0.4):
        return f"leaves/{away.id}/return", {"now": "yes"}
    return f"leaves/{away.id}/return", desk.dated(desk.day(away.from_on)) | desk.version(away)


def undo_return(desk: Desk) -> Post:
    """Take a return back."""
    return f"leaves/{desk.one(desk.here.over).id}/return/undoing", {}


def to_hospital(desk: Desk) -> Post:
    """Somebody at home or out is in hospital now."""
    away = desk.one([one for one in desk.here.leaves if one.kind != "hospital"] or desk.here.leaves)
    return f"leaves/{away.id}/hospital", desk.dated(desk.day(away.from_on), "from_on") | desk.version(away)


def correct_leave(desk: Desk) -> Post:
    """Put the day of leaving right."""
    away = desk.one(desk.here.leaves)
    said = {"kind": desk.one(("home", "hospital", "other"))}
    return f"leaves/{away.id}", said | desk.dated(desk.day(), "from_on") | desk.version(away)


def void_leave(desk: Desk) -> Post:
    """Void a leave."""
    return f"leaves/{desk.one([*desk.here.leaves, *desk.here.over]).id}/void", {"reason": "登错了人"}


def discharge(desk: Desk) -> Post:
    """Let somebody leave for good; on the day of arrival too."""
    stay = desk.one(desk.here.stays)
    day = stay.from_on if desk.chance(0.15) else desk.day(stay.from_on)
    said = {"act": "end", "reason": "death" if desk.chance(0.04) else desk.one(ENDS)} | desk.dated(day)
    if day < desk.today and desk.chance(0.4):
        said["clean_on"] = desk.one((day, desk.today)).isoformat()
    return f"stays/{stay.id}/discharge", said


def plan_discharge(desk: Desk) -> Post:
    """Prepare it."""
    stay, day = desk.one(desk.here.stays), desk.today + timedelta(days=desk.random.randrange(3))
    return f"stays/{stay.id}/discharge", {"act": "plan", "reason": "home", "on": day.isoformat()}


def settle(desk: Desk) -> Post:
    """Tick a task of a discharge off."""
    wanted = ("belongings", "disinfection")
    task = desk.one([one for one in desk.here.tasks if one.kind in wanted] or desk.here.tasks)
    said = {"state": "done"} if desk.chance(0.8) else {"state": "waived", "note": "没有留下物品"}
    return f"discharges/{task.discharge_id}/tasks/{task.kind}", said


def open_task(desk: Desk) -> Post:
    """Open a task again that was settled."""
    one = desk.one(desk.here.discharges)
    return f"discharges/{one.id}/tasks/{desk.one(('belongings', 'disinfection'))}", {"state": "open"}


def undo_discharge(desk: Desk) -> Post:
    """Take a discharge back."""
    return f"discharges/{desk.one(desk.here.discharges).id}/undoing", {"reason": "家属又送回来了"}


def correct(desk: Desk) -> Post:
    """Put the first day of a stay right."""
    stay = desk.one([*desk.here.stays, *desk.here.ended[-6:]])
    said = {"from_on": desk.day().isoformat(), "reason": "日期登错了"}
    return f"stays/{stay.id}/corrections", said | desk.version(stay)


def void_stay(desk: Desk) -> Post:
    """Void a stay that never was."""
    return f"stays/{desk.one(desk.here.stays).id}/void", {"reason": "登错了人"}


def change_terms(desk: Desk) -> Post:
    """From a day on somebody else pays."""
    stay = desk.one(desk.here.stays)
    said = {"kind": "long", "payer": desk.one(("self", "family", "insurance"))}
    return f"stays/{stay.id}/changes", said | desk.dated(desk.day(stay.from_on), "from_on")


PEOPLE_ACTS: Acts = {
    "admit": (16, admit), "move": (10, move), "exchange": (6, exchange), "take_private": (4, take_private),
    "give_private_up": (3, give_private_up), "leave": (9, leave), "come_back": (6, come_back),
    "undo_return": (2, undo_return), "to_hospital": (3, to_hospital), "correct_leave": (2, correct_leave),
    "void_leave": (1, void_leave), "discharge": (6, discharge), "plan_discharge": (2, plan_discharge),
    "settle": (12, settle), "open_task": (1, open_task), "undo_discharge": (4, undo_discharge),
    "correct": (5, correct), "void_stay": (1, void_stay), "change_terms": (2, change_terms),
}  # fmt: skip
