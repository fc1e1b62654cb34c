"""What a person can be told about a file that cannot be taken, and what to do about it."""

from collections.abc import Sequence

from app.core.errors import Conflict, DomainError, NotAllowed
from app.core.i18n import N_, _
from app.core.sentences import add_sentences

__all__ = [
    "REFUSALS",
    "SENTENCES",
    "ChangedSinceChecked",
    "ChoiceRefused",
    "FiguresUsedSince",
    "FileUnlikeRow",
    "KindNotAllowed",
    "LedgerRefused",
    "MappingRefused",
    "NotApplied",
    "RunBusy",
    "RunClosed",
    "StillRunning",
    "StillWrong",
    "UnknownKind",
    "UsedSince",
]

REFUSALS: dict[str, str] = {
    "too_large": N_("文件有 {size} MB，最大 {limit} MB。请去掉图片和用不着的工作表，或分成几份再传"),
    "empty": N_("文件是空的，没有可导入的内容。请确认保存后再传"),
    "too_many_parts": N_("文件里有 {count} 个部件，最多 {limit} 个。请把表格内容复制到一个新的工作簿，另存后再传"),
    "too_large_unpacked": N_("文件解开后有 {size} MB，最大 {limit} MB。请去掉图片和用不着的工作表，或分成几份再传"),
    "too_dense": N_(
        "文件压缩得异常紧，解开后会大到 {limit} 倍以上，为安全起见没有打开。请用 WPS 或 Excel 打开，另存为 .xlsx 再传"
    ),
    "entities": N_(
        "文件里带有外部定义，不是 WPS 或 Excel 存出来的样子，为安全起见没有打开。请用 WPS 或 Excel 打开，另存为 .xlsx 再传"
    ),
    "damaged": N_("文件打不开，可能没有传完整或已损坏。请用 WPS 或 Excel 打开看一看，另存为 .xlsx 再传"),
    "locked": N_("文件设了密码，打不开。请去掉打开密码，另存后再传"),
    "binary_workbook": N_("这是 .xlsb 格式，读不了。请用 WPS 或 Excel 打开，另存为 .xlsx 再传"),
    "not_a_table": N_("这个文件不是表格。请传 .xlsx、.xls、.ods、.csv、.psv 或 .tsv 文件；WPS 的 .et 请先另存为 .xlsx"),
    "web_page": N_("这个文件其实是网页，只是用了表格的名字。请用 WPS 或 Excel 打开，另存为 .xlsx 再传"),
    "too_many_rows": N_("表里超过 {limit} 行。请分成几份，分次导入"),
    "too_many_columns": N_("第 {row} 行写到了第 {limit} 列以外。请删掉用不着的列，再传"),
    "too_far": N_("{cell} 格里写了东西，离表太远（最多到第 {limit} 行）。请删掉那一格，再传"),
    "open_quote": N_("第 {line} 行附近有一个引号没有配上，后面的内容都连成了一格。请补上或删掉这个引号，再传"),
    "too_heavy": N_("这份表太大，读不下来。请把要导入的那张表复制到一个新的工作簿，另存后再传"),
    "too_slow": N_("这份表读了太久，没有读完。请把要导入的那张表复制到一个新的工作簿，另存后再传"),
    "ods_failed": N_("这份 .ods 里有算错的公式，读出来会成空白。请改好公式，或另存为 .xlsx 再传"),
    "ods_merged": N_("这份 .ods 里有上下合并的格子，读出来会成空白。请取消合并，或另存为 .xlsx 再传"),
    "no_sheet": N_("文件里没有一张有内容的工作表。请确认选对了文件"),
}


class LedgerRefused(DomainError):
    """A file that is not taken: too large, damaged, locked, or no table at all."""

    sentence = REFUSALS["damaged"]

    def __init__(self, code: str, **facts: str | int) -> None:
        """Say why by the refusal's code; `facts` fill the sentence."""
        super().__init__(_(REFUSALS[code]).format(**facts), field="file")
        self.code = code
        self.facts = facts


class MappingRefused(DomainError):
    """A mapping that does not fit: an unknown field, one field twice, a file that cannot be read."""

    sentence = N_('对列文件读不懂，请用 TOML 或 JSON，例如 [columns] 下的一行 ROOM = "room"')


class UnknownKind(DomainError):
    """A kind of ledger that nobody has made known."""

    sentence = N_("没有这一种台账。现在能导入的是床位和老人，请从列表里选")


class ChoiceRefused(DomainError):
    """A sheet or header rows that are not in the file."""

    sentence = N_("表头的行号不对：请写表里有的行，从上到下最多 4 行，例如 2 到 3")


class RunClosed(DomainError):
    """A ledger that has taken effect, or was taken back, and can no longer be changed."""

    sentence = N_("这次导入已经生效或撤销，不能再改。要再导，请回到导入页重新上传")


class RunBusy(Conflict):
    """A ledger that the worker is writing or taking back; nobody else may touch it meanwhile."""

    sentence = N_("后台正在处理这份台账，办完之前不能再改。请等它办完，办完后这里会显示")


class StillRunning(Conflict):
    """A wait that nobody needs to give up: the worker has said something a moment ago."""

    sentence = N_("后台刚刚还有进展，现在不能退回。请再等一等")


class NotApplied(DomainError):
    """Nothing to take back: it has not taken effect, or was taken back already."""

    sentence = N_("这次导入没有生效，或已经撤销，不用再撤。请刷新后再看")


class StillWrong(DomainError):
    """A row in error keeps the whole ledger out."""

    sentence = N_("表里还有错误，什么都没有写入。请回到「校验」改完再生效")


class ChangedSinceChecked(Conflict):
    """The home or the ledger is no longer what was rehearsed."""

    sentence = N_("预演之后有人改过相关的资料，结果和刚才不一样，什么都没有写入。请看过新的预演再生效")


class UsedSince(DomainError):
    """What an import built has been used since; everything that stands on it is listed."""

    told = N_("有 {n} 处在导入之后又办过事，不能整批撤销：{things}。请先撤回那些；不再需要的，请逐个办停用或退住")

    def __init__(self, things: Sequence[str]) -> None:
        """Keep the names, so that the page can list them."""
        self.things = tuple(things)
        super().__init__(_(self.told).format(n=len(self.things), things=_("、").join(self.things[:10])))


class FiguresUsedSince(UsedSince):
    """Reported figures of an import have been voided or replaced since."""

    told = N_("有 {n} 条在导入之后又改过，不能整批撤销：{things}。请先撤销后面的导入；只有个别报错的，请逐条作废")


class FileUnlikeRow(DomainError):
    """A number leads to a file of another home that bears another name, or the other sex, than the row."""

    def __init__(self, row: int) -> None:
        """Say which row; whose file it is stays unsaid."""
        sentence = _(
            "第 {row} 行的证件号在别的机构的档案里是另一个姓名或性别，什么都没有写入。请对照证件改好，或跳过这行"
        )
        super().__init__(sentence.format(row=row))


class KindNotAllowed(NotAllowed):
    """A kind of ledger that needs more rights than the one to import."""

    def __init__(self, kind: str, who: str) -> None:
        """Say who may do it."""
        super().__init__(_("您没有导入{kind}台账的权限，请找{who}办理").format(kind=kind, who=who))


SENTENCES = {
    "pk_import_runs": N_("导入编号重复，系统没有保存，请再试一次"),
    "uq_import_runs_home": N_("导入编号重复，系统没有保存，请再试一次"),
    "fk_import_runs_institution": N_("没有找到这家机构，请从首页重新进入"),
    "ck_import_runs_home": N_("上报数是整个区县的，其他台账是一家机构的，系统没有保存。请从对应的页面重新上传"),
    "ck_import_runs_state": N_("导入的进度不对，系统没有保存，请回到「导入台账」重新上传"),
    "ck_import_runs_phase": N_("后台的进度不对，系统没有保存，请再试一次"),
    "ck_import_runs_applied": N_("这次导入的生效时间不对，系统没有保存，请再试一次"),
    "ck_import_runs_undone": N_("这次导入的撤销时间不对，系统没有保存，请再试一次"),
    "pk_import_templates": N_("这种台账的对列已记过一份，系统没有保存，请再试一次"),
    "fk_import_templates_institution": N_("没有找到这家机构，请从首页重新进入"),
}
add_sentences(SENTENCES)
