"""Every change of people's files; the storeys above call what stands here."""

from app.residents.rules.file_actions import FILE_ACTIONS as FILE_ACTIONS
from app.residents.service.elders import change_file, keep_photo, open_file, record_death, take_death_back
from app.residents.service.handing import hand_file_over
from app.residents.service.names import add_name, void_name
from app.residents.service.papers import add_paper, void_paper
from app.residents.service.sharing import share_file

__all__ = [
    "add_name",
    "add_paper",
    "change_file",
    "hand_file_over",
    "keep_photo",
    "open_file",
    "record_death",
    "share_file",
    "take_death_back",
    "void_name",
    "void_paper",
]
