"""What the audit can refuse."""

from app.core.errors import DomainError
from app.core.i18n import N_
from app.core.sentences import add_sentences

__all__ = ["SENTENCES", "TapReused"]


class TapReused(DomainError):
    """The same tap arrived with other content: a copied form, or a phone that mixed up two drafts."""

    sentence = N_("这一页已经提交过别的内容。请刷新页面，核对后重新提交")


SENTENCES = {
    "pk_acts": N_("这一步已经办过了，请刷新页面看结果"),
    "pk_audit_entries": N_("操作记录重复，系统没有保存。请再试一次"),
    "pk_audit_heads": N_("操作记录的链头重复，系统没有保存。请再试一次"),
    "pk_county_keys": N_("这个区县的密钥已经生成，请再试一次"),
    "pk_access_entries": N_("查阅记录重复，系统没有保存。请再试一次"),
}
add_sentences(SENTENCES)
