"""What a desk posts to register an application."""

from datetime import date, datetime

from pydantic import Field

from app.core.i18n import N_
from app.residents.rules.around import CategoryDraft
from app.residents.rules.kinds import Category
from app.waitlist.forms.acts import PHONE, WishesForm, here
from app.waitlist.rules.drafts import BackDate, CircumstanceDraft, EntryDraft
from app.waitlist.rules.kinds import CircumstanceKind, LinkKind, Source

__all__ = ["RegisterForm"]


class RegisterForm(WishesForm):
    """An application of one person."""

    elder_id: int = Field(title=N_("老人"))
    source: Source = Field(default=Source.DESK, title=N_("从哪里来"))
    received_place: str = Field(default="", title=N_("收件处"), max_length=60)
    contact_name: str = Field(default="", title=N_("联系人"), max_length=30)
    contact_phone: str = Field(title=N_("联系人电话"), max_length=30, pattern=PHONE)
    relation: str = Field(default="", title=N_("与老人的关系"), max_length=20)
    consent_public: bool = Field(default=False, title=N_("公示姓名"))
    category: Category | None = Field(default=None, title=N_("人员类别"))
    category_from: date | None = Field(default=None, title=N_("认定自"))
    category_document: str = Field(default="", title=N_("批文文号"), max_length=60)
    circumstances: list[CircumstanceKind] = Field(default=[], title=N_("家庭情况"))
    circumstances_from: date | None = Field(default=None, title=N_("从哪天起"))
    circumstances_document: str = Field(default="", title=N_("证明文号"), max_length=60)
    link_with: str = Field(default="", title=N_("另一份登记的编号"), max_length=24)
    link_kind: LinkKind | None = Field(default=None, title=N_("为什么关联"))
    accepted_at: datetime | None = Field(default=None, title=N_("纸质收件时间"))
    backdate_reason: str = Field(default="", title=N_("更正原因"), max_length=180)

    def draft(self, county: int, today: date) -> EntryDraft:
        """The application itself."""
        since = self.circumstances_from or today
        claimed = tuple(
            CircumstanceDraft(kind=kind, from_on=since, document_no=self.circumstances_document)
            for kind in dict.fromkeys(self.circumstances)
        )
        dated = BackDate(accepted_at=here(self.accepted_at), reason=self.backdate_reason) if self.accepted_at else None
        return EntryDraft(
            county=county, elder_id=self.elder_id, wishes=self.wishes, any_home=self.any_home, source=self.source,
            received_place=self.received_place, needs=self.needs, contact_name=self.contact_name,
            contact_phone=self.contact_phone, relation=self.relation, consent_public=self.consent_public,
            circumstances=claimed, link_with=self.link_with or None, link_kind=self.link_kind, backdate=dated,
        )  # fmt: skip

    def new_category(self, today: date, *, seen: bool) -> CategoryDraft | None:
        """A category that is new to the file; without its paper it is 待核."""
        if self.category is None:
            return None
        return CategoryDraft(
            self.category, self.category_from or today, self.category_document,
            unverified=not (seen or self.category_document),
        )  # fmt: skip
