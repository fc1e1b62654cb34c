"""The people: their files, papers, contacts, categories and health."""

from alembic import op

from migrations.policies import grants, home_rows, role_prefix, run

revision = "0007"
down_revision = "0006"

TABLES = """
CREATE TABLE elders (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  seal UUID NOT NULL,
  name VARCHAR(60) NOT NULL,
  name_sort VARCHAR(200) NOT NULL,
  readings VARCHAR(600) NOT NULL,
  name_note VARCHAR(60) DEFAULT '' NOT NULL,
  sex VARCHAR(6) NOT NULL,
  born_on DATE,
  birth_precision VARCHAR(9) NOT NULL,
  birthday_calendar VARCHAR(5) DEFAULT 'solar' NOT NULL,
  lunar_month SMALLINT,
  lunar_day SMALLINT,
  lunar_leap BOOLEAN DEFAULT 'false' NOT NULL,
  died_on DATE,
  ethnicity VARCHAR(20) DEFAULT '' NOT NULL,
  hukou_region INTEGER,
  hukou_kind VARCHAR(5),
  no_id_reason VARCHAR(12),
  phone BYTEA,
  address BYTEA,
  notes BYTEA,
  photo_id BIGINT,
  merged_into_id BIGINT,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_elders PRIMARY KEY (county, id),
  CONSTRAINT ck_elders_name CHECK (btrim(name) <> ''),
  CONSTRAINT ck_elders_sex CHECK (sex IN ('male', 'female')),
  CONSTRAINT ck_elders_birth_precision CHECK (birth_precision IN ('day', 'month', 'year', 'estimated', 'unknown')),
  CONSTRAINT ck_elders_birthday_calendar CHECK (birthday_calendar IN ('solar', 'lunar')),
  CONSTRAINT ck_elders_hukou_kind CHECK (hukou_kind IN ('urban', 'rural')),
  CONSTRAINT ck_elders_no_id_reason CHECK (no_id_reason IN ('unregistered', 'lost', 'rescued', 'pending', 'other')),
  CONSTRAINT ck_elders_birth CHECK (CASE birth_precision WHEN 'unknown' THEN born_on IS NULL WHEN 'day' THEN born_on IS NOT NULL
 WHEN 'month' THEN coalesce(extract(day FROM born_on) = 1, false)
 ELSE coalesce(extract(day FROM born_on) = 1 AND extract(month FROM born_on) = 1, false) END),
  CONSTRAINT ck_elders_lunar CHECK (CASE birthday_calendar WHEN 'lunar' THEN coalesce(lunar_month BETWEEN 1 AND 12 AND lunar_day BETWEEN 1 AND 30, false)
 ELSE lunar_month IS NULL AND lunar_day IS NULL END),
  CONSTRAINT ck_elders_death CHECK (died_on IS NULL OR born_on IS NULL OR died_on >= born_on),
  CONSTRAINT ck_elders_merged CHECK (merged_into_id IS NULL OR merged_into_id <> id),
  CONSTRAINT fk_elders_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_elders_merged_into FOREIGN KEY(county, merged_into_id) REFERENCES elders (county, id),
  CONSTRAINT fk_elders_photo FOREIGN KEY(county, institution_id, photo_id) REFERENCES attachments (county, institution_id, id)
);
CREATE INDEX ix_elders_home ON elders (county, institution_id, name_sort);
CREATE INDEX ix_elders_merged_into ON elders (county, merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE contacts (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  elder_id BIGINT NOT NULL,
  seal UUID NOT NULL,
  relation VARCHAR(15) NOT NULL,
  name BYTEA NOT NULL,
  phone BYTEA,
  address BYTEA,
  notes BYTEA,
  emergency BOOLEAN DEFAULT 'false' NOT NULL,
  pays BOOLEAN DEFAULT 'false' NOT NULL,
  guardian BOOLEAN DEFAULT 'false' NOT NULL,
  guardian_basis VARCHAR(12),
  evidence_home_id BIGINT,
  evidence_id BIGINT,
  position SMALLINT DEFAULT '0' NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_contacts PRIMARY KEY (county, id),
  CONSTRAINT fk_contacts_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT ck_contacts_relation CHECK (relation IN ('spouse', 'son', 'daughter', 'son_in_law', 'daughter_in_law', 'grandchild', 'sibling', 'nephew', 'parent', 'kin', 'friend', 'village', 'employer', 'other')),
  CONSTRAINT ck_contacts_guardian_basis CHECK (guardian_basis IN ('legal', 'agreed', 'appointed', 'organisation')),
  CONSTRAINT ck_contacts_guardian CHECK (guardian = (guardian_basis IS NOT NULL)),
  CONSTRAINT ck_contacts_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE INDEX ix_contacts_elder ON contacts (county, elder_id, position);
CREATE UNIQUE INDEX uq_contacts_guardian ON contacts (county, elder_id) WHERE guardian AND voided_at IS NULL;

CREATE TABLE elder_relations (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  elder_id BIGINT NOT NULL,
  other_id BIGINT NOT NULL,
  kind VARCHAR(12) NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_elder_relations PRIMARY KEY (county, id),
  CONSTRAINT fk_elder_relations_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT fk_elder_relations_other FOREIGN KEY(county, other_id) REFERENCES elders (county, id),
  CONSTRAINT ck_elder_relations_kind CHECK (kind IN ('spouse', 'sibling', 'parent_child')),
  CONSTRAINT ck_elder_relations_order CHECK (CASE WHEN kind = 'parent_child' THEN elder_id <> other_id ELSE elder_id < other_id END),
  CONSTRAINT ck_elder_relations_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE INDEX ix_elder_relations_other ON elder_relations (county, other_id);
CREATE UNIQUE INDEX uq_elder_relations_pair ON elder_relations (county, elder_id, other_id) WHERE voided_at IS NULL;

CREATE TABLE elder_homes (
  county INTEGER NOT NULL,
  institution_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  since TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  CONSTRAINT pk_elder_homes PRIMARY KEY (county, institution_id, elder_id),
  CONSTRAINT fk_elder_homes_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT fk_elder_homes_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id)
);
CREATE INDEX ix_elder_homes_elder ON elder_homes (county, elder_id);

CREATE TABLE elder_names (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  elder_id BIGINT NOT NULL,
  kind VARCHAR(8) NOT NULL,
  name VARCHAR(60) NOT NULL,
  readings VARCHAR(600) NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_elder_names PRIMARY KEY (county, id),
  CONSTRAINT fk_elder_names_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT ck_elder_names_kind CHECK (kind IN ('former', 'alias', 'assigned')),
  CONSTRAINT ck_elder_names_name CHECK (btrim(name) <> ''),
  CONSTRAINT ck_elder_names_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE INDEX ix_elder_names_elder ON elder_names (county, elder_id);

CREATE TABLE elder_merges (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  kept_id BIGINT NOT NULL,
  gone_id BIGINT NOT NULL,
  reason VARCHAR(200) NOT NULL,
  moved JSONB DEFAULT '{}' NOT NULL,
  merged_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  merged_by BIGINT,
  undone_at TIMESTAMP WITH TIME ZONE,
  undone_by BIGINT,
  undo_reason VARCHAR(200),
  CONSTRAINT pk_elder_merges PRIMARY KEY (county, id),
  CONSTRAINT fk_elder_merges_kept FOREIGN KEY(county, kept_id) REFERENCES elders (county, id),
  CONSTRAINT fk_elder_merges_gone FOREIGN KEY(county, gone_id) REFERENCES elders (county, id),
  CONSTRAINT ck_elder_merges_two CHECK (kept_id <> gone_id),
  CONSTRAINT ck_elder_merges_reason CHECK (btrim(reason) <> ''),
  CONSTRAINT ck_elder_merges_undone CHECK ((undone_at IS NULL) = (undo_reason IS NULL))
);
CREATE INDEX ix_elder_merges_kept ON elder_merges (county, kept_id);
CREATE UNIQUE INDEX uq_elder_merges_gone ON elder_merges (county, gone_id) WHERE undone_at IS NULL;

CREATE TABLE health_notes (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  elder_id BIGINT NOT NULL,
  seal UUID NOT NULL,
  kind VARCHAR(9) NOT NULL,
  code VARCHAR(30) DEFAULT '' NOT NULL,
  severity VARCHAR(6),
  words BYTEA,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_health_notes PRIMARY KEY (county, id),
  CONSTRAINT fk_health_notes_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT ck_health_notes_span CHECK (to_on >= from_on),
  CONSTRAINT ck_health_notes_kind CHECK (kind IN ('diagnosis', 'allergy', 'diet', 'risk', 'device', 'note')),
  CONSTRAINT ck_health_notes_severity CHECK (severity IN ('mild', 'severe')),
  CONSTRAINT ck_health_notes_said CHECK (code <> '' OR words IS NOT NULL),
  CONSTRAINT ck_health_notes_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE INDEX ix_health_notes_elder ON health_notes (county, elder_id, kind, from_on);

CREATE TABLE elder_papers (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  elder_id BIGINT NOT NULL,
  seal UUID NOT NULL,
  kind VARCHAR(16) NOT NULL,
  number BYTEA NOT NULL,
  number_bi BYTEA NOT NULL,
  city_bi BYTEA NOT NULL,
  last_four_bi BYTEA NOT NULL,
  expires_on DATE,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_elder_papers PRIMARY KEY (county, id),
  CONSTRAINT fk_elder_papers_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT ck_elder_papers_kind CHECK (kind IN ('id_card', 'residence_permit', 'home_return', 'passport', 'military', 'support', 'disability', 'temporary')),
  CONSTRAINT ck_elder_papers_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE INDEX ix_elder_papers_city ON elder_papers (city_bi);
CREATE INDEX ix_elder_papers_last_four ON elder_papers (county, last_four_bi);
CREATE UNIQUE INDEX uq_elder_papers_kind ON elder_papers (county, elder_id, kind) WHERE voided_at IS NULL;
CREATE UNIQUE INDEX uq_elder_papers_number ON elder_papers (county, kind, number_bi) WHERE voided_at IS NULL;

CREATE TABLE elder_categories (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  elder_id BIGINT NOT NULL,
  kind VARCHAR(17) NOT NULL,
  document_no VARCHAR(60) DEFAULT '' NOT NULL,
  evidence_home_id BIGINT,
  evidence_id BIGINT,
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
  CONSTRAINT pk_elder_categories PRIMARY KEY (county, id),
  CONSTRAINT fk_elder_categories_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT ck_elder_categories_span CHECK (to_on >= from_on),
  CONSTRAINT ck_elder_categories_kind CHECK (kind IN ('extreme_poverty', 'minimum_living', 'near_minimum', 'veteran', 'bereaved', 'severe_disability', 'centenarian', 'model_worker', 'social')),
  CONSTRAINT ck_elder_categories_void CHECK ((voided_at IS NULL) = (void_reason IS NULL)),
  CONSTRAINT ck_elder_categories_basis CHECK (kind = 'social' OR btrim(document_no) <> '' OR evidence_id IS NOT NULL OR unverified),
  CONSTRAINT ex_elder_categories_once EXCLUDE USING gist (county WITH =, elder_id WITH =, kind WITH =, during WITH &&) WHERE (voided_at IS NULL)
);
CREATE INDEX ix_elder_categories_elder ON elder_categories (county, elder_id, from_on);
"""

OF_AN_ELDER = (
    "elder_names", "elder_merges", "elder_papers", "elder_categories", "contacts", "elder_relations", "health_notes",
)  # fmt: skip
OWNER_COLUMN = {"elder_merges": "kept_id"}
# Files that a ledger opened and nobody has built on go when the import is undone (ADR 20).
UNDONE = (
    "elders", "elder_homes", "elder_papers", "elder_categories", "contacts", "elder_relations", "health_notes",
)  # fmt: skip

# A file is seen by the home that keeps it and by the homes that have, had or await the person.
ELDERS = """
CREATE POLICY caller_rows ON elders
 USING (county IN (SELECT unnest(counties())) AND (institution_id IN (SELECT unnest(homes()))
        OR (county, id) IN (SELECT h.county, h.elder_id FROM elder_homes h)))
 WITH CHECK (county IN (SELECT unnest(counties())) AND (institution_id IN (SELECT unnest(homes()))
        OR (county, id) IN (SELECT h.county, h.elder_id FROM elder_homes h)));
ALTER TABLE elders ENABLE ROW LEVEL SECURITY;
ALTER TABLE elders FORCE ROW LEVEL SECURITY;
"""

# The key of a city makes the blind index by which one person is recognised in two of its counties.
CITY_KEYS = """
CREATE POLICY city_keys ON county_keys
 USING (county % 100 = 0 AND county / 100 IN (SELECT c / 100 FROM unnest(counties()) AS c))
 WITH CHECK (county % 100 = 0 AND county / 100 IN (SELECT c / 100 FROM unnest(counties()) AS c));
"""


def _of_an_elder(table: str) -> str:
    """Whoever sees the elder's file sees what belongs to it."""
    rule = f"EXISTS (SELECT FROM elders e WHERE e.county = {table}.county AND e.id = {table}.{OWNER_COLUMN.get(table, 'elder_id')})"
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\nALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY caller_rows ON {table} USING ({rule}) WITH CHECK ({rule});\n"
    )


def upgrade() -> None:
    """Make the files of people and say who may see them."""
    run(op, TABLES + home_rows("elder_homes") + ELDERS + "".join(_of_an_elder(table) for table in OF_AN_ELDER))
    rights = {"SELECT, INSERT, UPDATE": ("elders", "elder_homes", *OF_AN_ELDER), "DELETE": UNDONE}
    run(op, CITY_KEYS + grants(rights, role_prefix(op)))


def downgrade() -> None:
    """Take them away again; only ever run on a database without data."""
    op.execute("DROP POLICY city_keys ON county_keys")
    op.execute("DROP POLICY caller_rows ON elders")
    for table in (*reversed(OF_AN_ELDER), "elder_homes", "elders"):
        op.execute(f"DROP TABLE {table}")
