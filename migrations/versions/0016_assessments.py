"""How able a person is: assessments with their answers, signatures and rulings, triggers, the nine risks."""

from alembic import op

from migrations.policies import grants, role_prefix, run, tenant_rows

revision = "0016"
down_revision = "0015"

TABLES = """
CREATE TABLE scale_rulings (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  scale VARCHAR(30) NOT NULL,
  code VARCHAR(30) NOT NULL,
  value VARCHAR(20) NOT NULL,
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
  CONSTRAINT pk_scale_rulings PRIMARY KEY (county, id),
  CONSTRAINT ck_scale_rulings_span CHECK (to_on >= from_on),
  CONSTRAINT ck_scale_rulings_basis CHECK (btrim(basis) <> ''),
  CONSTRAINT ck_scale_rulings_void CHECK ((voided_at IS NULL) = (void_reason IS NULL)),
  CONSTRAINT ex_scale_rulings_one_per_code EXCLUDE USING gist (county WITH =, scale WITH =, code WITH =, during WITH &&) WHERE (voided_at IS NULL)
);
CREATE INDEX ix_scale_rulings_code ON scale_rulings (county, scale, code, from_on);

CREATE TABLE risk_assessments (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  elder_id BIGINT NOT NULL,
  institution_id BIGINT,
  assessed_on DATE NOT NULL,
  reason VARCHAR(7) NOT NULL,
  grades JSONB NOT NULL,
  assessor_1_id BIGINT,
  assessor_2_id BIGINT,
  seal UUID NOT NULL,
  told_to BYTEA,
  told_on DATE,
  consent_signed BOOLEAN DEFAULT 'false' NOT NULL,
  next_due_on DATE NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_risk_assessments PRIMARY KEY (county, id),
  CONSTRAINT fk_risk_assessments_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT fk_risk_assessments_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT ck_risk_assessments_reason CHECK (reason IN ('first', 'routine', 'instant', 'review', 'other')),
  CONSTRAINT ck_risk_assessments_due CHECK (next_due_on > assessed_on AND next_due_on <= (assessed_on + INTERVAL '1 year')::date),
  CONSTRAINT ck_risk_assessments_told CHECK ((told_to IS NULL) = (told_on IS NULL) AND (told_on IS NOT NULL OR NOT consent_signed)),
  CONSTRAINT ck_risk_assessments_two CHECK (assessor_2_id IS NULL OR assessor_2_id IS DISTINCT FROM assessor_1_id),
  CONSTRAINT ck_risk_assessments_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE INDEX ix_risk_assessments_elder ON risk_assessments (county, elder_id, assessed_on);

CREATE TABLE assessments (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  elder_id BIGINT NOT NULL,
  institution_id BIGINT,
  kind VARCHAR(9) NOT NULL,
  scale_code VARCHAR(30) NOT NULL,
  scale_version VARCHAR(10) NOT NULL,
  rulings JSONB DEFAULT '{}' NOT NULL,
  reason VARCHAR(7) NOT NULL,
  reason_note VARCHAR(200) DEFAULT '' NOT NULL,
  assessed_on DATE NOT NULL,
  place VARCHAR(80) DEFAULT '' NOT NULL,
  state VARCHAR(6) DEFAULT 'draft' NOT NULL,
  visit_key UUID NOT NULL,
  coma BOOLEAN DEFAULT 'false' NOT NULL,
  dementia BOOLEAN DEFAULT 'false' NOT NULL,
  psychiatric BOOLEAN DEFAULT 'false' NOT NULL,
  risk_events JSONB DEFAULT '{}' NOT NULL,
  seal UUID NOT NULL,
  particulars BYTEA,
  total VARCHAR(20),
  preliminary SMALLINT,
  final SMALLINT,
  clauses VARCHAR(200),
  ladder JSONB,
  ambiguous BOOLEAN DEFAULT 'false' NOT NULL,
  contradictions JSONB DEFAULT '[]' NOT NULL,
  valid_from DATE NOT NULL,
  valid_to DATE,
  supersedes_id BIGINT,
  signed_at TIMESTAMP WITH TIME ZONE,
  disputed_at TIMESTAMP WITH TIME ZONE,
  disputed_by BIGINT,
  dispute_reason VARCHAR(200),
  deciding_office VARCHAR(80),
  decided_on DATE,
  decided_by BIGINT,
  next_review_on DATE,
  assessor_home_id BIGINT,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  digest BYTEA GENERATED ALWAYS AS (sha256(replace(scale_code || '|' || scale_version || '|' || rulings::text || '|' || reason || '|' ||
 (assessed_on - DATE '2000-01-01')::text || '|' || coma::text || dementia::text || psychiatric::text || '|' ||
 risk_events::text || '|' || coalesce(total, '') || '|' || coalesce(preliminary::text, '') || '|' ||
 coalesce(final::text, '') || '|' || coalesce(clauses, '') || '|' || coalesce(ladder::text, '') || '|' ||
 (valid_from - DATE '2000-01-01')::text || '|' || coalesce((valid_to - DATE '2000-01-01')::text, ''), chr(92), chr(92) || chr(92))::bytea)) STORED NOT NULL,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_assessments PRIMARY KEY (county, id),
  CONSTRAINT uq_assessments_visit UNIQUE (county, visit_key),
  CONSTRAINT uq_assessments_digest UNIQUE (county, id, digest),
  CONSTRAINT fk_assessments_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT fk_assessments_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_assessments_assessor_home FOREIGN KEY(county, assessor_home_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_assessments_supersedes FOREIGN KEY(county, supersedes_id) REFERENCES assessments (county, id),
  CONSTRAINT ck_assessments_kind CHECK (kind IN ('ability', 'self_care', 'insurance')),
  CONSTRAINT ck_assessments_reason CHECK (reason IN ('first', 'routine', 'instant', 'review', 'other')),
  CONSTRAINT ck_assessments_state CHECK (state IN ('draft', 'scored', 'signed')),
  CONSTRAINT ck_assessments_scored CHECK (state = 'draft' OR (total IS NOT NULL AND preliminary IS NOT NULL AND final IS NOT NULL
 AND clauses IS NOT NULL AND ladder IS NOT NULL)),
  CONSTRAINT ck_assessments_signed CHECK ((state = 'signed') = (signed_at IS NOT NULL)),
  CONSTRAINT ck_assessments_decided CHECK (CASE WHEN kind = 'self_care' AND state = 'signed'
 THEN coalesce(btrim(deciding_office) <> '', false) AND decided_on IS NOT NULL
 ELSE deciding_office IS NULL AND decided_on IS NULL AND next_review_on IS NULL END),
  CONSTRAINT ck_assessments_validity CHECK (valid_from >= assessed_on AND (valid_to IS NULL OR valid_to > valid_from)),
  CONSTRAINT ck_assessments_dispute CHECK ((disputed_at IS NULL) = (dispute_reason IS NULL) AND (disputed_at IS NULL OR state = 'signed')),
  CONSTRAINT ck_assessments_supersedes CHECK (supersedes_id IS NULL OR supersedes_id <> id),
  CONSTRAINT ck_assessments_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE INDEX ix_assessments_elder ON assessments (county, elder_id, kind, assessed_on);
CREATE INDEX ix_assessments_home ON assessments (county, institution_id, state);

CREATE TABLE assessment_triggers (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  elder_id BIGINT NOT NULL,
  institution_id BIGINT,
  kind VARCHAR(15) NOT NULL,
  happened_on DATE NOT NULL,
  seal UUID NOT NULL,
  note BYTEA,
  handled_by_id BIGINT,
  dismissed_at TIMESTAMP WITH TIME ZONE,
  dismissed_by BIGINT,
  dismissed_reason VARCHAR(200),
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  CONSTRAINT pk_assessment_triggers PRIMARY KEY (county, id),
  CONSTRAINT fk_assessment_triggers_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT fk_assessment_triggers_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_assessment_triggers_handled_by FOREIGN KEY(county, handled_by_id) REFERENCES assessments (county, id),
  CONSTRAINT ck_assessment_triggers_kind CHECK (kind IN ('hospital_return', 'incident', 'events_30d', 'diagnosis', 'coma', 'caregiver', 'expiry')),
  CONSTRAINT ck_assessment_triggers_dismissed CHECK ((dismissed_at IS NULL) = (dismissed_reason IS NULL) AND (dismissed_at IS NULL OR handled_by_id IS NULL))
);
CREATE INDEX ix_assessment_triggers_elder ON assessment_triggers (county, elder_id, happened_on);

CREATE TABLE assessment_answers (
  county INTEGER NOT NULL,
  assessment_id BIGINT NOT NULL,
  item VARCHAR(20) NOT NULL,
  choice VARCHAR(20) NOT NULL,
  score SMALLINT,
  answered_at TIMESTAMP WITH TIME ZONE,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  CONSTRAINT pk_assessment_answers PRIMARY KEY (county, assessment_id, item),
  CONSTRAINT fk_assessment_answers_assessment FOREIGN KEY(county, assessment_id) REFERENCES assessments (county, id),
  CONSTRAINT ck_assessment_answers_said CHECK (item <> '' AND (choice <> '') = (score IS NOT NULL))
);

CREATE TABLE assessment_signatures (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  assessment_id BIGINT NOT NULL,
  role VARCHAR(10) NOT NULL,
  signer_id BIGINT,
  seal UUID NOT NULL,
  name BYTEA NOT NULL,
  image BYTEA NOT NULL,
  digest BYTEA NOT NULL,
  standing_digest BYTEA GENERATED ALWAYS AS (CASE WHEN voided_at IS NULL THEN digest END) STORED,
  signed_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_assessment_signatures PRIMARY KEY (county, id),
  CONSTRAINT fk_assessment_signatures_assessment FOREIGN KEY(county, assessment_id) REFERENCES assessments (county, id),
  CONSTRAINT ck_assessment_signatures_role CHECK (role IN ('assessor_1', 'assessor_2', 'informant', 'elder')),
  CONSTRAINT fk_assessment_signatures_digest FOREIGN KEY(county, assessment_id, standing_digest) REFERENCES assessments (county, id, digest),
  CONSTRAINT ck_assessment_signatures_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE UNIQUE INDEX uq_assessment_signatures_assessors ON assessment_signatures (county, assessment_id, signer_id) WHERE voided_at IS NULL AND signer_id IS NOT NULL AND role IN ('assessor_1', 'assessor_2');
CREATE UNIQUE INDEX uq_assessment_signatures_role ON assessment_signatures (county, assessment_id, role) WHERE voided_at IS NULL;
"""

OF_AN_ELDER = ("assessments", "assessment_triggers", "risk_assessments")
OF_AN_ASSESSMENT = ("assessment_answers", "assessment_signatures")

# Answers are written while their assessment is a draft; a signature is voided only before the last one stands.
WHILE_IT_MAY_CHANGE = """
CREATE POLICY drafts_insert ON assessment_answers AS RESTRICTIVE FOR INSERT WITH CHECK (EXISTS (
  SELECT FROM assessments a WHERE a.county = assessment_answers.county AND a.id = assessment_answers.assessment_id
     AND a.state = 'draft' AND a.voided_at IS NULL));
CREATE POLICY drafts_update ON assessment_answers AS RESTRICTIVE FOR UPDATE USING (EXISTS (
  SELECT FROM assessments a WHERE a.county = assessment_answers.county AND a.id = assessment_answers.assessment_id
     AND a.state = 'draft' AND a.voided_at IS NULL));
CREATE POLICY unsigned_update ON assessment_signatures AS RESTRICTIVE FOR UPDATE USING (EXISTS (
  SELECT FROM assessments a WHERE a.county = assessment_signatures.county AND a.id = assessment_signatures.assessment_id
     AND a.state <> 'signed'));
"""


def _seen(table: str, parent: str, column: str) -> str:
    """Whoever sees the row it hangs on sees it."""
    rule = f"EXISTS (SELECT FROM {parent} p WHERE p.county = {table}.county AND p.id = {table}.{column})"
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\nALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY caller_rows ON {table} USING ({rule}) WITH CHECK ({rule});\n"
    )


def upgrade() -> None:
    """Make the tables; whoever sees somebody's file sees how able they are."""
    run(
        op, TABLES + tenant_rows("scale_rulings") + "".join(_seen(table, "elders", "elder_id") for table in OF_AN_ELDER)
    )
    run(op, "".join(_seen(table, "assessments", "assessment_id") for table in OF_AN_ASSESSMENT) + WHILE_IT_MAY_CHANGE)
    rights = {
        "SELECT, INSERT, UPDATE": (*OF_AN_ELDER, "assessment_answers", "scale_rulings"),
        "SELECT, INSERT": ("assessment_signatures",),
        "UPDATE (voided_at, voided_by, void_reason)": ("assessment_signatures",),
    }
    run(op, grants(rights, role_prefix(op)))


def downgrade() -> None:
    """Take them away again; only ever run on a database without data."""
    for table in ("assessment_triggers", *OF_AN_ASSESSMENT, "assessments", "scale_rulings", "risk_assessments"):
        op.execute(f"DROP TABLE {table}")
