"""The fields of a workbook of reported figures and the words their columns are headed with."""

from app.core.i18n import N_
from app.imports.rules.kinds import Field
from app.imports.rules.words import listed

__all__ = ["FIELDS", "NUMBERS"]

FIELDS = (
    Field(
        "home_code", N_("机构代码"), listed("代码,机构编码,机构编号,编码,facility id,facility code,home code"),
        limit=20, fills_down=True, example="FS01", hint=N_("系统里的机构代码；有了它就不看名称"),
    ),
    Field(
        "home_name", N_("机构名称"),
        listed("机构,养老机构,养老机构名称,单位名称,单位,敬老院,院名,facility name,facility,home,home name"),
        limit=160, required=True, fills_down=True, example="赵化镇敬老院",
    ),
    Field(
        "county", N_("区县"), listed("县区,所在区县,区县名称,县（区）,county"), limit=60, fills_down=True, is_label=False,
        hint=N_("可以不填；填了就必须是本区县"),
    ),
    Field(
        "as_of", N_("统计日期"), listed("日期,截止日期,截至日期,数据日期,上报日期,填报日期,统计时点,census date,as of,date"),
        fills_down=True, required=True, is_label=False, example="2026-11-20", hint=N_("数是哪一天的；全表同一天可以只写一次"),
    ),
    Field(
        "beds", N_("床位类别"), listed("床位类型,床位种类,床位性质,类别,bed type,bed kind"), fills_down=True, is_label=False,
        choices=("全托床位", "其中护理型", "其中认知障碍", "日托床位"), example="全托床位",
        hint=N_("不填就是全托床位；不认识的类别单独列，不计入入住率"),
    ),
    Field(
        "registered", N_("核定床位"),
        listed("核定床位数,核定,床位数,总床位,总床位数,备案床位,备案床位数,total capacity,capacity,registered"),
        limit=12, is_label=False, example="120",
    ),
    Field(
        "occupied", N_("在住"), listed("已入住,入住,在住人数,入住人数,已入住人数,实际入住,占用床位,occupied,residents"),
        limit=12, is_label=False, example="96", hint=N_("在住和空余填一样就行；都不填是未填，不当作零"),
    ),
    Field(
        "available", N_("空余床位"),
        listed("空余,空床,空床数,空床位,空余床位数,剩余床位,可用床位,available,available capacity,vacant"),
        limit=12, is_label=False, example="24",
    ),
    Field(
        "admitted", N_("新入住"), listed("新增入住,新入住人数,本期新入住,本月新入住,本期入住,admitted,admissions"),
        limit=12, is_label=False, example="3", hint=N_("上次统计以来新入住的人数"),
    ),
    Field(
        "notes", N_("备注"), listed("说明,附注,remark,remarks,note,notes"), many=True, limit=200, is_label=False,
        hint=N_("只给人看，不登记"),
    ),
)  # fmt: skip

NUMBERS = ("registered", "occupied", "available", "admitted")
