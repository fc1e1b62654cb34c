"""Every look at people's files; the scope is the first argument after the session."""

from app.residents.queries.elders import elders_of, get_elder, papers_of
from app.residents.queries.known import Known, find_known, is_in_city
from app.residents.queries.locking import lock_elders, lock_file
from app.residents.queries.search import FoundElder, search_elders

__all__ = [
    "FoundElder",
    "Known",
    "elders_of",
    "find_known",
    "get_elder",
    "is_in_city",
    "lock_elders",
    "lock_file",
    "papers_of",
    "search_elders",
]
