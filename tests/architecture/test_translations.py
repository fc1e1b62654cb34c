"""Every word on the screen goes through gettext, 中文 as the key, and has its English: whole, checked, not guessed."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from jinja2 import Environment, nodes

from app.web.templates import environment
from tests.architecture.reading import ROOT, Module, app_modules, made_up, name_of_call
from tests.architecture.words import HAN, is_chinese, placeholders, writing_faults
from tools import catalogue

TEMPLATES = ROOT / "templates"
SAYS = {"_", "N_", "gettext", "ngettext", "i18n._"}
NO_SENTENCE = {
    "help",  # of a command: read before anybody's language is known
    "acting_as_system", "acting_for_home",  # the purpose, under which the system stands in the audit
    "pattern", "strip", "rstrip", "lstrip", "removesuffix", "removeprefix", "split", "partition", "replace",
}  # fmt: skip
KEEPS_CHINESE = {"中文", "颐养", "养老", "特困", "加", "标间", "每间", "床", "到", "单号", "富民发", "号"}
"""What stays 中文 in English: names, terms without a word of their own, and examples that are typed as they stand."""

NOT_FOR_THE_SCREEN = {
    "app/accounts/passwords.py": "what is checked when there is nothing to check",
    "app/accounts/rules/": "what people choose as passwords",
    "app/accounts/system.py": "the name under which the system stands in the audit",
    "app/admissions/routes/prefilling.py": "by which word a line of the price list is known",
    "app/beds/rules/patterns.py": "how rooms and beds are written in a pattern",
    "app/core/postgres/guard.py": "asks whether the server can search 中文",
    "app/demo/": "the made-up people, homes and papers themselves; its refusals and words of actions are marked",
    "app/desk/rules/doors.py": "pinyin and initials",
    "app/imports/mapping/": "what headers of ledgers are called",
    "app/imports/rules/": "what cells of ledgers say",
    "app/main.py": "the name of the product",
    "app/regions/": "names of regions and how they are read",
    "app/residents/forms/around.py": "what a telephone number may be written with",
    "app/residents/rules/birthdays.py": "how a day of the lunar calendar is written",
    "app/residents/rules/readings.py": "characters and how they are read in names",
    "app/residents/service/everywhere.py": "the name under which the system stands in the audit",
    "app/stays/service/handing_over.py": "the name under which the system stands in the audit",
    "app/waitlist/service/seeing.py": "the name under which the system stands in the audit",
    "app/web/filters.py": "dates, which each language writes in its own way",
}
"""Files whose 中文 is data: compared with what people typed or kept, or the same in every language."""

NUMERALS = re.compile("[零〇一二两三四五六七八九十百]+")
SAMPLES = ("kit/",)
"""The page of components shows invented people and papers; what its components say is said by themselves."""


def faults_of(said: Message) -> list[str]:
    """Name what is wrong with one entry of the catalogue."""
    keys = [said.id] if isinstance(said.id, str) else list(said.id)
    forms = [said.string] if isinstance(said.string, str) else list(said.string)
    wrong = []
    if said.fuzzy or not forms or not all(forms):
        wrong.append("no English")
    for form in filter(None, forms):
        if placeholders(form) != placeholders(keys[-1]) and placeholders(form) != placeholders(keys[0]):
            wrong.append("other gaps than the 中文")
        if set(re.findall(f"{HAN}+", form)) - KEEPS_CHINESE:
            wrong.append("中文 in the English")
    return wrong


def bare_words(modules: Iterable[Module]) -> list[str]:
    """List 中文 in Python that is neither said nor marked for the catalogue; numerals and patterns are data."""
    found = []
    for module in modules:
        if not module.path.startswith(tuple(NOT_FOR_THE_SCREEN)):
            marked = _said(module) | _documentation(module)
            words = (node for node in module.nodes if isinstance(node, ast.Constant) and id(node) not in marked)
            found += [f"{module.path}:{word.lineno}: {word.value[:40]}" for word in words if _is_bare(word.value)]
    return found


def _is_bare(value: object) -> bool:
    return isinstance(value, str) and is_chinese(value) and "\\" not in value and not NUMERALS.fullmatch(value)


def _said(module: Module) -> set[int]:
    """Find what is handed to gettext, and what is no sentence of a page."""
    calls = [node for node in module.nodes if isinstance(node, ast.Call)]
    kept = {id(word.value) for call in calls for word in call.keywords if word.arg in NO_SENTENCE}
    taken = [
        call for call in calls if name_of_call(call) in SAYS or name_of_call(call).rpartition(".")[2] in NO_SENTENCE
    ]
    return {id(argument) for call in taken for argument in call.args} | kept


def _documentation(module: Module) -> set[int]:
    return {id(node.value) for node in module.nodes if isinstance(node, ast.Expr)}


def assembled(modules: Iterable[Module]) -> list[str]:
    """List sentences put together before they are said: the catalogue cannot know them."""
    return [
        f"{module.path}:{node.lineno}"
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.Call) and name_of_call(node) in SAYS and node.args
        if isinstance(node.args[0], ast.JoinedStr | ast.BinOp) or _is_formatted(node.args[0])
    ]


def _is_formatted(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Call) and name_of_call(argument).endswith(".format")


def bare_words_of_template(name: str, source: str, env: Environment = environment) -> list[str]:
    """List 中文 in a template that does not go through gettext."""
    tree = env.parse(source)
    said = {id(inner) for call in tree.find_all(nodes.Call) if _says(call) for inner in call.args}
    texts = [data.data for data in tree.find_all(nodes.TemplateData)]
    found = [f"{name}: {bare.strip()[:40]}" for bare in texts if is_chinese(bare.replace("中文", ""))]
    return found + [
        f"{name}: {const.value[:40]}"
        for const in tree.find_all(nodes.Const)
        if _is_bare(const.value) and const.value not in KEEPS_CHINESE and id(const) not in said
    ]


def _says(call: nodes.Call) -> bool:
    return isinstance(call.node, nodes.Name) and call.node.name in SAYS


def _templates() -> Iterator[tuple[str, str]]:
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = str(path.relative_to(TEMPLATES))
        if not name.startswith(SAMPLES):
            yield name, path.read_text("utf-8")


@cache
def _extracted() -> Catalog:
    """Read the whole house for what it says, which takes seconds, once for those who only look at it."""
    return catalogue.extracted()


def _messages(found: Catalog) -> list[Message]:
    return [message for message in found if message.id]


def test_the_catalogue_holds_what_is_said_and_nothing_else() -> None:
    said = {message.id for message in _messages(_extracted())}
    kept = {message.id for message in _messages(catalogue.present())}
    assert len(said) >= 400
    assert sorted(map(str, said - kept)) == []
    assert sorted(map(str, kept - said)) == []


def test_every_sentence_has_its_english() -> None:
    kept = _messages(catalogue.present())
    assert len(kept) >= 400
    assert [(message.id, faults) for message in kept if (faults := faults_of(message))] == []


def test_every_sentence_is_well_written() -> None:
    said = [key for m in _messages(_extracted()) for key in ([m.id] if isinstance(m.id, str) else m.id)]
    assert [f"{fault}: {key}" for key in said for fault in writing_faults(key)] == []


def test_every_key_is_chinese() -> None:
    said = [argument for module in app_modules() for argument in _keys(module)]
    assert len(said) >= 300
    assert [word for word in said if not catalogue.SAID.search(word)] == []


def _keys(module: Module) -> list[str]:
    calls = (node for node in module.nodes if isinstance(node, ast.Call) and name_of_call(node) in SAYS)
    return [
        arg.value for call in calls for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    ]


def test_python_says_no_bare_words() -> None:
    assert sum(bool(_said(module)) for module in app_modules()) >= 20
    assert bare_words(app_modules()) == []


def test_no_sentence_is_put_together_before_it_is_said() -> None:
    assert assembled(app_modules()) == []


def test_templates_say_no_bare_words() -> None:
    found = [fault for name, source in _templates() for fault in bare_words_of_template(name, source)]
    assert sum("_(" in source for _, source in _templates()) >= 40
    assert found == []


def test_the_catalogue_is_written_the_same_way_every_time() -> None:
    once = catalogue.present()
    assert catalogue.written(once) == catalogue.ENGLISH.read_bytes()


def test_a_bare_word_in_python_is_found() -> None:
    source = '"""占床"""\nsaid = _("停用")\nlabel = "空床"\nword = f"共 {n} 张"'
    assert bare_words([made_up("app.beds.rules", source)]) == [
        f"app/beds/rules.py:{bare}" for bare in ("3: 空床", "4: 共 ", "4:  张")
    ]


def test_a_sentence_put_together_is_found() -> None:
    source = '_(f"共 {n} 张")\n_("共 " + n)\n_("共 {n} 张".format(n=n))\n_("共 {n} 张").format(n=n)'
    assert len(assembled([made_up("app.beds.rules", source)])) == 3


def test_a_bare_word_in_a_template_is_found() -> None:
    source = (
        '<p title="空床">{{ _("停用") }} {{ "占床" if x else "" }} {{ badge(_("共 %(n)s 张", n=1)) }}</p>{# 注释 #}'
    )
    assert bare_words_of_template("planted.html", source) == ['planted.html: <p title="空床">', "planted.html: 占床"]


def test_a_faulty_translation_is_found() -> None:
    planted = {
        "空床": "",
        "共 {n} 张": "beds in all",
        "停用": "停用 (closed)",
        "在住 %(n)s 人": "%(n)s in residence",
    }
    wrong = {key: faults_of(Message(key, string=said)) for key, said in planted.items()}
    assert wrong == {
        "空床": ["no English"],
        "共 {n} 张": ["other gaps than the 中文"],
        "停用": ["中文 in the English"],
        "在住 %(n)s 人": [],
    }
    assert faults_of(Message("空床", string="Free bed", flags=["fuzzy"])) == ["no English"]


def test_a_new_sentence_reaches_the_catalogue(tmp_path: Path) -> None:
    module = import_module("babel.messages.extract")
    path = tmp_path / "page.html"
    path.write_text('{{ _("新的一句") }}', "utf-8")
    found = module.extract_from_file("jinja2", path, options={"newstyle_gettext": "true"})
    assert [message for _, message, *_ in found] == ["新的一句"]
