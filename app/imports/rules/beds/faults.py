"""What can be wrong with a bed ledger."""

from app.core.i18n import N_
from app.imports.rules.problems import Severity, fault

ERROR, WARNING, NOTICE = Severity

# Inside one row.
OTHER_HOME = fault(
    "beds.other_home", ERROR, N_("别的机构的床"),
    N_("第 {row} 行写的是「{found}」，这次导入的是「{home}」。请跳过这行，或换一份本机构的台账"),
)  # fmt: skip
ROOM_KIND_UNKNOWN = fault(
    "beds.room_kind_unknown",
    ERROR,
    N_("房间类型「{found}」不认识"),
    N_("字典里没有「{found}」，请改成单人间、双人间、三人间或多人间"),
)
SEX_RULE_UNKNOWN = fault(
    "beds.sex_rule_unknown",
    ERROR,
    N_("房间性别「{found}」不认识"),
    N_("不知道「{found}」是男室还是女室。请写男、女、同性或不限"),
)
UNIT_KIND_UNKNOWN = fault(
    "beds.unit_kind_unknown",
    ERROR,
    N_("单元性质「{found}」不认识"),
    N_("不知道「{found}」是什么单元。请写普通，或认知障碍照护专区"),
)
CARE_UNKNOWN = fault(
    "beds.care_unknown", ERROR, N_("「{found}」不知道是不是护理型"),
    N_("「{found}」不知道是不是护理型床位。请写是、否或普通；没有认定的请空着"),
)  # fmt: skip
BUILDING_EMPTY = fault("beds.building_empty", ERROR, N_("缺楼栋"), N_("第 {row} 行没有楼栋，请补上"))
CAP_TOO_HIGH = fault(
    "beds.cap_too_high", ERROR, N_("单元床位上限超过规范"),
    N_("「{unit}」写的上限是 {cap} 张，{kind}最多 {most} 张（JGJ 450-2018）。请改上限，或分成几个单元"),
)  # fmt: skip
FACING_UNKNOWN = fault(
    "beds.facing_unknown",
    WARNING,
    N_("朝向「{found}」没有记"),
    N_("朝向只记东、南、西、北，「{found}」没有记。可以写在备注里"),
)
EXTRA_BY_LABEL = fault(
    "beds.extra_by_label", NOTICE, N_("床号写着「加」"), N_("床号「{found}」写着「加」，当作加床，不计入核定床位")
)

# Between rows.
DUPLICATE = fault(
    "beds.duplicate", ERROR, N_("同一张床写了两回"), N_("与第 {other} 行是同一张床：{bed}。请改床号，或跳过这行")
)
TWO_UNITS = fault(
    "beds.room_in_two_units", ERROR, N_("一间房写在两个护理单元"),
    N_("{room} 在第 {other} 行写在「{kept}」，这里写在「{found}」。一间房只能归一个护理单元，请改成一样"),
)  # fmt: skip
TWO_FLOORS = fault(
    "beds.room_on_two_floors", ERROR, N_("一间房写在两层"),
    N_("{room} 在第 {other} 行写在「{kept}」，这里写在「{found}」。请改楼层；两层各有一间的，请把房号写成 1-01、2-01 这样"),
)  # fmt: skip
ROOM_DISAGREES = fault(
    "beds.room_disagrees", ERROR, N_("一间房的{field}前后不一样"),
    N_("{room} 的{field}在第 {other} 行写「{kept}」，这里写「{found}」。请改成一样"),
)  # fmt: skip
UNIT_DISAGREES = fault(
    "beds.unit_disagrees", ERROR, N_("一个护理单元的{field}前后不一样"),
    N_("「{unit}」的{field}在第 {other} 行写「{kept}」，这里写「{found}」。请改成一样"),
)  # fmt: skip
TWO_TITLES = fault(
    "beds.two_titles", WARNING, N_("同一处有两个名称"),
    N_("{level}「{place}」有两个{field}：「{kept}」和「{found}」（{rows} 行）。导入时用「{kept}」"),
)  # fmt: skip
TWO_ORDERS = fault(
    "beds.two_orders", WARNING, N_("护理单元的序号前后不一样"),
    N_("「{unit}」的序号有 {kept} 也有 {found}（{rows} 行）。导入时用 {kept}"),
)  # fmt: skip
SAME_ORDER = fault(
    "beds.same_order",
    WARNING,
    N_("两个护理单元序号相同"),
    N_("「{unit}」和「{other}」的序号都是 {found}，先后按名称排"),
)
TWO_SPELLINGS = fault(
    "beds.two_spellings",
    WARNING,
    N_("同一处有两种写法"),
    N_("「{found}」与「{kept}」当作同一处，记作「{kept}」（{rows} 行）"),
)
UNIT_SPANS = fault(
    "beds.unit_spans", WARNING, N_("一个护理单元写在几处"),
    N_("「{unit}」写在{places}，当作同一个护理单元。若是不同的单元，请把名字写全，例如「{example}」"),
)  # fmt: skip
UNIT_UNTITLED = fault("beds.unit_untitled", NOTICE, N_("护理单元没有名称"), N_("「{unit}」没有写名称，板上只显示编号"))
NO_UNIT = fault("beds.no_unit", NOTICE, N_("没有护理单元"), N_("有 {count} 张床没有写护理单元，不归任何单元"))

# In the home as it would be.
KIND_UNLIKE_BEDS = fault(
    "beds.kind_unlike_beds", WARNING, N_("一间房的床数与类型不合"),
    N_("{room} 叫「{found}」，会有 {beds} 张床。照样导入；请到现场看一眼"),
)  # fmt: skip
ROOM_CROWDED = fault(
    "beds.room_crowded",
    WARNING,
    N_("一间房的床太多"),
    N_("{room} 会有 {beds} 张床，规范是不多于 {most} 张。照样导入；请到现场看一眼"),
)
OVER_CAP = fault(
    "beds.unit_over_cap", ERROR, N_("护理单元超过床位上限"),
    N_("「{unit}」最多 {cap} 张床，会有 {beds} 张。请把多出来的放到别的单元，或先改上限"),
)  # fmt: skip
NO_BASIS = fault(
    "beds.mark_without_basis", ERROR, N_("写了「{mark}」，没有认定依据"),
    N_("第 {row} 行写了「{mark}」，没有认定依据也没有文件号，不能认定。请补上；全表同一依据时，可在对列时填一次"),
)  # fmt: skip
ROOM_ELSEWHERE = fault(
    "beds.room_elsewhere", ERROR, N_("房间在系统里是另一层"),
    N_("{room} 在系统里属于「{there}」，表里写在「{found}」。请核对楼层，或先在「楼栋与房间」里改好"),
)  # fmt: skip
MARK_ENDS = fault(
    "beds.mark_ends",
    WARNING,
    N_("现有的认定会结束"),
    N_("{bed} 现有「{mark}」认定，表里写「{found}」，导入后这项认定结束"),
)
GENERAL_WITHOUT_BASIS = fault(
    "beds.general_without_basis",
    NOTICE,
    N_("「普通」没有认定依据"),
    N_("{count} 张床写了「普通」，没有认定依据，记作「未认定」"),
)
UNMARKED = fault(
    "beds.unmarked", NOTICE, N_("没有护理型认定"), N_("{count} 张新床没有护理型认定，记作「未认定」，不算普通床")
)
KIND_BY_BEDS = fault(
    "beds.kind_by_beds",
    NOTICE,
    N_("没有写房间类型"),
    N_("{count} 间新房没有写类型，按床数记，例如 {room} 记作「{kind}」"),
)
NO_DAY = fault("beds.no_day", NOTICE, N_("没有启用日期"), N_("{count} 张新床没有启用日期，记作导入当天 {date}"))
CAP_BY_STANDARD = fault(
    "beds.cap_by_standard",
    NOTICE,
    N_("没有写单元床位上限"),
    N_("「{unit}」是{kind}，没有写上限，按 JGJ 450-2018 记 {cap} 张"),
)
NO_BUILDING = fault("beds.no_building", NOTICE, N_("没有楼栋这一列"), N_("表里没有楼栋，全部放进「{building}」"))
COLUMNS_ABSENT = fault(
    "beds.columns_absent",
    NOTICE,
    N_("表里没有的内容"),
    N_("表里没有这些列：{columns}。新的房间不限男女、不算隔离房，新的床不算加床、没有认定；已有的不改"),
)
