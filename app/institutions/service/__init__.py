"""Every change of homes, their facts, registered beds and prices."""

from app.institutions.rules.actions import ACTIONS as ACTIONS
from app.institutions.service.facts import end_fact, record_fact, void_fact
from app.institutions.service.homes import (
    add_legal_unit,
    change_institution,
    close_institution,
    create_institution,
    create_institutions,
    reopen_institution,
)
from app.institutions.service.prices import end_price, record_price, void_price
from app.institutions.service.registered import record_registered_beds, void_registered_beds

__all__ = [
    "add_legal_unit",
    "change_institution",
    "close_institution",
    "create_institution",
    "create_institutions",
    "end_fact",
    "end_price",
    "record_fact",
    "record_price",
    "record_registered_beds",
    "reopen_institution",
    "void_fact",
    "void_price",
    "void_registered_beds",
]
