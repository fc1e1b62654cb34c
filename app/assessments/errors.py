"""What a person can be told about scales and answers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.core.errors import DomainError, NotFound
from app.core.i18n import N_

if TYPE_CHECKING:
    from app.assessments.rules.answers import AnswerProblem

__all__ = ["AnswersIncomplete", "NoScaleInForce", "ScaleNotFound", "ScaleOff", "SettingRefused"]


class ScaleNotFound(NotFound):
    """No scale of that code."""

    sentence = N_("没有这个评估量表。请从列表里选")


class NoScaleInForce(DomainError):
    """No scale of that kind was in force on the day of the assessment."""

    sentence = N_("评估当天没有有效的这类量表。请核对评估日期")


class ScaleOff(DomainError):
    """The scale is known and not in use here: its content has not been checked against the text."""

    sentence = N_("这个量表来源待核，还没有启用。请改用已启用的量表，或登记外部评估的结果")


class SettingRefused(DomainError):
    """A setting that the scale does not have, or a value that it does not take."""

    sentence = N_("这个量表没有这项设置，或不能这样设。请从列出的取值里选")


class AnswersIncomplete(DomainError):
    """Answers that give no level: something is missing or is no choice of its item. Each is listed in `problems`."""

    sentence = N_("评估还没有答完，或有的答案不是选项，没有评定等级。请逐项核对")

    def __init__(self, problems: "Sequence[AnswerProblem]") -> None:
        """Keep the problems, in the order of the form."""
        super().__init__()
        self.problems = tuple(problems)
