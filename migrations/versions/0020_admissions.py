"""Admissions as task lists: checks, agreements, consents, first needs."""

from alembic import op

from migrations.policies import grants, home_rows, role_prefix, run

revision = "0020"
down_revision = "0019"

TABLES = """
CREATE TABLE admissions (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  state VARCHAR(8) DEFAULT 'open' NOT NULL,
  ground VARCHAR(9) NOT NULL,
  ground_note VARCHAR(120) DEFAULT '' NOT NULL,
  entry_id BIGINT,
  offer_id BIGINT,
  placement_id BIGINT,
  planned_on DATE NOT NULL,
  stay_kind VARCHAR(7) NOT NULL,
  payer VARCHAR(10) NOT NULL,
  planned_end_on DATE,
  bed_id BIGINT,
  claim_id BIGINT,
  shares_room BOOLEAN DEFAULT 'false' NOT NULL,
  signs VARCHAR(8),
  stay_id BIGINT,
  opened_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  opened_by BIGINT,
  opened_name VARCHAR(60) DEFAULT '' NOT NULL,
  closed_at TIMESTAMP WITH TIME ZONE,
  closed_by BIGINT,
  give_up_reason VARCHAR(200) DEFAULT '' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_admissions PRIMARY KEY (county, id),
  CONSTRAINT uq_admissions_home UNIQUE (county, institution_id, id),
  CONSTRAINT fk_admissions_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_admissions_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT fk_admissions_entry FOREIGN KEY(county, entry_id) REFERENCES waitlist_entries (county, id),
  CONSTRAINT fk_admissions_offer FOREIGN KEY(county, institution_id, offer_id) REFERENCES bed_offers (county, institution_id, id),
  CONSTRAINT fk_admissions_placement FOREIGN KEY(county, institution_id, placement_id) REFERENCES placement_orders (county, institution_id, id),
  CONSTRAINT fk_admissions_bed FOREIGN KEY(county, institution_id, bed_id) REFERENCES beds (county, institution_id, id),
  CONSTRAINT fk_admissions_claim FOREIGN KEY(county, institution_id, claim_id) REFERENCES bed_claims (county, institution_id, id),
  CONSTRAINT fk_admissions_stay FOREIGN KEY(county, institution_id, stay_id) REFERENCES stays (county, institution_id, id),
  CONSTRAINT ck_admissions_state CHECK (state IN ('open', 'admitted', 'given_up')),
  CONSTRAINT ck_admissions_stay_kind CHECK (stay_kind IN ('long', 'trial', 'respite', 'travel')),
  CONSTRAINT ck_admissions_payer CHECK (payer IN ('self', 'family', 'government', 'insurance', 'mixed')),
  CONSTRAINT ck_admissions_signs CHECK (signs IN ('self', 'guardian')),
  CONSTRAINT ck_admissions_ground CHECK (CASE ground WHEN 'offer' THEN offer_id IS NOT NULL AND entry_id IS NOT NULL AND placement_id IS NULL WHEN 'placement' THEN placement_id IS NOT NULL AND offer_id IS NULL WHEN 'emergency' THEN btrim(ground_note) <> '' AND offer_id IS NULL AND placement_id IS NULL WHEN 'direct' THEN offer_id IS NULL AND placement_id IS NULL ELSE false END),
  CONSTRAINT ck_admissions_admitted CHECK ((state = 'admitted') = (stay_id IS NOT NULL)),
  CONSTRAINT ck_admissions_closed CHECK ((state = 'open') = (closed_at IS NULL)),
  CONSTRAINT ck_admissions_given_up CHECK (state <> 'given_up' OR btrim(give_up_reason) <> ''),
  CONSTRAINT ck_admissions_hold CHECK (claim_id IS NULL OR bed_id IS NOT NULL),
  CONSTRAINT ck_admissions_planned_end CHECK (planned_end_on IS NULL OR planned_end_on >= planned_on)
);
CREATE INDEX ix_admissions_elder ON admissions (county, elder_id);
CREATE INDEX ix_admissions_home ON admissions (county, institution_id, state, planned_on);
CREATE UNIQUE INDEX uq_admissions_offer ON admissions (county, offer_id) WHERE offer_id IS NOT NULL AND state <> 'given_up';
CREATE UNIQUE INDEX uq_admissions_open ON admissions (county, institution_id, elder_id) WHERE state = 'open';
CREATE UNIQUE INDEX uq_admissions_placement ON admissions (county, placement_id) WHERE placement_id IS NOT NULL AND state <> 'given_up';

CREATE TABLE admission_tasks (
  county INTEGER NOT NULL,
  institution_id BIGINT NOT NULL,
  admission_id BIGINT NOT NULL,
  kind VARCHAR(12) NOT NULL,
  state VARCHAR(7) DEFAULT 'todo' NOT NULL,
  note VARCHAR(200) DEFAULT '' NOT NULL,
  settled_at TIMESTAMP WITH TIME ZONE,
  settled_by BIGINT,
  settled_name VARCHAR(60) DEFAULT '' NOT NULL,
  seal UUID NOT NULL,
  draft BYTEA,
  draft_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_admission_tasks PRIMARY KEY (county, institution_id, admission_id, kind),
  CONSTRAINT fk_admission_tasks_admission FOREIGN KEY(county, institution_id, admission_id) REFERENCES admissions (county, institution_id, id),
  CONSTRAINT ck_admission_tasks_kind CHECK (kind IN ('identity', 'assessment', 'health_check', 'risks', 'agreement', 'consents', 'bed', 'diet', 'care')),
  CONSTRAINT ck_admission_tasks_state CHECK (state IN ('todo', 'doing', 'done', 'waived', 'blocked')),
  CONSTRAINT ck_admission_tasks_settled CHECK ((state IN ('done', 'waived')) = (settled_at IS NOT NULL)),
  CONSTRAINT ck_admission_tasks_reason CHECK (state NOT IN ('waived', 'blocked') OR btrim(note) <> ''),
  CONSTRAINT ck_admission_tasks_bed CHECK (state <> 'waived' OR kind <> 'bed')
);

CREATE TABLE health_checks (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  admission_id BIGINT,
  seal UUID NOT NULL,
  checked_on DATE NOT NULL,
  hospital VARCHAR(80) NOT NULL,
  conclusion VARCHAR(5) NOT NULL,
  findings BYTEA,
  screening BYTEA NOT NULL,
  valid_to DATE NOT NULL,
  evidence_id BIGINT,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_health_checks PRIMARY KEY (county, id),
  CONSTRAINT fk_health_checks_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_health_checks_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT fk_health_checks_admission FOREIGN KEY(county, institution_id, admission_id) REFERENCES admissions (county, institution_id, id),
  CONSTRAINT fk_health_checks_evidence FOREIGN KEY(county, institution_id, evidence_id) REFERENCES attachments (county, institution_id, id),
  CONSTRAINT ck_health_checks_conclusion CHECK (conclusion IN ('fit', 'watch', 'unfit')),
  CONSTRAINT ck_health_checks_valid CHECK (valid_to >= checked_on),
  CONSTRAINT ck_health_checks_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE INDEX ix_health_checks_elder ON health_checks (county, elder_id, checked_on);

CREATE TABLE service_agreements (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  admission_id BIGINT,
  seal UUID NOT NULL,
  state VARCHAR(6) DEFAULT 'draft' NOT NULL,
  contents BYTEA NOT NULL,
  term_from_on DATE NOT NULL,
  term_to_on DATE NOT NULL,
  bed_fee NUMERIC(10, 2) NOT NULL,
  care_fee NUMERIC(10, 2) DEFAULT '0' NOT NULL,
  meal_fee NUMERIC(10, 2) DEFAULT '0' NOT NULL,
  other_fee NUMERIC(10, 2) DEFAULT '0' NOT NULL,
  deposit NUMERIC(10, 2) DEFAULT '0' NOT NULL,
  member_fee NUMERIC(10, 2) DEFAULT '0' NOT NULL,
  prepaid_months SMALLINT DEFAULT '0' NOT NULL,
  pay_cycle VARCHAR(7) DEFAULT 'month' NOT NULL,
  public_home BOOLEAN DEFAULT 'true' NOT NULL,
  can_sign BOOLEAN DEFAULT 'true' NOT NULL,
  signed_on DATE,
  basis VARCHAR(8),
  signer BYTEA,
  home_signer VARCHAR(60) DEFAULT '' NOT NULL,
  evidence_id BIGINT,
  guardian_home_id BIGINT,
  guardian_evidence_id BIGINT,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_service_agreements PRIMARY KEY (county, id),
  CONSTRAINT uq_service_agreements_home UNIQUE (county, institution_id, id),
  CONSTRAINT fk_service_agreements_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_service_agreements_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT fk_service_agreements_admission FOREIGN KEY(county, institution_id, admission_id) REFERENCES admissions (county, institution_id, id),
  CONSTRAINT fk_service_agreements_evidence FOREIGN KEY(county, institution_id, evidence_id) REFERENCES attachments (county, institution_id, id),
  CONSTRAINT fk_service_agreements_guardian_evidence FOREIGN KEY(county, guardian_home_id, guardian_evidence_id) REFERENCES attachments (county, institution_id, id),
  CONSTRAINT ck_service_agreements_state CHECK (state IN ('draft', 'signed', 'ended')),
  CONSTRAINT ck_service_agreements_pay_cycle CHECK (pay_cycle IN ('month', 'quarter', 'year')),
  CONSTRAINT ck_service_agreements_basis CHECK (basis IN ('self', 'guardian')),
  CONSTRAINT ck_service_agreements_guardian_evidence CHECK (basis IS DISTINCT FROM 'guardian' OR guardian_evidence_id IS NOT NULL),
  CONSTRAINT ck_service_agreements_can_sign CHECK (can_sign OR basis IS DISTINCT FROM 'self'),
  CONSTRAINT ck_service_agreements_term CHECK (term_to_on > term_from_on),
  CONSTRAINT ck_service_agreements_fees CHECK (bed_fee >= 0 AND care_fee >= 0 AND meal_fee >= 0 AND other_fee >= 0 AND deposit >= 0 AND member_fee >= 0),
  CONSTRAINT ck_service_agreements_deposit CHECK (deposit <= 12 * bed_fee),
  CONSTRAINT ck_service_agreements_prepaid CHECK (prepaid_months BETWEEN 0 AND 12),
  CONSTRAINT ck_service_agreements_member_fee CHECK (NOT public_home OR member_fee = 0),
  CONSTRAINT ck_service_agreements_signed CHECK (state = 'draft' OR (signed_on IS NOT NULL AND basis IS NOT NULL AND signer IS NOT NULL AND btrim(home_signer) <> '')),
  CONSTRAINT ck_service_agreements_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE INDEX ix_service_agreements_elder ON service_agreements (county, elder_id);
CREATE UNIQUE INDEX uq_service_agreements_admission ON service_agreements (county, institution_id, admission_id) WHERE admission_id IS NOT NULL AND voided_at IS NULL;

CREATE TABLE consents (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  admission_id BIGINT,
  seal UUID NOT NULL,
  scope VARCHAR(15) NOT NULL,
  given BOOLEAN NOT NULL,
  text_version VARCHAR(20) NOT NULL,
  signer BYTEA NOT NULL,
  basis VARCHAR(8) NOT NULL,
  can_sign BOOLEAN DEFAULT 'true' NOT NULL,
  channel VARCHAR(6) NOT NULL,
  evidence_id BIGINT,
  guardian_home_id BIGINT,
  guardian_evidence_id BIGINT,
  given_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  recorded_name VARCHAR(60) DEFAULT '' NOT NULL,
  withdrawn_at TIMESTAMP WITH TIME ZONE,
  withdrawn_by BIGINT,
  withdraw_reason VARCHAR(200),
  CONSTRAINT pk_consents PRIMARY KEY (county, id),
  CONSTRAINT fk_consents_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_consents_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT fk_consents_admission FOREIGN KEY(county, institution_id, admission_id) REFERENCES admissions (county, institution_id, id),
  CONSTRAINT fk_consents_evidence FOREIGN KEY(county, institution_id, evidence_id) REFERENCES attachments (county, institution_id, id),
  CONSTRAINT fk_consents_guardian_evidence FOREIGN KEY(county, guardian_home_id, guardian_evidence_id) REFERENCES attachments (county, institution_id, id),
  CONSTRAINT ck_consents_scope CHECK (scope IN ('health_data', 'bureau_data', 'camera', 'photo', 'family_app', 'location', 'waitlist_public')),
  CONSTRAINT ck_consents_basis CHECK (basis IN ('self', 'guardian')),
  CONSTRAINT ck_consents_channel CHECK (channel IN ('paper', 'screen', 'phone')),
  CONSTRAINT ck_consents_guardian_evidence CHECK (basis IS DISTINCT FROM 'guardian' OR guardian_evidence_id IS NOT NULL),
  CONSTRAINT ck_consents_can_sign CHECK (can_sign OR basis IS DISTINCT FROM 'self'),
  CONSTRAINT ck_consents_text_version CHECK (btrim(text_version) <> ''),
  CONSTRAINT ck_consents_withdrawn CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL) AND (withdraw_reason IS NULL OR btrim(withdraw_reason) <> ''))
);
CREATE INDEX ix_consents_elder ON consents (county, elder_id, scope);
CREATE UNIQUE INDEX uq_consents_standing ON consents (county, institution_id, elder_id, scope) WHERE withdrawn_at IS NULL;

CREATE TABLE first_needs (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  admission_id BIGINT,
  seal UUID NOT NULL,
  part VARCHAR(4) NOT NULL,
  texture VARCHAR(3),
  drink SMALLINT,
  feeding VARCHAR(4),
  codes JSONB DEFAULT '[]'::jsonb NOT NULL,
  notes BYTEA,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_first_needs PRIMARY KEY (county, id),
  CONSTRAINT fk_first_needs_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_first_needs_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT fk_first_needs_admission FOREIGN KEY(county, institution_id, admission_id) REFERENCES admissions (county, institution_id, id),
  CONSTRAINT ck_first_needs_part CHECK (part IN ('diet', 'care')),
  CONSTRAINT ck_first_needs_texture CHECK (texture IN ('7', 'ec7', '6', '5', '4', '3')),
  CONSTRAINT ck_first_needs_feeding CHECK (feeding IN ('self', 'help', 'fed', 'tube')),
  CONSTRAINT ck_first_needs_diet CHECK ((part = 'diet') = (feeding IS NOT NULL)),
  CONSTRAINT ck_first_needs_tube CHECK (part <> 'diet' OR (feeding = 'tube') = (texture IS NULL)),
  CONSTRAINT ck_first_needs_drink CHECK (drink BETWEEN 0 AND 4),
  CONSTRAINT ck_first_needs_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE INDEX ix_first_needs_elder ON first_needs (county, elder_id);
CREATE UNIQUE INDEX uq_first_needs_part ON first_needs (county, institution_id, admission_id, part) WHERE voided_at IS NULL;
"""

OF_A_HOME = ("admissions", "admission_tasks", "health_checks", "service_agreements", "consents", "first_needs")
KEPT = tuple(table for table in OF_A_HOME if table != "consents")
# Of a consent nothing changes but that it is taken back; it follows its person when two files become one.
LEDGER = "UPDATE (elder_id, withdrawn_at, withdrawn_by, withdraw_reason)"


def upgrade() -> None:
    """Make the tables; all of them are one home's."""
    run(op, TABLES + "".join(home_rows(table) for table in OF_A_HOME))
    rights = {"SELECT, INSERT": OF_A_HOME, "UPDATE": KEPT, LEDGER: ("consents",)}
    run(op, grants(rights, role_prefix(op)))


def downgrade() -> None:
    """Take them away again; only ever run on a database without data."""
    for table in reversed(OF_A_HOME):
        op.execute(f"DROP TABLE {table}")
