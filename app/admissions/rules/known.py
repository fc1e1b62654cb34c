"""Known words of checks and first needs: infectious diseases, restrictions of a diet, aids and watches of care."""

from app.core.i18n import N_, _

__all__ = ["AIDS", "RESTRICTIONS", "RESULTS", "SCREENED", "TEXT_VERSION", "choices", "word"]

TEXT_VERSION = "2026-01"
"""The version of the words that people are told before they consent; new words get a new one."""

SCREENED = {
    "tuberculosis": N_("肺结核"),
    "hepatitis_b": N_("乙肝"),
    "hepatitis_c": N_("丙肝"),
    "syphilis": N_("梅毒"),
    "hiv": N_("艾滋病"),
    "skin": N_("传染性皮肤病"),
}
RESULTS = {"negative": N_("阴性"), "positive": N_("阳性"), "unchecked": N_("未查")}
RESTRICTIONS = {
    "low_salt": N_("低盐"),
    "low_fat": N_("低脂"),
    "diabetic": N_("糖尿病饮食"),
    "low_purine": N_("低嘌呤"),
    "halal": N_("清真"),
    "vegetarian": N_("素食"),
}
AIDS = {
    "wheelchair": N_("轮椅"),
    "walker": N_("助行器"),
    "bed_rail": N_("床栏"),
    "hearing_aid": N_("助听器"),
    "dentures": N_("义齿"),
    "catheter": N_("导尿管"),
    "oxygen": N_("吸氧"),
    "turning": N_("定时翻身"),
    "medicine": N_("代管药品"),
    "night_watch": N_("夜间多看护"),
    "no_leaving": N_("防走失"),
}


def choices(words: dict[str, str]) -> list[tuple[str, str]]:
    """List codes with their words, for a form."""
    return [(code, _(label)) for code, label in words.items()]


def word(words: dict[str, str], code: str) -> str:
    """Say a code in words; one that is no longer known is said as it stands."""
    return _(words[code]) if code in words else code
