"""What kitchen and carers must know on the first day, in known words."""

from enum import StrEnum

from app.core.i18n import N_, _

__all__ = ["Feeding", "Part", "Texture"]


class Texture(StrEnum):
    """How food is prepared, by the levels of IDDSI (iddsi.org, CC BY-SA 4.0) from 3 to 7."""

    L7 = "7"
    EC7 = "ec7"
    L6 = "6"
    L5 = "5"
    L4 = "4"
    L3 = "3"

    @property
    def label(self) -> str:
        """The level with its short name."""
        return _(_TEXTURES[self])


_TEXTURES = {
    Texture.L7: N_("7 级　普食"),
    Texture.EC7: N_("7 级　易嚼"),
    Texture.L6: N_("6 级　软食，一口大小"),
    Texture.L5: N_("5 级　细碎"),
    Texture.L4: N_("4 级　细泥"),
    Texture.L3: N_("3 级　流食"),
}


class Feeding(StrEnum):
    """Who brings the food to the mouth; a tube excludes eating by mouth."""

    SELF = "self"
    HELP = "help"
    FED = "fed"
    TUBE = "tube"

    @property
    def label(self) -> str:
        """The way of eating in words."""
        return _(_FEEDINGS[self])


_FEEDINGS = {
    Feeding.SELF: N_("自己吃"),
    Feeding.HELP: N_("要人帮一把"),
    Feeding.FED: N_("要人喂"),
    Feeding.TUBE: N_("鼻饲"),
}


class Part(StrEnum):
    """Which of the first needs a row tells of."""

    DIET = "diet"
    CARE = "care"
