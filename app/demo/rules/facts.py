"""What the file of a home says: dated facts, registered documents and prices."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.demo.rules.chance import Chance
from app.demo.rules.homes import CITY, HOSPITALS, HomePlan, Sort
from app.demo.rules.people import Places
from app.demo.rules.story import HomeStory, days
from app.institutions.rules.answers import (
    Affiliation,
    AssetOwner,
    Datum,
    Licence,
    Medical,
    Operation,
    Registration,
    Settlement,
)
from app.institutions.rules.drafts import FactDraft
from app.institutions.rules.figures import Basis, PriceUnit
from app.institutions.rules.grades import GradeScheme
from app.institutions.rules.kinds import FactKind

__all__ = ["facts_of", "prices_of", "registered_of"]

_PRICES = {
    Sort.RURAL: (30000, 60000, 24000), Sort.CENTRE: (52000, 90000, 36000),
    Sort.WELFARE: (68000, 110000, 42000), Sort.URBAN: (98000, 150000, 51000),
}  # fmt: skip


def facts_of(chance: Chance, home: HomeStory, places: Places, today: date) -> list[FactDraft]:
    """List a home's facts; a few papers have run out, and a few are missing."""
    plan, since = home.plan, home.opened_on
    bureau = _bureau(plan, places)
    facts = [FactDraft(kind=FactKind.TAG, value=tag.value, from_on=since) for tag in plan.tags]
    facts += [
        FactDraft(kind=FactKind.REGISTRATION, value=_registration(plan).value, from_on=since, party=bureau,
                  document_no=_no(chance, bureau, since.year, "登记")),
        FactDraft(kind=FactKind.ASSET_OWNER, value=AssetOwner.GOVERNMENT.value, from_on=since, party=_owner(plan, places)),
        FactDraft(kind=FactKind.OPERATION, value=plan.operation.value, from_on=since,
                  party=plan.operator or plan.name,
                  document_no=_no(chance, bureau, since.year, "运营") if plan.operation is Operation.ENTRUSTED else ""),
        FactDraft(kind=FactKind.AFFILIATION, value=_affiliation(plan).value, from_on=since, party=bureau),
        _location(plan, places, since),
        FactDraft(kind=FactKind.SETTLEMENT, value=_settlement(plan).value, from_on=since),
        *_medical(chance, plan, since),
        *_managed(chance, home, places, today),
        *_licences(chance, home, bureau, today),
    ]  # fmt: skip
    facts = [_papered(chance, bureau, fact) for fact in facts]
    if plan.grade:
        graded = date(today.year - 1 - chance.between(0, 1), chance.between(2, 11), 18)
        facts.append(
            FactDraft(kind=FactKind.GRADE, value=plan.grade, scheme=GradeScheme.NATIONAL, from_on=graded,
                      party="四川省养老机构等级评定委员会", certificate_no=f"川养评 {graded.year}-{chance.between(10, 490):04d}",
                      document_no=f"川民函〔{graded.year}〕{chance.between(20, 380)} 号",
                      expires_on=date(graded.year + 3, graded.month, 17))
        )  # fmt: skip
    if plan.ltci:
        facts.append(
            FactDraft(kind=FactKind.LTCI, from_on=date(today.year - 1, 1, 1), party="自贡市医疗保障事务中心",
                      document_no=_no(chance, "自贡市医保中心", today.year - 1, "定点"))
        )  # fmt: skip
    if home.closed_on is not None:
        facts.append(
            FactDraft(kind=FactKind.OTHER, from_on=home.closed_on, party="撤并：老人和床位并入相邻敬老院",
                      document_no=_no(chance, bureau, home.closed_on.year, "撤并"))
        )  # fmt: skip
    return facts


def registered_of(chance: Chance, home: HomeStory, places: Places) -> list[dict[str, Any]]:
    """List a home's registered documents: usually one, sometimes an older smaller one before it, sometimes none."""
    plan = home.plan
    if plan.registered is None:
        return []
    bureau, since = _bureau(plan, places), max(home.opened_on, date(2019, 3, 1))
    rows = [(since, home.closed_on or date.max, plan.registered)]
    if plan.beds >= 100 and chance.happens(0.5):
        grown = date(2023, chance.between(1, 12), 15)
        rows = [(since, grown, plan.registered - 20), (grown, date.max, plan.registered)]
    return [
        {"value": value, "basis": Basis.FILING, "document_no": f"{_no(chance, bureau, begin.year, '养备')}",
         "issued_by": bureau, "issued_on": begin, "from_on": begin, "to_on": end}
        for begin, end, value in rows
    ]  # fmt: skip


def prices_of(chance: Chance, home: HomeStory, today: date) -> list[dict[str, Any]]:
    """List a home's prices; one home in ten has not published any."""
    if chance.happens(0.1):
        return []
    bed, care, food = _PRICES[home.plan.sort]
    since = max(date(today.year - 1, 1, 1), home.opened_on)
    lines = [
        ("床位费（双人间）", bed), ("床位费（单人间）", bed * 3 // 2), ("护理费（自理）", care // 3),
        ("护理费（半失能）", care * 3 // 4), ("护理费（失能）", care * 5 // 4), ("伙食费", food),
    ]  # fmt: skip
    return [
        {"item": item, "unit": PriceUnit.MONTH, "amount": amount // 1000 * 1000, "from_on": since, "to_on": date.max,
         "published_on": since - days(10), "document_no": f"{home.plan.short}价〔{since.year}〕1 号"}
        for item, amount in lines
    ]  # fmt: skip


def _papered(chance: Chance, bureau: str, fact: FactDraft) -> FactDraft:
    """Most facts stand on a paper whose number is known; one in six does not, and the file says so."""
    if fact.document_no or fact.kind in (FactKind.LOCATION, FactKind.SETTLEMENT) or chance.happens(0.16):
        return fact
    return replace(fact, document_no=_no(chance, bureau, fact.from_on.year, "民发"))


def _bureau(plan: HomePlan, places: Places) -> str:
    return f"{places.names[plan.county]}民政局"


def _owner(plan: HomePlan, places: Places) -> str:
    if plan.sort is Sort.RURAL:
        return f"{places.names[plan.town]}人民政府"
    return f"{places.names[plan.county]}人民政府"


def _registration(plan: HomePlan) -> Registration:
    return Registration.COMPANY if plan.operator.endswith("公司") else plan.registration


def _affiliation(plan: HomePlan) -> Affiliation:
    if plan.county == CITY:
        return Affiliation.CITY
    return Affiliation.TOWNSHIP if plan.sort is Sort.RURAL else Affiliation.COUNTY


def _settlement(plan: HomePlan) -> Settlement:
    return Settlement.RURAL if plan.sort in (Sort.RURAL, Sort.CENTRE) else Settlement.URBAN


def _location(plan: HomePlan, places: Places, since: date) -> FactDraft:
    address = f"{places.say(plan.town)}{plan.address}"
    return FactDraft(kind=FactKind.LOCATION, from_on=since, region_code=plan.town, address=address,
                     lat=Decimal(str(plan.lat)), lon=Decimal(str(plan.lon)), datum=Datum.GCJ02)  # fmt: skip


def _medical(chance: Chance, plan: HomePlan, since: date) -> list[FactDraft]:
    if plan.sort is Sort.RURAL:
        return [FactDraft(kind=FactKind.MEDICAL, value=Medical.CONTRACT.value, from_on=since, party="镇卫生院")]
    inside = Medical.CLINIC if plan.grade != "4" else Medical.OUTPATIENT
    found = [FactDraft(kind=FactKind.MEDICAL, value=inside.value, from_on=since)]
    if chance.happens(0.6):
        found.append(
            FactDraft(kind=FactKind.MEDICAL, value=Medical.CONTRACT.value, from_on=since, party=HOSPITALS[plan.county])
        )
    return found


def _managed(chance: Chance, home: HomeStory, places: Places, today: date) -> list[FactDraft]:
    """Homes in the country have been taken from the townships to the county in the last years."""
    if home.plan.sort not in (Sort.RURAL, Sort.CENTRE) or home.closed_on is not None or chance.happens(0.25):
        return []
    since = date(today.year - 2, chance.between(1, 12), 1)
    bureau = _bureau(home.plan, places)
    return [
        FactDraft(kind=FactKind.DIRECT_MANAGEMENT, from_on=since, party=f"{places.names[home.plan.county]}养老服务中心",
                  document_no=_no(chance, bureau, since.year, "直管"))
    ]  # fmt: skip


def _licences(chance: Chance, home: HomeStory, bureau: str, today: date) -> list[FactDraft]:
    """Filing, fire and food: food runs out every five years, and one in eight has."""
    since = home.opened_on
    food = today - days(chance.between(60, 1700))
    end = food + days(1826 if chance.happens(0.88) else (today - food).days - chance.between(3, 40))
    found = [
        FactDraft(kind=FactKind.LICENCE, value=Licence.FILING.value, from_on=max(since, date(2019, 3, 1)), party=bureau,
                  document_no=_no(chance, bureau, max(since.year, 2019), "养备")),
        FactDraft(kind=FactKind.LICENCE, value=Licence.FOOD.value, from_on=max(food, since), party="市场监督管理局",
                  certificate_no=f"JY000000{chance.between(100000, 999999)}", expires_on=max(end, food, since)),
    ]  # fmt: skip
    if chance.happens(0.9):
        found.append(
            FactDraft(kind=FactKind.LICENCE, value=Licence.FIRE.value, from_on=since, party="消防救援大队",
                      document_no=_no(chance, "消防", since.year, "验"))
        )  # fmt: skip
    return found


def _no(chance: Chance, bureau: str, year: int, word: str) -> str:
    short = bureau.replace("自贡市", "").removesuffix("民政局")[:2]
    return f"{short or '自'}{word}〔{year}〕{chance.between(1, 180)} 号"
