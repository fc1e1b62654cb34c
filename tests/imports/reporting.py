"""A county's workbook of reported figures, made and handed in as a browser does, and the figures that stand."""

import re

from sqlalchemy import select

from app.census.models.reported import ReportedFigure
from app.core.db import transaction
from tests.imports.ledgers import xlsx
from tests.imports.running import tap
from tests.support.tenants import COUNTY

INDEX = "/reported/imports"
HEAD = ["机构代码", "机构名称", "统计日期", "床位类别", "核定床位", "已入住", "空余床位", "新入住"]


def lines(**changes):
    """A good workbook; `changes` name a row by its home's code and give its last cells anew."""
    rows = [
        ["ZH01", "赵化镇敬老院", "2026-01-31", "全托床位", 100, 80, None, 2],
        ["DS01", "代寺镇敬老院", "2026-01-30", "", 60, None, 12, None],
        ["DX01", "东湖街道养老服务中心", "2026-01-31", "呼吸机床位", 8, None, None, None],
        [None, "合计", None, None, 168, 80, 12, 2],
    ]
    return [["上报表"], HEAD, *[changes.get(row[0], row) if row[0] else row for row in rows]]


async def upload(browser, rows, county=COUNTY):
    files = {"file": ("上报.xlsx", xlsx(rows, name="一月"), "application/octet-stream")}
    return await browser.post(INDEX, data=tap(county=county), files=files)


async def checked(browser, rows):
    answer = await upload(browser, rows)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


async def figures():
    async with transaction() as session:
        rows = await session.scalars(
            select(ReportedFigure).where(ReportedFigure.voided_at.is_(None)).order_by(ReportedFigure.id)
        )
        return [(row.kind.value, row.code, row.registered, row.occupied, row.available, row.source) for row in rows]
