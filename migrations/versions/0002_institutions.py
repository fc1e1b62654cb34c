"""The homes and their dated facts."""

from alembic import op

from migrations.policies import grants, home_rows, institution_rows, role_prefix, run

revision = "0002"
down_revision = "0001"

TABLES = """
CREATE TABLE institutions (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  code VARCHAR(20) NOT NULL,
  name VARCHAR(80) NOT NULL,
  CONSTRAINT pk_institutions PRIMARY KEY (county, id),
  CONSTRAINT uq_institutions_code UNIQUE (county, code)
);
"""

OF_A_HOME = ()
GRANTS = {"SELECT, INSERT, UPDATE": ["institutions"]}


def upgrade() -> None:
    """Make the homes and their dated facts."""
    run(op, TABLES + institution_rows("institutions") + "".join(home_rows(table) for table in OF_A_HOME))
    run(op, grants(GRANTS, role_prefix(op)))


def downgrade() -> None:
    """Take them away again; only ever run on a database without data."""
    for table in (*reversed(OF_A_HOME), "institutions"):
        op.execute(f"DROP TABLE {table}")
