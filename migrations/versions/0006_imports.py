"""Ledgers on their way in."""

from alembic import op

from migrations.policies import grants, home_rows, role_prefix, run

revision = "0006"
down_revision = "0005"

TABLES = """
CREATE TABLE import_runs (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  kind VARCHAR(40) NOT NULL,
  state VARCHAR(8) NOT NULL,
  effective_on DATE NOT NULL,
  seal UUID NOT NULL,
  filename BYTEA NOT NULL,
  file BYTEA NOT NULL,
  choices JSONB DEFAULT '{}' NOT NULL,
  edits BYTEA,
  report BYTEA,
  built BYTEA,
  counts JSONB DEFAULT '{}' NOT NULL,
  rows_done INTEGER DEFAULT 0 NOT NULL,
  rows_total INTEGER DEFAULT 0 NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  created_by BIGINT,
  applied_at TIMESTAMP WITH TIME ZONE,
  applied_by BIGINT,
  undone_at TIMESTAMP WITH TIME ZONE,
  undone_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_import_runs PRIMARY KEY (county, id),
  CONSTRAINT uq_import_runs_home UNIQUE (county, institution_id, id),
  CONSTRAINT fk_import_runs_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT ck_import_runs_state CHECK (state IN ('uploaded', 'checking', 'checked', 'applied', 'undone')),
  CONSTRAINT ck_import_runs_applied CHECK ((applied_at IS NOT NULL) = (state IN ('applied', 'undone'))),
  CONSTRAINT ck_import_runs_undone CHECK ((undone_at IS NOT NULL) = (state = 'undone'))
);
CREATE INDEX ix_import_runs_home ON import_runs (county, institution_id, created_at);

CREATE TABLE import_templates (
  county INTEGER NOT NULL,
  institution_id BIGINT NOT NULL,
  kind VARCHAR(40) NOT NULL,
  columns JSONB NOT NULL,
  kept_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  CONSTRAINT pk_import_templates PRIMARY KEY (county, institution_id, kind),
  CONSTRAINT fk_import_templates_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id)
);
"""

OF_A_HOME = ("import_runs", "import_templates")


def upgrade() -> None:
    """Make the ledgers on their way in, and what their columns meant last time."""
    run(op, TABLES + "".join(home_rows(table) for table in OF_A_HOME))
    run(op, grants({"SELECT, INSERT, UPDATE": OF_A_HOME}, role_prefix(op)))


def downgrade() -> None:
    """Take them away again; only ever run on a database without data."""
    for table in reversed(OF_A_HOME):
        op.execute(f"DROP TABLE {table}")
