"""The homes and their dated facts."""

from alembic import op

from migrations.policies import grants, home_rows, institution_rows, role_prefix, run, tenant_rows

revision = "0002"
down_revision = "0001"

TABLES = """
CREATE TABLE legal_units (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  name VARCHAR(80) NOT NULL,
  uscc VARCHAR(18),
  kind VARCHAR(18) NOT NULL,
  CONSTRAINT pk_legal_units PRIMARY KEY (county, id),
  CONSTRAINT fk_legal_units_county FOREIGN KEY(county) REFERENCES regions (code),
  CONSTRAINT uq_legal_units_name UNIQUE (county, name),
  CONSTRAINT uq_legal_units_uscc UNIQUE (county, uscc),
  CONSTRAINT ck_legal_units_name CHECK (btrim(name) <> ''),
  CONSTRAINT ck_legal_units_uscc CHECK (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  CONSTRAINT ck_legal_units_kind CHECK (kind IN ('public_institution', 'nonprofit', 'company', 'government', 'none'))
);

CREATE TABLE institutions (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  code VARCHAR(20) NOT NULL,
  name VARCHAR(80) NOT NULL,
  short_name VARCHAR(20) DEFAULT '' NOT NULL,
  name_sort VARCHAR(480) NOT NULL,
  initials VARCHAR(80) NOT NULL,
  legal_unit_id BIGINT,
  uscc VARCHAR(18),
  phone VARCHAR(30) DEFAULT '' NOT NULL,
  opened_on DATE,
  closed_on DATE,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_institutions PRIMARY KEY (county, id),
  CONSTRAINT fk_institutions_county FOREIGN KEY(county) REFERENCES regions (code),
  CONSTRAINT fk_institutions_legal_unit FOREIGN KEY(county, legal_unit_id) REFERENCES legal_units (county, id),
  CONSTRAINT uq_institutions_code UNIQUE (county, code),
  CONSTRAINT uq_institutions_uscc UNIQUE (county, uscc),
  CONSTRAINT ck_institutions_code CHECK (code ~ '^[A-Z0-9-]{1,20}$'),
  CONSTRAINT ck_institutions_name CHECK (btrim(name) <> ''),
  CONSTRAINT ck_institutions_uscc CHECK (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  CONSTRAINT ck_institutions_span CHECK (closed_on >= opened_on)
);
CREATE INDEX ix_institutions_legal_unit ON institutions (county, legal_unit_id);
CREATE INDEX ix_institutions_name_sort ON institutions (county, name_sort);

CREATE TABLE institution_facts (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  kind VARCHAR(17) NOT NULL,
  slot VARCHAR(80) DEFAULT '' NOT NULL,
  value VARCHAR(40) NOT NULL,
  party VARCHAR(80) DEFAULT '' NOT NULL,
  region_code BIGINT,
  address VARCHAR(120) DEFAULT '' NOT NULL,
  lat NUMERIC(9, 6),
  lon NUMERIC(9, 6),
  datum VARCHAR(8),
  certificate_no VARCHAR(60) DEFAULT '' NOT NULL,
  document_no VARCHAR(80) DEFAULT '' NOT NULL,
  issued_on DATE,
  expires_on DATE,
  attachment_id BIGINT,
  note VARCHAR(200) DEFAULT '' NOT NULL,
  late_reason VARCHAR(200) DEFAULT '' NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_institution_facts PRIMARY KEY (county, id),
  CONSTRAINT uq_institution_facts_home UNIQUE (county, institution_id, id),
  CONSTRAINT fk_institution_facts_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_institution_facts_attachment FOREIGN KEY(county, institution_id, attachment_id) REFERENCES attachments (county, institution_id, id),
  CONSTRAINT ck_institution_facts_span CHECK (to_on >= from_on),
  CONSTRAINT ck_institution_facts_kind CHECK (kind IN ('tag', 'registration', 'asset_owner', 'operation', 'affiliation', 'direct_management', 'location', 'settlement', 'medical', 'ltci', 'grade', 'licence', 'suspension', 'other')),
  CONSTRAINT ck_institution_facts_value CHECK (CASE kind WHEN 'tag' THEN value IN ('welfare_home', 'elder_home', 'central_elder_home', 'support_home', 'disability_center', 'regional_center', 'glory_home', 'nursing_home', 'integrated_care', 'community_home', 'private_home') WHEN 'registration' THEN value IN ('public_institution', 'nonprofit', 'company', 'government', 'none') WHEN 'asset_owner' THEN value IN ('government', 'state_company', 'collective', 'private', 'mixed') WHEN 'operation' THEN value IN ('public', 'entrusted', 'assisted', 'private') WHEN 'affiliation' THEN value IN ('county', 'city', 'township', 'other') WHEN 'direct_management' THEN value IN ('yes') WHEN 'location' THEN value IN ('yes') WHEN 'settlement' THEN value IN ('urban', 'rural') WHEN 'medical' THEN value IN ('clinic', 'nursing_station', 'outpatient', 'hospital', 'contract') WHEN 'ltci' THEN value IN ('yes') WHEN 'grade' THEN value IN ('1', '2', '3', '4', '5', 'certified') WHEN 'licence' THEN value IN ('filing', 'fire', 'food', 'medical') WHEN 'suspension' THEN value IN ('yes') WHEN 'other' THEN value IN ('yes') ELSE false END),
  CONSTRAINT ck_institution_facts_slot CHECK (CASE
 WHEN kind = 'grade' THEN slot IN ('national', 'star', 'elder_home', 'pin') AND (slot = 'pin') = (value = 'certified')
 WHEN kind = 'other' OR kind = 'medical' AND value = 'contract' THEN btrim(slot) <> ''
 WHEN kind IN ('licence', 'medical', 'tag') THEN slot = value
 ELSE slot = '' END),
  CONSTRAINT ck_institution_facts_place CHECK (kind <> 'location' OR (region_code IS NOT NULL AND btrim(address) <> '')),
  CONSTRAINT ck_institution_facts_coordinates CHECK (CASE WHEN lat IS NULL THEN lon IS NULL AND datum IS NULL
 ELSE coalesce(lat BETWEEN 3 AND 54 AND lon BETWEEN 73 AND 136 AND datum IN ('GCJ-02', 'CGCS2000'), false) END),
  CONSTRAINT ck_institution_facts_expires CHECK (expires_on >= from_on),
  CONSTRAINT ck_institution_facts_late CHECK (btrim(late_reason) <> '' OR from_on >= (recorded_at AT TIME ZONE 'Asia/Shanghai')::date - 30),
  CONSTRAINT ck_institution_facts_void CHECK ((voided_at IS NULL) = (void_reason IS NULL)),
  CONSTRAINT ex_institution_facts_one EXCLUDE USING gist (county WITH =, institution_id WITH =, kind WITH =, slot WITH =, during WITH &&) WHERE (voided_at IS NULL)
);
CREATE INDEX ix_institution_facts_attachment ON institution_facts (county, institution_id, attachment_id);
CREATE INDEX ix_institution_facts_home ON institution_facts (county, institution_id, from_on);
CREATE INDEX ix_institution_facts_region ON institution_facts (region_code);

CREATE TABLE registered_beds (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  value INTEGER NOT NULL,
  basis VARCHAR(12) NOT NULL,
  document_no VARCHAR(80) NOT NULL,
  issued_by VARCHAR(80) DEFAULT '' NOT NULL,
  issued_on DATE,
  attachment_id BIGINT,
  note VARCHAR(200) DEFAULT '' NOT NULL,
  late_reason VARCHAR(200) DEFAULT '' NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_registered_beds PRIMARY KEY (county, id),
  CONSTRAINT uq_registered_beds_home UNIQUE (county, institution_id, id),
  CONSTRAINT fk_registered_beds_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_registered_beds_attachment FOREIGN KEY(county, institution_id, attachment_id) REFERENCES attachments (county, institution_id, id),
  CONSTRAINT ck_registered_beds_span CHECK (to_on >= from_on),
  CONSTRAINT ck_registered_beds_value CHECK (value > 0),
  CONSTRAINT ck_registered_beds_basis CHECK (basis IN ('filing', 'registration')),
  CONSTRAINT ck_registered_beds_document CHECK (btrim(document_no) <> ''),
  CONSTRAINT ck_registered_beds_late CHECK (btrim(late_reason) <> '' OR from_on >= (recorded_at AT TIME ZONE 'Asia/Shanghai')::date - 30),
  CONSTRAINT ck_registered_beds_void CHECK ((voided_at IS NULL) = (void_reason IS NULL)),
  CONSTRAINT ex_registered_beds_one EXCLUDE USING gist (county WITH =, institution_id WITH =, during WITH &&) WHERE (voided_at IS NULL)
);
CREATE INDEX ix_registered_beds_attachment ON registered_beds (county, institution_id, attachment_id);
CREATE INDEX ix_registered_beds_home ON registered_beds (county, institution_id, from_on);

CREATE TABLE price_items (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  item VARCHAR(40) NOT NULL,
  unit VARCHAR(5) NOT NULL,
  amount INTEGER NOT NULL,
  published_on DATE,
  document_no VARCHAR(80) DEFAULT '' NOT NULL,
  note VARCHAR(200) DEFAULT '' NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_price_items PRIMARY KEY (county, id),
  CONSTRAINT uq_price_items_home UNIQUE (county, institution_id, id),
  CONSTRAINT fk_price_items_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT ck_price_items_span CHECK (to_on >= from_on),
  CONSTRAINT ck_price_items_item CHECK (btrim(item) <> ''),
  CONSTRAINT ck_price_items_unit CHECK (unit IN ('month', 'day', 'time', 'once')),
  CONSTRAINT ck_price_items_amount CHECK (amount >= 0),
  CONSTRAINT ck_price_items_published CHECK (published_on <= from_on),
  CONSTRAINT ck_price_items_void CHECK ((voided_at IS NULL) = (void_reason IS NULL)),
  CONSTRAINT ex_price_items_one EXCLUDE USING gist (county WITH =, institution_id WITH =, item WITH =, during WITH &&) WHERE (voided_at IS NULL)
);
CREATE INDEX ix_price_items_home ON price_items (county, institution_id, from_on);
"""

OF_A_HOME = ("institution_facts", "registered_beds", "price_items")
OF_A_COUNTY = ("legal_units",)
ALL = (*OF_A_COUNTY, "institutions", *OF_A_HOME)
GRANTS = {"SELECT, INSERT, UPDATE": ALL}


def upgrade() -> None:
    """Make the homes and their dated facts."""
    rules = "".join(tenant_rows(table) for table in OF_A_COUNTY) + institution_rows("institutions")
    run(op, TABLES + rules + "".join(home_rows(table) for table in OF_A_HOME))
    run(op, grants(GRANTS, role_prefix(op)))


def downgrade() -> None:
    """Take them away again; only ever run on a database without data."""
    for table in reversed(ALL):
        op.execute(f"DROP TABLE {table}")
