"""Offers of beds: attempts, skips, objections, working days."""

from alembic import op

from migrations.policies import grants, home_rows, role_prefix, run

revision = "0018"
down_revision = "0017"

TABLES = """
CREATE TABLE working_days (
  day DATE NOT NULL,
  works BOOLEAN NOT NULL,
  name VARCHAR(30) NOT NULL,
  source VARCHAR(120) DEFAULT '' NOT NULL,
  unverified BOOLEAN DEFAULT 'true' NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  CONSTRAINT pk_working_days PRIMARY KEY (day),
  CONSTRAINT ck_working_days_name CHECK (btrim(name) <> '')
);

CREATE TABLE bed_offers (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  entry_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  bed_id BIGINT NOT NULL,
  claim_id BIGINT NOT NULL,
  pair_id UUID,
  state VARCHAR(9) NOT NULL,
  sent_at TIMESTAMP WITH TIME ZONE NOT NULL,
  on_day DATE NOT NULL,
  working_days SMALLINT NOT NULL,
  attempts_needed SMALLINT NOT NULL,
  due_on DATE NOT NULL,
  due_at TIMESTAMP WITH TIME ZONE NOT NULL,
  extended_on DATE,
  extend_reason VARCHAR(200),
  rank INTEGER NOT NULL,
  out_of INTEGER NOT NULL,
  ladder JSONB NOT NULL,
  policy_no INTEGER NOT NULL,
  offered_by BIGINT,
  offered_name VARCHAR(60) DEFAULT '' NOT NULL,
  answered_at TIMESTAMP WITH TIME ZONE,
  answered_by BIGINT,
  answer_reason VARCHAR(12),
  note VARCHAR(200) DEFAULT '' NOT NULL,
  consequence JSONB DEFAULT '{}' NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  stay_id BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_bed_offers PRIMARY KEY (county, id),
  CONSTRAINT uq_bed_offers_home UNIQUE (county, institution_id, id),
  CONSTRAINT fk_bed_offers_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_bed_offers_bed FOREIGN KEY(county, institution_id, bed_id) REFERENCES beds (county, institution_id, id),
  CONSTRAINT fk_bed_offers_entry FOREIGN KEY(county, entry_id) REFERENCES waitlist_entries (county, id),
  CONSTRAINT fk_bed_offers_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT fk_bed_offers_claim FOREIGN KEY(county, institution_id, claim_id) REFERENCES bed_claims (county, institution_id, id),
  CONSTRAINT fk_bed_offers_stay FOREIGN KEY(county, institution_id, stay_id) REFERENCES stays (county, institution_id, id),
  CONSTRAINT ck_bed_offers_state CHECK (state IN ('open', 'accepted', 'refused', 'lapsed', 'withdrawn', 'admitted')),
  CONSTRAINT ck_bed_offers_answer_reason CHECK (answer_reason IN ('hospital', 'mismatch', 'family_event', 'price', 'distance', 'stays_home', 'other_home', 'not_reached', 'other')),
  CONSTRAINT ck_bed_offers_ended CHECK ((state IN ('open', 'accepted')) = (ended_at IS NULL)),
  CONSTRAINT ck_bed_offers_answered CHECK (state NOT IN ('accepted', 'refused', 'admitted') OR answered_at IS NOT NULL),
  CONSTRAINT ck_bed_offers_refused CHECK ((state = 'refused') = (answer_reason IS NOT NULL)),
  CONSTRAINT ck_bed_offers_withdrawn CHECK (state <> 'withdrawn' OR btrim(note) <> ''),
  CONSTRAINT ck_bed_offers_extended CHECK ((extended_on IS NULL) = (extend_reason IS NULL) AND (extend_reason IS NULL OR btrim(extend_reason) <> '')),
  CONSTRAINT ck_bed_offers_rank CHECK (rank >= 1 AND rank <= out_of),
  CONSTRAINT ck_bed_offers_due CHECK (due_on > on_day)
);
CREATE INDEX ix_bed_offers_due ON bed_offers (county, due_at) WHERE state = 'open';
CREATE INDEX ix_bed_offers_elder ON bed_offers (county, elder_id);
CREATE INDEX ix_bed_offers_entry ON bed_offers (county, entry_id, sent_at);
CREATE INDEX ix_bed_offers_home ON bed_offers (county, institution_id, sent_at);
CREATE INDEX ix_bed_offers_pair ON bed_offers (county, pair_id) WHERE pair_id IS NOT NULL;
CREATE INDEX ix_bed_offers_stay ON bed_offers (county, institution_id, stay_id) WHERE stay_id IS NOT NULL;
CREATE UNIQUE INDEX uq_bed_offers_live_bed ON bed_offers (county, bed_id) WHERE state IN ('open', 'accepted');
CREATE UNIQUE INDEX uq_bed_offers_live_entry ON bed_offers (county, entry_id) WHERE state IN ('open', 'accepted');

CREATE TABLE offer_attempts (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  offer_id BIGINT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  on_day DATE NOT NULL,
  channel VARCHAR(9) NOT NULL,
  result VARCHAR(13) NOT NULL,
  seal UUID NOT NULL,
  whom BYTEA,
  note VARCHAR(200) DEFAULT '' NOT NULL,
  by BIGINT,
  by_name VARCHAR(60) DEFAULT '' NOT NULL,
  CONSTRAINT pk_offer_attempts PRIMARY KEY (county, id),
  CONSTRAINT fk_offer_attempts_offer FOREIGN KEY(county, institution_id, offer_id) REFERENCES bed_offers (county, institution_id, id),
  CONSTRAINT ck_offer_attempts_channel CHECK (channel IN ('phone', 'sms', 'wechat', 'visit', 'letter', 'in_person')),
  CONSTRAINT ck_offer_attempts_result CHECK (result IN ('reached', 'message_left', 'no_answer', 'wrong_address'))
);
CREATE INDEX ix_offer_attempts_offer ON offer_attempts (county, institution_id, offer_id, at);

CREATE TABLE offer_skips (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  bed_id BIGINT NOT NULL,
  entry_id BIGINT NOT NULL,
  offer_id BIGINT,
  position INTEGER NOT NULL,
  reason VARCHAR(13) NOT NULL,
  note VARCHAR(200) NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  offered_by BIGINT,
  offered_name VARCHAR(60) DEFAULT '' NOT NULL,
  verdict VARCHAR(8),
  checked_at TIMESTAMP WITH TIME ZONE,
  checked_by BIGINT,
  checked_name VARCHAR(60) DEFAULT '' NOT NULL,
  check_note VARCHAR(200) DEFAULT '' NOT NULL,
  valid_until DATE,
  CONSTRAINT pk_offer_skips PRIMARY KEY (county, id),
  CONSTRAINT fk_offer_skips_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_offer_skips_bed FOREIGN KEY(county, institution_id, bed_id) REFERENCES beds (county, institution_id, id),
  CONSTRAINT fk_offer_skips_entry FOREIGN KEY(county, entry_id) REFERENCES waitlist_entries (county, id),
  CONSTRAINT fk_offer_skips_offer FOREIGN KEY(county, institution_id, offer_id) REFERENCES bed_offers (county, institution_id, id),
  CONSTRAINT ck_offer_skips_reason CHECK (reason IN ('hospital', 'asked_to_wait', 'unreachable', 'isolation', 'other')),
  CONSTRAINT ck_offer_skips_verdict CHECK (verdict IN ('agreed', 'rejected')),
  CONSTRAINT ck_offer_skips_note CHECK (btrim(note) <> ''),
  CONSTRAINT ck_offer_skips_position CHECK (position >= 1),
  CONSTRAINT ck_offer_skips_checked CHECK ((checked_at IS NULL) = (verdict IS NULL) AND (checked_at IS NULL) = (valid_until IS NULL) AND (checked_at IS NULL) = (checked_by IS NULL)),
  CONSTRAINT ck_offer_skips_outside CHECK (checked_by IS NULL OR checked_by IS DISTINCT FROM offered_by),
  CONSTRAINT ck_offer_skips_used CHECK (offer_id IS NULL OR verdict = 'agreed')
);
CREATE INDEX ix_offer_skips_entry ON offer_skips (county, entry_id);
CREATE INDEX ix_offer_skips_home ON offer_skips (county, institution_id, asked_at);
CREATE INDEX ix_offer_skips_offer ON offer_skips (county, institution_id, offer_id) WHERE offer_id IS NOT NULL;
CREATE UNIQUE INDEX uq_offer_skips_open ON offer_skips (county, bed_id, entry_id) WHERE checked_at IS NULL;

CREATE TABLE objections (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT,
  entry_id BIGINT,
  offer_id BIGINT,
  code VARCHAR(12) NOT NULL,
  received_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  received_on DATE NOT NULL,
  received_by BIGINT,
  source VARCHAR(6) NOT NULL,
  seal UUID NOT NULL,
  name BYTEA,
  phone BYTEA,
  words BYTEA NOT NULL,
  due_on DATE NOT NULL,
  holds_bed BOOLEAN DEFAULT 'false' NOT NULL,
  offered_by BIGINT,
  decided_at TIMESTAMP WITH TIME ZONE,
  decided_by BIGINT,
  decided_name VARCHAR(60) DEFAULT '' NOT NULL,
  outcome VARCHAR(8),
  result VARCHAR(500) DEFAULT '' NOT NULL,
  published_at TIMESTAMP WITH TIME ZONE,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_objections PRIMARY KEY (county, id),
  CONSTRAINT fk_objections_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_objections_entry FOREIGN KEY(county, entry_id) REFERENCES waitlist_entries (county, id),
  CONSTRAINT fk_objections_offer FOREIGN KEY(county, institution_id, offer_id) REFERENCES bed_offers (county, institution_id, id),
  CONSTRAINT ck_objections_source CHECK (source IN ('desk', 'phone', 'letter', 'online')),
  CONSTRAINT ck_objections_outcome CHECK (outcome IN ('upheld', 'partly', 'rejected')),
  CONSTRAINT ck_objections_decided CHECK ((decided_at IS NULL) = (outcome IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL OR btrim(result) <> '')),
  CONSTRAINT ck_objections_other_person CHECK (decided_by IS NULL OR offered_by IS NULL OR decided_by <> offered_by),
  CONSTRAINT ck_objections_published CHECK (published_at IS NULL OR decided_at IS NOT NULL),
  CONSTRAINT ck_objections_home_of_offer CHECK (offer_id IS NULL OR institution_id IS NOT NULL)
);
CREATE INDEX ix_objections_entry ON objections (county, entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX ix_objections_home ON objections (county, institution_id, received_at);
CREATE INDEX ix_objections_offer ON objections (county, institution_id, offer_id) WHERE offer_id IS NOT NULL;
CREATE UNIQUE INDEX uq_objections_code ON objections (county, code);

CREATE TABLE bed_explanations (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  bed_id BIGINT NOT NULL,
  on_day DATE NOT NULL,
  reason VARCHAR(13) NOT NULL,
  note VARCHAR(200) DEFAULT '' NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  by BIGINT,
  by_name VARCHAR(60) DEFAULT '' NOT NULL,
  CONSTRAINT pk_bed_explanations PRIMARY KEY (county, id),
  CONSTRAINT fk_bed_explanations_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_bed_explanations_bed FOREIGN KEY(county, institution_id, bed_id) REFERENCES beds (county, institution_id, id),
  CONSTRAINT ck_bed_explanations_reason CHECK (reason IN ('reserve', 'no_match', 'internal_move', 'placement', 'staffing', 'works', 'objection', 'other')),
  CONSTRAINT ck_bed_explanations_note CHECK (reason <> 'other' OR btrim(note) <> '')
);
CREATE INDEX ix_bed_explanations_bed ON bed_explanations (county, institution_id, bed_id, on_day);

CREATE TABLE spot_checks (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  entry_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  assessment_id BIGINT NOT NULL,
  assessed_on DATE NOT NULL,
  share SMALLINT NOT NULL,
  lot VARCHAR(64) NOT NULL,
  drawn_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  drawn_by BIGINT,
  level_before SMALLINT NOT NULL,
  level_after SMALLINT,
  outcome VARCHAR(6),
  done_at TIMESTAMP WITH TIME ZONE,
  done_by BIGINT,
  note VARCHAR(200) DEFAULT '' NOT NULL,
  CONSTRAINT pk_spot_checks PRIMARY KEY (county, id),
  CONSTRAINT fk_spot_checks_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_spot_checks_entry FOREIGN KEY(county, entry_id) REFERENCES waitlist_entries (county, id),
  CONSTRAINT fk_spot_checks_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT ck_spot_checks_outcome CHECK (outcome IN ('same', 'milder', 'graver')),
  CONSTRAINT ck_spot_checks_share CHECK (share BETWEEN 1 AND 100),
  CONSTRAINT ck_spot_checks_done CHECK ((done_at IS NULL) = (outcome IS NULL) AND (done_at IS NULL) = (level_after IS NULL))
);
CREATE INDEX ix_spot_checks_elder ON spot_checks (county, elder_id);
CREATE INDEX ix_spot_checks_entry ON spot_checks (county, entry_id);
CREATE INDEX ix_spot_checks_home ON spot_checks (county, institution_id, drawn_at);
CREATE UNIQUE INDEX uq_spot_checks_assessment ON spot_checks (county, assessment_id);
"""

HOMES = ("bed_offers", "offer_attempts", "offer_skips", "bed_explanations", "spot_checks")

# An objection may be about the county's list as a whole: then it is no home's, and the whole county's readers see it.
OBJECTIONS = """
ALTER TABLE objections ENABLE ROW LEVEL SECURITY;
ALTER TABLE objections FORCE ROW LEVEL SECURITY;
CREATE POLICY caller_rows ON objections
  USING ((institution_id IS NULL AND county IN (SELECT unnest(whole_counties())))
         OR (county IN (SELECT unnest(counties())) AND institution_id IN (SELECT unnest(homes()))))
  WITH CHECK ((institution_id IS NULL AND county IN (SELECT unnest(whole_counties())))
         OR (county IN (SELECT unnest(counties())) AND institution_id IN (SELECT unnest(homes()))));
"""

# What differs from Monday to Friday; the State Council's notice for 2026, to be checked against the paper.
SOURCE_2026 = "国务院办公厅关于 2026 年部分节假日安排的通知"
HOLIDAYS_2026 = {
    "元旦": ("2026-01-01", "2026-01-02"),
    "春节": ("2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-23"),
    "清明节": ("2026-04-06",),
    "劳动节": ("2026-05-01", "2026-05-04", "2026-05-05"),
    "端午节": ("2026-06-19",),
    "中秋节": ("2026-09-25",),
    "国庆节": ("2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"),
}
WORKED_2026 = {
    "元旦": ("2026-01-04",),
    "春节": ("2026-02-14", "2026-02-28"),
    "劳动节": ("2026-05-09",),
    "国庆节": ("2026-09-20", "2026-10-10"),
}


def calendar_rows() -> list[str]:
    """Write the values of the days that are known."""
    rows = [f"('{day}', false, '{name}', '{SOURCE_2026}')" for name, days in HOLIDAYS_2026.items() for day in days]
    return rows + [
        f"('{day}', true, '{name}调休上班', '{SOURCE_2026}')" for name, days in WORKED_2026.items() for day in days
    ]


def upgrade() -> None:
    """Make the tables and fill in the days that are known."""
    run(op, TABLES + "".join(home_rows(table) for table in HOMES) + OBJECTIONS)
    rights = {
        "SELECT, INSERT, UPDATE, DELETE": ("working_days",),
        "SELECT, INSERT, UPDATE": ("bed_offers", "offer_skips", "objections", "spot_checks"),
        # Attempts and explanations are written once and never changed.
        "SELECT, INSERT": ("offer_attempts", "bed_explanations"),
    }
    run(op, grants(rights, role_prefix(op)))
    run(op, "INSERT INTO working_days (day, works, name, source) VALUES\n" + ",\n".join(calendar_rows()) + ";\n")


def downgrade() -> None:
    """Take them away again; only ever run on a database without data."""
    for table in ("spot_checks", "bed_explanations", "objections", "offer_skips", "offer_attempts", "bed_offers"):
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP TABLE working_days")
