"""What each named constraint of people's files says to a person when it refuses."""

from app.core.i18n import N_
from app.core.sentences import add_sentences
from app.residents.errors.files import AlreadyStored

__all__ = ["SENTENCES"]

AGAIN = N_("档案编号重复，系统没有保存，请再试一次")
NO_FILE = N_("没有找到这位老人的档案，请回到老人列表重新选择")

SENTENCES = {
    "pk_elders": AGAIN,
    "pk_elder_homes": AGAIN,
    "pk_elder_names": AGAIN,
    "pk_elder_merges": AGAIN,
    "pk_elder_papers": AGAIN,
    "pk_elder_categories": AGAIN,
    "pk_contacts": AGAIN,
    "pk_elder_relations": AGAIN,
    "pk_health_notes": AGAIN,
    # The person
    "ck_elders_name": N_("请填写老人姓名"),
    "ck_elders_sex": N_("请选择性别"),
    "ck_elders_birth_precision": N_("请选择出生日期知道到哪一步"),
    "ck_elders_birthday_calendar": N_("请选择生日按公历还是农历"),
    "ck_elders_hukou_kind": N_("请选择户籍是城镇还是农村"),
    "ck_elders_no_id_reason": N_("请选择没有证件的原因"),
    "ck_elders_birth": N_(
        "出生日期与「知道到哪一步」对不上：只知年月的记该月 1 日，只知年份的记 1 月 1 日，不详的请留空"
    ),
    "ck_elders_lunar": N_("按农历过生日的请填农历月和日（1–12 月，1–30 日），按公历的请留空"),
    "ck_elders_death": N_("去世日期早于出生日期，请核对日期"),
    "ck_elders_merged": N_("一份档案不能合并到它自己，请另选一份"),
    "fk_elders_institution": N_("没有找到这家机构，请从首页重新进入"),
    "fk_elders_merged_into": N_("没有找到要并入的档案，请重新选择"),
    "fk_elders_photo": N_("照片没有保存好，请重新上传"),
    # Who may see the file
    "fk_elder_homes_elder": NO_FILE,
    "fk_elder_homes_institution": N_("没有找到这家机构，请从首页重新进入"),
    # Other names
    "fk_elder_names_elder": NO_FILE,
    "ck_elder_names_kind": N_("请选择是曾用名、小名还是代用名"),
    "ck_elder_names_name": N_("请填写名字"),
    "ck_elder_names_void": N_("请写明作废的原因"),
    # Mergers
    "fk_elder_merges_kept": N_("没有找到要保留的档案，请重新选择"),
    "fk_elder_merges_gone": N_("没有找到要并入的档案，请重新选择"),
    "ck_elder_merges_two": N_("合并要选两份不同的档案，请重新选择"),
    "ck_elder_merges_reason": N_("请写明为什么认定是同一人"),
    "ck_elder_merges_undone": N_("请写明为什么拆开"),
    "uq_elder_merges_gone": N_("这份档案已并入另一份，请先拆开原来的合并"),
    # Papers
    "fk_elder_papers_elder": NO_FILE,
    "ck_elder_papers_kind": N_("请选择证件种类"),
    "ck_elder_papers_void": N_("请写明作废的原因"),
    "uq_elder_papers_number": AlreadyStored.sentence,
    "uq_elder_papers_kind": N_("这位老人已登记了一件同种证件，换证的请先作废旧的"),
    # Categories
    "fk_elder_categories_elder": NO_FILE,
    "ck_elder_categories_span": N_("类别的终止日期早于认定日期，请核对日期"),
    "ck_elder_categories_kind": N_("请选择人员类别"),
    "ck_elder_categories_void": N_("请写明作废的原因"),
    "ck_elder_categories_basis": N_("请填写认定文号或上传证明；还没见到证明的，请勾选「待核」"),
    "ex_elder_categories_once": N_("这段日子里已登记了同一类别，请先终止原来的，或核对日期"),
    # Contacts
    "fk_contacts_elder": NO_FILE,
    "ck_contacts_relation": N_("请选择与老人的关系"),
    "ck_contacts_guardian_basis": N_("请选择监护的依据"),
    "ck_contacts_guardian": N_("监护人要写明监护依据，不是监护人的请不选依据"),
    "ck_contacts_void": N_("请写明作废的原因"),
    "uq_contacts_guardian": N_("这位老人已登记了监护人，变更的请先作废原来的"),
    # Elders who belong together
    "fk_elder_relations_elder": NO_FILE,
    "fk_elder_relations_other": N_("没有找到另一位老人的档案，请重新选择"),
    "ck_elder_relations_kind": N_("请选择两位老人的关系"),
    "ck_elder_relations_order": N_("请选择另一位老人，不能与自己建立关系"),
    "ck_elder_relations_void": N_("请写明作废的原因"),
    "uq_elder_relations_pair": N_("两位老人的关系已登记，要改的请先作废原来的"),
    # Health
    "fk_health_notes_elder": NO_FILE,
    "ck_health_notes_span": N_("停止日期早于开始日期，请核对日期"),
    "ck_health_notes_kind": N_("请选择是诊断、过敏、膳食、风险、管路还是其他"),
    "ck_health_notes_severity": N_("请选择一般还是严重"),
    "ck_health_notes_said": N_("请选择一项或写明情况"),
    "ck_health_notes_void": N_("请写明作废的原因"),
}
add_sentences(SENTENCES)
