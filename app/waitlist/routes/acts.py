"""What a desk does with an application while it waits: later, again, no longer, other homes, whom to reach, being told."""

from typing import Any

from fastapi import Response

from app.core.clock import business_date
from app.core.i18n import N_
from app.waitlist import service
from app.waitlist.forms import acts as forms
from app.waitlist.queries import contact_of, entry_by_number, notices_of, policy_on
from app.waitlist.routes.doing import Act, act_named, carry_out, form_page
from app.waitlist.routes.filing import PREFIX, Applying, OfEntry, record_look
from app.waitlist.rules.kinds import Channel, CircumstanceKind, LinkKind
from app.waitlist.rules.steps import EventKind
from app.waitlist.service.desk import add_with_scan, homes_to_wish_for
from app.web.forms import Bound
from app.web.routing import Router

__all__ = ["ACTS", "router"]

router = Router(prefix=PREFIX)


@router.get("/acts/{act}", name="waitlist.acts.new", access="waitlist.apply")
async def new_act(of: Applying, act: str) -> Response:
    """The form of an act of the desk."""
    if act == "contact":
        await record_look(of, "contact")
    return await form_page(of, act_named(ACTS, act), Bound(None))


@router.post("/acts/{act}", name="waitlist.acts.create", access="waitlist.apply")
async def create_act(of: Applying, act: str) -> Response:
    """Do it."""
    return await carry_out(of, act, act_named(ACTS, act))


async def _defer(of: OfEntry, form: forms.DeferForm, _bound: Bound[Any]) -> None:
    await service.defer(of.session, of.actor, of.entry_id, until=form.until, reason=form.reason)


async def _resume(of: OfEntry, form: forms.NoteForm, _bound: Bound[Any]) -> None:
    await service.resume(of.session, of.actor, of.entry_id, reason=form.reason)


async def _withdraw(of: OfEntry, form: forms.ReasonForm, _bound: Bound[Any]) -> None:
    await service.withdraw(of.session, of.actor, of.entry_id, reason=form.reason)


async def _confirm(of: OfEntry, form: forms.NoteForm, _bound: Bound[Any]) -> None:
    await service.confirm_intention(of.session, of.actor, of.entry_id, note=form.reason)


async def _wishes(of: OfEntry, form: forms.WishesForm, _bound: Bound[Any]) -> None:
    await service.change_wishes(
        of.session, of.actor, of.entry_id, wishes=form.wishes, any_home=form.any_home, needs=form.needs,
        reason=form.reason,
    )  # fmt: skip


async def _link(of: OfEntry, form: forms.LinkForm, _bound: Bound[Any]) -> None:
    other = await entry_by_number(of.session, of.actor.scope("waitlist.apply"), of.county, form.number)
    await service.link_entries(of.session, of.actor, of.entry_id, other.id, kind=form.kind)


async def _unlink(of: OfEntry, form: forms.ReasonForm, _bound: Bound[Any]) -> None:
    await service.unlink_entry(of.session, of.actor, of.entry_id, reason=form.reason)


async def _contact(of: OfEntry, form: forms.ContactForm, _bound: Bound[Any]) -> None:
    await service.change_contact(
        of.session, of.actor, of.entry_id, name=form.contact_name, phone=form.contact_phone, relation=form.relation
    )


async def _consent(of: OfEntry, form: forms.ConsentForm, _bound: Bound[Any]) -> None:
    await service.change_consent(of.session, of.actor, of.entry_id, public=form.public)


async def _circumstance(of: OfEntry, form: forms.CircumstanceForm, bound: Bound[Any]) -> None:
    await add_with_scan(of.session, of.actor, of.entry_id, form.draft(), upload=bound.files.get("evidence"))


async def _override(of: OfEntry, form: forms.OverrideForm, _bound: Bound[Any]) -> None:
    await service.ask_override(of.session, of.actor, of.entry_id, tier=form.tier, reason=form.reason)


async def _told(of: OfEntry, form: forms.ToldForm, _bound: Bound[Any]) -> None:
    await service.tell_family(of.session, of.actor, of.entry_id, channel=form.channel, note=form.reason)


async def _homes(of: OfEntry) -> dict[str, Any]:
    policy = await policy_on(of.session, of.county, await business_date(of.session))
    homes = await homes_to_wish_for(of.session, of.actor, of.county)
    return {"homes": [(home.id, home.name) for home in homes], "most": policy.max_wishes}


def _wished(of: OfEntry) -> dict[str, Any]:
    facts = of.facts
    said = {f"wish_{place}": home for place, home in enumerate(facts.wishes, 1)}
    needs = {"nursing": facts.needs_nursing, "dementia": facts.needs_dementia, "single": facts.needs_single}
    return said | {name: "yes" for name, needed in (needs | {"any_home": facts.any_home}).items() if needed}


async def _reach(of: OfEntry) -> dict[str, Any]:
    return {"contact": await contact_of(of.session, of.entry)}


async def _kinds(_of: OfEntry) -> dict[str, Any]:
    return {"kinds": [(one.value, one.label) for one in CircumstanceKind]}


async def _links(_of: OfEntry) -> dict[str, Any]:
    return {"kinds": [(one.value, one.label) for one in LinkKind]}


async def _untold(of: OfEntry) -> dict[str, Any]:
    notices = [one for one in await notices_of(of.session, of.county, of.entry_id) if one.told_at is None]
    return {"notices": notices, "channels": [(one.value, one.label) for one in Channel]}


async def tiers_of(of: OfEntry) -> dict[str, Any]:
    """Give the tiers that may be chosen."""
    policy = await policy_on(of.session, of.county, await business_date(of.session))
    return {"tiers": [(tier.number, f"{tier.number} {tier.label}") for tier in policy.tiers]}


REASON, NOTE = "waitlist/acts/_reason.html", "waitlist/acts/_note.html"
ACTS = {
    "defer": Act(forms.DeferForm, (N_("暂缓轮候"), N_("暂缓轮候"), N_("暂缓期间不叫号，次序不变；到了日子自动恢复。"), N_("已暂缓")), "waitlist/acts/_defer.html", _defer, EventKind.DEFERRED),
    "resume": Act(forms.NoteForm, (N_("恢复轮候"), N_("恢复轮候"), N_("从今天起照常叫号，次序还是原来的。"), N_("已恢复轮候")), NOTE, _resume, EventKind.RESUMED),
    "confirm": Act(forms.NoteForm, (N_("确认意愿"), N_("确认继续轮候"), N_("家属说还要等，就记一次；下次到期再问。"), N_("已确认继续轮候")), NOTE, _confirm, EventKind.CONFIRMED),
    "withdraw": Act(forms.ReasonForm, (N_("撤回申请"), N_("撤回申请"), N_("撤回后不再轮候，次序不保留；登记和经过都留着。"), N_("已撤回申请")), REASON, _withdraw, EventKind.WITHDRAWN, danger=True),
    "wishes": Act(forms.WishesForm, (N_("改志愿和需要"), N_("改志愿"), N_("受理时间和次序都不变，只换机构和床位要求。"), N_("已改志愿")), "waitlist/acts/_wishes.html", _wishes, EventKind.WISHES_CHANGED, _homes, first=_wished),
    "link": Act(forms.LinkForm, (N_("关联申请"), N_("关联申请"), N_("各排各的次序，叫到其中一位时两张床一起发。"), N_("已关联")), "waitlist/acts/_link.html", _link, EventKind.LINKED, _links),
    "unlink": Act(forms.ReasonForm, (N_("解除关联"), N_("解除关联"), N_("解除后各自单独叫号。"), N_("已解除关联")), REASON, _unlink, EventKind.UNLINKED),
    "contact": Act(forms.ContactForm, (N_("改联系人"), N_("改联系人"), N_("床位通知打这个电话；电话不通会误了床位。"), N_("已改联系人")), "waitlist/acts/_contact.html", _contact, facts=_reach),
    "consent": Act(forms.ConsentForm, (N_("改公示意愿"), N_("保存意愿"), N_("不同意公示姓名的，公示名单上只写登记编号。"), N_("已改公示意愿")), "waitlist/acts/_consent.html", _consent, EventKind.CONSENTED),
    "circumstance": Act(forms.CircumstanceForm, (N_("登记情况"), N_("登记情况"), N_("写下家属说的情况并收证明；县级经办核实以后才算数。"), N_("已登记情况")), "waitlist/acts/_circumstance.html", _circumstance, EventKind.FACTS_CHANGED, _kinds),
    "override": Act(forms.OverrideForm, (N_("申请人工调整"), N_("申请调整"), N_("要写明理由，由另一人批准后才生效；名单上对所有人标 ✎。"), N_("已申请人工调整，等另一人批准")), "waitlist/acts/_override.html", _override, EventKind.OVERRIDE_ASKED, tiers_of),
    "told": Act(forms.ToldForm, (N_("告知家属"), N_("已告知"), N_("照下面的话告诉家属，记下用什么方式告知的。"), N_("已记下告知")), "waitlist/acts/_told.html", _told, facts=_untold),
}  # fmt: skip
