"""What is written in the health part of a file: what people of that age in 川南 have, eat and must not take."""

from datetime import date

from app.demo.rules.chance import Chance
from app.demo.rules.story import HealthStory, Person
from app.residents.rules.kinds import HealthKind, Severity

__all__ = ["grow_forgetful", "health_of", "is_forgetful"]

_COMMON = {
    "高血压病": 46, "2 型糖尿病": 19, "冠心病": 20, "脑梗死后遗症，左侧肢体偏瘫": 8, "脑梗死后遗症，右侧肢体偏瘫": 7,
    "慢性阻塞性肺疾病": 17, "阿尔茨海默病": 12, "血管性痴呆": 4, "老年性白内障": 14, "骨质疏松症": 15, "膝骨关节炎": 18,
    "腰椎间盘突出症": 9, "帕金森病": 4, "慢性胃炎": 11, "慢性支气管炎": 14, "股骨颈骨折术后": 6, "心房颤动": 5, "胆囊结石": 5,
    "双耳听力减退": 13,
}  # fmt: skip
_SUPPORTED = {
    "精神分裂症，稳定期": 10,
    "智力残疾": 13,
    "聋哑": 6,
    "小儿麻痹后遗症，双下肢": 5,
    "癫痫": 3,
    "双目失明": 3,
}
_ALLERGIES = {"青霉素": (50, True), "磺胺类药": (16, True), "头孢类": (12, True), "链霉素": (6, True), "花生": (5, False),
              "海鲜": (7, False), "牛奶": (4, False)}  # fmt: skip
_DEVICES = ("wheelchair", "walker", "hearing_aid", "feeding_tube", "catheter", "oxygen", "dentures", "bed_rail")


def health_of(chance: Chance, person: Person, day: date) -> list[HealthStory]:
    """Give the notes a file begins with."""
    notes = [HealthStory(HealthKind.DIAGNOSIS, words) for words in _diagnoses(chance, person)]
    said = "".join(note.words for note in notes)
    if chance.happens(0.14):
        what = chance.weighted({word: weight for word, (weight, _grave) in _ALLERGIES.items()})
        grave = Severity.SEVERE if _ALLERGIES[what][1] and chance.happens(0.6) else Severity.MILD
        notes.append(HealthStory(HealthKind.ALLERGY, what, severity=grave))
    notes += _diets(chance, said, person)
    notes += _risks(chance, said, person, day)
    if chance.happens(0.14):
        notes.append(HealthStory(HealthKind.DEVICE, "", code=chance.pick(_DEVICES)))
    for note in notes:
        note.from_on = day
    return notes


def is_forgetful(person: Person) -> bool:
    """Tell whether somebody belongs in the unit for dementia."""
    return any("痴呆" in note.words or "阿尔茨海默" in note.words for note in person.health)


def grow_forgetful(chance: Chance, person: Person, day: date) -> None:
    """Let somebody be one of those whom the unit for dementia was opened for."""
    person.health.append(HealthStory(HealthKind.DIAGNOSIS, chance.pick(["阿尔茨海默病", "血管性痴呆"]), from_on=day))
    if chance.happens(0.6) and not any(note.code == "wandering" for note in person.health):
        person.health.append(HealthStory(HealthKind.RISK, "", code="wandering", severity=Severity.MILD, from_on=day))


def _diagnoses(chance: Chance, person: Person) -> list[str]:
    found = [word for word, weight in _COMMON.items() if chance.happens(weight / 100)]
    if person.supported:
        found += [word for word, weight in _SUPPORTED.items() if chance.happens(weight / 100)]
    return found[:5]


def _diets(chance: Chance, said: str, person: Person) -> list[HealthStory]:
    notes = []
    if "糖尿病" in said:
        notes.append(HealthStory(HealthKind.DIET, "", code="diabetic"))
    elif "高血压" in said and chance.happens(0.5):
        notes.append(HealthStory(HealthKind.DIET, "", code="low_salt"))
    if "偏瘫" in said and chance.happens(0.4):
        notes.append(HealthStory(HealthKind.DIET, "", code="semi_liquid"))
    elif person.age(person.filed_on) >= 84 and chance.happens(0.4):
        notes.append(HealthStory(HealthKind.DIET, "", code="soft"))
    if person.ethnicity == "回族":
        notes.append(HealthStory(HealthKind.DIET, "", code="halal"))
    return notes


def _risks(chance: Chance, said: str, person: Person, day: date) -> list[HealthStory]:
    notes = []
    old = person.age(day) >= 80
    if chance.happens(0.5 if old or "偏瘫" in said or "帕金森" in said else 0.12):
        notes.append(_risk(chance, "fall"))
    if ("偏瘫" in said or "帕金森" in said) and chance.happens(0.45):
        notes.append(_risk(chance, "choking"))
    if ("痴呆" in said or "阿尔茨海默" in said) and chance.happens(0.6):
        notes.append(_risk(chance, "wandering"))
    if "偏瘫" in said and chance.happens(0.3):
        notes.append(_risk(chance, "pressure"))
    return notes


def _risk(chance: Chance, code: str) -> HealthStory:
    grave = Severity.SEVERE if chance.happens(0.35) else Severity.MILD
    return HealthStory(HealthKind.RISK, "", code=code, severity=grave)
