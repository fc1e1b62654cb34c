"""What can be wrong with reported figures."""

from app.core.i18n import N_
from app.imports.rules.problems import Severity, fault

ERROR, WARNING, NOTICE = Severity

UNKNOWN_HOME = fault(
    "reported_unknown_home", ERROR, N_("没有这家机构"),
    N_("第 {row} 行的机构「{home}」在{county}没有。请改成系统里的名称或代码；还没有建档的，请县级直管先新建"),
)  # fmt: skip
UNKNOWN_CODE = fault(
    "reported_unknown_code", ERROR, N_("机构代码对不上"),
    N_("机构代码「{found}」在{county}没有，「{home}」的代码是 {code}。请核对是哪一家，再改代码或跳过这行"),
)  # fmt: skip
HOME_TWICE = fault(
    "reported_home_twice", ERROR, N_("有几家机构同名"),
    N_("「{found}」在{county}有 {n} 家，分不清是哪一家。请填写机构代码"),
)  # fmt: skip
OTHER_COUNTY = fault(
    "reported_other_county",
    ERROR,
    N_("不是本区县的"),
    N_("第 {row} 行写的是「{found}」，这次导入的是{county}。请核对，或跳过这行"),
)
UNKNOWN_COUNTY = fault(
    "reported_unknown_county", ERROR, N_("没有这个区县"),
    N_("第 {row} 行的区县「{found}」在{region}下面没有。请改成系统里的名称"),
)  # fmt: skip
COUNTY_NEEDED = fault(
    "reported_county_needed",
    ERROR,
    N_("没有写区县"),
    N_("第 {row} 行没有写区县，不知道是哪个区县的机构。请补上区县这一列"),
)
CODE_UNFIT = fault(
    "reported_code_unfit", ERROR, N_("机构代码不能用"),
    N_("机构代码「{found}」不能用来新建机构：只能是大写字母、数字和连字符，最多 20 个字。请改写"),
)  # fmt: skip
MORE_FREE_THAN_BEDS = fault(
    "reported_more_free",
    ERROR,
    N_("空余多于核定"),
    N_("空余床位 {available} 多于核定床位 {registered}，在住会是负数。请核对这一行"),
)
TWICE = fault(
    "reported_twice", ERROR, N_("同一个数写了两次"),
    N_("第 {row} 行和第 {other} 行是同一家机构、同一类床位、同一天。请只留一行"),
)  # fmt: skip

OVER_REGISTERED = fault(
    "reported_over",
    WARNING,
    N_("在住多于核定"),
    N_("在住 {people} 人，核定床位 {registered} 张。照原样登记并标出，请向机构核实"),
)
JUMP = fault(
    "reported_jump", WARNING, N_("人数突增"),
    N_("{before} 报 {earlier} 人，{after} 报 {people} 人，新入住没有这么多。照原样登记并标出，请向机构核实"),
)  # fmt: skip
NOT_FILLED = fault(
    "reported_not_filled",
    WARNING,
    N_("在住和空余都没有填"),
    N_("{beds}的在住和空余都没有填，记作未填，不当作零；请向机构补问"),
)
CLOSED = fault(
    "reported_closed", WARNING, N_("机构那时已关闭"),
    N_("该机构已于 {closed} 关闭，报的却是 {day} 的数。照原样登记并标出，停办之日起不计入入住率。请核对日期和机构"),
)  # fmt: skip
NOTHING_SAID = fault(
    "reported_nothing", WARNING, N_("一个数都没有填"), N_("第 {row} 行核定、在住、空余都没有填，没有可登记的数，已跳过")
)
NOT_ADDING_UP = fault(
    "reported_not_adding_up", WARNING, N_("加不拢"),
    N_("在住 {occupied} 加空余 {available} 不等于核定 {registered}。照原样登记，入住率按在住算"),
)  # fmt: skip
NAME_DIFFERS = fault(
    "reported_name_differs",
    WARNING,
    N_("名称和系统里的不一样"),
    N_("代码是「{home}」的，名称却写着「{found}」。按代码登记，请核对"),
)
NAME_CUT = fault(
    "reported_name_cut",
    WARNING,
    N_("机构名称太长"),
    N_("机构名称有 {length} 个字，最多 {limit} 个，新建时只存前 {limit} 个"),
)

KEPT_APART = fault(
    "reported_kept_apart",
    NOTICE,
    N_("另列的床位"),
    N_("床位类别「{found}」有 {count} 行，另列为「{beds}」，不计入入住率{why}"),
)
KIND_UNKNOWN = fault(
    "reported_kind_unknown", WARNING, N_("不认识的床位类别"),
    N_("床位类别「{found}」不认识，有 {count} 行，另列为其他床位，不计入入住率。写错了请改正"),
)  # fmt: skip
