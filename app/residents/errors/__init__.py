"""What a person can be told about people's files; every refusal says the way out."""

from app.beds.errors import Changed, ChangedMeanwhile
from app.residents.errors.files import (
    AlreadyOnFile,
    AlreadyStored,
    BirthRefused,
    DeathRefused,
    ElderNotFound,
    IdDiffers,
    KnownUnderAnotherName,
    NameNotFound,
    NoPaperNoReason,
    PaperNotFound,
    PaperRefused,
    PhotoElsewhere,
    SexMissing,
)
from app.residents.errors.id_card import IdCardFault, IdCardRefused
from app.residents.errors.sentences import SENTENCES

__all__ = [
    "SENTENCES",
    "AlreadyOnFile",
    "AlreadyStored",
    "BirthRefused",
    "Changed",
    "ChangedMeanwhile",
    "DeathRefused",
    "ElderNotFound",
    "IdCardFault",
    "IdCardRefused",
    "IdDiffers",
    "KnownUnderAnotherName",
    "NameNotFound",
    "NoPaperNoReason",
    "PaperNotFound",
    "PaperRefused",
    "PhotoElsewhere",
    "SexMissing",
]
