"""What a person can be told: one base class, four voices. A bug is never a DomainError."""

from app.core.i18n import N_, _

__all__ = ["Conflict", "DomainError", "NotAllowed", "NotFound", "Refused", "TooMany"]


class DomainError(Exception):
    """A refusal that a person can meet: a 中文 sentence with a way out, and an HTTP status (422)."""

    status = 422
    sentence = N_("这一步没有完成，请核对后再试")

    def __init__(self, message: str | None = None, *, field: str | None = None) -> None:
        """Take the sentence to say (else the class's own) and the field of the form it belongs to."""
        self.message = message or _(self.sentence)
        self.field = field
        super().__init__(self.message)


class NotFound(DomainError):
    """No such thing, or not the caller's to see: the two look the same on purpose (404)."""

    status = 404
    sentence = N_("没有找到这一页，可能已被移走。请从首页重新进入")


class NotAllowed(DomainError):
    """The caller may not do this (403)."""

    status = 403
    sentence = N_("您没有这项权限，请找管理员办理")


class Conflict(DomainError):
    """Somebody else changed the same thing first (409)."""

    status = 409
    sentence = N_("这条记录刚被别人改过，请看过最新内容再改")


class TooMany(DomainError):
    """Too many tries in a short time (429)."""

    status = 429
    sentence = N_("试的次数太多了，请稍等几分钟再试")


class Refused(DomainError):
    """A named constraint of the database said no; the sentence is that constraint's own."""

    def __init__(self, message: str, constraint: str) -> None:
        """Keep the constraint's name for tests and logs; people read only the sentence."""
        super().__init__(message)
        self.constraint = constraint
