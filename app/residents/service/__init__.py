"""Every change of people's files; the storeys above call what stands here."""

from app.residents.rules.file_actions import FILE_ACTIONS as FILE_ACTIONS
from app.residents.service import scans as scans
from app.residents.service.categories import add_category, change_category, end_category, void_category
from app.residents.service.contacts import add_contact, change_contact, place_contact, void_contact
from app.residents.service.elders import change_file, keep_photo, open_file, record_death, take_death_back
from app.residents.service.handing import hand_file_over
from app.residents.service.health import change_health, end_health, note_health, void_health
from app.residents.service.names import add_name, void_name
from app.residents.service.papers import add_paper, void_paper
from app.residents.service.relations import ask_before_parting, relate, void_relation
from app.residents.service.sharing import share_file

__all__ = [
    "add_category",
    "add_contact",
    "add_name",
    "add_paper",
    "ask_before_parting",
    "change_category",
    "change_contact",
    "change_file",
    "change_health",
    "end_category",
    "end_health",
    "hand_file_over",
    "keep_photo",
    "note_health",
    "open_file",
    "place_contact",
    "record_death",
    "relate",
    "share_file",
    "take_death_back",
    "void_category",
    "void_contact",
    "void_health",
    "void_name",
    "void_paper",
    "void_relation",
]
