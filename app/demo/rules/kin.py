"""Who is to be reached: children and their spouses, nephews, and for those without anybody the village."""

from app.beds.rules.kinds import Sex
from app.demo.rules.chance import Chance
from app.demo.rules.names import SURNAMES, family_of, person_name
from app.demo.rules.numbers import phone_number
from app.demo.rules.story import ContactStory, Person
from app.residents.rules.kinds import Relation

__all__ = ["contacts_of"]

_CHILDREN = {Relation.SON: 48, Relation.DAUGHTER: 44, Relation.DAUGHTER_IN_LAW: 4, Relation.SON_IN_LAW: 4}
_DISTANT = {Relation.NEPHEW: 46, Relation.SIBLING: 34, Relation.KIN: 14, Relation.FRIEND: 6}


def contacts_of(chance: Chance, person: Person, town: str, *, supported: bool) -> list[ContactStory]:
    """Give the contacts of somebody who comes: one to three, the first of them called first."""
    if supported:
        found = [_village(chance, person, town)]
        if chance.happens(0.55):
            found.insert(0, _kin(chance, person, chance.weighted(_DISTANT), town))
    else:
        count = chance.weighted({1: 40, 2: 42, 3: 18})
        relations = [chance.weighted(_CHILDREN) for _each in range(count)]
        father = family_of(person.name) if person.sex is Sex.MALE else chance.weighted(SURNAMES)
        found = [_kin(chance, person, relation, town, father) for relation in relations]
        found[0].pays = chance.happens(0.7)
        found[0].guardian = chance.happens(0.3)
    found[0].emergency = True
    return found


def _kin(chance: Chance, person: Person, relation: Relation, town: str, father: str = "") -> ContactStory:
    older = relation is Relation.SIBLING
    born = person.born_on.year + (chance.between(-6, 8) if older else chance.between(21, 32))
    born = min(born, 1996)
    family = _family(chance, person, relation, father)
    name = person_name(chance, _sex(chance, relation), born, family=family)
    place = town if chance.happens(0.5) else chance.pick(["成都市", "重庆市", "自贡市自流井区", "深圳市", "宜宾市"])
    return ContactStory(relation, name, phone_number(chance), address=place)


def _sex(chance: Chance, relation: Relation) -> Sex:
    fixed = {
        Relation.SON: Sex.MALE, Relation.SON_IN_LAW: Sex.MALE,
        Relation.DAUGHTER: Sex.FEMALE, Relation.DAUGHTER_IN_LAW: Sex.FEMALE,
    }  # fmt: skip
    return fixed.get(relation) or (Sex.MALE if chance.happens(0.65) else Sex.FEMALE)


def _family(chance: Chance, person: Person, relation: Relation, father: str) -> str | None:
    """Children bear their father's name, brothers and sisters their own father's."""
    if relation in (Relation.SON, Relation.DAUGHTER):
        return father
    if relation is Relation.SIBLING or (relation is Relation.NEPHEW and chance.happens(0.7)):
        return family_of(person.name)
    return None


def _village(chance: Chance, person: Person, town: str) -> ContactStory:
    born = chance.between(1968, 1990)
    name = person_name(chance, Sex.MALE if chance.happens(0.7) else Sex.FEMALE, born)
    guardian = person.age(person.filed_on) < 60 or chance.happens(0.15)
    return ContactStory(Relation.VILLAGE, name, phone_number(chance), address=town, guardian=guardian)
