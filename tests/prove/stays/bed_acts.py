"""What people of a home do with beds and rooms while others live in them."""

from datetime import timedelta

from tests.prove.stays.desk import Acts, Desk, Post

__all__ = ["BED_ACTS"]

LONG_AGO = "2020-01-01"


def close(desk: Desk) -> Post:
    """Close beds, most often free ones."""
    beds = desk.here.free if desk.here.free and desk.chance(0.7) else desk.here.beds
    said = {"bed_ids": desk.some(beds, 2), "reason": desk.one(("repair", "cleaning", "quarantine"))}
    return "closures", said | {"from_on": desk.day().isoformat()}


def reopen(desk: Desk) -> Post:
    """Open a bed again."""
    return f"closures/{desk.one(desk.here.closures)}/end", {"on": desk.day().isoformat()}


def resume(desk: Desk) -> Post:
    """Take the opening back."""
    return f"closures/{desk.one(desk.here.closures)}/resumption", {}


def void_closure(desk: Desk) -> Post:
    """Void a closure."""
    return f"closures/{desk.one(desk.here.closures)}/void", {"reason": "登错了"}


def mark(desk: Desk) -> Post:
    """Certify a bed anew: 护理型 instead of 普通, or the other way round."""
    said = {
        "bed_ids": desk.some(desk.here.beds),
        "kind": desk.one(("nursing", "general")),
        "basis": "竞速",
        "seen": "yes",
    }
    return "marks", said | {"from_on": desk.day().isoformat(), "replace": "yes"}


def end_mark(desk: Desk) -> Post:
    """End a certification."""
    return "mark-ends", {"mark_ids": [desk.one(desk.here.marks)], "on": desk.day().isoformat()}


def narrow(desk: Desk) -> Post:
    """Let a bed be in service for fewer days: refused where somebody lies in it."""
    last = desk.today + timedelta(days=desk.random.randrange(-5, 3))
    bed = desk.one(desk.here.free if desk.here.free and desk.chance(0.5) else desk.here.beds)
    return f"beds/{bed}/span", {"from_on": LONG_AGO, "last_on": last.isoformat()}


def extend(desk: Desk) -> Post:
    """Let a bed be in service without end again."""
    gone = [bed for bed in desk.here.beds if bed not in desk.here.room_of] or desk.here.beds
    return f"beds/{desk.one(gone)}/span", {"from_on": LONG_AGO, "last_on": ""}


def retire(desk: Desk) -> Post:
    """Give a bed up from a day on."""
    bed = desk.one(desk.here.free if desk.here.free and desk.chance(0.5) else desk.here.beds)
    return f"bed-retirements?beds={bed}", {"on": desk.day().isoformat(), "end_closures": desk.one(("", "yes"))}


def change_rule(desk: Desk) -> Post:
    """Another rule for a room, with people in it."""
    room = desk.one(sorted(set(desk.here.room_of.values())))
    said = {"kind": "double", "sex_rule": desk.one(("none", "same", "same", "male", "female"))}
    return f"rooms/{room}/rule", said | {"on": desk.day().isoformat()}


def carry(desk: Desk) -> Post:
    """Carry a bed into another room, with whoever lies in it."""
    room = desk.one(sorted(set(desk.here.room_of.values())))
    return f"beds/{desk.one(desk.here.beds)}/room", {"room_id": room, "on": desk.day().isoformat()}


def add_bed(desk: Desk) -> Post:
    """One more bed in a room."""
    room = desk.one(sorted(set(desk.here.room_of.values())))
    return f"rooms/{room}/beds", {"beds": "1", "from_on": desk.day().isoformat()}


BED_ACTS: Acts = {
    "close": (4, close), "reopen": (5, reopen), "resume": (1, resume), "void_closure": (2, void_closure),
    "mark": (2, mark), "end_mark": (1, end_mark), "narrow": (3, narrow), "extend": (3, extend), "retire": (1, retire),
    "change_rule": (2, change_rule), "carry": (2, carry), "add_bed": (1, add_bed),
}  # fmt: skip
