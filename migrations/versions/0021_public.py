"""What anyone may ask without signing in, through narrow functions; publications, figures and what families hand in."""

from alembic import op

from migrations.handing_in_sql import HANDING_IN
from migrations.policies import grants, role_prefix, run
from migrations.public_sql import BY_NUMBER, FUNCTIONS, INNER, READING

revision = "0021"
down_revision = "0020"

TABLES = """
CREATE TABLE published_lists (
  county INTEGER NOT NULL,
  institution_id BIGINT NOT NULL,
  day DATE NOT NULL,
  published_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  policy_no INTEGER NOT NULL,
  policy JSONB NOT NULL,
  entries INTEGER NOT NULL,
  lines JSONB NOT NULL,
  own JSONB NOT NULL,
  CONSTRAINT pk_published_lists PRIMARY KEY (county, institution_id, day),
  CONSTRAINT ck_published_lists_home CHECK (institution_id >= 0)
);
CREATE INDEX ix_published_lists_newest ON published_lists (county, institution_id, published_at);

CREATE TABLE waitlist_counts (
  county INTEGER NOT NULL,
  institution_id BIGINT NOT NULL,
  day DATE NOT NULL,
  tier SMALLINT NOT NULL,
  state VARCHAR(10) NOT NULL,
  tier_label VARCHAR(80) DEFAULT '' NOT NULL,
  entries INTEGER DEFAULT '0' NOT NULL,
  waiting_days INTEGER DEFAULT '0' NOT NULL,
  longest INTEGER DEFAULT '0' NOT NULL,
  received INTEGER DEFAULT '0' NOT NULL,
  accepted INTEGER DEFAULT '0' NOT NULL,
  offered INTEGER DEFAULT '0' NOT NULL,
  agreed INTEGER DEFAULT '0' NOT NULL,
  declined INTEGER DEFAULT '0' NOT NULL,
  lapsed INTEGER DEFAULT '0' NOT NULL,
  admitted INTEGER DEFAULT '0' NOT NULL,
  withdrawn INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER DEFAULT '0' NOT NULL,
  counted_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  CONSTRAINT pk_waitlist_counts PRIMARY KEY (county, institution_id, day, tier, state),
  CONSTRAINT ck_waitlist_counts_state CHECK (state IN ('submitted', 'checking', 'waiting', 'deferred', 'offered', 'admitted', 'withdrawn', 'removed', 'ineligible', 'merged')),
  CONSTRAINT ck_waitlist_counts_home CHECK (institution_id >= 0),
  CONSTRAINT ck_waitlist_counts_entries CHECK (entries >= 0 AND waiting_days >= 0 AND longest >= 0)
);
CREATE INDEX ix_waitlist_counts_day ON waitlist_counts (day, county);

CREATE TABLE waitlist_intakes (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  kind VARCHAR(11) NOT NULL,
  institution_id BIGINT,
  state VARCHAR(9) NOT NULL,
  number VARCHAR(24),
  seal UUID NOT NULL,
  payload BYTEA,
  code_hash BYTEA,
  ticket_hash BYTEA,
  ticket_until TIMESTAMP WITH TIME ZONE,
  pin_hash BYTEA,
  pin_salt BYTEA,
  started_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  handed_in_at TIMESTAMP WITH TIME ZONE,
  expires_at TIMESTAMP WITH TIME ZONE,
  taken_at TIMESTAMP WITH TIME ZONE,
  taken_by BIGINT,
  became VARCHAR(24) DEFAULT '' NOT NULL,
  refuse_reason VARCHAR(200) DEFAULT '' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_waitlist_intakes PRIMARY KEY (county, id),
  CONSTRAINT fk_waitlist_intakes_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT uq_waitlist_intakes_number UNIQUE (county, number),
  CONSTRAINT ck_waitlist_intakes_kind CHECK (kind IN ('application', 'objection')),
  CONSTRAINT ck_waitlist_intakes_state CHECK (state IN ('draft', 'handed_in', 'taken', 'refused')),
  CONSTRAINT ck_waitlist_intakes_handed_in CHECK ((state = 'draft') = (handed_in_at IS NULL) AND (state = 'draft') = (number IS NULL) AND (state <> 'handed_in' OR payload IS NOT NULL)),
  CONSTRAINT ck_waitlist_intakes_taken CHECK ((state IN ('taken', 'refused')) = (taken_at IS NOT NULL) AND (state <> 'refused' OR btrim(refuse_reason) <> '')),
  CONSTRAINT ck_waitlist_intakes_pin CHECK ((pin_hash IS NULL) = (pin_salt IS NULL)),
  CONSTRAINT ck_waitlist_intakes_size CHECK (octet_length(payload) <= 16384)
);
CREATE INDEX ix_waitlist_intakes_code ON waitlist_intakes (code_hash) WHERE code_hash IS NOT NULL;
CREATE INDEX ix_waitlist_intakes_expires ON waitlist_intakes (expires_at) WHERE state = 'draft';
CREATE INDEX ix_waitlist_intakes_ticket ON waitlist_intakes (ticket_hash) WHERE ticket_hash IS NOT NULL;
CREATE INDEX ix_waitlist_intakes_waiting ON waitlist_intakes (county, institution_id, handed_in_at);
"""

# A list of the whole county (home 0) is read by all of its homes; what only families are told by nobody.
HERE = "county IN (SELECT unnest(counties()))"
LISTS = f"{HERE} AND (institution_id = 0 OR institution_id IN (SELECT unnest(homes())))"
# A draft is its writer's alone; what concerns a county's list as a whole goes to who has the whole county.
HANDED_IN = (
    f"{HERE} AND state <> 'draft' AND (institution_id IN (SELECT unnest(homes()))"
    " OR institution_id IS NULL AND county IN (SELECT unnest(whole_counties())))"
)
RULES = {"published_lists": LISTS, "waitlist_counts": LISTS, "waitlist_intakes": HANDED_IN}
RIGHTS = {
    "SELECT (county, institution_id, day, published_at, policy_no, policy, entries, lines), INSERT, UPDATE": (
        "published_lists",
    ),
    "SELECT, INSERT, DELETE": ("waitlist_counts",),
    "SELECT, UPDATE (state, taken_at, taken_by, became, refuse_reason, version)": ("waitlist_intakes",),
}


def closed(table: str) -> str:
    """Close a table to all but the rows its callers may see."""
    rule = RULES[table]
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\nALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY caller_rows ON {table} USING ({rule}) WITH CHECK ({rule});\n"
    )


def upgrade() -> None:
    """Make the tables, and open the narrow ways to the web role alone."""
    app = f"{role_prefix(op)}app"
    run(op, TABLES + "".join(closed(table) for table in RULES) + grants(RIGHTS, role_prefix(op)))
    run(op, READING + BY_NUMBER + HANDING_IN)
    run(op, "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;\n" for name in (*FUNCTIONS, *INNER)))
    run(op, "".join(f"GRANT EXECUTE ON FUNCTION {name} TO {app};\n" for name in FUNCTIONS))


def downgrade() -> None:
    """Take them away again; only ever run on a database without data."""
    for name in (*reversed(FUNCTIONS), *INNER):
        op.execute(f"DROP FUNCTION {name}")
    for table in reversed(RULES):
        op.execute(f"DROP TABLE {table}")
