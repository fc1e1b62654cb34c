"""The fields of the residents' ledger and the words their columns are headed with."""

from app.core.i18n import N_
from app.imports.rules.kinds import Field
from app.imports.rules.residents import faults
from app.imports.rules.words import listed

__all__ = ["FIELDS", "PRIVATE"]


def _plain(name: str, title: str, words: str, *, limit: int = 40, example: str = "", hint: str = "",
           choices: tuple[str, ...] = ()) -> Field:  # fmt: skip
    return Field(
        name, title, listed(words), limit=limit, is_label=False, choices=choices, example=example, hint=hint
    )  # fmt: skip


def _private(name: str, title: str, words: str, *, limit: int = 60, example: str = "", hint: str = "",
             many: bool = False, named: str = "") -> Field:  # fmt: skip
    """A field about one person: no problem, log or report ever repeats what stands in it."""
    named_words = listed(named) if named else ()
    return Field(
        name, title, listed(words), named_words=named_words, limit=limit, is_label=False, example=example, hint=hint,
        private=True, many=many,
    )  # fmt: skip


_PERSON = (
    Field(
        "name", N_("姓名"),
        listed("老人姓名,长者姓名,长者,老人,入住老人,入住老人姓名,入住人姓名,供养对象,供养对象姓名,对象姓名,姓 名,name,full name,elder,resident"),
        limit=60, required=True, is_label=False, private=True, example="王示例",
    ),
    Field(
        "id_no", N_("身份证号"),
        listed(
            "身份证,身份证号码,身份证件号,居民身份证,居民身份证号,公民身份号码,公民身份证号,证件号,证件号码,老人身份证号,"
            "长者身份证号,身份证明号码,id,id no,id card,id number,identity card"
        ),
        limit=30, is_label=False, private=True, lost=faults.ID_LOST,
        hint=N_("整列设为「文本」再填，否则 Excel 会改坏后三位；没有身份证的写明原因"),
    ),
    _plain("paper_kind", N_("证件类型"), "证件种类,证件名称,id type", hint=N_("不写就是居民身份证"),
           choices=("居民身份证", "港澳台居民居住证", "港澳台通行证", "护照", "军官证", "特困供养证", "残疾人证")),
    _plain("no_id_reason", N_("无身份证原因"), "无证原因,没有身份证的原因,无身份证说明",
           choices=("没有户口", "遗失，正在补办", "救助送来，身份待查", "证件还没带来", "其他")),
    _plain("sex", N_("性别"), "性,sex,gender", choices=("男", "女"), example="女"),
    _private("born", N_("出生日期"), "出生年月日,出生年月,生日,出生,出生时间,公历生日,birth date,date of birth,dob,born",
             limit=30, example="1941-03-05", hint=N_("有身份证号的可不填；只知年份写 1941，不准的写「约 1941」")),
    _plain("age", N_("年龄"), "岁数,周岁,实足年龄,age"),
    _plain("ethnicity", N_("民族"), "族别,族,ethnicity", limit=20),
    _private("hukou", N_("户籍地"), "户籍,户籍所在地,户口所在地,户籍地址,户口,户籍住址,户籍县区,所属区县,hukou",
             limit=120, hint=N_("写到区县或乡镇，例如「自贡市自流井区」，也可写六位区划代码")),
    _plain("hukou_kind", N_("户籍性质"), "户口性质,户口类型,户籍类型,城乡,城镇农村", choices=("城镇", "农村")),
    _plain("category", N_("人员类别"),
           "类别,老人类别,身份类别,对象类别,人员性质,供养类别,救助类别,保障类别,人员类型,老人类型,老人性质,category",
           limit=60, choices=("特困", "低保", "低保边缘", "优抚", "计生特扶", "重残", "社会"),
           hint=N_("几类用顿号隔开；从台账来的记作「待核」")),
    _plain("category_no", N_("类别证号"), "供养证号,低保证号,类别文号,特困证号,救助证号", limit=60),
    _private("phone", N_("本人电话"), "老人电话,长者电话,本人手机,老人手机,本人联系电话", limit=30),
    _private("address", N_("住址"), "家庭住址,家庭地址,原住址,现住址,地址,居住地址,住所,address", limit=120),
)  # fmt: skip

_STAY = (
    _plain("institution", N_("机构"), "机构名称,机构代码,养老机构,院区,敬老院,facility,institution", limit=60,
           hint=N_("可以不填；填了就必须是本机构")),
    Field("building", N_("楼栋"), listed("楼,楼号,楼幢,幢,栋,栋号,所在楼栋,building"), limit=30, fills_down=True),
    Field("room", N_("房号"), listed("房间,房间号,房间号码,室号,居室号,所在房间,room,room no"), limit=20, fills_down=True),
    Field(
        "bed", N_("床号"),
        listed("床位,床位号,床位编号,床铺,床铺号,房床号,房间床位,房号床号,入住床位,所住床位,bed,bed no"), limit=30,
        example="301-1", hint=N_("写成 301-1，或分开写楼栋、房号、床号"),
    ),
    _plain("from_on", N_("入住日期"),
           "入住时间,入院日期,入院时间,进院时间,进院日期,入住年月日,住入日期,来院时间,admitted on,admission date,from",
           example="2024-03-01"),
    _plain("stay_kind", N_("入住类型"), "入住性质,托养方式,入住方式,托养类型,服务类型,stay type",
           choices=("长住", "试住", "短期托养", "旅居"), example="长住"),
    _plain("payer", N_("付费方式"), "付费,付费人,缴费方式,费用来源,费用承担,付款方式,资金来源,收费方式,供养方式,payer",
           choices=("本人", "家属", "政府供养", "长护险", "多方共担"), example="本人"),
    _plain("planned_end", N_("预计退住日期"), "预计离院日期,托养到期日,合同到期日,协议到期日,到期日期,到期日,预计到期"),
    _plain("status", N_("在住状态"), "状态,入住状态,在院状态,是否在住,是否在院,status"),
    _plain("to_on", N_("退住日期"),
           "退住时间,离院日期,离院时间,出院日期,出院时间,退院日期,退院时间,离开日期,discharged on,discharge date,to"),
    _plain("end_reason", N_("退住原因"), "离院原因,出院原因,退院原因,离开原因,退住去向,去向,discharge reason",
           choices=("回家", "去世", "转医院", "转到其他机构", "调院", "协议期满", "其他")),
    _plain("died", N_("去世日期"), "死亡日期,去世时间,死亡时间,病故日期,died on"),
    _plain("couple", N_("夫妻同住"), "是否夫妻同住,夫妻,夫妻房,夫妻间", choices=("是", "否"),
           hint=N_("夫妻两人同住一间、房间又限男女时写「是」")),
    _private("spouse", N_("配偶姓名"), "配偶,老伴,老伴姓名,爱人"),
)  # fmt: skip

_AROUND = (
    _private("contact", N_("联系人"),
             "联系人姓名,家属,家属姓名,亲属,亲属姓名,第一联系人,紧急联系人,紧急联系人姓名,送养人,家属联系人,担保人,"
             "联系人/姓名,家属/姓名,紧急联系人/姓名,contact,next of kin"),
    _plain("relation", N_("联系人关系"),
           "关系,与老人关系,与老人的关系,与长者关系,与本人关系,亲属关系,家属关系,联系人/关系,家属/关系,relation"),
    _private("contact_phone", N_("联系人电话"),
             "电话,联系电话,联系方式,手机,手机号,手机号码,电话号码,家属电话,家属联系电话,亲属电话,紧急联系电话,联系人手机,"
             "紧急联系人电话,家属联系方式,联系人/电话,家属/电话,联系人/联系电话,contact phone,phone,telephone", limit=30),
    _private("contact_address", N_("联系人住址"), "联系人地址,家属住址,家属地址,联系人/住址,联系人/地址", limit=120),
    _private("guardian", N_("监护人"), "监护人姓名,法定监护人,监护人/姓名,guardian"),
    _plain("guardian_relation", N_("监护人关系"), "与监护人关系,监护关系,监护人/关系,监护人与老人关系"),
    _private("guardian_phone", N_("监护人电话"), "监护人联系电话,监护人联系方式,监护人手机,监护人/电话,监护人/联系电话", limit=30),
    _plain("guardian_basis", N_("监护依据"), "监护类型,监护方式,监护人/依据",
           choices=("法定监护", "意定监护", "指定", "民政部门")),
    _private("level", N_("自理能力"),
             "自理情况,自理程度,能力等级,失能等级,失能情况,失能程度,护理等级,护理级别,照护等级,生活自理能力,评估等级,能力评估,身体状况等级",
             limit=40, hint=N_("只作备注，不当作能力评估")),
    _private("disease", N_("疾病"),
             "患病情况,疾病情况,主要疾病,疾病诊断,诊断,病史,既往病史,基础疾病,慢性病,健康状况,身体状况,diagnosis,diseases",
             limit=300, hint=N_("几种用顿号隔开")),
    _private("allergy", N_("过敏"), "过敏史,药物过敏,过敏药物,过敏情况,食物过敏,allergies,allergy", limit=200),
    _private("diet", N_("膳食"), "饮食,膳食要求,饮食要求,饮食禁忌,膳食类型,饮食习惯,忌口,diet", limit=120),
    _private("notes", N_("备注"), "说明,附注,备注说明,其他情况,remark,remarks,note,notes,comment", many=True, limit=300),
)  # fmt: skip

FIELDS = (*_PERSON, *_STAY, *_AROUND)
PRIVATE = frozenset(each.name for each in FIELDS if each.private)
