"""Tables of people's files."""

from app.residents.models.circle import Contact, ElderRelation
from app.residents.models.elders import Elder, ElderHome, ElderMerge, ElderName
from app.residents.models.health import HealthNote
from app.residents.models.papers import ElderCategory, ElderPaper

__all__ = [
    "Contact", "Elder", "ElderCategory", "ElderHome", "ElderMerge", "ElderName", "ElderPaper", "ElderRelation",
    "HealthNote",
]  # fmt: skip
