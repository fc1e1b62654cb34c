"""Photos and proofs of a person: nobody from outside the home opens one before having said why the file is opened."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.models import Attachment
from app.attachments.rules import PERSONAL
from app.attachments.service import ask_before_opening
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.i18n import _
from app.residents.queries.looks import gave_a_reason, people_of_scan
from app.residents.rules.looking import asks_for_a_reason

__all__: list[str] = []

WITH_A_TRANSFER = "transfer_consent"
"""A consent is opened with the transfer it belongs to, and that look leaves its own line."""


async def _refuse_unasked(session: AsyncSession, actor: Actor, kept: Attachment) -> None:
    personal = kept.purpose in PERSONAL and kept.purpose != WITH_A_TRANSFER
    if not personal or not asks_for_a_reason(actor, Home(kept.county, kept.institution_id)):
        return
    for elder_id in await people_of_scan(session, kept.county, kept.id):
        if await gave_a_reason(session, actor, kept.county, elder_id):
            return
    raise NotAllowed(_("请先在这位老人的档案页写明查看原因，再打开附件"))


ask_before_opening(_refuse_unasked)
