"""One row per ledger that was handed in, with its sealed file, and what each home's columns meant last time."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, Instant, NewId, one_of
from app.imports.rules.places import Place, place_of
from app.imports.rules.states import Phase, RunState

__all__ = ["ImportRun", "ImportTemplate"]


class ImportRun(Base):
    """A ledger on its way in. Whatever may name a person (file, edits, report, task) is sealed; counts are plain."""

    __tablename__ = "import_runs"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_import_runs_home"),
        ForeignKeyConstraint(
            ["county", "institution_id"], ["institutions.county", "institutions.id"], name="fk_import_runs_institution"
        ),
        one_of("import_runs", "state", RunState),
        one_of("import_runs", "phase", Phase),
        CheckConstraint(
            "(applied_at IS NOT NULL) = (state IN ('applied', 'undoing', 'undone'))", name="ck_import_runs_applied"
        ),
        CheckConstraint("(undone_at IS NOT NULL) = (state = 'undone')", name="ck_import_runs_undone"),
        CheckConstraint("(institution_id IS NULL) = (kind = 'reported')", name="ck_import_runs_home"),
        Index("ix_import_runs_home", "county", "institution_id", "created_at"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    # NULL for a ledger about all homes of the county.
    institution_id: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[RunState] = mapped_column(EnumText(RunState))
    effective_on: Mapped[Day]
    seal: Mapped[UUID] = mapped_column(Uuid)
    filename: Mapped[bytes] = mapped_column(LargeBinary)
    file: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    # Sheet, header rows and columns to fields: words of the ledger's head, not of its rows.
    choices: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    edits: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    report: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    built: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    counts: Mapped[dict[str, int]] = mapped_column(JSONB, server_default=text("'{}'"))
    rows_done: Mapped[int] = mapped_column(Integer, server_default=text("0"), default=0)
    rows_total: Mapped[int] = mapped_column(Integer, server_default=text("0"), default=0)
    created_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    applied_at: Mapped[Instant | None]
    applied_by: Mapped[int | None] = mapped_column(BigInteger)
    undone_at: Mapped[Instant | None]
    undone_by: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(server_default="1")
    # What the worker is at, when it last said so, and what it was asked to do or why it could not.
    phase: Mapped[Phase | None] = mapped_column(EnumText(Phase))
    said_at: Mapped[Instant | None]
    task: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def place(self) -> Place:
        """Whose it is: one home's, or the county's."""
        return place_of(self.county, self.institution_id)


class ImportTemplate(Base):
    """Which column was which in this home's last ledger of a kind."""

    __tablename__ = "import_templates"
    __table_args__ = (
        PrimaryKeyConstraint("county", "institution_id", "kind", name="pk_import_templates"),
        ForeignKeyConstraint(
            ["county", "institution_id"],
            ["institutions.county", "institutions.id"],
            name="fk_import_templates_institution",
        ),
    )

    county: Mapped[int] = mapped_column(Integer)
    institution_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(40))
    columns: Mapped[dict[str, str]] = mapped_column(JSONB)
    kept_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
