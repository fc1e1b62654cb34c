"""Placement orders and the register of those supported at home."""

from alembic import op

from migrations.policies import grants, home_rows, role_prefix, run, tenant_rows

revision = "0019"
down_revision = "0018"

TABLES = """
CREATE TABLE placement_orders (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  seal UUID NOT NULL,
  number VARCHAR(30) NOT NULL,
  state VARCHAR(9) DEFAULT 'drafted' NOT NULL,
  township BIGINT NOT NULL,
  applied_on DATE NOT NULL,
  note VARCHAR(200) DEFAULT '' NOT NULL,
  township_signed_on DATE,
  township_signed_by VARCHAR(60) DEFAULT '' NOT NULL,
  drafted_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  drafted_by BIGINT,
  decided_on DATE,
  decided_at TIMESTAMP WITH TIME ZONE,
  decided_by BIGINT,
  decided_name VARCHAR(60) DEFAULT '' NOT NULL,
  decision_no VARCHAR(60) DEFAULT '' NOT NULL,
  evidence_id BIGINT,
  agreement_on DATE,
  agreement_by VARCHAR(8),
  agreement_signer BYTEA,
  agreement_home_signer VARCHAR(60) DEFAULT '' NOT NULL,
  agreement_id BIGINT,
  guardian_id BIGINT,
  received_at TIMESTAMP WITH TIME ZONE,
  received_by BIGINT,
  received_name VARCHAR(60) DEFAULT '' NOT NULL,
  bed_id BIGINT,
  claim_id BIGINT,
  stay_id BIGINT,
  cancelled_at TIMESTAMP WITH TIME ZONE,
  cancelled_by BIGINT,
  cancel_reason VARCHAR(200) DEFAULT '' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_placement_orders PRIMARY KEY (county, id),
  CONSTRAINT uq_placement_orders_home UNIQUE (county, institution_id, id),
  CONSTRAINT uq_placement_orders_number UNIQUE (county, number),
  CONSTRAINT fk_placement_orders_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_placement_orders_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT fk_placement_orders_stay FOREIGN KEY(county, institution_id, stay_id) REFERENCES stays (county, institution_id, id),
  CONSTRAINT fk_placement_orders_bed FOREIGN KEY(county, institution_id, bed_id) REFERENCES beds (county, institution_id, id),
  CONSTRAINT fk_placement_orders_claim FOREIGN KEY(county, institution_id, claim_id) REFERENCES bed_claims (county, institution_id, id),
  CONSTRAINT fk_placement_orders_evidence FOREIGN KEY(county, institution_id, evidence_id) REFERENCES attachments (county, institution_id, id),
  CONSTRAINT fk_placement_orders_agreement FOREIGN KEY(county, institution_id, agreement_id) REFERENCES attachments (county, institution_id, id),
  CONSTRAINT fk_placement_orders_guardian FOREIGN KEY(county, institution_id, guardian_id) REFERENCES attachments (county, institution_id, id),
  CONSTRAINT ck_placement_orders_state CHECK (state IN ('drafted', 'decided', 'received', 'admitted', 'cancelled')),
  CONSTRAINT ck_placement_orders_agreement_by CHECK (agreement_by IN ('self', 'guardian')),
  CONSTRAINT ck_placement_orders_township CHECK (township BETWEEN 110101001 AND 999999999),
  CONSTRAINT ck_placement_orders_days CHECK ((township_signed_on IS NULL OR township_signed_on >= applied_on) AND (decided_on IS NULL OR township_signed_on IS NULL OR decided_on >= township_signed_on)),
  CONSTRAINT ck_placement_orders_decided CHECK (state NOT IN ('decided', 'received', 'admitted') OR (township_signed_on IS NOT NULL AND btrim(township_signed_by) <> '' AND decided_on IS NOT NULL AND btrim(decision_no) <> '')),
  CONSTRAINT ck_placement_orders_received CHECK (state NOT IN ('received', 'admitted') OR received_at IS NOT NULL),
  CONSTRAINT ck_placement_orders_agreement CHECK (state <> 'admitted' OR (agreement_on IS NOT NULL AND agreement_by IS NOT NULL AND agreement_signer IS NOT NULL)),
  CONSTRAINT ck_placement_orders_guardian CHECK (agreement_by IS DISTINCT FROM 'guardian' OR guardian_id IS NOT NULL),
  CONSTRAINT ck_placement_orders_admitted CHECK ((state = 'admitted') = (stay_id IS NOT NULL)),
  CONSTRAINT ck_placement_orders_hold CHECK ((claim_id IS NULL) = (bed_id IS NULL)),
  CONSTRAINT ck_placement_orders_cancelled CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL) AND (cancelled_at IS NULL OR btrim(cancel_reason) <> ''))
);
CREATE INDEX ix_placement_orders_elder ON placement_orders (county, elder_id);
CREATE INDEX ix_placement_orders_home ON placement_orders (county, institution_id, state);
CREATE UNIQUE INDEX uq_placement_orders_live ON placement_orders (county, elder_id) WHERE state IN ('drafted', 'decided', 'received');

CREATE TABLE placement_numbers (
  county INTEGER NOT NULL,
  year SMALLINT NOT NULL,
  last_no INTEGER NOT NULL,
  CONSTRAINT pk_placement_numbers PRIMARY KEY (county, year),
  CONSTRAINT ck_placement_numbers_last_no CHECK (last_no > 0)
);

CREATE TABLE dispersed_supports (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  seal UUID NOT NULL,
  township BIGINT NOT NULL,
  level VARCHAR(7),
  document_no VARCHAR(60) DEFAULT '' NOT NULL,
  carer BYTEA,
  carer_phone BYTEA,
  end_reason VARCHAR(120) DEFAULT '' NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_dispersed_supports PRIMARY KEY (county, id),
  CONSTRAINT fk_dispersed_supports_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_dispersed_supports_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT ck_dispersed_supports_span CHECK (to_on >= from_on),
  CONSTRAINT ck_dispersed_supports_level CHECK (level IN ('full', 'partial', 'none')),
  CONSTRAINT ck_dispersed_supports_township CHECK (township BETWEEN 110101001 AND 999999999),
  CONSTRAINT ck_dispersed_supports_end CHECK ((to_on = 'infinity') = (end_reason = '')),
  CONSTRAINT ck_dispersed_supports_void CHECK ((voided_at IS NULL) = (void_reason IS NULL)),
  CONSTRAINT ex_dispersed_supports_once EXCLUDE USING gist (county WITH =, elder_id WITH =, during WITH &&) WHERE (voided_at IS NULL)
);
CREATE INDEX ix_dispersed_supports_elder ON dispersed_supports (county, elder_id, from_on);
CREATE INDEX ix_dispersed_supports_home ON dispersed_supports (county, institution_id);

CREATE TABLE support_wishes (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  wish VARCHAR(9) NOT NULL,
  said_by VARCHAR(8) NOT NULL,
  asked_on DATE NOT NULL,
  asked_by VARCHAR(60) NOT NULL,
  evidence_id BIGINT,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_support_wishes PRIMARY KEY (county, id),
  CONSTRAINT fk_support_wishes_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_support_wishes_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT fk_support_wishes_evidence FOREIGN KEY(county, institution_id, evidence_id) REFERENCES attachments (county, institution_id, id),
  CONSTRAINT ck_support_wishes_wish CHECK (wish IN ('home', 'dispersed', 'undecided')),
  CONSTRAINT ck_support_wishes_said_by CHECK (said_by IN ('self', 'guardian', 'carer')),
  CONSTRAINT ck_support_wishes_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE INDEX ix_support_wishes_home ON support_wishes (county, institution_id);
CREATE UNIQUE INDEX uq_support_wishes_day ON support_wishes (county, elder_id, asked_on) WHERE voided_at IS NULL;
"""

OF_A_HOME = ("placement_orders", "dispersed_supports", "support_wishes")


def upgrade() -> None:
    """Make the tables; a home sees its own orders, the county all of them and the numbers it has given."""
    run(op, TABLES + "".join(home_rows(table) for table in OF_A_HOME) + tenant_rows("placement_numbers"))
    run(op, grants({"SELECT, INSERT, UPDATE": (*OF_A_HOME, "placement_numbers")}, role_prefix(op)))


def downgrade() -> None:
    """Take them away again; only ever run on a database without data."""
    for table in ("support_wishes", "dispersed_supports", "placement_numbers", "placement_orders"):
        op.execute(f"DROP TABLE {table}")
