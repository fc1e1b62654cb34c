"""Long ledgers take effect and are taken back by the worker: two states more, and how far it has come."""

from alembic import op

from migrations.policies import run

revision = "0011"
down_revision = "0010"

COLUMNS = """
ALTER TABLE import_runs ADD COLUMN phase VARCHAR(8), ADD COLUMN said_at TIMESTAMP WITH TIME ZONE, ADD COLUMN task BYTEA;
"""

# Each rule changes hands in one statement, so that no row is ever written under none.
WIDER = """
-- squawk-ignore ban-drop-constraint
ALTER TABLE import_runs DROP CONSTRAINT ck_import_runs_state, ADD CONSTRAINT ck_import_runs_state CHECK
 (state IN ('uploaded', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone')) NOT VALID;
-- squawk-ignore ban-drop-constraint
ALTER TABLE import_runs DROP CONSTRAINT ck_import_runs_applied, ADD CONSTRAINT ck_import_runs_applied CHECK
 ((applied_at IS NOT NULL) = (state IN ('applied', 'undoing', 'undone'))) NOT VALID;
ALTER TABLE import_runs ADD CONSTRAINT ck_import_runs_phase CHECK (phase IN ('checking', 'writing', 'clearing')) NOT VALID;
"""

# What the worker had in hand goes back to where it stood; a queued job finds it there and leaves it.
GIVEN_BACK = """
UPDATE import_runs SET version = version + 1,
 state = CASE state WHEN 'applying' THEN 'checked' WHEN 'undoing' THEN 'applied' ELSE 'uploaded' END
 WHERE state IN ('checking', 'applying', 'undoing');
"""

NARROWER = """
-- squawk-ignore ban-drop-constraint
ALTER TABLE import_runs DROP CONSTRAINT ck_import_runs_state, ADD CONSTRAINT ck_import_runs_state CHECK
 (state IN ('uploaded', 'checking', 'checked', 'applied', 'undone')) NOT VALID;
-- squawk-ignore ban-drop-constraint
ALTER TABLE import_runs DROP CONSTRAINT ck_import_runs_applied, ADD CONSTRAINT ck_import_runs_applied CHECK
 ((applied_at IS NOT NULL) = (state IN ('applied', 'undone'))) NOT VALID;
"""

VALIDATED = """
ALTER TABLE import_runs VALIDATE CONSTRAINT ck_import_runs_state;
ALTER TABLE import_runs VALIDATE CONSTRAINT ck_import_runs_applied;
"""

PHASE_VALIDATED = "ALTER TABLE import_runs VALIDATE CONSTRAINT ck_import_runs_phase;"


def upgrade() -> None:
    """Let a ledger be in the worker's hands while it is written or taken back."""
    run(op, COLUMNS + WIDER + VALIDATED + PHASE_VALIDATED)


def downgrade() -> None:
    """Give back what the worker has, then say again what a state may be."""
    run(op, GIVEN_BACK + NARROWER + VALIDATED)
    op.execute("ALTER TABLE import_runs DROP COLUMN phase, DROP COLUMN said_at, DROP COLUMN task")
