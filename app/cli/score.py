"""`score SCALE answers.csv`: the level of every row of a file of answers, as CSV. Needs no database."""

import csv
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.assessments.rules.scoring import score as score_answers
from app.assessments.scales import SCALES, scale_named
from app.cli.answers import read_answers
from app.cli.root import FAILED, ROW_ERRORS, command, complain
from app.core.i18n import _

__all__ = ["score"]

COLUMNS = ("id", "total", "preliminary", "final", "clauses")


@command(
    "score",
    help="按量表给一份答案评定等级，以 CSV 输出：id,total,preliminary,final,clauses。\n\n"
    "列：id、量表的各项编号（如 B.1.1），以及 coma、dementia、psychiatric（0 或 1）和 risk_events（近 30 天次数）。\n\n"
    "preliminary、final 是等级的数字；039 的 total 是四个一级指标的等级，如 1-2-0-3，没有评的写 x。"
    "clauses 如 C.4-2:1>2，是起作用的条款和它前后的等级；D-2:1|2 是判定卡有两种读法。\n\n"
    "有一格不对就什么都不评：每处问题写在标准错误输出，退出码是 3。不需要数据库。",
)
def score(
    scale: Annotated[str, typer.Argument(help="量表代码，如 gbt42195-2022、mzt039-2013")],
    answers: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="答案，CSV 文件，UTF-8，有无 BOM 都可以")
    ],
) -> None:
    """Score a file of answers; with a problem in any cell nothing is scored."""
    known = [code for code, each in SCALES.items() if each.is_on]
    if scale not in known:
        complain(_("没有启用「{scale}」这个量表。现在有：{known}").format(scale=scale, known=_("、").join(known)))
        raise typer.Exit(FAILED)
    chosen = scale_named(scale)
    found = read_answers(chosen, answers.read_bytes())
    for problem in found.problems:
        complain(problem.line)
    if found.problems:
        raise typer.Exit(ROW_ERRORS)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in found.rows:
        result = score_answers(chosen, row.answers, row.facts)
        writer.writerow(
            (row.id, result.preliminary.total, result.preliminary.level, result.final.number, result.clauses)
        )
