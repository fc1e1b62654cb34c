"""The queue of jobs, in the same database, so that a job is queued by the commit that wants it."""

from alembic import op

from migrations.pgqueuer_sql import INSTALL
from migrations.policies import role_prefix, run

revision = "0004"
down_revision = "0003"

TABLES = ("pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics")


def upgrade() -> None:
    """Make the queue; its payloads hold ids and nothing of a person."""
    prefix = role_prefix(op)
    run(op, INSTALL)
    run(op, "".join(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {prefix}app;\n" for table in TABLES))
    run(op, "".join(f"GRANT USAGE ON SEQUENCE {table}_id_seq TO {prefix}app;\n" for table in TABLES))


def downgrade() -> None:
    """Take the queue away."""
    for table in TABLES:
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP FUNCTION fn_pgqueuer_changed()")
    op.execute("DROP TYPE pgqueuer_status")
