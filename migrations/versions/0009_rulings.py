"""What counts: dated rulings of a county."""

from alembic import op

from migrations.policies import grants, role_prefix, run, tenant_rows

revision = "0009"
down_revision = "0008"

TABLES = """
CREATE TABLE rulings (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  code VARCHAR(9) NOT NULL,
  counts BOOLEAN NOT NULL,
  basis VARCHAR(200) NOT NULL,
  unverified BOOLEAN DEFAULT 'false' NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_rulings PRIMARY KEY (county, id),
  CONSTRAINT ck_rulings_span CHECK (to_on >= from_on),
  CONSTRAINT ck_rulings_code CHECK (code IN ('leave', 'hospital', 'trial', 'respite', 'travel', 'under_60', 'extra_bed')),
  CONSTRAINT ck_rulings_basis CHECK (btrim(basis) <> ''),
  CONSTRAINT ck_rulings_void CHECK ((voided_at IS NULL) = (void_reason IS NULL)),
  CONSTRAINT ex_rulings_one_per_code EXCLUDE USING gist (county WITH =, code WITH =, during WITH &&) WHERE (voided_at IS NULL)
);
CREATE INDEX ix_rulings_code ON rulings (county, code, from_on);
"""


def upgrade() -> None:
    """Make the rulings: what counts as occupied, by county and day."""
    run(op, TABLES + tenant_rows("rulings"))
    run(op, grants({"SELECT, INSERT, UPDATE": ("rulings",)}, role_prefix(op)))


def downgrade() -> None:
    """Take them away again; only ever run on a database without data."""
    op.execute("DROP TABLE rulings")
