"""Receipt numbers, drawn one after the other without a gap."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.waitlist.models import WaitlistReceipt

__all__ = ["draw_receipt"]


async def draw_receipt(session: AsyncSession, county: int, year: int) -> int:
    """Draw the next number of a county and year.

    The row stays locked to the end of the transaction: whoever is undone gives the number back, so none is left out.
    """
    first = insert(WaitlistReceipt).values(county=county, year=year, last_no=1)
    drawn = first.on_conflict_do_update(
        constraint="pk_waitlist_receipts", set_={"last_no": WaitlistReceipt.last_no + 1}
    ).returning(WaitlistReceipt.last_no)
    number: int = (await session.execute(drawn)).scalar_one()
    return number
