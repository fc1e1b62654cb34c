"""People: ages, births, families, papers and categories that fit each other."""

from datetime import date

from app.beds.rules.kinds import Sex
from app.demo.rules.calendar import lunar_birthday
from app.demo.rules.chance import Chance
from app.demo.rules.health import health_of
from app.demo.rules.homes import HomePlan
from app.demo.rules.kin import contacts_of
from app.demo.rules.names import person_name
from app.demo.rules.numbers import id_number, phone_number
from app.demo.rules.story import Person, days
from app.residents.rules.kinds import BirthPrecision, Category, HukouKind, NoIdReason, PaperKind

__all__ = ["Places", "draw_person", "village_address"]

# Ages on admission: those the state supports come earlier and stay long, those who pay come when nothing else works.
_SUPPORTED = {50: 2, 56: 4, 62: 14, 66: 20, 70: 22, 74: 16, 78: 11, 82: 7, 86: 3, 90: 1}
_SOCIAL = {66: 3, 70: 7, 74: 13, 78: 20, 82: 24, 86: 18, 90: 9, 94: 3, 97: 1}
_PREFECTURE = {
    510302: "自", 510303: "贡", 510304: "安", 510311: "沿", 510321: "荣", 510322: "富", 510300: "市",
}  # fmt: skip
_VILLAGES = [
    "双河",
    "高石",
    "青杠",
    "观音",
    "龙桥",
    "石灰",
    "大坡",
    "黄桷",
    "新店",
    "团山",
    "玉皇",
    "麻柳",
    "檀木",
    "朝阳",
    "红花",
    "长埂",
    "五通",
    "白鹤",
    "沙坪",
    "金星",
    "板栗",
    "兴国",
    "鱼洞",
    "杨柳",
    "东岳",
]
_STREETS = [
    "滨江路",
    "西湖路",
    "解放街",
    "交通路",
    "盐井街",
    "五星路",
    "新民街",
    "文化路",
    "人民路",
    "光大街",
    "珍珠路",
    "檀木林街",
    "龙凤街",
    "灯城路",
]


class Places:
    """The townships of each tenant, by code, as the regions' own file names them."""

    def __init__(self, names: dict[int, str]) -> None:
        """Keep the names of counties and townships."""
        self.names = names
        self._drawn: set[str] = set()

    def towns(self, county: int) -> list[int]:
        """List the townships of a county; the city's own people come from its first district."""
        inside = 510302 if county % 100 == 0 else county
        return [code for code in self.names if code // 1000 == inside]

    def say(self, town: int) -> str:
        """Name county and township."""
        return self.names[town // 1000] + self.names[town]

    def draw_id(self, chance: Chance, person: Person) -> str:
        """Draw an identity number that nobody here has yet."""
        while (number := id_number(chance, person.born_on, person.sex)) in self._drawn:
            continue
        self._drawn.add(number)
        return number

    def draw_order(self, chance: Chance) -> int:
        """Draw the number of a paper of support that was not given out yet."""
        while (order := chance.between(0, 99999)) and str(order) in self._drawn:
            continue
        self._drawn.add(str(order))
        return order


def draw_person(chance: Chance, places: Places, plan: HomePlan, sex: Sex, day: date, **told: object) -> Person:
    """Draw somebody who comes to a home on a day; `supported`, `age`, `family`, `town` and `address` may be told."""
    supported = bool(told.get("supported", not chance.happens(plan.social)))
    age = told.get("age") or chance.weighted(_SUPPORTED if supported else _SOCIAL) + chance.between(-3, 3)
    born_on = day - days(int(str(age)) * 365 + chance.between(90, 364) + int(str(age)) // 4)
    town = int(str(told.get("town") or _town(chance, places, plan)))
    family = told.get("family")
    person = Person(
        person_name(chance, sex, born_on.year, family=str(family) if family else None),
        sex, born_on, BirthPrecision.DAY,
    )  # fmt: skip
    rural = plan.county in (510321, 510322) or chance.happens(0.45) if supported else chance.happens(0.35)
    person.hukou_region, person.hukou_kind = town, HukouKind.RURAL if rural else HukouKind.URBAN
    person.address = str(told.get("address") or village_address(chance, places, town, rural=rural))
    person.filed_on = day
    person.ethnicity = "汉族" if chance.happens(0.985) else chance.pick(["彝族", "苗族", "回族", "土家族"])
    _give_papers(chance, places, person, supported=supported)
    _give_categories(chance, places, plan, person, supported=supported)
    _give_birthday(chance, person)
    if not supported and chance.happens(0.55):
        person.phone = phone_number(chance)
    person.contacts = contacts_of(chance, person, places.say(town), supported=supported)
    person.health = health_of(chance, person, day)
    return person


def village_address(chance: Chance, places: Places, town: int, *, rural: bool) -> str:
    """Say where somebody lived before."""
    if rural:
        return f"{places.say(town)}{chance.pick(_VILLAGES)}村 {chance.between(1, 14)} 组"
    building = f"{chance.between(1, 24)} 栋 {chance.between(1, 4)} 单元 {chance.between(1, 7)}{chance.pick('AB')}"
    return f"{places.say(town)}{chance.pick(_STREETS)} {chance.between(2, 320)} 号 {building}"


def _town(chance: Chance, places: Places, plan: HomePlan) -> int:
    """Most come from the home's own township, the others from around."""
    if plan.beds <= 120 and chance.happens(0.6):
        return plan.town
    return chance.pick(places.towns(plan.county))


def _give_papers(chance: Chance, places: Places, person: Person, *, supported: bool) -> None:
    if supported and chance.happens(0.05):
        person.no_id_reason = chance.pick(list(NoIdReason)[:4])
        if person.no_id_reason in (NoIdReason.RESCUED, NoIdReason.UNREGISTERED):
            person.precision, person.born_on = BirthPrecision.ESTIMATED, date(person.born_on.year, 1, 1)
        if person.no_id_reason is NoIdReason.RESCUED:
            person.name_note, person.hukou_region, person.hukou_kind = "救助站起的名字", None, None
        # The number itself is made of the file's id, as the form makes it.
        person.papers.append((PaperKind.TEMPORARY, ""))
        return
    if not supported and chance.happens(0.008):
        person.no_id_reason = NoIdReason.LOST
        return
    person.papers.append((PaperKind.ID_CARD, places.draw_id(chance, person)))


def _give_categories(chance: Chance, places: Places, plan: HomePlan, person: Person, *, supported: bool) -> None:
    letter, year = _PREFECTURE[plan.county], person.filed_on.year - chance.between(0, 4)
    since = date(year, chance.between(1, 12), 1)
    since = min(since, person.filed_on)
    # One in twenty-five is said and not shown: the list of what is to be verified is never empty.
    unverified = chance.happens(0.04)

    def document(word: str) -> str:
        return "" if unverified else f"{letter}民{word}〔{year}〕{chance.between(1, 999):03d} 号"

    if supported:
        person.categories.append((Category.EXTREME_POVERTY, since, document("特"), unverified))
        person.papers.append((PaperKind.SUPPORT, f"{letter}特字第{year}{places.draw_order(chance):05d}号"))
        if person.age(person.filed_on) < 60 or chance.happens(0.16):
            person.categories.append((Category.SEVERE_DISABILITY, since, document("残"), unverified))
    else:
        kinds = {None: 78.0, Category.MINIMUM_LIVING: 6, Category.NEAR_MINIMUM: 4, Category.VETERAN: 6,
                 Category.BEREAVED: 3, Category.SEVERE_DISABILITY: 2, Category.MODEL_WORKER: 1}  # fmt: skip
        kind = chance.weighted(kinds)
        if kind is None:
            person.categories.append((Category.SOCIAL, person.filed_on, "", False))
        else:
            words = {Category.VETERAN: "优", Category.BEREAVED: "扶", Category.MODEL_WORKER: "劳"}
            person.categories.append((kind, since, document(words.get(kind, "保")), unverified))


def _give_birthday(chance: Chance, person: Person) -> None:
    """Half of the old people here keep their birthday by the moon."""
    if person.precision is not BirthPrecision.DAY or not chance.happens(0.5):
        return
    person.lunar = lunar_birthday(person.born_on)
