"""What can be wrong with any ledger, whatever its kind."""

from app.core.i18n import N_
from app.imports.rules.problems import Severity, fault

ERROR, WARNING, NOTICE = Severity

NO_HEADER = fault(
    "no_header", ERROR, N_("没有认出表头"),
    N_("没有认出哪一行是表头。请指出表头在第几行，或下载模板，把内容贴进去再传"),
)  # fmt: skip
COLUMN_MISSING = fault(
    "column_missing", ERROR, N_("缺一列"),
    N_("表里没有认出「{field}」这一列。请指出是哪一列，或在表里补上这一列再传"),
)  # fmt: skip
REQUIRED = fault("required", ERROR, N_("缺{field}"), N_("第 {row} 行没有{field}，请补上"))
TOO_LONG = fault(
    "too_long", ERROR, N_("{field}太长"),
    N_("{field}有 {length} 个字，最多 {limit} 个。请改短；说明性的话可写在备注里"),
)  # fmt: skip
CONTROL = fault(
    "control_character", ERROR, N_("有看不见的控制字符"),
    N_("{field}里有看不见的控制字符，多半是从别的系统拷来的。请删掉重填"),
)  # fmt: skip
CELL_ERROR = fault(
    "cell_error", ERROR, N_("公式算错了"), N_("{field}是一个算错的公式「{found}」。请改成正确的内容，或粘贴为数值")
)
HOLLOW = fault(
    "formula_not_calculated", ERROR, N_("公式没有算出的值"),
    N_("{field}是公式，但文件里没有算好的值。请用 WPS 或 Excel 打开，存一次再传；或粘贴为数值"),
)  # fmt: skip
NUMBER_LOST = fault(
    "number_lost", ERROR, N_("长号码被 Excel 改坏了"),
    N_("第 {row} 行：Excel 把{field}变成了数字，后面几位已丢失，补不回来。请把该列设为「文本」后照原件重填"),
)  # fmt: skip
DATE_FOR_LABEL = fault(
    "date_for_label", ERROR, N_("编号被当成了日期"),
    N_("{field}被 Excel 当成了日期「{found}」，原来写的可能是「{guess}」。请核对，把该列设为「文本」后重填"),
)  # fmt: skip
BAD_DATE = fault(
    "bad_date", ERROR, N_("{field}看不懂"),
    N_("{field}「{found}」不是一个日期。请写成 2026-11-23 这样，年月日齐全"),
)  # fmt: skip
DATE_UNLIKELY = fault(
    "date_unlikely", ERROR, N_("{field}不像真的"),
    N_("{field}「{found}」读作 {date}，应在 {earliest} 到 {latest} 之间。请核对年份"),
)  # fmt: skip
NOT_YES_NO = fault(
    "not_yes_no",
    ERROR,
    N_("{field}不是「是」或「否」"),
    N_("{field}写着「{found}」，不知道算是还是否。请写「是」或「否」"),
)
NOT_A_NUMBER = fault(
    "not_a_number", ERROR, N_("{field}不是整数"), N_("{field}「{found}」不是整数，请写成 12 这样的数字")
)
EXTRA_CELLS = fault(
    "extra_cells", ERROR, N_("这一行比表头多出格子"),
    N_("第 {row} 行比表头多出 {extra} 格，可能有一格里混进了分隔符，后面的内容都错开了。请核对这一行"),
)  # fmt: skip

OTHER_SHEET = fault(
    "other_sheet", WARNING, N_("还有别的工作表没有导入"),
    N_("工作表「{sheet}」的表头和这张一样，有 {rows} 行，这次不导入。要导入请另选这张表，再导一次"),
)  # fmt: skip
TOTAL_DIFFERS = fault(
    "total_differs", WARNING, N_("合计数和行数对不上"),
    N_("合计行写的是 {said}，实际读到 {read} 行。请看一眼是不是漏了行"),
)  # fmt: skip
COLUMN_GUESSED = fault(
    "column_guessed", WARNING, N_("有一列是猜的"),
    N_("{letter} 列「{title}」是看内容猜的，当作「{field}」。不对请改对列"),
)  # fmt: skip
MERGED_ONCE = fault(
    "merged_once", WARNING, N_("合并的格子只算第一行"),
    N_("「{field}」列有合并的格子，跨 {rows} 行，只算在第 {row} 行上。若每行都是，请取消合并后逐行填写"),
)  # fmt: skip
DATE_GUESSED = fault(
    "date_guessed", WARNING, N_("日期是猜的"), N_("{field}「{found}」读作 {date}：{guess}。不对请改写成年月日")
)

TOTAL_ROW = fault("total_row", NOTICE, N_("合计行"), N_("第 {row} 行是合计，不是一条记录，已跳过"))
FOOTER_ROW = fault("footer_row", NOTICE, N_("表尾的说明"), N_("第 {row} 行是表尾的说明，不是一条记录，已跳过"))
HEADER_AGAIN = fault("header_again", NOTICE, N_("重复的表头"), N_("第 {row} 行是重复的表头，已跳过"))
EXAMPLE_ROW = fault("example_row", NOTICE, N_("模板的示例行"), N_("第 {row} 行是模板的示例，已跳过"))
LEFT_OUT = fault("left_out", NOTICE, N_("您选择跳过的行"), N_("第 {row} 行按您的选择跳过"))
BLANK_ROWS = fault("blank_rows", NOTICE, N_("空行"), N_("中间有 {count} 个空行，已跳过"))
TIDIED = fault(
    "tidied", NOTICE, N_("空格和全角已整理"),
    N_("「{field}」列有 {count} 格带多余的空格、换行或全角字母数字，已整理，例如「{found}」"),
)  # fmt: skip
MERGED_DOWN = fault(
    "merged_down", NOTICE, N_("合并的格子已展开"), N_("「{field}」列有 {count} 处合并的格子，每一行都按首格的内容读")
)
HEADER_JOINED = fault(
    "header_joined", NOTICE, N_("合并表头已拼成一行"),
    N_("表头占第 {first} 到 {last} 行，已拼成「{title}」这样的列名"),
)  # fmt: skip
UNMATCHED = fault(
    "column_unmatched", NOTICE, N_("有一列没有导入"), N_("{letter} 列「{title}」没有对应的内容，不导入；原表里还在")
)
ENCODING = fault(
    "encoding", NOTICE, N_("文字编码"), N_("文件不是 UTF-8，已按 {encoding} 读。若看到乱码，请另存为 UTF-8 再传")
)
FORM_UNLIKE_NAME = fault(
    "form_unlike_name", NOTICE, N_("名字和内容不一样"), N_("文件名是 {name}，内容其实是 {form}，已按内容读")
)
HIDDEN_SHEET = fault("hidden_sheet", NOTICE, N_("隐藏的工作表"), N_("隐藏的工作表「{sheet}」没有读"))
