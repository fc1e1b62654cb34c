"""What the attachment store refuses."""

from app.core.errors import DomainError, NotFound
from app.core.i18n import N_
from app.core.sentences import add_sentences

__all__ = ["SENTENCES", "AttachmentNotFound", "AttachmentTooLarge", "EmptyAttachment", "UnknownAttachmentType"]


class AttachmentNotFound(NotFound):
    """No such file, or not the caller's to see."""

    sentence = N_("没有找到这个附件，可能已被替换。请回到上一页刷新")


class EmptyAttachment(DomainError):
    """The file has no bytes."""

    sentence = N_("这个文件是空的，请重新选择")


class AttachmentTooLarge(DomainError):
    """The file is over the size limit."""

    sentence = N_("文件超过 10 MB，请压缩或分开上传")


class UnknownAttachmentType(DomainError):
    """The file's first bytes are none of the accepted types, whatever its name says."""

    sentence = N_("只收 PDF、PNG、JPG、WebP 文件，请另存为其中一种再上传")


SENTENCES = {
    "pk_attachments": N_("附件编号重复，系统没有保存。请再试一次"),
    "ck_attachments_size": N_("文件是空的或超过 10 MB，请压缩后重新上传"),
    "ck_attachments_media_type": N_("只收 PDF、PNG、JPG、WebP 文件，请另存为其中一种再上传"),
}
add_sentences(SENTENCES)
