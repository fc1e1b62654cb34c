"""What can be wrong with a row of a residents' ledger by itself; no sentence repeats a name or a number."""

from app.core.i18n import N_
from app.imports.rules.problems import Severity, fault

ERROR, WARNING, NOTICE = Severity

OTHER_HOME = fault(
    "residents.other_home", ERROR, N_("别的机构的老人"),
    N_("第 {row} 行写的是「{found}」，这次导入的是「{home}」。请跳过这行，或换一份本机构的台账"),
)  # fmt: skip

# The number of the card.
ID_LOST = fault(
    "residents.id_lost", ERROR, N_("身份证号被 Excel 改坏了"),
    N_("第 {row} 行：Excel 把身份证号变成了数字，最后 3 位已丢失。请把该列设为「文本」后重填"),
)  # fmt: skip
ID_LENGTH = fault(
    "residents.id_length", ERROR, N_("身份证号位数不对"),
    N_("第 {row} 行的身份证号有 {length} 位，应是 18 位。请对照证件重填；没有身份证的，请写明原因"),
)  # fmt: skip
ID_SHAPE = fault(
    "residents.id_shape", ERROR, N_("身份证号里有不该有的字"),
    N_("第 {row} 行的身份证号应是 17 位数字加一位数字或 X。请对照证件重填；别的证件请在「证件类型」里写明"),
)  # fmt: skip
ID_BIRTH = fault(
    "residents.id_birth", ERROR, N_("身份证号里的出生日期不对"),
    N_("第 {row} 行身份证号第 7 到 14 位不是可能的出生日期，请对照证件重填"),
)  # fmt: skip
ID_CHECK = fault(
    "residents.id_check", ERROR, N_("身份证号第 18 位对不上"),
    N_("第 {row} 行身份证号第 18 位对不上，请再核对一遍（常见：数字看错一位）"),
)  # fmt: skip
ID_OLD = fault(
    "residents.id_old", ERROR, N_("15 位的老身份证号"),
    N_("第 {row} 行是 15 位的老身份证号，现在都是 18 位。请对照现在的证件填 18 位号码"),
)  # fmt: skip
PAPER_UNKNOWN = fault(
    "residents.paper_unknown", ERROR, N_("证件类型「{found}」不认识"),
    N_("没有「{found}」这种证件。请写居民身份证、港澳台居民居住证、护照等；没有证件的请写明原因"),
)  # fmt: skip
PAPER_SHAPE = fault(
    "residents.paper_shape", ERROR, N_("证件号太短或太长"), N_("第 {row} 行的证件号应有 4 到 30 位，请对照证件重填")
)
NO_ID = fault(
    "residents.no_id", ERROR, N_("没有身份证号，也没有原因"),
    N_("第 {row} 行没有身份证号。有证的请补上；没有的请写明原因（没有户口、遗失、救助送来、证件还没带来）"),
)  # fmt: skip
NO_ID_UNKNOWN = fault(
    "residents.no_id_unknown", ERROR, N_("无证原因「{found}」不认识"),
    N_("「{found}」不知道是哪一种原因。请从列表里选一个"),
)  # fmt: skip
ID_AND_REASON = fault(
    "residents.id_and_reason", WARNING, N_("有身份证号，又写了无证原因"),
    N_("第 {row} 行有身份证号，又写了没有身份证的原因。以号码为准，原因不记"),
)  # fmt: skip

# The person.
SEX_UNKNOWN = fault(
    "residents.sex_unknown", ERROR, N_("性别「{found}」不认识"), N_("不知道「{found}」是男是女，请写男或女")
)
SEX_MISSING = fault(
    "residents.sex_missing", ERROR, N_("没有性别"), N_("第 {row} 行没有身份证号，性别要写明。请写男或女")
)
SEX_UNLIKE_ID = fault(
    "residents.sex_unlike_id", ERROR, N_("性别和身份证号不一样"),
    N_("第 {row} 行写的是「{found}」，身份证号说的是「{sex}」。请对照证件，改错的那一处"),
)  # fmt: skip
BIRTH_UNLIKE_ID = fault(
    "residents.birth_unlike_id", ERROR, N_("出生日期和身份证号不一样"),
    N_("第 {row} 行的出生日期读作 {date}，身份证号说的是 {born}。请对照证件，改错的那一处"),
)  # fmt: skip
BIRTH_NEAR_ID = fault(
    "residents.birth_near_id", WARNING, N_("出生日期和身份证号差几天"),
    N_("第 {row} 行的出生日期读作 {date}，身份证号是 {born}，多半一个是农历。照身份证记；农历生日可在档案里记"),
)  # fmt: skip
BIRTH_LUNAR = fault(
    "residents.birth_lunar", ERROR, N_("出生日期是农历"),
    N_("第 {row} 行的出生日期写的是农历。请改写公历，或空着照身份证记；农历生日可在档案里记"),
)  # fmt: skip
BIRTH_UNKNOWN = fault(
    "residents.birth_unknown",
    WARNING,
    N_("没有出生日期"),
    N_("第 {row} 行没有出生日期，记作「不详」。知道大概的请写年份"),
)
BIRTH_FROM_AGE = fault(
    "residents.birth_from_age",
    WARNING,
    N_("出生年份是按年龄估的"),
    N_("第 {row} 行没有出生日期，按年龄记作约 {year} 年"),
)
AGE_DIFFERS = fault(
    "residents.age_differs", WARNING, N_("年龄和出生日期对不上"),
    N_("第 {row} 行写 {said} 岁，按出生日期是 {age} 岁。以出生日期为准，请看一眼是不是写错了行"),
)  # fmt: skip
AGE_LOW = fault(
    "residents.age_low",
    WARNING,
    N_("未满 60 岁"),
    N_("第 {row} 行的人 {age} 岁，未满 60 岁。照样导入，请看一眼是不是写错了"),
)
AGE_HIGH = fault(
    "residents.age_high", WARNING, N_("超过 110 岁"), N_("第 {row} 行的人 {age} 岁。照样导入，请看一眼出生日期")
)
DATE_EITHER = fault(
    "residents.date_either", ERROR, N_("{field}有两种读法"),
    N_("{field}「{found}」可以读作 {first}，也可以读作 {second}。请选一个"),
)  # fmt: skip
BIRTH_EITHER = fault(
    "residents.birth_either", ERROR, N_("出生日期有两种读法"),
    N_("第 {row} 行的出生日期可以读作 {first}，也可以读作 {second}。请选一个"),
)  # fmt: skip
BAD_BIRTH = fault(
    "residents.bad_birth", ERROR, N_("出生日期看不懂"),
    N_("第 {row} 行的出生日期不是一个日期。请写成 1941-03-05 这样；只知年份的写 1941"),
)  # fmt: skip
BIRTH_RANGE = fault(
    "residents.birth_range", ERROR, N_("出生日期不像真的"), N_("第 {row} 行的出生日期读作 {date}，请核对年份")
)
BIRTH_GUESSED = fault(
    "residents.birth_guessed",
    WARNING,
    N_("出生日期是猜的"),
    N_("第 {row} 行的出生日期读作 {date}：{guess}。不对请改写成年月日"),
)
LUNAR_DAY = fault(
    "residents.lunar_day", ERROR, N_("{field}是农历"), N_("{field}「{found}」是农历，请改写公历，例如 2026-11-23")
)
ETHNICITY_UNKNOWN = fault(
    "residents.ethnicity_unknown",
    WARNING,
    N_("民族「{found}」没有记"),
    N_("「{found}」不是 56 个民族之一，没有记。请核对"),
)
HUKOU_UNKNOWN = fault(
    "residents.hukou_unknown", WARNING, N_("户籍地没有认出区县"),
    N_("第 {row} 行的户籍地没有认出是哪个区县，写进备注。要统计户籍，请写到区县，例如「自贡市自流井区」"),
)  # fmt: skip
HUKOU_KIND_UNKNOWN = fault(
    "residents.hukou_kind_unknown", ERROR, N_("户籍性质「{found}」不认识"), N_("不知道「{found}」是城镇还是农村，请改")
)
CATEGORY_UNKNOWN = fault(
    "residents.category_unknown", ERROR, N_("人员类别「{found}」不认识"),
    N_("「{found}」不知道是哪一类。请写特困、低保、低保边缘、优抚、计生特扶、重残或社会；几类用顿号隔开"),
)  # fmt: skip
CATEGORY_UNVERIFIED = fault(
    "residents.category_unverified", NOTICE, N_("人员类别待核"),
    N_("{count} 人的类别来自台账，还没有看过证件，记作「待核」"),
)  # fmt: skip

# The stay.
KIND_UNKNOWN = fault(
    "residents.kind_unknown",
    ERROR,
    N_("入住类型「{found}」不认识"),
    N_("「{found}」不知道是哪一种，请写长住、试住、短期托养或旅居"),
)
PAYER_UNKNOWN = fault(
    "residents.payer_unknown", ERROR, N_("付费方式「{found}」不认识"),
    N_("「{found}」不知道是谁付费，请写本人、家属、政府供养、长护险或多方共担"),
)  # fmt: skip
END_UNKNOWN = fault(
    "residents.end_unknown", ERROR, N_("退住原因「{found}」不认识"),
    N_("「{found}」不知道是哪一种，请写回家、去世、转医院、转到其他机构、协议期满或其他"),
)  # fmt: skip
END_WITHOUT_DAY = fault(
    "residents.end_without_day", ERROR, N_("退住没有日期"), N_("第 {row} 行写了已退住或去世，没有日期。请补上退住日期")
)
END_WITHOUT_REASON = fault(
    "residents.end_without_reason", WARNING, N_("退住没有原因"), N_("第 {row} 行有退住日期，没有原因，记作「其他」")
)
END_BEFORE = fault(
    "residents.end_before_start", ERROR, N_("退住早于入住"), N_("第 {row} 行 {from_on} 入住，{to_on} 退住。请核对日期")
)
START_FUTURE = fault(
    "residents.start_future",
    ERROR,
    N_("入住日期还没到"),
    N_("第 {row} 行的入住日期 {date} 还没到。到那天再办入住，这行请先跳过"),
)
END_FUTURE = fault(
    "residents.end_future",
    ERROR,
    N_("退住日期还没到"),
    N_("第 {row} 行的退住日期 {date} 还没到。请写到「预计退住日期」那一列"),
)
START_MISSING = fault(
    "residents.start_missing", ERROR, N_("没有入住日期"), N_("第 {row} 行有床位或退住日期，没有入住日期，请补上")
)
BED_MISSING = fault(
    "residents.bed_missing",
    ERROR,
    N_("没有床位"),
    N_("第 {row} 行在住，没有写床位。请写成 301-1 这样；已离开的请写退住日期"),
)
START_BEFORE_BIRTH = fault(
    "residents.start_before_birth", ERROR, N_("入住早于出生"), N_("第 {row} 行的入住日期 {date} 早于出生日期，请核对")
)
PLANNED_BEFORE = fault(
    "residents.planned_before", ERROR, N_("预计退住早于入住"), N_("第 {row} 行预计退住的日期 {date} 早于入住，请核对")
)
DEATH_UNLIKE_END = fault(
    "residents.death_unlike_end", ERROR, N_("去世日期和退住不一样"),
    N_("第 {row} 行的去世日期是 {date}，退住日期是 {to_on}。因去世退住的两个日期应一样，请核对"),
)  # fmt: skip
AWAY = fault(
    "residents.away",
    NOTICE,
    N_("请假或住院的不在这里导"),
    N_("第 {row} 行写着「{found}」，按在住导入；请假或住院请到「请假」里补记"),
)
STATUS_UNKNOWN = fault(
    "residents.status_unknown", WARNING, N_("状态「{found}」没有用"), N_("状态「{found}」不认识，是否在住看退住日期")
)
STATUS_UNLIKE_END = fault(
    "residents.status_unlike_end",
    ERROR,
    N_("写着在住，又有退住日期"),
    N_("第 {row} 行写着「{found}」，又有退住日期，请改一处"),
)
KIND_BY_DEFAULT = fault(
    "residents.kind_by_default", NOTICE, N_("没有写入住类型"), N_("{count} 人没有写入住类型，新的入住记作「长住」")
)
PAYER_BY_DEFAULT = fault(
    "residents.payer_by_default", NOTICE, N_("没有写付费方式"),
    N_("{count} 人没有写付费方式，新的入住：特困记作「政府供养」，其余记作「本人」"),
)  # fmt: skip
