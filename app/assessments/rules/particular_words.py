"""The choices of the fields A.2 to A.5 of GB/T 42195-2022, by short codes of ours."""

from app.core.i18n import N_

__all__ = [
    "DIAGNOSES", "EDUCATION", "INCOME", "JOINTS", "LIVING", "MARITAL", "PAIN", "PAYMENT", "PRESSURE", "RELATION",
    "SPECIAL_CARE", "SWALLOWING", "TEETH", "WOUNDS", "YES_NO",
]  # fmt: skip

EDUCATION = {
    "none": N_("文盲"), "primary": N_("小学"), "middle": N_("初中"), "high": N_("高中、技校或中专"),
    "college": N_("大学专科及以上"), "unknown": N_("不详"),
}  # fmt: skip
LIVING = {
    "alone": N_("独居"), "spouse": N_("与配偶同住"), "children": N_("与子女同住"), "parents": N_("与父母同住"),
    "siblings": N_("与兄弟姐妹同住"), "kin": N_("与其他亲属同住"), "others": N_("与没有亲属关系的人同住"),
    "home": N_("住养老机构"),
}  # fmt: skip
MARITAL = {
    "single": N_("未婚"), "married": N_("已婚"), "widowed": N_("丧偶"), "divorced": N_("离婚"), "unsaid": N_("未说明"),
}  # fmt: skip
PAYMENT = {
    "employees": N_("城镇职工基本医疗保险"), "residents": N_("城乡居民基本医疗保险"), "own": N_("自费"),
    "civil": N_("公务员补助"), "company": N_("企业补充保险"), "public": N_("公费医疗和医疗照顾"),
    "aid": N_("医疗救助"), "serious": N_("大病保险"),
}  # fmt: skip
INCOME = {
    "pension": N_("退休金或养老金"), "children": N_("子女补贴"), "friends": N_("亲友资助"), "state": N_("国家普惠型补贴"),
    "savings": N_("个人储蓄"), "other": N_("其他补贴"),
}  # fmt: skip
RELATION = {
    "self": N_("本人"), "spouse": N_("配偶"), "child": N_("子女"), "kin": N_("其他亲属"), "hired": N_("雇佣的照顾者"),
    "village": N_("村（居）民委员会工作人员"), "other": N_("其他"),
}  # fmt: skip
DIAGNOSES = {
    "I10": N_("高血压（I10–I15）"), "I25": N_("冠心病（I25）"), "E10": N_("糖尿病（E10–E14）"),
    "J12": N_("肺炎（J12–J18）"), "J44": N_("慢性阻塞性肺疾病（J44）"), "I60": N_("脑出血（I60–I62）"),
    "I63": N_("脑梗塞（I63）"), "urinary": N_("尿路感染（30 天内）"), "G20": N_("帕金森综合征（G20–G22）"),
    "N18": N_("慢性肾衰竭（N18–N19）"), "K74": N_("肝硬化（K74）"), "K20": N_("消化性溃疡（K20–K31）"),
    "C00": N_("肿瘤（C00–D48）"), "amputation": N_("截肢（6 个月内）"), "M84": N_("骨折（3 个月内，M84）"),
    "G40": N_("癫痫（G40）"), "E01": N_("甲状腺功能减退（E01–E03）"), "H25": N_("白内障（H25–H26）"),
    "H40": N_("青光眼（H40–H42）"), "M80": N_("骨质疏松（M80–M82）"), "F00": N_("痴呆（F00–F03）"),
    "F04": N_("其他精神和行为障碍（F04–F99）"), "other": N_("其他疾病"),
}  # fmt: skip
PRESSURE = {
    "none": N_("没有"), "1": N_("Ⅰ 期"), "2": N_("Ⅱ 期"), "3": N_("Ⅲ 期"), "4": N_("Ⅳ 期"), "unstageable": N_("不可分期"),
}  # fmt: skip
JOINTS = {"free": N_("不影响日常生活"), "limited": N_("影响日常生活"), "unknown": N_("无法判断")}
WOUNDS = {
    "none": N_("没有"), "abrasion": N_("擦伤"), "burn": N_("烧烫伤"), "surgery": N_("术后伤口"),
    "diabetic": N_("糖尿病足溃疡"), "vascular": N_("血管性溃疡"), "other": N_("其他伤口"),
}  # fmt: skip
SPECIAL_CARE = {
    "none": N_("没有"), "feeding_tube": N_("胃管"), "catheter": N_("尿管"), "tracheotomy": N_("气管切开"),
    "stoma": N_("造瘘"), "ventilator": N_("无创呼吸机"), "dialysis": N_("透析"), "other": N_("其他护理"),
}  # fmt: skip
PAIN = {
    "none": N_("没有"), "mild": N_("轻度疼痛"), "moderate": N_("中度疼痛，能忍受"), "severe": N_("重度疼痛"),
    "extreme": N_("极度疼痛，不能忍受"), "unknown": N_("无法判断"),
}  # fmt: skip
TEETH = {"none": N_("没有"), "few": N_("缺几颗"), "most": N_("缺一半以上"), "all": N_("全口缺失")}
SWALLOWING = {
    "none": N_("没有"), "complains": N_("抱怨吞咽困难或吞咽时疼"), "coughs": N_("吃东西时咳嗽或呛咳"),
    "left": N_("吃完嘴里还留着食物"), "drools": N_("食物或口水从嘴角流出"), "hoarse": N_("吃完声音变哑或有痰声"),
}  # fmt: skip
YES_NO = {"no": N_("没有"), "yes": N_("有")}
