"""Known words of health notes: diets, risks of GB 38600 and devices, so that boards and kitchens can read them."""

from app.core.i18n import N_, _
from app.residents.rules.kinds import HealthKind

__all__ = ["CODES", "code_label", "codes_of", "risk_glyphs"]

CODES: dict[HealthKind, dict[str, str]] = {
    HealthKind.DIET: {
        "soft": N_("软食"),
        "minced": N_("细碎"),
        "puree": N_("糊状"),
        "semi_liquid": N_("半流食"),
        "liquid": N_("流食"),
        "tube": N_("鼻饲"),
        "low_salt": N_("低盐"),
        "low_fat": N_("低脂"),
        "diabetic": N_("糖尿病饮食"),
        "halal": N_("清真"),
        "vegetarian": N_("素食"),
        "thickened": N_("液体要增稠"),
    },
    # GB 38600-2019 names the risks a home has to assess for everyone.
    HealthKind.RISK: {
        "fall": N_("跌倒"),
        "choking": N_("噎食"),
        "wandering": N_("走失"),
        "pressure": N_("压疮"),
        "bed_fall": N_("坠床"),
        "scald": N_("烫伤"),
        "ingestion": N_("误食"),
        "harm": N_("伤人或自伤"),
        "activity": N_("文娱活动意外"),
    },
    HealthKind.DEVICE: {
        "oxygen": N_("吸氧"),
        "catheter": N_("导尿管"),
        "feeding_tube": N_("鼻饲管"),
        "stoma": N_("造口"),
        "tracheostomy": N_("气管切开"),
        "wheelchair": N_("轮椅"),
        "walker": N_("助行器"),
        "hearing_aid": N_("助听器"),
        "dentures": N_("义齿"),
        "bed_rail": N_("床栏"),
        "restraint": N_("保护性约束"),
    },
}
"""A kind that is not here is said in words only."""

_GLYPHS = {
    "fall": N_("跌"), "choking": N_("噎"), "wandering": N_("失"), "pressure": N_("疮"), "bed_fall": N_("坠"),
    "scald": N_("烫"), "ingestion": N_("误"), "harm": N_("伤"), "activity": N_("文"),
}  # fmt: skip


def codes_of(kind: HealthKind) -> list[tuple[str, str]]:
    """List the known codes of a kind with their words."""
    return [(code, _(label)) for code, label in CODES.get(kind, {}).items()]


def code_label(kind: HealthKind, code: str) -> str:
    """Say a code in words; one that is no longer known is said as it stands."""
    label = CODES.get(kind, {}).get(code)
    return _(label) if label else code


def risk_glyphs(codes: tuple[str, ...], *, most: int = 3) -> str:
    """One character for each risk, as it stands on the tile of a bed; the gravest come first in the list above."""
    known = [code for code in _GLYPHS if code in codes]
    return "".join(_(_GLYPHS[code]) for code in known[:most])
