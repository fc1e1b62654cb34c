"""Who waits: entries, events, circumstances, policies, switches, receipts, notices."""

from alembic import op

from migrations.policies import grants, role_prefix, run, tenant_rows

revision = "0017"
down_revision = "0016"

TABLES = """
CREATE TABLE waitlist_receipts (
  county INTEGER NOT NULL,
  year INTEGER NOT NULL,
  last_no INTEGER NOT NULL,
  CONSTRAINT pk_waitlist_receipts PRIMARY KEY (county, year)
);

CREATE TABLE waitlist_policies (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  no INTEGER NOT NULL,
  title VARCHAR(80) NOT NULL,
  rules JSONB NOT NULL,
  preset VARCHAR(30) DEFAULT '' NOT NULL,
  source VARCHAR(200) NOT NULL,
  document_no VARCHAR(60) DEFAULT '' NOT NULL,
  unverified BOOLEAN DEFAULT 'false' NOT NULL,
  published_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  published_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_waitlist_policies PRIMARY KEY (county, id),
  CONSTRAINT uq_waitlist_policies_no UNIQUE (county, no),
  CONSTRAINT ck_waitlist_policies_span CHECK (to_on >= from_on),
  CONSTRAINT ck_waitlist_policies_void CHECK ((voided_at IS NULL) = (void_reason IS NULL)),
  CONSTRAINT ck_waitlist_policies_source CHECK (btrim(title) <> '' AND btrim(source) <> ''),
  CONSTRAINT ck_waitlist_policies_ahead CHECK (from_on >= (published_at AT TIME ZONE 'Asia/Shanghai')::date),
  CONSTRAINT ex_waitlist_policies_one_per_day EXCLUDE USING gist (county WITH =, during WITH &&) WHERE (voided_at IS NULL)
);
CREATE INDEX ix_waitlist_policies_day ON waitlist_policies (county, from_on);

CREATE TABLE waitlist_switches (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT,
  document_no VARCHAR(60) NOT NULL,
  note VARCHAR(200) DEFAULT '' NOT NULL,
  evidence_home_id BIGINT,
  evidence_id BIGINT,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_waitlist_switches PRIMARY KEY (county, id),
  CONSTRAINT fk_waitlist_switches_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT ck_waitlist_switches_span CHECK (to_on >= from_on),
  CONSTRAINT ck_waitlist_switches_void CHECK ((voided_at IS NULL) = (void_reason IS NULL)),
  CONSTRAINT ck_waitlist_switches_document CHECK (btrim(document_no) <> ''),
  CONSTRAINT ck_waitlist_switches_evidence CHECK ((evidence_id IS NULL) = (evidence_home_id IS NULL)),
  CONSTRAINT ex_waitlist_switches_once EXCLUDE USING gist (county WITH =, coalesce(institution_id, 0) WITH =, during WITH &&) WHERE (voided_at IS NULL)
);
CREATE INDEX ix_waitlist_switches_home ON waitlist_switches (county, institution_id, from_on);

CREATE TABLE waitlist_entries (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  wish_2 BIGINT,
  wish_3 BIGINT,
  any_home BOOLEAN DEFAULT 'false' NOT NULL,
  elder_id BIGINT NOT NULL,
  number VARCHAR(24) NOT NULL,
  receipt_year INTEGER NOT NULL,
  receipt_no INTEGER NOT NULL,
  received_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  backdated_to TIMESTAMP WITH TIME ZONE,
  accepted_at TIMESTAMP WITH TIME ZONE GENERATED ALWAYS AS (coalesce(backdated_to, received_at)) STORED NOT NULL,
  backdated_by BIGINT,
  backdate_reason VARCHAR(200),
  source VARCHAR(8) NOT NULL,
  received_place VARCHAR(60) DEFAULT '' NOT NULL,
  state VARCHAR(10) NOT NULL,
  state_until DATE,
  state_reason VARCHAR(200) DEFAULT '' NOT NULL,
  confirm_due_on DATE NOT NULL,
  needs_nursing BOOLEAN DEFAULT 'false' NOT NULL,
  needs_dementia BOOLEAN DEFAULT 'false' NOT NULL,
  needs_single BOOLEAN DEFAULT 'false' NOT NULL,
  link_no VARCHAR(24),
  link_kind VARCHAR(9),
  merged_into_id BIGINT,
  consent_public BOOLEAN DEFAULT 'false' NOT NULL,
  pin_hash BYTEA NOT NULL,
  pin_salt BYTEA NOT NULL,
  seal UUID NOT NULL,
  contact_name BYTEA,
  contact_phone BYTEA,
  relation VARCHAR(20) DEFAULT '' NOT NULL,
  override_tier SMALLINT,
  override_reason VARCHAR(200),
  override_asked_by BIGINT,
  override_approved_by BIGINT,
  banned_until DATE,
  facts JSONB NOT NULL,
  last_seq INTEGER DEFAULT '0' NOT NULL,
  last_event_id BIGINT DEFAULT '0' NOT NULL,
  recorded_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_waitlist_entries PRIMARY KEY (county, id),
  CONSTRAINT uq_waitlist_entries_number UNIQUE (county, number),
  CONSTRAINT uq_waitlist_entries_receipt UNIQUE (county, receipt_year, receipt_no),
  CONSTRAINT fk_waitlist_entries_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_waitlist_entries_wish_2 FOREIGN KEY(county, wish_2) REFERENCES institutions (county, id),
  CONSTRAINT fk_waitlist_entries_wish_3 FOREIGN KEY(county, wish_3) REFERENCES institutions (county, id),
  CONSTRAINT fk_waitlist_entries_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT fk_waitlist_entries_merged_into FOREIGN KEY(county, merged_into_id) REFERENCES waitlist_entries (county, id),
  CONSTRAINT ck_waitlist_entries_source CHECK (source IN ('desk', 'online', 'township', 'paper')),
  CONSTRAINT ck_waitlist_entries_state CHECK (state IN ('submitted', 'checking', 'waiting', 'deferred', 'offered', 'admitted', 'withdrawn', 'removed', 'ineligible', 'merged')),
  CONSTRAINT ck_waitlist_entries_link_kind CHECK (link_kind IN ('couple', 'dependent', 'siblings')),
  CONSTRAINT ck_waitlist_entries_receipt CHECK (receipt_no > 0),
  CONSTRAINT ck_waitlist_entries_backdated CHECK ((backdated_to IS NULL) = (backdated_by IS NULL) AND (backdated_to IS NULL) = (backdate_reason IS NULL)
 AND (backdated_to IS NULL OR (backdated_to < received_at AND btrim(backdate_reason) <> ''))),
  CONSTRAINT ck_waitlist_entries_wishes CHECK (wish_2 IS DISTINCT FROM institution_id AND (wish_3 IS NULL OR (wish_2 IS NOT NULL AND wish_3 <> wish_2 AND wish_3 <> institution_id))),
  CONSTRAINT ck_waitlist_entries_link CHECK ((link_no IS NULL) = (link_kind IS NULL)),
  CONSTRAINT ck_waitlist_entries_override CHECK ((override_tier IS NULL) = (override_reason IS NULL) AND (override_tier IS NULL) = (override_asked_by IS NULL)
 AND (override_approved_by IS NULL OR override_tier IS NOT NULL)),
  CONSTRAINT ck_waitlist_entries_two_people CHECK (override_asked_by <> override_approved_by),
  CONSTRAINT ck_waitlist_entries_until CHECK ((state = 'deferred') = (state_until IS NOT NULL)),
  CONSTRAINT ck_waitlist_entries_merged CHECK ((state = 'merged') = (merged_into_id IS NOT NULL) AND merged_into_id <> id)
);
CREATE INDEX ix_waitlist_entries_elder ON waitlist_entries (county, elder_id);
CREATE INDEX ix_waitlist_entries_home ON waitlist_entries (county, institution_id, state);
CREATE INDEX ix_waitlist_entries_link ON waitlist_entries (county, link_no) WHERE link_no IS NOT NULL;
CREATE INDEX ix_waitlist_entries_state ON waitlist_entries (county, state);
CREATE UNIQUE INDEX uq_waitlist_entries_live ON waitlist_entries (county, elder_id) WHERE state IN ('checking', 'deferred', 'offered', 'submitted', 'waiting');

CREATE TABLE waitlist_events (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  entry_id BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  kind VARCHAR(17) NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  on_day DATE DEFAULT business_date() NOT NULL,
  by BIGINT,
  by_name VARCHAR(80) NOT NULL,
  reason VARCHAR(200) DEFAULT '' NOT NULL,
  change JSONB NOT NULL,
  after JSONB NOT NULL,
  CONSTRAINT pk_waitlist_events PRIMARY KEY (county, id),
  CONSTRAINT fk_waitlist_events_entry FOREIGN KEY(county, entry_id) REFERENCES waitlist_entries (county, id),
  CONSTRAINT uq_waitlist_events_seq UNIQUE (county, entry_id, seq),
  CONSTRAINT ck_waitlist_events_kind CHECK (kind IN ('registered', 'reviewed', 'checked', 'listed', 'ineligible', 'deferred', 'resumed', 'confirmed', 'withdrawn', 'removed', 'reinstated', 'merged', 'wishes_changed', 'linked', 'unlinked', 'backdated', 'consented', 'facts_changed', 'override_asked', 'override_approved', 'override_ended', 'ban_lifted', 'offered', 'accepted', 'declined', 'lapsed', 'offer_withdrawn', 'admitted'))
);
CREATE INDEX ix_waitlist_events_at ON waitlist_events (county, at);

CREATE TABLE waitlist_circumstances (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  entry_id BIGINT NOT NULL,
  kind VARCHAR(15) NOT NULL,
  document_no VARCHAR(60) DEFAULT '' NOT NULL,
  evidence_home_id BIGINT,
  evidence_id BIGINT,
  verified_at TIMESTAMP WITH TIME ZONE,
  verified_by BIGINT,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_waitlist_circumstances PRIMARY KEY (county, id),
  CONSTRAINT fk_waitlist_circumstances_entry FOREIGN KEY(county, entry_id) REFERENCES waitlist_entries (county, id),
  CONSTRAINT ck_waitlist_circumstances_span CHECK (to_on >= from_on),
  CONSTRAINT ck_waitlist_circumstances_kind CHECK (kind IN ('lives_alone', 'no_family', 'hardship', 'contribution', 'family_planning', 'resident')),
  CONSTRAINT ck_waitlist_circumstances_verified CHECK ((verified_at IS NULL) = (verified_by IS NULL)),
  CONSTRAINT ck_waitlist_circumstances_evidence CHECK ((evidence_id IS NULL) = (evidence_home_id IS NULL)),
  CONSTRAINT ck_waitlist_circumstances_void CHECK ((voided_at IS NULL) = (void_reason IS NULL)),
  CONSTRAINT ex_waitlist_circumstances_once EXCLUDE USING gist (county WITH =, entry_id WITH =, kind WITH =, during WITH &&) WHERE (voided_at IS NULL)
);
CREATE INDEX ix_waitlist_circumstances_entry ON waitlist_circumstances (county, entry_id);

CREATE TABLE waitlist_checks (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  entry_id BIGINT NOT NULL,
  kind VARCHAR(10) NOT NULL,
  result VARCHAR(7) NOT NULL,
  note VARCHAR(200) DEFAULT '' NOT NULL,
  checked_on DATE DEFAULT business_date() NOT NULL,
  checked_by BIGINT,
  by_name VARCHAR(80) NOT NULL,
  CONSTRAINT pk_waitlist_checks PRIMARY KEY (county, id),
  CONSTRAINT fk_waitlist_checks_entry FOREIGN KEY(county, entry_id) REFERENCES waitlist_entries (county, id),
  CONSTRAINT ck_waitlist_checks_kind CHECK (kind IN ('identity', 'age', 'hukou', 'category', 'infectious', 'psychosis', 'assessment')),
  CONSTRAINT ck_waitlist_checks_result CHECK (result IN ('passed', 'failed', 'waiting')),
  CONSTRAINT ck_waitlist_checks_note CHECK (result = 'passed' OR btrim(note) <> '')
);
CREATE INDEX ix_waitlist_checks_entry ON waitlist_checks (county, entry_id, kind, id);

CREATE TABLE waitlist_notices (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  entry_id BIGINT NOT NULL,
  kind VARCHAR(7) NOT NULL,
  data JSONB NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  told_at TIMESTAMP WITH TIME ZONE,
  told_by BIGINT,
  told_by_name VARCHAR(80) DEFAULT '' NOT NULL,
  channel VARCHAR(9),
  note VARCHAR(200) DEFAULT '' NOT NULL,
  CONSTRAINT pk_waitlist_notices PRIMARY KEY (county, id),
  CONSTRAINT fk_waitlist_notices_entry FOREIGN KEY(county, entry_id) REFERENCES waitlist_entries (county, id),
  CONSTRAINT ck_waitlist_notices_kind CHECK (kind IN ('dropped', 'offered', 'lapsed', 'skipped', 'policy', 'removed', 'confirm', 'by_home')),
  CONSTRAINT ck_waitlist_notices_channel CHECK (channel IN ('phone', 'sms', 'wechat', 'visit', 'letter', 'in_person')),
  CONSTRAINT ck_waitlist_notices_told CHECK ((told_at IS NULL) = (channel IS NULL))
);
CREATE INDEX ix_waitlist_notices_entry ON waitlist_notices (county, entry_id, id);
CREATE INDEX ix_waitlist_notices_untold ON waitlist_notices (county, entry_id) WHERE told_at IS NULL;
"""

# An entry is seen by the homes that are wished for, and by every home of the county where any would do.
MINE = (
    "county IN (SELECT unnest(counties())) AND (any_home OR institution_id IN (SELECT unnest(homes()))"
    " OR wish_2 IN (SELECT unnest(homes())) OR wish_3 IN (SELECT unnest(homes())))"
)
# What hangs on an entry asks for it by its key once, and not row by row.
OF_AN_ENTRY = ("waitlist_events", "waitlist_circumstances", "waitlist_checks", "waitlist_notices")
SEEN = "(county, entry_id) IN (SELECT e.county, e.id FROM waitlist_entries e)"
# Rules are a county's: its homes read them, who has the whole county writes them.
HERE = "county IN (SELECT unnest(counties()))"
WHOLE = "county IN (SELECT unnest(whole_counties()))"
ONE_OR_ALL = f"{HERE} AND (institution_id IS NULL OR institution_id IN (SELECT unnest(homes())))"
RULES = {
    "waitlist_entries": (MINE, MINE),
    **dict.fromkeys(OF_AN_ENTRY, (SEEN, SEEN)),
    "waitlist_policies": (HERE, WHOLE),
    "waitlist_switches": (ONE_OR_ALL, WHOLE),
}

# The instants at which an application came in and an event happened are the clock's: the web role may not name them.
ENTRY = (
    "county, institution_id, wish_2, wish_3, any_home, elder_id, number, receipt_year, receipt_no, backdated_to,"
    " backdated_by, backdate_reason, source, received_place, state, state_until, state_reason, confirm_due_on,"
    " needs_nursing, needs_dementia, needs_single, link_no, link_kind, merged_into_id, consent_public, pin_hash,"
    " pin_salt, seal, contact_name, contact_phone, relation, override_tier, override_reason, override_asked_by,"
    " override_approved_by, banned_until, facts, last_seq, last_event_id, recorded_by, version"
)
BORN_WITH = ("county", "number", "receipt_year", "receipt_no", "seal", "source", "recorded_by")
CHANGES = ", ".join(column for column in ENTRY.split(", ") if column not in BORN_WITH)
EVENT = "county, entry_id, seq, kind, by, by_name, reason, change, after"
POLICY = (
    "county, no, title, rules, preset, source, document_no, unverified, published_by, from_on, to_on, voided_at,"
    " voided_by, void_reason, version"
)
RIGHTS = {
    "SELECT, INSERT, UPDATE": ("waitlist_receipts", "waitlist_circumstances", "waitlist_switches", "waitlist_notices"),
    "SELECT, INSERT": ("waitlist_checks",),
    f"SELECT, INSERT ({ENTRY}), UPDATE ({CHANGES})": ("waitlist_entries",),
    f"SELECT, INSERT ({EVENT})": ("waitlist_events",),
    f"SELECT, INSERT ({POLICY}), UPDATE (to_on, voided_at, voided_by, void_reason, version)": ("waitlist_policies",),
}

# Whoever changes a file hears whether its person waits anywhere in the county, so that the application is read anew.
# Only of files the caller sees, and nothing but yes or no.
WINDOW = """
CREATE FUNCTION waits_somewhere(asked integer, people bigint[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH own AS MATERIALIZED (SELECT unnest(homes()) AS id)
  SELECT asked IN (SELECT unnest(counties())) AND EXISTS (
    SELECT FROM waitlist_entries w JOIN elders e ON e.county = w.county AND e.id = w.elder_id
     WHERE w.county = asked AND w.elder_id = ANY (people)
       AND w.state IN ('submitted', 'checking', 'waiting', 'deferred', 'offered')
       AND (e.institution_id IN (SELECT id FROM own)
            OR EXISTS (SELECT FROM elder_homes h WHERE h.county = asked AND h.elder_id = e.id
                          AND h.institution_id IN (SELECT id FROM own))))
$$;
"""
FUNCTION = "waits_somewhere(integer, bigint[])"


def closed(table: str) -> str:
    """Close a table to all but the rows its callers may see, and may write."""
    using, check = RULES[table]
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\nALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY caller_rows ON {table} USING ({using}) WITH CHECK ({check});\n"
    )


def upgrade() -> None:
    """Make the waitlist and say who sees and writes what of it."""
    prefix = role_prefix(op)
    run(op, TABLES + tenant_rows("waitlist_receipts") + "".join(closed(table) for table in RULES))
    only = f"REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC;\nGRANT EXECUTE ON FUNCTION {FUNCTION} TO {prefix}app;\n"
    run(op, grants(RIGHTS, prefix) + WINDOW + only)


def downgrade() -> None:
    """Take it away again; only ever run on a database without data."""
    op.execute(f"DROP FUNCTION {FUNCTION}")
    for table in (*OF_AN_ENTRY, "waitlist_entries", "waitlist_policies", "waitlist_switches", "waitlist_receipts"):
        op.execute(f"DROP TABLE {table}")
