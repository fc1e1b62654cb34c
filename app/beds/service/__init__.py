"""Every change of buildings, rooms, beds, marks and claims; the storeys above call what stands here."""

from app.beds.rules.actions import ACTIONS as ACTIONS
from app.beds.service.beds import change_bed, change_span, move_bed, relabel_bed
from app.beds.service.blueprints import build_blueprint, made_of_rooms, undo_made
from app.beds.service.claims import CLAIM_REFUSALS, Claimant, claim_bed, correct_sex, release_bed
from app.beds.service.closures import change_planned_end, close_beds, reopen_bed, resume_closure, void_closure
from app.beds.service.consent import agree_with
from app.beds.service.making import add_beds, make_rooms
from app.beds.service.mark_undoing import take_back_marks
from app.beds.service.marks import Paper, end_marks, mark_beds, void_marks
from app.beds.service.places import (
    add_building,
    add_floor,
    add_unit,
    change_unit,
    rename_building,
    rename_floor,
    retire_unit,
)
from app.beds.service.retiring import retire_beds, retire_building, retire_floor, retire_rooms
from app.beds.service.rooms import RoomRule, change_room, renumber_room
from app.beds.service.walls import merge_rooms, split_room

__all__ = [
    "CLAIM_REFUSALS",
    "Claimant",
    "Paper",
    "RoomRule",
    "add_beds",
    "add_building",
    "add_floor",
    "add_unit",
    "agree_with",
    "build_blueprint",
    "change_bed",
    "change_planned_end",
    "change_room",
    "change_span",
    "change_unit",
    "claim_bed",
    "close_beds",
    "correct_sex",
    "end_marks",
    "made_of_rooms",
    "make_rooms",
    "mark_beds",
    "merge_rooms",
    "move_bed",
    "relabel_bed",
    "release_bed",
    "rename_building",
    "rename_floor",
    "renumber_room",
    "reopen_bed",
    "resume_closure",
    "retire_beds",
    "retire_building",
    "retire_floor",
    "retire_rooms",
    "retire_unit",
    "split_room",
    "take_back_marks",
    "undo_made",
    "void_closure",
    "void_marks",
]
