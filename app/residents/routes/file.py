"""One person's file 老人档案: its head and its tabs. What storeys above know of the person comes by hx-get."""

from typing import Any

from fastapi import Response

from app.core.clock import business_date
from app.core.i18n import _
from app.regions.queries import names_of
from app.residents.queries.file import File, file_of
from app.residents.queries.looks import looks_at
from app.residents.routes.filing import PREFIX, OfFile, Seeing, record_look
from app.residents.routes.looks import ask_why, must_say_why
from app.residents.rules.birthdays import say_age, say_birth, say_lunar
from app.residents.rules.kinds import Calendar, Category, HealthKind
from app.web.routing import Router
from app.web.templates import render

__all__ = ["file_facts", "parts_of", "router", "tell_file"]

router = Router(prefix=PREFIX)
TABS = ("overview", "health", "assessments", "contacts", "papers", "stays", "timeline")
ASKED = {
    "overview": ("contacts", "names", "relations", "merges"), "contacts": ("contacts", "relations"), "papers": ("names",),
}  # fmt: skip
LOOKED_DAYS = 30
_parts: dict[str, str] = {}


def tell_file(part: str, route: str) -> None:
    """Let a storey above show a part of its own in the file: `head`, `assessments`, `stays`, `timeline` or `sheet`."""
    _parts[part] = route


def parts_of(file: OfFile) -> dict[str, str]:
    """The paths of the parts that storeys above have hung in."""
    return {part: file.path(route) for part, route in _parts.items()}


@router.get("", name="residents.elders.show", access="residents.see")
async def show_file(file: Seeing, tab: str = "overview") -> Response:
    """The file with one of its tabs; the look leaves a line."""
    if await must_say_why(file):
        return await ask_why(file)
    shown = tab if tab in _tabs() else "overview"
    opened = await file_of(file.session, file.home.scope, file.elder, parts=ASKED.get(shown, ()))
    await record_look(file, "file", shown)
    lookers = await _lookers(file) if shown == "overview" and file.may("audit.see") else None
    return await render(
        file.request, "residents/elders/show.html", tab=shown, tabs=_tab_links(file, shown), parts=parts_of(file),
        may=_may(file), lookers=lookers, hukou=await _hukou(file) if shown == "overview" else "",
        photo_here=file.elder.photo_id and file.elder.institution_id == file.home.institution_id,
        **file.facts, **await file_facts(file, opened),
    )  # fmt: skip


async def file_facts(file: OfFile, opened: File) -> dict[str, Any]:
    """What the templates of a file draw, said in words."""
    day, elder = await business_date(file.session), opened.elder
    birth = {"age": say_age(elder.born_on, elder.birth_precision, day, elder.died_on)}
    birth["born"] = say_birth(elder.born_on, elder.birth_precision)
    birth["lunar"] = _lunar(elder) if elder.birthday_calendar is Calendar.LUNAR else ""
    return {
        "file": opened,
        "birth": birth,
        "categories": opened.categories_on(day),
        "social": Category.SOCIAL.label,
        "allergies": opened.of_kind(HealthKind.ALLERGY, day),
        "risks": opened.of_kind(HealthKind.RISK, day),
        "notes_by_kind": [(kind, opened.of_kind(kind, day)) for kind in HealthKind],
        "over": [line for line in opened.health if not line.on(day)],
    }


async def _hukou(file: OfFile) -> str:
    """The place of registration in words: the county, then the town where the code goes as far."""
    code = file.elder.hukou_region
    if not code:
        return ""
    codes = [code // 1000, code] if code > 999_999 else [code]
    names = await names_of(file.session, codes)
    return "".join(names[one] for one in codes if one in names) or str(code)


def _may(file: OfFile) -> dict[str, bool]:
    """What the caller may do here; a file that went into another is only looked at."""
    stands = file.elder.merged_into_id is None
    may = {act: file.may(f"residents.{act}") for act in ("edit", "reveal", "merge")}
    return {act: held and (stands or act == "reveal") for act, held in may.items()}


def _lunar(elder: Any) -> str:
    return _("农历{day}").format(day=say_lunar(elder.lunar_month, elder.lunar_day, leap=elder.lunar_leap))


def _tabs() -> dict[str, str]:
    """The tabs there are; those of storeys above only where one has hung its part in."""
    words = (_("概况"), _("健康"), _("评估"), _("家属联系人"), _("证件和类别"), _("入住经历"), _("时间线"))
    named = dict(zip(TABS, words, strict=True))
    return {
        tab: word for tab, word in named.items() if tab in _parts or tab not in ("assessments", "stays", "timeline")
    }


def _tab_links(file: OfFile, shown: str) -> list[tuple[str, str, bool]]:
    path = file.path("residents.elders.show")
    return [(word, f"{path}?tab={tab}", tab == shown) for tab, word in _tabs().items()]


async def _lookers(file: OfFile) -> int:
    """How many people have looked at the file lately."""
    looks = await looks_at(file.session, file.home.scope, file.home.county, file.elder_id, days=LOOKED_DAYS)
    return len({look.actor for look in looks})
