"""Buildings, rooms, beds, marks and claims."""

from alembic import op

from migrations.policies import grants, home_rows, role_prefix, run

revision = "0003"
down_revision = "0002"

TABLES = """
CREATE TABLE beds (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  code VARCHAR(8) NOT NULL,
  extra BOOLEAN DEFAULT 'false' NOT NULL,
  note VARCHAR(200) DEFAULT '' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_beds PRIMARY KEY (county, id),
  CONSTRAINT uq_beds_home UNIQUE (county, institution_id, id),
  CONSTRAINT uq_beds_code UNIQUE (county, code),
  CONSTRAINT fk_beds_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT ck_beds_code CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{8}$')
);

CREATE TABLE buildings (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  label VARCHAR(30) NOT NULL,
  title VARCHAR(60) DEFAULT '' NOT NULL,
  position SMALLINT DEFAULT '0' NOT NULL,
  retired_on DATE,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_buildings PRIMARY KEY (county, id),
  CONSTRAINT uq_buildings_home UNIQUE (county, institution_id, id),
  CONSTRAINT fk_buildings_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT ck_buildings_label CHECK (btrim(label) <> '')
);
CREATE UNIQUE INDEX uq_buildings_label ON buildings (county, institution_id, label) WHERE retired_on IS NULL;

CREATE TABLE nursing_units (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  label VARCHAR(30) NOT NULL,
  title VARCHAR(60) DEFAULT '' NOT NULL,
  position SMALLINT DEFAULT '0' NOT NULL,
  kind VARCHAR(8) DEFAULT 'general' NOT NULL,
  cap SMALLINT,
  retired_on DATE,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_nursing_units PRIMARY KEY (county, id),
  CONSTRAINT uq_nursing_units_home UNIQUE (county, institution_id, id),
  CONSTRAINT fk_nursing_units_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT ck_nursing_units_label CHECK (btrim(label) <> ''),
  CONSTRAINT ck_nursing_units_kind CHECK (kind IN ('general', 'dementia')),
  CONSTRAINT ck_nursing_units_cap CHECK (CASE kind WHEN 'dementia' THEN coalesce(cap BETWEEN 1 AND 20, false) ELSE cap IS NULL OR cap BETWEEN 1 AND 60 END)
);
CREATE UNIQUE INDEX uq_nursing_units_label ON nursing_units (county, institution_id, label) WHERE retired_on IS NULL;

CREATE TABLE bed_marks (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  bed_id BIGINT NOT NULL,
  kind VARCHAR(9) NOT NULL,
  facet VARCHAR(20) GENERATED ALWAYS AS (CASE WHEN kind IN ('nursing', 'general') THEN 'care' ELSE kind END) STORED NOT NULL,
  basis VARCHAR(120) DEFAULT '' NOT NULL,
  document_no VARCHAR(60) DEFAULT '' NOT NULL,
  certified_on DATE,
  expires_on DATE,
  evidence_id BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_bed_marks PRIMARY KEY (county, id),
  CONSTRAINT uq_bed_marks_home UNIQUE (county, institution_id, id),
  CONSTRAINT ck_bed_marks_span CHECK (to_on >= from_on),
  CONSTRAINT ck_bed_marks_kind CHECK (kind IN ('nursing', 'general', 'dementia', 'inclusive', 'reserve', 'medical', 'ltci')),
  CONSTRAINT ck_bed_marks_basis CHECK (btrim(basis) <> '' OR btrim(document_no) <> ''),
  CONSTRAINT ck_bed_marks_expires CHECK (expires_on IS NULL OR expires_on >= from_on),
  CONSTRAINT fk_bed_marks_bed FOREIGN KEY(county, institution_id, bed_id) REFERENCES beds (county, institution_id, id),
  CONSTRAINT fk_bed_marks_evidence FOREIGN KEY(county, institution_id, evidence_id) REFERENCES attachments (county, institution_id, id),
  CONSTRAINT ex_bed_marks_one_per_facet EXCLUDE USING gist (county WITH =, bed_id WITH =, facet WITH =, during WITH &&) WHERE (voided_at IS NULL)
);
CREATE INDEX ix_bed_marks_bed ON bed_marks (county, bed_id, from_on);
CREATE INDEX ix_bed_marks_evidence ON bed_marks (county, institution_id, evidence_id);
CREATE INDEX ix_bed_marks_home ON bed_marks (county, institution_id, from_on);

CREATE TABLE floors (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  building_id BIGINT NOT NULL,
  label VARCHAR(30) NOT NULL,
  title VARCHAR(60) DEFAULT '' NOT NULL,
  position SMALLINT DEFAULT '0' NOT NULL,
  retired_on DATE,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_floors PRIMARY KEY (county, id),
  CONSTRAINT uq_floors_home UNIQUE (county, institution_id, id),
  CONSTRAINT fk_floors_building FOREIGN KEY(county, institution_id, building_id) REFERENCES buildings (county, institution_id, id),
  CONSTRAINT ck_floors_label CHECK (btrim(label) <> '')
);
CREATE UNIQUE INDEX uq_floors_label ON floors (county, institution_id, building_id, label) WHERE retired_on IS NULL;

CREATE TABLE rooms (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  floor_id BIGINT NOT NULL,
  facing VARCHAR(5),
  note VARCHAR(200) DEFAULT '' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_rooms PRIMARY KEY (county, id),
  CONSTRAINT uq_rooms_home UNIQUE (county, institution_id, id),
  CONSTRAINT uq_rooms_floor UNIQUE (county, institution_id, id, floor_id),
  CONSTRAINT fk_rooms_floor FOREIGN KEY(county, institution_id, floor_id) REFERENCES floors (county, institution_id, id),
  CONSTRAINT ck_rooms_facing CHECK (facing IN ('south', 'north', 'east', 'west'))
);
CREATE INDEX ix_rooms_floor ON rooms (county, institution_id, floor_id);

CREATE TABLE bed_services (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  bed_id BIGINT NOT NULL,
  room_id BIGINT NOT NULL,
  label VARCHAR(10) NOT NULL,
  live BOOLEAN GENERATED ALWAYS AS (voided_at IS NULL) STORED NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_bed_services PRIMARY KEY (county, id),
  CONSTRAINT uq_bed_services_home UNIQUE (county, institution_id, id),
  CONSTRAINT uq_bed_services_span UNIQUE (county, institution_id, id, bed_id, room_id, from_on, to_on, live),
  CONSTRAINT ck_bed_services_span CHECK (to_on >= from_on),
  CONSTRAINT ck_bed_services_label CHECK (btrim(label) <> ''),
  CONSTRAINT fk_bed_services_bed FOREIGN KEY(county, institution_id, bed_id) REFERENCES beds (county, institution_id, id),
  CONSTRAINT fk_bed_services_room FOREIGN KEY(county, institution_id, room_id) REFERENCES rooms (county, institution_id, id),
  CONSTRAINT ex_bed_services_one_per_bed EXCLUDE USING gist (county WITH =, bed_id WITH =, during WITH &&) WHERE (voided_at IS NULL),
  CONSTRAINT ex_bed_services_one_label_per_room EXCLUDE USING gist (county WITH =, room_id WITH =, label WITH =, during WITH &&) WHERE (voided_at IS NULL)
);
CREATE INDEX ix_bed_services_bed ON bed_services (county, bed_id, from_on);
CREATE INDEX ix_bed_services_home ON bed_services (county, institution_id, from_on);
CREATE INDEX ix_bed_services_room ON bed_services (county, room_id, from_on);

CREATE TABLE room_terms (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  room_id BIGINT NOT NULL,
  floor_id BIGINT NOT NULL,
  nursing_unit_id BIGINT,
  label VARCHAR(20) NOT NULL,
  kind VARCHAR(6) NOT NULL,
  sex_rule VARCHAR(6) DEFAULT 'none' NOT NULL,
  isolation BOOLEAN DEFAULT 'false' NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_room_terms PRIMARY KEY (county, id),
  CONSTRAINT uq_room_terms_home UNIQUE (county, institution_id, id),
  CONSTRAINT ck_room_terms_span CHECK (to_on >= from_on),
  CONSTRAINT ck_room_terms_label CHECK (btrim(label) <> ''),
  CONSTRAINT ck_room_terms_kind CHECK (kind IN ('single', 'double', 'triple', 'multi')),
  CONSTRAINT ck_room_terms_sex_rule CHECK (sex_rule IN ('none', 'same', 'male', 'female')),
  CONSTRAINT fk_room_terms_room FOREIGN KEY(county, institution_id, room_id, floor_id) REFERENCES rooms (county, institution_id, id, floor_id),
  CONSTRAINT fk_room_terms_nursing_unit FOREIGN KEY(county, institution_id, nursing_unit_id) REFERENCES nursing_units (county, institution_id, id),
  CONSTRAINT ex_room_terms_one_per_room EXCLUDE USING gist (county WITH =, room_id WITH =, during WITH &&) WHERE (voided_at IS NULL),
  CONSTRAINT ex_room_terms_one_label_per_floor EXCLUDE USING gist (county WITH =, floor_id WITH =, label WITH =, during WITH &&) WHERE (voided_at IS NULL)
);
CREATE INDEX ix_room_terms_home ON room_terms (county, institution_id, from_on);
CREATE INDEX ix_room_terms_nursing_unit ON room_terms (county, institution_id, nursing_unit_id);
CREATE INDEX ix_room_terms_room ON room_terms (county, room_id, from_on);

CREATE TABLE bed_claims (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  kind VARCHAR(7) NOT NULL,
  bed_id BIGINT NOT NULL,
  room_id BIGINT NOT NULL,
  service_id BIGINT NOT NULL,
  service_from_on DATE NOT NULL,
  service_to_on DATE NOT NULL,
  service_live BOOLEAN GENERATED ALWAYS AS (CASE WHEN voided_at IS NULL THEN true END) STORED,
  continues_id BIGINT,
  stay_id BIGINT,
  stay_from_on DATE,
  stay_to_on DATE,
  stay_live BOOLEAN GENERATED ALWAYS AS (CASE WHEN stay_id IS NOT NULL AND voided_at IS NULL THEN true END) STORED,
  elder_id BIGINT,
  sex VARCHAR(6),
  sex_rule BOOLEAN DEFAULT 'false' NOT NULL,
  room_sex VARCHAR(6),
  shares_room BOOLEAN DEFAULT 'false' NOT NULL,
  reason VARCHAR(10),
  note VARCHAR(200) DEFAULT '' NOT NULL,
  planned_end_on DATE,
  version INTEGER DEFAULT '1' NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_bed_claims PRIMARY KEY (county, id),
  CONSTRAINT uq_bed_claims_home UNIQUE (county, institution_id, id),
  CONSTRAINT ck_bed_claims_span CHECK (to_on >= from_on),
  CONSTRAINT ck_bed_claims_kind CHECK (kind IN ('stay', 'hold', 'private', 'closure')),
  CONSTRAINT ck_bed_claims_sex CHECK (sex IN ('male', 'female')),
  CONSTRAINT ck_bed_claims_room_sex CHECK (room_sex IN ('male', 'female')),
  CONSTRAINT ck_bed_claims_reason CHECK (reason IN ('repair', 'cleaning', 'quarantine', 'belongings', 'safety', 'staffing', 'other')),
  CONSTRAINT ck_bed_claims_person CHECK (CASE WHEN kind = 'closure' THEN elder_id IS NULL AND sex IS NULL ELSE elder_id IS NOT NULL AND sex IS NOT NULL END),
  CONSTRAINT ck_bed_claims_stay CHECK ((kind IN ('stay', 'private')) = (stay_id IS NOT NULL) AND (stay_id IS NULL) = (stay_from_on IS NULL) AND (stay_id IS NULL) = (stay_to_on IS NULL)),
  CONSTRAINT ck_bed_claims_in_stay CHECK (voided_at IS NOT NULL OR stay_id IS NULL OR (from_on >= stay_from_on AND to_on <= stay_to_on)),
  CONSTRAINT ck_bed_claims_in_service CHECK (voided_at IS NOT NULL OR (from_on >= service_from_on AND to_on <= service_to_on)),
  CONSTRAINT ck_bed_claims_sex_of_room CHECK (voided_at IS NOT NULL OR room_sex IS NULL OR shares_room OR kind NOT IN ('stay', 'hold') OR sex = room_sex),
  CONSTRAINT ck_bed_claims_closure CHECK ((kind = 'closure') = (reason IS NOT NULL)),
  CONSTRAINT ck_bed_claims_planned_end CHECK (planned_end_on IS NULL OR planned_end_on >= from_on OR continues_id IS NOT NULL),
  CONSTRAINT fk_bed_claims_bed FOREIGN KEY(county, institution_id, bed_id) REFERENCES beds (county, institution_id, id),
  CONSTRAINT fk_bed_claims_room FOREIGN KEY(county, institution_id, room_id) REFERENCES rooms (county, institution_id, id),
  CONSTRAINT fk_bed_claims_service FOREIGN KEY(county, institution_id, service_id, bed_id, room_id, service_from_on, service_to_on, service_live) REFERENCES bed_services (county, institution_id, id, bed_id, room_id, from_on, to_on, live) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_bed_claims_continues FOREIGN KEY(county, institution_id, continues_id) REFERENCES bed_claims (county, institution_id, id),
  CONSTRAINT ex_bed_claims_one_per_bed EXCLUDE USING gist (county WITH =, bed_id WITH =, during WITH &&) WHERE (voided_at IS NULL),
  CONSTRAINT ex_bed_claims_one_bed_per_elder EXCLUDE USING gist (county WITH =, elder_id WITH =, during WITH &&) WHERE (voided_at IS NULL AND kind = 'stay'),
  CONSTRAINT ex_bed_claims_one_sex_per_room EXCLUDE USING gist (county WITH =, room_id WITH =, sex WITH <>, during WITH &&) WHERE (voided_at IS NULL AND kind IN ('stay', 'hold') AND sex_rule AND NOT shares_room)
);
CREATE INDEX ix_bed_claims_bed ON bed_claims (county, bed_id, from_on);
CREATE INDEX ix_bed_claims_continues ON bed_claims (county, institution_id, continues_id) WHERE continues_id IS NOT NULL;
CREATE INDEX ix_bed_claims_elder ON bed_claims (county, elder_id, from_on) WHERE elder_id IS NOT NULL;
CREATE INDEX ix_bed_claims_home ON bed_claims (county, institution_id, from_on);
CREATE INDEX ix_bed_claims_room ON bed_claims (county, room_id, from_on);
CREATE INDEX ix_bed_claims_service ON bed_claims (county, institution_id, service_id);
CREATE INDEX ix_bed_claims_stay ON bed_claims (county, institution_id, stay_id) WHERE stay_id IS NOT NULL;
"""

OF_A_HOME = (
    "buildings", "floors", "nursing_units", "rooms", "room_terms", "beds", "bed_services", "bed_marks", "bed_claims",
)  # fmt: skip
# Structure that an import made and nobody has built on may be taken back whole; the foreign keys say who has.
UNDONE = ("buildings", "floors", "nursing_units", "rooms", "room_terms", "beds", "bed_services", "bed_marks")


def upgrade() -> None:
    """Make buildings, rooms, beds, what each bed is and who has it."""
    run(op, TABLES + "".join(home_rows(table) for table in OF_A_HOME))
    run(op, grants({"SELECT, INSERT, UPDATE": OF_A_HOME, "DELETE": UNDONE}, role_prefix(op)))


def downgrade() -> None:
    """Take them away again; only ever run on a database without data."""
    for table in reversed(OF_A_HOME):
        op.execute(f"DROP TABLE {table}")
