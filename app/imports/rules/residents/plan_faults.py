"""What rows say against each other, and against the home as it is; whoever is meant is named by row, never by name."""

from app.core.i18n import N_
from app.imports.rules.problems import Severity, fault

ERROR, WARNING, NOTICE = Severity

# Between rows.
DUPLICATE = fault(
    "residents.duplicate", ERROR, N_("同一个人写了两回"), N_("与第 {other} 行是同一个人、同一次入住。请跳过一行")
)
TWO_STAYS = fault(
    "residents.two_stays", ERROR, N_("一个人同时住在两处"),
    N_("与第 {other} 行是同一个人，两次入住的日子重叠了。请核对日期或证件号，或跳过一行"),
)  # fmt: skip
NAMESAKES = fault(
    "residents.namesakes", ERROR, N_("同名同性别，分不清是不是一个人"),
    N_("与第 {other} 行同名、同性别，都没有身份证号，出生日期也一样或没写。是两个人请补出生日期，是一个人请跳过一行"),
)  # fmt: skip
ID_TWO_NAMES = fault(
    "residents.id_two_names", ERROR, N_("一个证件号写给了两个名字"),
    N_("与第 {other} 行的证件号相同，姓名不同。请对照证件，改错的那一行"),
)  # fmt: skip
TWO_GUARDIANS = fault(
    "residents.two_guardians",
    ERROR,
    N_("一个人有两个监护人"),
    N_("与第 {other} 行是同一个人，监护人却不同。请只留一个"),
)

# Who this is.
NAME_UNLIKE_FILE = fault(
    "residents.name_unlike_file", ERROR, N_("姓名和档案里的不一样"),
    N_("第 {row} 行的证件号在档案里是另一个姓名。请对照证件；真改了名的，请先到档案里改，再导一次"),
)  # fmt: skip
SEX_UNLIKE_FILE = fault(
    "residents.sex_unlike_file", ERROR, N_("性别和档案里的不一样"), N_("第 {row} 行的性别和档案里的不一样，请核对")
)
AMBIGUOUS = fault(
    "residents.ambiguous", ERROR, N_("档案里有几个同名的人"),
    N_("第 {row} 行没有证件号，档案里有 {count} 个同名、同性别的人，分不清是谁。请补身份证号，或跳过这行"),
)  # fmt: skip
KNOWN_BY_NAME = fault(
    "residents.known_by_name", WARNING, N_("按姓名和出生日期认的人"),
    N_("第 {row} 行没有证件号，按姓名、性别和出生日期认作档案里已有的人。不是同一个人，请补证件号"),
)  # fmt: skip
FILE_ELSEWHERE = fault(
    "residents.file_elsewhere", WARNING, N_("档案在别的机构"),
    N_("第 {row} 行的人在别的机构已有档案。这次只记入住，不改那份档案；生效后本机构可以看到，再导一次可核对"),
)  # fmt: skip
LIVES_ELSEWHERE = fault(
    "residents.lives_elsewhere", ERROR, N_("这个人住在别的机构"),
    N_("第 {row} 行的人在这段日子里住在别的机构。请核对证件号和日期；真要过来的，请办调院"),
)  # fmt: skip
LIVES_IN_CITY = fault(
    "residents.lives_in_city", WARNING, N_("这个人住在本市别的区县"),
    N_("第 {row} 行的人现在住在本市别的区县的机构。照样导入；请和那边核对，真要过来的请办调院"),
)  # fmt: skip
DEAD = fault(
    "residents.dead",
    ERROR,
    N_("档案里已去世"),
    N_("第 {row} 行的人在档案里 {date} 已去世，不能再有之后的入住。请核对证件号"),
)

# The stay.
START_DIFFERS = fault(
    "residents.start_differs", ERROR, N_("入住日期和系统里的不一样"),
    N_("第 {row} 行写 {date} 入住，系统里是 {there}，两段日子重叠。请改表，或先在系统里更正入住日期"),
)  # fmt: skip
PAST_THE_LIST = fault(
    "residents.past_the_list", ERROR, N_("启用轮候以后的入住"),
    N_("第 {row} 行 {date} 入住，本院 {since} 起已启用轮候。请跳过这行，凭床位通知、安置通知或紧急安置办入住；日期写错的请改"),
)  # fmt: skip
END_DIFFERS = fault(
    "residents.end_differs", ERROR, N_("退住和系统里的不一样"),
    N_("第 {row} 行写 {date} 退住，系统里是 {there}。请改表，或先在系统里更正退住"),
)  # fmt: skip
ENDED_ALREADY = fault(
    "residents.ended_already", WARNING, N_("系统里已退住"),
    N_("第 {row} 行没有退住日期，系统里 {there} 已退住。以系统为准；又住进来的，请写新的入住日期"),
)  # fmt: skip
BED_DIFFERS = fault(
    "residents.bed_differs", ERROR, N_("床位和系统里的不一样"),
    N_("第 {row} 行写 {bed}，系统里住在 {there}。请改表，或先在系统里办移床"),
)  # fmt: skip

# The bed.
BED_UNKNOWN = fault(
    "residents.bed_unknown", ERROR, N_("没有这张床"),
    N_("没有找到床位「{said}」。请写成床位图上的样子，例如 301-1；新的床请先导入床位台账"),
)  # fmt: skip
BED_EITHER = fault(
    "residents.bed_either", ERROR, N_("床位不止一张"), N_("「{said}」可以是几张床：{beds}。请写明是哪一张")
)
BED_TAKEN = fault(
    "residents.bed_taken", ERROR, N_("床位上已有人"),
    N_("{bed} 在这段日子里系统里已有人（{there}）。请核对床号和日期，或先办移床、退住"),
)  # fmt: skip
BED_CLOSED = fault(
    "residents.bed_closed",
    ERROR,
    N_("床位停用或已预留"),
    N_("{bed} 在这段日子里停用或已预留（{there}）。请先恢复，或换一张床"),
)
BED_TWICE = fault(
    "residents.bed_twice", ERROR, N_("一张床写给了两个人"),
    N_("{bed} 在这段日子里第 {other} 行也写了。请核对床号和日期"),
)  # fmt: skip
BED_NOT_IN_SERVICE = fault(
    "residents.bed_not_in_service", ERROR, N_("床位没有在用"),
    N_("{bed} 在这段日子里没有一直在用（{there}）。请核对日期，或先改床位的启用、停用日期"),
)  # fmt: skip
BED_FROM_LATER = fault(
    "residents.bed_from_later", WARNING, N_("床位启用得比入住晚"),
    N_("第 {row} 行 {date} 入住，{bed} 从 {there} 才启用。入住照记，占床从启用那天起；要连起来，请先把床位的启用日期改早"),
)  # fmt: skip
BED_OF_THE_PAST = fault(
    "residents.bed_of_the_past", WARNING, N_("已退住的人没有记床位"),
    N_("第 {row} 行已退住，当时的床位「{said}」现在没有或还没启用。入住照记，不记床位"),
)  # fmt: skip
ROOM_SEX = fault(
    "residents.room_sex",
    ERROR,
    N_("房间只住另一性别"),
    N_("{bed} 所在的房间只安排{there}。请核对床号；夫妻同住请两行都在「夫妻同住」写「是」"),
)
ROOM_MIXED = fault(
    "residents.room_mixed", ERROR, N_("同一间房有男有女"),
    N_("{bed} 所在的房间是同性同室，{there}是另一性别。请核对床号；夫妻同住请两行都在「夫妻同住」写「是」"),
)  # fmt: skip
ROOM_OF_COUPLE = fault(
    "residents.room_of_couple", ERROR, N_("房间里住着一对夫妻"),
    N_("{bed} 所在的房间限男女，{there}是夫妻同住，别人不能再住进去。请核对床号，或先改房间规定"),
)  # fmt: skip
COUPLE_FOUND = fault(
    "residents.couple_found",
    NOTICE,
    N_("认作夫妻"),
    N_("第 {row} 行和第 {other} 行同住一间，认作夫妻，不受男女规定限制"),
)
COUPLE_ALONE = fault(
    "residents.couple_alone", WARNING, N_("写了夫妻同住，没有找到另一位"),
    N_("第 {row} 行写了夫妻同住，同一间房里没有找到另一位。照样导入，请看一眼房号"),
)  # fmt: skip
