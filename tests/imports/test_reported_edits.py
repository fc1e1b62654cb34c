"""A county's workbook put right on its page: cells retyped, rows left out, what is only a warning."""

from datetime import date

from app.core.db import transaction
from app.institutions.models import Institution
from tests.imports.reporting import checked, figures, hidden, lines
from tests.imports.running import tap
from tests.support.tenants import COUNTY


async def test_an_unknown_home_is_an_error_with_the_nearest_name_and_is_put_right_on_the_page(officer):
    run = await checked(officer, lines(DS01=["", "代寺敬老院", "2026-01-30", "", 60, None, 12, None]))
    page = await officer.get(run)
    assert "改为「代寺镇敬老院」" in page.text
    assert "还有错误，改完才能写入" in page.text
    refused = await officer.post(f"{run}/apply", data=tap(agreed="plan=x"))
    assert refused.status_code == 303
    assert await figures() == []
    fixed = await officer.post(
        f"{run}/edits", data=tap(version=hidden(page, "version"), cell="B4", value="代寺镇敬老院")
    )
    assert fixed.status_code == 303, fixed.text
    page = await officer.get(run)
    assert "没有错误" in page.text
    # The page that was open before is older than the workbook now.
    stale = await officer.post(f"{run}/edits", data=tap(version=1, cell="B4", value="别的"))
    assert stale.status_code == 409


async def test_a_row_is_left_out_on_wish(officer):
    run = await checked(officer, lines(DS01=["", "哪里也没有的院", "2026-01-30", "", 60, None, 12, None]))
    page = await officer.get(run)
    await officer.post(f"{run}/edits", data=tap(version=hidden(page, "version"), cell="B4", value="", skip="yes"))
    page = await officer.get(run)
    assert "导入生效，写入 2 行" in page.text
    # A slip is undone: the row is read again, and is as wrong as it was.
    await officer.post(f"{run}/edits", data=tap(version=hidden(page, "version"), cell="B4", back="yes"))
    page = await officer.get(run)
    assert "没有这家机构" in page.text
    await officer.post(f"{run}/edits", data=tap(version=hidden(page, "version"), cell="B4", value="", skip="yes"))
    page = await officer.get(run)
    await officer.post(f"{run}/apply", data=tap(agreed=hidden(page, "agreed")))
    assert len(await figures()) == 2


async def test_a_correction_answers_with_the_part_it_changes_and_a_refused_one_keeps_what_was_typed(officer):
    run = await checked(officer, lines(DS01=["", "代寺敬老院", "2026-01-30", "", 60, None, 12, None]))
    version = hidden(await officer.get(run), "version")
    htmx = {"HX-Request": "true", "HX-Request-Type": "partial"}
    typed = "代寺镇" * 200
    refused = await officer.post(f"{run}/edits", data=tap(version=version, cell="B4", value=typed), headers=htmx)
    assert refused.status_code == 422
    assert f'id="typed" name="value" value="{typed}"' in refused.text
    assert '<a href="#typed">改成太长' in refused.text
    stale = await officer.post(f"{run}/edits", data=tap(version=99, cell="Z9", value="别的"), headers=htmx)
    assert stale.status_code == 409
    assert "您在 Z9 填的是「别的」，没有保存" in stale.text
    for answer in (refused, stale):
        assert 'id="ledger"' in answer.text
        assert "<html" not in answer.text
    right = tap(version=version, cell="B4", value="代寺镇敬老院")
    fixed, again = [await officer.post(f"{run}/edits", data=right, headers=htmx) for _n in range(2)]
    for answer in (fixed, again):
        assert (answer.status_code, "HX-Redirect" in answer.headers) == (200, False)
        assert "toast" in answer.headers["HX-Trigger"]
        assert "没有错误" in answer.text
        assert "导入生效，写入 3 行" in answer.text
        assert "<html" not in answer.text
    page = await officer.get(run)
    assert hidden(page, "version") == hidden(fixed, "version") != version


async def test_a_closed_home_is_a_warning_and_its_figure_is_still_taken(officer, homes):
    async with transaction() as session:
        home = await session.get(Institution, (COUNTY, homes[0].id))
        home.closed_on = date(2026, 1, 31)
    page = await officer.get(await checked(officer, lines()))
    assert "该机构已于 2026-01-31 关闭，报的却是 2026-01-31 的数" in page.text
    assert "导入生效，写入 3 行" in page.text
