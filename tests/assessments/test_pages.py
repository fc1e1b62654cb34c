"""Pages of assessments: from the first question to three signatures, refusals that keep what was typed, who may do what."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.assessments.models import Assessment, AssessmentAnswer, AssessmentTrigger, RiskAssessment, ScaleRuling
from app.assessments.rules.risks import Risk
from app.audit.models import AuditEntry
from app.core.db import Database, transaction
from app.core.postgres.urls import Urls
from tests.assessments.pages import VisitDesk, ago
from tests.factories.institutions import an_institution
from tests.residents.filing import a_town_with_a_file
from tests.support.counting import Counting
from tests.support.html import select as every
from tests.support.html import the
from tests.support.people import HTMX, send_form
from tests.support.tenants import acting_everywhere


@pytest.fixture
async def nurse(app: Any, urls: Urls, pools: Database) -> AsyncIterator[VisitDesk]:
    """A nurse with the file of 王秀英 open."""
    async with a_town_with_a_file(app, urls, "nurse") as desk:
        yield VisitDesk(desk)


async def test_from_the_first_question_to_three_signatures(nurse: VisitDesk) -> None:
    begun = await nurse.start()
    assert begun.status_code == 303
    page = (await nurse.get("/answers")).text
    assert len(every(page, "[data-item]")) == 26
    said = await nurse.answered(48, risk_events={"fall": 2})
    assert [one["ok"] for one in said] == [True] * 28
    shown = (await nurse.get()).text
    assert "待签字" in the(shown, "#sentence").text
    ladder = the(shown, ".ladder").text
    for rung in ("48", "2 级", "C.4-3", "2 → 3 级", "能力重度受损"):
        assert rung in ladder
    assert (await nurse.sign("assessor_1", "周敏")).status_code == 303
    # The same person cannot be the second assessor: the place is not offered, and posting it is refused.
    again = await nurse.sign("assessor_2", "何丽")
    assert again.status_code == 422
    await nurse.sign("informant", "陈敏")
    await nurse.desk.sign_in("director")
    assert (await nurse.sign("assessor_2", "何丽")).status_code == 303
    assert "有效到 2027-04-01 前" in the((await nurse.get()).text, "#sentence").text
    tab = (await nurse.desk.get("/assessments", **HTMX)).text
    assert "能力重度受损" in tab
    assert "<html" not in tab
    assert (await nurse.get("/answers")).status_code == 303


async def test_the_paper_keeps_the_order_of_the_form_and_masks_the_phone(nurse: VisitDesk) -> None:
    await nurse.start()
    await nurse.send(
        await nurse.row(particulars={"contact_name": "陈敏", "contact_phone": "13812342716", "pain": "mild"})
    )
    await nurse.answered()
    paper = (await nurse.get("/sheet")).text
    assert "13812342716" not in paper
    heads = [one.text.split()[0] for one in every(paper, "main h2")]
    assert heads == ["A.1", "A.2", "A.3", "A.4", "A.5", "B.1", "B.2", "B.3", "B.4", "C"]
    clauses = [one.text.split()[0] for one in every(paper, ".two th")]
    assert clauses[clauses.index("A.5.10") :] == ["A.5.10", "A.5.11", "A.5.12"]


async def test_an_answer_that_arrives_twice_has_one_effect_and_the_later_tap_stands(nurse: VisitDesk) -> None:
    await nurse.start()
    late = await nurse.row(answers={"B.1.1": "2"}, at=ago(seconds=1))
    early = await nurse.row(answers={"B.1.1": "4"}, at=ago(seconds=9))
    for rows in ([late], [late, early], [late, early]):
        assert all(one["ok"] for one in await nurse.send(*rows))
    (kept,) = await nurse.desk.all(select(AssessmentAnswer))
    assert (kept.item, kept.choice) == ("B.1.1", "2")
    assert len(await nurse.desk.all(select(AuditEntry).where(AuditEntry.action == "assessments.saved"))) == 1


async def test_rows_that_cannot_be_done_say_why(nurse: VisitDesk) -> None:
    await nurse.start()
    rows = [
        await nurse.row(answers={"B.1.1": "9"}), await nurse.row(answers={"Z.9": "1"}), await nurse.row(answers=7),
        await nurse.row(particulars={"height": "hoch"}), await nurse.row("assessments.score"),
    ]  # fmt: skip
    rows[2]["body"]["home"] = "x"
    said = await nurse.send(*rows)
    assert [one["ok"] for one in said] == [False] * 5
    assert all("请" in one["why"] for one in said)
    await nurse.answered()
    (gone,) = await nurse.send(await nurse.row(answers={"B.1.1": "4"}))
    assert not gone["ok"], "a level that is reckoned is not changed from behind"


async def test_a_nurse_of_another_home_reaches_nothing(nurse: VisitDesk) -> None:
    await nurse.start()
    ours = await nurse.row(answers={"B.1.1": "4"})
    async with acting_everywhere(), transaction() as session:
        neighbour = await an_institution(session, county=nurse.desk.house.home.county)
    await nurse.desk.sign_in("nurse", neighbour)
    assert (await nurse.get()).status_code == 404
    assert (await nurse.get("/answers")).status_code == 404
    (said,) = await nurse.send(ours | {"user": await nurse.user()})
    assert not said["ok"]
    assert await nurse.desk.all(select(AssessmentAnswer)) == []


async def test_a_caregiver_looks_and_a_nurse_does_not_decide(nurse: VisitDesk) -> None:
    await nurse.start()
    for path in ("/decision", "/dispute"):
        assert (await nurse.get(path)).status_code == 403
    assert (
        await nurse.desk.browser.get("/assessments/rulings/new?scale=gbt42195-2022&code=coma_level")
    ).status_code == 403
    await nurse.desk.sign_in("caregiver")
    assert (await nurse.get()).status_code == 200
    assert not every((await nurse.desk.get("/assessments")).text, f"[href='{nurse.desk.root}/assessments/new']")
    for path in ("/assessments/new", f"/assessments/{nurse.visit}/answers", "/risks/new"):
        assert (await nurse.desk.get(path)).status_code == 403


async def test_a_refused_form_keeps_what_was_typed(nurse: VisitDesk) -> None:
    refused = await nurse.start(reason="other", place="302 房间")
    assert refused.status_code == 422
    assert the(refused.text, "[name=place]")["value"] == "302 房间"
    assert "请写明为什么做这次评估" in the(refused.text, ".error-summary").text
    await nurse.start()
    await nurse.answered()
    unsigned = await nurse.sign("informant", "陈敏", image="")
    assert unsigned.status_code == 422
    assert the(unsigned.text, "[name=name]")["value"] == "陈敏"
    voided = await nurse.post("void", reason="错")
    assert voided.status_code == 422
    assert the(voided.text, "[name=reason]")["value"] == "错"


async def test_without_a_script_the_whole_page_is_sent_at_once(nurse: VisitDesk) -> None:
    await nurse.start()
    said = {"B.1.1": "4", "B.1.2": "3", "event.fall": "2", "fact.coma": "yes", "p.living": ["alone"], "p.height": "158"}
    assert (await nurse.post("answers", **said)).status_code == 303
    (row,) = await nurse.desk.all(select(Assessment))
    assert (row.coma, row.risk_events) == (True, {"fall": 2})
    page = (await nurse.get("/answers")).text
    assert the(page, "[name='p.height']")["value"] == "158"
    assert the(page, "[name='B.1.2'][value='3']").get("checked") is not None
    wrong = await nurse.post("answers", **(said | {"B.1.1": "9", "p.height": "160"}))
    assert wrong.status_code == 422
    assert the(wrong.text, "[name='p.height']")["value"] == "160"


async def test_the_earlier_answer_is_hidden_until_this_one_is_given(nurse: VisitDesk) -> None:
    await nurse.start()
    await nurse.answered(48)
    for role, name in (("assessor_1", "周敏"), ("informant", "陈敏")):
        await nurse.sign(role, name)
    await nurse.desk.sign_in("director")
    await nurse.sign("assessor_2", "何丽")
    await nurse.start(reason="routine", assessed_on="2026-11-01")
    page = (await nurse.get("/answers")).text
    assert '"before": {"B.1.1"' in page
    marks = every(page, "[data-before]")
    assert len(marks) > 100
    assert all(mark.get("hidden") is not None for mark in marks)
    assert every(page, "[data-item] input[checked]") == []
    assert (await nurse.get("/answers")).headers["x-keep-offline"] == "yes"


async def test_nine_risks_want_nine_grades(nurse: VisitDesk) -> None:
    said: dict[str, Any] = {"assessed_on": "2026-10-01", "reason": "first", "told_to": "陈敏", "told_on": "2026-10-02"}
    said |= {f"grade_{risk.value}": "1" for risk in Risk if risk is not Risk.FALL} | {"measures_fall": ["dry"]}
    short = await nurse.desk.post("risks", **said)
    assert short.status_code == 422
    assert the(short.text, ".error-summary").text.endswith("请选跌倒的风险程度")
    assert the(short.text, "[name=told_to]")["value"] == "陈敏"
    assert the(short.text, "[name=measures_fall][value=dry]").get("checked") is not None
    done = await nurse.desk.post("risks", **(said | {"grade_fall": "2"}))
    assert done.status_code == 303
    (row,) = await nurse.desk.all(select(RiskAssessment))
    assert row.grades["fall"] == {"grade": 2, "measures": ["dry"]}
    assert "陈敏" in (await nurse.desk.get(f"/risks/{row.id}")).text


async def test_the_family_may_be_told_of_the_risks_later(nurse: VisitDesk) -> None:
    said = {"assessed_on": "2026-10-01", "reason": "first"} | {f"grade_{risk.value}": "1" for risk in Risk}
    assert (await nurse.desk.post("risks", **said)).status_code == 303
    (row,) = await nurse.desk.all(select(RiskAssessment))
    telling = f"risks/{row.id}/telling"
    assert (await nurse.desk.get(f"/{telling}")).status_code == 200
    early = await nurse.desk.post(telling, told_to="陈敏", told_on="2026-09-30")
    assert early.status_code == 422
    assert the(early.text, "[name=told_to]")["value"] == "陈敏"
    assert (
        await nurse.desk.post(telling, told_to="陈敏", told_on="2026-10-02", consent_signed="true")
    ).status_code == 303
    shown = (await nurse.desk.get(f"/risks/{row.id}")).text
    assert "陈敏" in shown
    assert "登记已告知家属" not in shown


async def test_what_was_noted_beside_a_reminder_is_read_before_it_is_dismissed(nurse: VisitDesk) -> None:
    said = {"kind": "incident", "on": "2026-10-01", "note": "夜里跌倒，手腕肿"}
    assert (await nurse.desk.post("assessment-reminders", **said)).status_code == 303
    (row,) = await nurse.desk.all(select(AssessmentTrigger))
    assert "夜里跌倒，手腕肿" in (await nurse.desk.get(f"/assessment-reminders/{row.id}/dismissal")).text


async def test_the_county_decides_the_six_items_and_rules_on_scales(nurse: VisitDesk) -> None:
    await nurse.start(scale="selfcare43-2021")
    await nurse.send(await nurse.row(answers={f"1.{n}": "0" if n < 3 else "1" for n in range(1, 7)}))
    await nurse.desk.sign_in("case_officer")
    assert not every((await nurse.get("/decision")).text, "#sentence")  # the county says why before a file opens
    assert (await nurse.desk.ask("looks", "评定照料护理标准")).status_code == 303
    assert "半护理" in the((await nurse.get("/decision")).text, "#sentence").text
    short = await nurse.post("decision", decided_on="2026-10-08")
    assert short.status_code == 422
    assert (await nurse.post("decision", deciding_office="富顺县民政局", decided_on="2026-10-08")).status_code == 303
    (row,) = await nurse.desk.all(select(Assessment))
    assert (row.final, row.decided_on) == (1, date(2026, 10, 8))
    ruling = {"county": nurse.desk.house.home.county, "scale": "gbt42195-2022", "code": "coma_level", "value": "3",
              "from_on": "2026-10-01", "basis": "自民发〔2026〕3 号"}  # fmt: skip
    address = "/assessments/rulings"
    assert (await send_form(nurse.desk.browser, address, said=ruling | {"basis": ""})).status_code == 422
    assert (await send_form(nurse.desk.browser, address, said=ruling)).status_code == 303
    (kept,) = await nurse.desk.all(select(ScaleRuling))
    assert kept.value == "3"
    assert "自民发〔2026〕3 号" in (await nurse.desk.browser.get(address)).text


async def test_pages_ask_a_fixed_number_of_times(
    nurse: VisitDesk, counting: Callable[[], AbstractContextManager[Counting]]
) -> None:
    await nurse.start()
    await nurse.answered()
    for address, most in (
        ("/assessments", 16),
        (f"{nurse.desk.root}/assessments", 22),
        (f"{nurse.desk.root}/assessments/{nurse.visit}", 15),
    ):
        with counting() as seen:
            assert (await nurse.desk.browser.get(address)).status_code == 200
        assert seen.count <= most, f"{address}: {seen.count}"
