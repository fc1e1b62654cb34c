"""Which files are kept: told by their first bytes, never by their name."""

from app.attachments.errors import AttachmentTooLarge, EmptyAttachment, UnknownAttachmentType

__all__ = ["ACCEPTED", "MAX_BYTES", "OF_THE_HOME", "PERSONAL", "checked_type", "permission_to_open"]

MAX_BYTES = 10 * 1024 * 1024
ACCEPTED = ("application/pdf", "image/png", "image/jpeg", "image/webp")

OF_THE_HOME = frozenset({"bed_marks", "institution_facts", "registered_beds"})
"""Purposes of files about a home: whoever sees the home sees them."""
PERSONAL = frozenset(
    {
        "agreements",
        "consents",
        "contacts",
        "elder_categories",
        "elder_papers",
        "elder_photo",
        "health_checks",
        "health_notes",
        "stays",
        "transfer_consent",
    }
)
"""Purposes of files about a person: a photo, a card, evidence of a category or of a guardian, a consent."""

_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


def checked_type(data: bytes) -> str:
    """Tell the media type of a file from its bytes, or say why it is refused."""
    if not data:
        raise EmptyAttachment
    if len(data) > MAX_BYTES:
        raise AttachmentTooLarge
    for start, media_type in _SIGNATURES:
        if data.startswith(start):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    raise UnknownAttachmentType


def permission_to_open(purpose: str) -> str:
    """Name the permission a file asks for in its home; a purpose nobody has listed is taken for a person's."""
    return "institutions.see" if purpose in OF_THE_HOME else "residents.see"
