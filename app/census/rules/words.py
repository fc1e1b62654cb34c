"""What the figure is, what stands out and who is left out, in words."""

from collections.abc import Mapping

from app.census.rules.occupancy import Note, Standing
from app.census.rules.rulings import RulingCode
from app.core.i18n import N_, _

__all__ = ["occupancy_definition", "say_answers", "say_left_out", "say_note", "say_standing"]

_NOTES = {
    Note.OVER_FULL: N_("计入的人比核定床位多 {n}，入住率超过 100%，请核对加床和核定文件"),
    Note.WITHOUT_BED: N_("{n} 人在住但没有床位，请为他们安排床位，或更正入住日期"),
    Note.LIVED_IN_CLOSED: N_("机构不在办院期间，仍有 {n} 人在住，请办退住、调院，或核对开办和停办日期"),
    Note.AGE_UNSURE: N_("{n} 人的出生日期不全，分不清满不满 60 岁，先按满 60 岁计入，请补全"),
}
_STANDINGS = {
    Standing.COUNTED: N_("计入"),
    Standing.NO_DOCUMENT: N_("没有核定床位的文件"),
    Standing.NOT_OPEN: N_("当天尚未开办"),
    Standing.CLOSED: N_("已停办，自停办之日起不计"),
    Standing.NO_DATA: N_("没有本院记录，也没有上报数"),
    Standing.NOT_FILLED: N_("上报数没有填在住或空床"),
}


def say_note(note: Note, number: int) -> str:
    """Say what stands out and what to do about it."""
    return _(_NOTES[note]).format(n=number)


def say_standing(standing: Standing) -> str:
    """Say why a home takes part in the rate or not."""
    return _(_STANDINGS[standing])


def say_left_out(code: RulingCode) -> str:
    """Say which ruling leaves a person out."""
    return _("{who}不计入（口径）").format(who=code.label)


def say_answers(answers: Mapping[RulingCode, bool]) -> str:
    """Say who counts and who does not, under the rulings in force."""
    counted = [code.label for code in RulingCode if answers[code]]
    left_out = [code.label for code in RulingCode if not answers[code]]
    if not left_out:
        return _("{who}都计入。").format(who=_("、").join(counted))
    if not counted:
        return _("{who}都不计入。").format(who=_("、").join(left_out))
    return _("{who}计入；{others}不计入。").format(who=_("、").join(counted), others=_("、").join(left_out))


def occupancy_definition() -> str:
    """Say how the figure is made, wherever it is shown."""
    return _(
        "入住率 = 计入的在住老人 ÷ 核定床位，以统计时点当天 24 时为准。入住当天计入，退住、去世当天不计入，当天来当天走的不计；"
        "请假、住院、试住等计不计入，按各区县当天有效的口径。核定床位以当天有效的备案或法人登记文件为准，加床不在分母里；"
        "没有文件的机构、尚未开办和已停办的机构不参加计算，另列"
    )
