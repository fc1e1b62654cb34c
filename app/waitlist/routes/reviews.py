"""The bureau's part in one application: taking it up, checking it, letting it into the list, and who approves an override."""

from typing import Any

from fastapi import Response

from app.core.i18n import N_
from app.waitlist import service
from app.waitlist.forms import acts as forms
from app.waitlist.queries import circumstances_of, entry_by_number
from app.waitlist.routes.doing import Act, act_named, carry_out, form_page
from app.waitlist.routes.filing import PREFIX, OfEntry, Overriding, Reviewing
from app.waitlist.rules.kinds import CheckKind, CheckResult
from app.waitlist.rules.steps import EventKind
from app.web.forms import Bound
from app.web.routing import Router

__all__ = ["APPROVALS", "REVIEWS", "router"]

router = Router(prefix=PREFIX)


@router.get("/reviews/{act}", name="waitlist.reviews.new", access="waitlist.review")
async def new_review(of: Reviewing, act: str) -> Response:
    """The form of an act of the bureau."""
    return await form_page(of, act_named(REVIEWS, act), Bound(None))


@router.post("/reviews/{act}", name="waitlist.reviews.create", access="waitlist.review")
async def create_review(of: Reviewing, act: str) -> Response:
    """Do it."""
    return await carry_out(of, act, act_named(REVIEWS, act))


@router.get("/approvals/{act}", name="waitlist.approvals.new", access="waitlist.override")
async def new_approval(of: Overriding, act: str) -> Response:
    """The form by which somebody other than who asked decides."""
    return await form_page(of, act_named(APPROVALS, act), Bound(None))


@router.post("/approvals/{act}", name="waitlist.approvals.create", access="waitlist.override")
async def create_approval(of: Overriding, act: str) -> Response:
    """Decide."""
    return await carry_out(of, act, act_named(APPROVALS, act))


async def _take_up(of: OfEntry, _form: forms.TapForm, _bound: Bound[Any]) -> None:
    await service.take_up(of.session, of.actor, of.entry_id)


async def _check(of: OfEntry, form: forms.CheckForm, _bound: Bound[Any]) -> None:
    await service.verify_check(of.session, of.actor, of.entry_id, form.draft())


async def _accept(of: OfEntry, _form: forms.TapForm, _bound: Bound[Any]) -> None:
    await service.accept_into_list(of.session, of.actor, of.entry_id)


async def _refuse(of: OfEntry, form: forms.ReasonForm, _bound: Bound[Any]) -> None:
    await service.refuse_entry(of.session, of.actor, of.entry_id, reason=form.reason)


async def _remove(of: OfEntry, form: forms.ReasonForm, _bound: Bound[Any]) -> None:
    await service.remove(of.session, of.actor, of.entry_id, reason=form.reason)


async def _reinstate(of: OfEntry, form: forms.ReasonForm, _bound: Bound[Any]) -> None:
    await service.reinstate(of.session, of.actor, of.entry_id, reason=form.reason)


async def _merge(of: OfEntry, form: forms.MergeForm, _bound: Bound[Any]) -> None:
    other = await entry_by_number(of.session, of.actor.scope("waitlist.review"), of.county, form.number)
    await service.merge_entries(of.session, of.actor, of.entry_id, other.id, reason=form.reason)


async def _backdate(of: OfEntry, form: forms.BackdateForm, _bound: Bound[Any]) -> None:
    await service.backdate(of.session, of.actor, of.entry_id, form.draft())


async def _verify(of: OfEntry, form: forms.VerifyForm, _bound: Bound[Any]) -> None:
    await service.verify_circumstance(of.session, of.actor, of.entry_id, form.circumstance)


async def _void(of: OfEntry, form: forms.VoidForm, _bound: Bound[Any]) -> None:
    await service.void_circumstance(of.session, of.actor, of.entry_id, form.circumstance, reason=form.reason)


async def _approve(of: OfEntry, form: forms.NoteForm, _bound: Bound[Any]) -> None:
    await service.approve_override(of.session, of.actor, of.entry_id, note=form.reason)


async def _end(of: OfEntry, form: forms.ReasonForm, _bound: Bound[Any]) -> None:
    await service.end_override(of.session, of.actor, of.entry_id, reason=form.reason)


async def _lift(of: OfEntry, form: forms.ReasonForm, _bound: Bound[Any]) -> None:
    await service.lift_ban(of.session, of.actor, of.entry_id, reason=form.reason)


async def _checks(_of: OfEntry) -> dict[str, Any]:
    return {
        "kinds": [(one.value, one.label) for one in CheckKind],
        "results": [(one.value, one.label) for one in CheckResult],
    }


async def _claimed(of: OfEntry) -> dict[str, Any]:
    return {"claimed": await circumstances_of(of.session, of.county, of.entry_id)}


REASON, NOTE, PLAIN = "waitlist/acts/_reason.html", "waitlist/acts/_note.html", "waitlist/acts/_plain.html"
REVIEWS = {
    "take-up": Act(forms.TapForm, (N_("受理"), N_("开始核验"), N_("受理时间按收件时间算，不因什么时候核验而变。"), N_("已受理，请逐项核验")), PLAIN, _take_up, EventKind.REVIEWED),
    "check": Act(forms.CheckForm, (N_("记核验结果"), N_("记下结果"), N_("一次记一项；同一项再记，以新的为准，旧的留着。"), N_("已记下核验结果")), "waitlist/acts/_check.html", _check, EventKind.CHECKED, _checks),
    "accept": Act(forms.TapForm, (N_("列入轮候"), N_("列入轮候"), N_("列入后按规则排次序；排在后面的家庭会收到告知事项。"), N_("已列入轮候")), PLAIN, _accept, EventKind.LISTED),
    "refuse": Act(forms.ReasonForm, (N_("不符合"), N_("登记为不符合"), N_("写明不符合哪一条；家属会被告知，可以提出异议。"), N_("已登记为不符合")), REASON, _refuse, EventKind.INELIGIBLE, danger=True),
    "remove": Act(forms.ReasonForm, (N_("移出轮候"), N_("移出轮候"), N_("写明原因；家属会被告知。登记和经过都留着。"), N_("已移出轮候")), REASON, _remove, EventKind.REMOVED, danger=True),
    "reinstate": Act(forms.ReasonForm, (N_("恢复到轮候"), N_("恢复到轮候"), N_("回到原来的受理时间和次序；被它排到后面的家庭会被告知。"), N_("已恢复到轮候")), REASON, _reinstate, EventKind.REINSTATED),
    "merge": Act(forms.MergeForm, (N_("合并登记"), N_("合并登记"), N_("同一位老人登记了两份时用：先受理的一份留下，另一份并入。"), N_("已合并")), "waitlist/acts/_merge.html", _merge, EventKind.MERGED, danger=True),
    "backdate": Act(forms.BackdateForm, (N_("更正受理时间"), N_("更正受理时间"), N_("只能往前改，比如有纸质名单为证；被它排到后面的家庭会被告知。"), N_("已更正受理时间")), "waitlist/acts/_backdate.html", _backdate, EventKind.BACKDATED),
    "verify": Act(forms.VerifyForm, (N_("核实情况"), N_("已见原件，核实"), N_("核实以后这项情况才算数，次序可能随之改变。"), N_("已核实")), "waitlist/acts/_verify.html", _verify, EventKind.FACTS_CHANGED, _claimed),
    "void": Act(forms.VoidForm, (N_("作废情况"), N_("作废情况"), N_("从来不对的才作废；记录和原因都留着。"), N_("已作废")), "waitlist/acts/_void.html", _void, EventKind.FACTS_CHANGED, _claimed, danger=True),
}  # fmt: skip
APPROVALS = {
    "approve": Act(forms.NoteForm, (N_("批准人工调整"), N_("批准调整"), N_("提出的人不能自己批准。批准后名单上对所有人标 ✎，排到后面的家庭会被告知。"), N_("已批准人工调整")), NOTE, _approve, EventKind.OVERRIDE_APPROVED),
    "end": Act(forms.ReasonForm, (N_("取消人工调整"), N_("取消调整"), N_("取消后按规则排。"), N_("已取消人工调整")), REASON, _end, EventKind.OVERRIDE_ENDED),
    "lift": Act(forms.ReasonForm, (N_("解除限制登记"), N_("解除限制"), N_("解除后这位老人可以马上重新登记。"), N_("已解除限制")), REASON, _lift, EventKind.BAN_LIFTED),
}  # fmt: skip
