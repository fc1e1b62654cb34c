"""The fields of the bed ledger and the words their columns are headed with."""

from app.core.i18n import N_
from app.imports.rules.beds.words import is_care_word, is_room_word
from app.imports.rules.kinds import Field
from app.imports.rules.words import listed

__all__ = ["FIELDS", "MARK_FIELDS"]


# Words of the ledger itself stay 中文 in every language: they are read back.
_YES_NO = ("是", "否")


def _mark(name: str, title: str, words: str) -> Field:
    hint = N_("是或否；空着就是未认定。写「是」要有认定依据或文件号")
    return Field(name, title, listed(words), is_label=False, choices=_YES_NO, hint=hint)


MARK_FIELDS = (
    Field(
        "nursing", N_("护理型"),
        listed("护理床,护理床位,护理型床位,护理型床,是否护理型,护理型标记,护理型认定,nursing,nursing bed"),
        shared_words=listed("床位类型,床位性质,床位类别,类型,床型"), decides=is_care_word, is_label=False,
        choices=(*_YES_NO, "普通"), example="是",
        hint=N_("是、否或普通；空着就是未认定。写「是」要有认定依据或文件号"),
    ),
    _mark("dementia", N_("认知障碍"), "认知障碍床位,认知障碍照护床位,失智,失智床位,认知症,认知症床位,dementia,dementia bed"),
    _mark("inclusive", N_("普惠"), "普惠床位,普惠型,普惠型床位,inclusive"),
    _mark("reserve", N_("兜底保留"), "兜底,兜底床位,兜底保障,保障床位,特困保留,reserve"),
    _mark("medical", N_("医疗床位"), "医疗床,医疗,医疗机构床位,medical"),
    _mark("ltci", N_("长护险"), "长护险床位,长期护理保险,长护险定点,ltci"),
)  # fmt: skip

FIELDS = (
    Field(
        "institution", N_("机构"), listed("机构名称,机构代码,机构编码,养老机构,院区,敬老院,facility,institution,home"),
        limit=60, fills_down=True, is_label=False, hint=N_("可以不填；填了就必须是本机构"),
    ),
    Field(
        "building", N_("楼栋"), listed("楼,楼号,楼幢,幢,栋,栋号,楼栋号,建筑,建筑物,building,block"),
        limit=30, fills_down=True, example="主楼",
    ),
    Field(
        "floor", N_("楼层"), listed("层,层数,所在楼层,楼层号,floor,level,storey"),
        limit=30, required=True, fills_down=True, example="一楼",
    ),
    Field(
        "floor_title", N_("楼层名称"), listed("楼层名,floor title,floor name"),
        limit=60, fills_down=True, is_label=False,
    ),
    Field(
        "unit", N_("护理单元"),
        listed("护理区,单元,病区,照护单元,照护区,护理片区,nurse unit,nursing unit,unit,care unit"),
        limit=30, fills_down=True, example="一区",
    ),
    Field(
        "unit_title", N_("护理单元名称"), listed("单元名称,护理区名称,unit title,unit name"),
        limit=60, fills_down=True, is_label=False,
    ),
    Field(
        "unit_order", N_("护理单元序号"), listed("单元序号,单元顺序,unit order"),
        limit=9, fills_down=True, is_label=False,
    ),
    Field(
        "unit_kind", N_("单元性质"),
        listed("护理单元性质,单元类型,是否专区,认知障碍单元,认知障碍照护专区,认知障碍专区,失智专区,unit kind,unit type"),
        fills_down=True, is_label=False, choices=("普通", "认知障碍照护专区"),
    ),
    Field(
        "unit_cap", N_("单元床位上限"), listed("单元上限,床位上限,unit cap"), limit=9, fills_down=True, is_label=False
    ),
    Field(
        "room", N_("房号"), listed("房间,房间号,房间编号,房间号码,室,室号,居室,居室号,room,room no,room number"),
        limit=20, required=True, fills_down=True, example="101",
    ),
    Field(
        "room_kind", N_("房间类型"), listed("房型,居室类型,房间种类,几人间,bed type,room type,room kind"),
        shared_words=listed("床位类型,床位类别,类型,床型,type"), decides=is_room_word, looks_like=is_room_word,
        fills_down=True, is_label=False, choices=("单人间", "双人间", "三人间", "多人间"),
        example="双人间",
    ),
    Field(
        "sex_rule", N_("房间性别"), listed("性别,男/女,男女,性别要求,入住性别,男室女室,sex,gender,sex rule"),
        fills_down=True, is_label=False, choices=("男", "女", "同性", "不限"), example="女",
    ),
    Field(
        "isolation", N_("隔离房"), listed("隔离,隔离间,隔离室,是否隔离,isolation"),
        fills_down=True, is_label=False, choices=_YES_NO,
    ),
    Field(
        "facing", N_("朝向"), listed("方位,房间朝向,facing"),
        fills_down=True, is_label=False, choices=("南", "北", "东", "西"), example="南",
    ),
    Field(
        "bed", N_("床号"), listed("床,床位,床位号,床位编号,床铺,床铺号,bed,bed no,bed number,bed label"),
        limit=10, required=True, example="1",
    ),
    Field(
        "extra", N_("加床"), listed("是否加床,临时加床,临时床,extra,extra bed"), is_label=False, choices=_YES_NO,
        hint=N_("加床不计入核定床位"),
    ),
    *MARK_FIELDS,
    Field("mark_basis", N_("认定依据"), listed("依据,认定条件,basis"), limit=120, is_label=False),
    Field(
        "document_no", N_("认定文件号"), listed("文件号,文号,批文号,认定文号,批复文号,document no"),
        limit=60, is_label=False, example="富民函〔2026〕41 号",
    ),
    Field("certified_on", N_("认定日期"), listed("认定时间,批复日期,certified on"), is_label=False, example="2026-03-01"),
    Field(
        "in_service_from", N_("启用日期"),
        listed("启用时间,投用日期,投入使用日期,开放日期,启用,in service from,in service,opened on"),
        is_label=False, example="2024-03-01",
    ),
    Field(
        "notes", N_("备注"), listed("说明,附注,备注说明,remark,remarks,note,notes,comment,comments"),
        named_words=listed("service,服务,服务类别,科室,专科"), many=True, limit=200, is_label=False,
    ),
)  # fmt: skip
