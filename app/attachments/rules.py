"""Which files are kept: told by their first bytes, never by their name."""

from app.attachments.errors import AttachmentTooLarge, EmptyAttachment, UnknownAttachmentType

__all__ = ["ACCEPTED", "MAX_BYTES", "checked_type"]

MAX_BYTES = 10 * 1024 * 1024
ACCEPTED = ("application/pdf", "image/png", "image/jpeg", "image/webp")

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
