"""Who is in which bed, who is away, who goes and who moves."""

from alembic import op

from migrations.policies import grants, home_rows, no_public, role_prefix, run

revision = "0008"
down_revision = "0007"

TABLES = """
CREATE TABLE transfers (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  to_county INTEGER NOT NULL,
  to_institution_id BIGINT NOT NULL,
  from_name VARCHAR(80) NOT NULL,
  to_name VARCHAR(80) NOT NULL,
  planned_on DATE NOT NULL,
  reason VARCHAR(7) NOT NULL,
  late_reason VARCHAR(10),
  consent_by VARCHAR(8) NOT NULL,
  consented_on DATE NOT NULL,
  evidence_id BIGINT,
  asked_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  asked_by BIGINT,
  asked_name VARCHAR(60) DEFAULT '' NOT NULL,
  accepted_at TIMESTAMP WITH TIME ZONE,
  accepted_by BIGINT,
  accepted_name VARCHAR(60) DEFAULT '' NOT NULL,
  approved_at TIMESTAMP WITH TIME ZONE,
  approved_by BIGINT,
  approved_name VARCHAR(60) DEFAULT '' NOT NULL,
  declined_at TIMESTAMP WITH TIME ZONE,
  withdrawn_at TIMESTAMP WITH TIME ZONE,
  ended_by BIGINT,
  end_reason VARCHAR(200) DEFAULT '' NOT NULL,
  done_at TIMESTAMP WITH TIME ZONE,
  medicine_handed BOOLEAN DEFAULT 'false' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_transfers PRIMARY KEY (county, id),
  CONSTRAINT uq_transfers_home UNIQUE (county, institution_id, id),
  CONSTRAINT fk_transfers_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT ck_transfers_reason CHECK (reason IN ('care', 'family', 'couple', 'closing', 'central', 'other')),
  CONSTRAINT ck_transfers_consent_by CHECK (consent_by IN ('self', 'guardian', 'family')),
  CONSTRAINT ck_transfers_late_reason CHECK (late_reason IN ('handover', 'outage', 'family', 'paper', 'ledger', 'correction', 'other')),
  CONSTRAINT ck_transfers_two_homes CHECK (to_county <> county OR to_institution_id <> institution_id),
  CONSTRAINT ck_transfers_steps CHECK ((accepted_at IS NULL OR declined_at IS NULL)
 AND (approved_at IS NULL OR (accepted_at IS NOT NULL AND declined_at IS NULL))
 AND (done_at IS NULL OR (approved_at IS NOT NULL AND withdrawn_at IS NULL))),
  CONSTRAINT ck_transfers_three_people CHECK (approved_by IS NULL OR (approved_by IS DISTINCT FROM asked_by AND approved_by IS DISTINCT FROM accepted_by)),
  CONSTRAINT ck_transfers_ended CHECK (((declined_at IS NULL AND withdrawn_at IS NULL) OR btrim(end_reason) <> '')),
  CONSTRAINT fk_transfers_evidence FOREIGN KEY(county, institution_id, evidence_id) REFERENCES attachments (county, institution_id, id)
);
CREATE INDEX ix_transfers_giving ON transfers (county, institution_id, asked_at);
CREATE INDEX ix_transfers_receiving ON transfers (to_county, to_institution_id, asked_at);

CREATE TABLE stays (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  live BOOLEAN GENERATED ALWAYS AS (voided_at IS NULL) STORED NOT NULL,
  kind VARCHAR(7) NOT NULL,
  ground VARCHAR(9) NOT NULL,
  ground_note VARCHAR(120) DEFAULT '' NOT NULL,
  payer VARCHAR(10) NOT NULL,
  arrived_at TIMESTAMP WITH TIME ZONE,
  left_at TIMESTAMP WITH TIME ZONE,
  planned_end_on DATE,
  end_reason VARCHAR(10),
  end_note VARCHAR(120) DEFAULT '' NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  recorded_on DATE DEFAULT business_date() NOT NULL,
  late_reason VARCHAR(10),
  end_recorded_on DATE,
  end_late_reason VARCHAR(10),
  version INTEGER DEFAULT '1' NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_stays PRIMARY KEY (county, id),
  CONSTRAINT uq_stays_home UNIQUE (county, institution_id, id),
  CONSTRAINT uq_stays_span UNIQUE (county, institution_id, id, elder_id, from_on, to_on, live),
  CONSTRAINT fk_stays_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT fk_stays_elder FOREIGN KEY(county, elder_id) REFERENCES elders (county, id),
  CONSTRAINT ck_stays_span CHECK (to_on >= from_on),
  CONSTRAINT ck_stays_kind CHECK (kind IN ('long', 'trial', 'respite', 'travel')),
  CONSTRAINT ck_stays_ground CHECK (ground IN ('direct', 'offer', 'placement', 'emergency', 'transfer', 'ledger')),
  CONSTRAINT ck_stays_payer CHECK (payer IN ('self', 'family', 'government', 'insurance', 'mixed')),
  CONSTRAINT ck_stays_end_reason CHECK (end_reason IN ('home', 'hospital', 'other_home', 'transfer', 'death', 'term_over', 'breach', 'closing', 'other')),
  CONSTRAINT ck_stays_late_reason CHECK (late_reason IN ('handover', 'outage', 'family', 'paper', 'ledger', 'correction', 'other')),
  CONSTRAINT ck_stays_end_late_reason CHECK (end_late_reason IN ('handover', 'outage', 'family', 'paper', 'ledger', 'correction', 'other')),
  CONSTRAINT ck_stays_end CHECK ((to_on = 'infinity') = (end_reason IS NULL)),
  CONSTRAINT ck_stays_end_recorded CHECK ((to_on = 'infinity') = (end_recorded_on IS NULL)),
  CONSTRAINT ck_stays_planned_end CHECK (planned_end_on IS NULL OR planned_end_on >= from_on),
  CONSTRAINT ck_stays_late CHECK (recorded_on IS NULL OR from_on >= recorded_on OR late_reason IS NOT NULL),
  CONSTRAINT ck_stays_end_late CHECK (end_recorded_on IS NULL OR to_on >= end_recorded_on OR end_late_reason IS NOT NULL),
  CONSTRAINT ck_stays_arrived_at CHECK (arrived_at IS NULL OR (arrived_at AT TIME ZONE 'Asia/Shanghai')::date = from_on),
  CONSTRAINT ck_stays_left_at CHECK (left_at IS NULL OR (left_at AT TIME ZONE 'Asia/Shanghai')::date = to_on),
  CONSTRAINT ck_stays_void CHECK ((voided_at IS NULL) = (void_reason IS NULL)),
  CONSTRAINT ex_stays_one_per_elder EXCLUDE USING gist (county WITH =, elder_id WITH =, during WITH &&) WHERE (voided_at IS NULL)
);
CREATE INDEX ix_stays_current ON stays (county, institution_id, elder_id) WHERE voided_at IS NULL AND to_on = 'infinity';
CREATE INDEX ix_stays_elder ON stays (county, elder_id, from_on);
CREATE INDEX ix_stays_home ON stays (county, institution_id, from_on);

CREATE TABLE discharges (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  stay_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  reason VARCHAR(10) NOT NULL,
  planned_on DATE NOT NULL,
  opened_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  opened_by BIGINT,
  ended_at TIMESTAMP WITH TIME ZONE,
  ended_by BIGINT,
  closed_at TIMESTAMP WITH TIME ZONE,
  version INTEGER DEFAULT '1' NOT NULL,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_discharges PRIMARY KEY (county, id),
  CONSTRAINT uq_discharges_home UNIQUE (county, institution_id, id),
  CONSTRAINT fk_discharges_stay FOREIGN KEY(county, institution_id, stay_id) REFERENCES stays (county, institution_id, id),
  CONSTRAINT ck_discharges_reason CHECK (reason IN ('home', 'hospital', 'other_home', 'transfer', 'death', 'term_over', 'breach', 'closing', 'other')),
  CONSTRAINT ck_discharges_closed CHECK (closed_at IS NULL OR ended_at IS NOT NULL),
  CONSTRAINT ck_discharges_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE INDEX ix_discharges_open ON discharges (county, institution_id, planned_on) WHERE voided_at IS NULL AND closed_at IS NULL;
CREATE UNIQUE INDEX uq_discharges_stay ON discharges (county, institution_id, stay_id) WHERE voided_at IS NULL;

CREATE TABLE leaves (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  stay_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  stay_from_on DATE NOT NULL,
  stay_to_on DATE NOT NULL,
  stay_live BOOLEAN GENERATED ALWAYS AS (CASE WHEN voided_at IS NULL THEN true END) STORED,
  seal UUID NOT NULL,
  kind VARCHAR(8) NOT NULL,
  escort VARCHAR(9),
  left_at TIMESTAMP WITH TIME ZONE,
  returned_at TIMESTAMP WITH TIME ZONE,
  expected_on DATE,
  place VARCHAR(60) DEFAULT '' NOT NULL,
  notes BYTEA,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  recorded_on DATE DEFAULT business_date() NOT NULL,
  late_reason VARCHAR(10),
  return_recorded_on DATE,
  return_recorded_by BIGINT,
  return_late_reason VARCHAR(10),
  ended_with_stay BOOLEAN DEFAULT 'false' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_leaves PRIMARY KEY (county, id),
  CONSTRAINT uq_leaves_home UNIQUE (county, institution_id, id),
  CONSTRAINT ck_leaves_span CHECK (to_on >= from_on),
  CONSTRAINT ck_leaves_kind CHECK (kind IN ('home', 'hospital', 'other')),
  CONSTRAINT ck_leaves_escort CHECK (escort IN ('alone', 'family', 'staff', 'ambulance')),
  CONSTRAINT ck_leaves_late_reason CHECK (late_reason IN ('handover', 'outage', 'family', 'paper', 'ledger', 'correction', 'other')),
  CONSTRAINT ck_leaves_return_late_reason CHECK (return_late_reason IN ('handover', 'outage', 'family', 'paper', 'ledger', 'correction', 'other')),
  CONSTRAINT ck_leaves_in_stay CHECK (voided_at IS NOT NULL OR (from_on >= stay_from_on AND to_on <= stay_to_on)),
  CONSTRAINT ck_leaves_expected CHECK (expected_on IS NULL OR expected_on >= from_on),
  CONSTRAINT ck_leaves_returned CHECK ((to_on = 'infinity') = (return_recorded_on IS NULL)),
  CONSTRAINT ck_leaves_hours CHECK (left_at IS NULL OR returned_at IS NULL OR returned_at >= left_at),
  CONSTRAINT ck_leaves_with_stay CHECK (NOT ended_with_stay OR (to_on = stay_to_on AND returned_at IS NULL)),
  CONSTRAINT ck_leaves_late CHECK (recorded_on IS NULL OR from_on >= recorded_on OR late_reason IS NOT NULL),
  CONSTRAINT ck_leaves_return_late CHECK (return_recorded_on IS NULL OR to_on >= return_recorded_on OR return_late_reason IS NOT NULL),
  CONSTRAINT ck_leaves_left_at CHECK (left_at IS NULL OR (left_at AT TIME ZONE 'Asia/Shanghai')::date = from_on),
  CONSTRAINT ck_leaves_returned_at CHECK (returned_at IS NULL OR (returned_at AT TIME ZONE 'Asia/Shanghai')::date = to_on),
  CONSTRAINT ck_leaves_void CHECK ((voided_at IS NULL) = (void_reason IS NULL)),
  CONSTRAINT fk_leaves_stay FOREIGN KEY(county, institution_id, stay_id, elder_id, stay_from_on, stay_to_on, stay_live) REFERENCES stays (county, institution_id, id, elder_id, from_on, to_on, live) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT ex_leaves_one_per_stay EXCLUDE USING gist (county WITH =, stay_id WITH =, during WITH &&) WHERE (voided_at IS NULL)
);
CREATE INDEX ix_leaves_home ON leaves (county, institution_id, from_on);
CREATE INDEX ix_leaves_open ON leaves (county, institution_id, expected_on) WHERE voided_at IS NULL AND to_on = 'infinity';
CREATE INDEX ix_leaves_stay ON leaves (county, institution_id, stay_id, from_on);

CREATE TABLE stay_changes (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  stay_id BIGINT NOT NULL,
  seal UUID NOT NULL,
  from_on DATE NOT NULL,
  kind VARCHAR(7) NOT NULL,
  payer VARCHAR(10) NOT NULL,
  notes BYTEA,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  recorded_on DATE DEFAULT business_date() NOT NULL,
  late_reason VARCHAR(10),
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_stay_changes PRIMARY KEY (county, id),
  CONSTRAINT fk_stay_changes_stay FOREIGN KEY(county, institution_id, stay_id) REFERENCES stays (county, institution_id, id),
  CONSTRAINT ck_stay_changes_kind CHECK (kind IN ('long', 'trial', 'respite', 'travel')),
  CONSTRAINT ck_stay_changes_payer CHECK (payer IN ('self', 'family', 'government', 'insurance', 'mixed')),
  CONSTRAINT ck_stay_changes_late_reason CHECK (late_reason IN ('handover', 'outage', 'family', 'paper', 'ledger', 'correction', 'other')),
  CONSTRAINT ck_stay_changes_late CHECK (recorded_on IS NULL OR from_on >= recorded_on OR late_reason IS NOT NULL),
  CONSTRAINT ck_stay_changes_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE UNIQUE INDEX uq_stay_changes_day ON stay_changes (county, institution_id, stay_id, from_on) WHERE voided_at IS NULL;

CREATE TABLE transfer_people (
  county INTEGER NOT NULL,
  transfer_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  institution_id BIGINT NOT NULL,
  stay_id BIGINT NOT NULL,
  seal UUID NOT NULL,
  name VARCHAR(60) NOT NULL,
  sex VARCHAR(6) NOT NULL,
  born_year INTEGER,
  needs BYTEA,
  to_bed_id BIGINT,
  to_bed VARCHAR(40) DEFAULT '' NOT NULL,
  to_elder_id BIGINT,
  to_stay_id BIGINT,
  CONSTRAINT pk_transfer_people PRIMARY KEY (county, transfer_id, elder_id),
  CONSTRAINT fk_transfer_people_transfer FOREIGN KEY(county, institution_id, transfer_id) REFERENCES transfers (county, institution_id, id),
  CONSTRAINT fk_transfer_people_stay FOREIGN KEY(county, institution_id, stay_id) REFERENCES stays (county, institution_id, id),
  CONSTRAINT ck_transfer_people_sex CHECK (sex IN ('male', 'female'))
);
CREATE INDEX ix_transfer_people_stay ON transfer_people (county, institution_id, stay_id);

CREATE TABLE discharge_tasks (
  county INTEGER NOT NULL,
  institution_id BIGINT NOT NULL,
  discharge_id BIGINT NOT NULL,
  kind VARCHAR(12) NOT NULL,
  state VARCHAR(6) DEFAULT 'open' NOT NULL,
  note VARCHAR(200) DEFAULT '' NOT NULL,
  settled_at TIMESTAMP WITH TIME ZONE,
  settled_by BIGINT,
  CONSTRAINT pk_discharge_tasks PRIMARY KEY (county, institution_id, discharge_id, kind),
  CONSTRAINT fk_discharge_tasks_discharge FOREIGN KEY(county, institution_id, discharge_id) REFERENCES discharges (county, institution_id, id),
  CONSTRAINT ck_discharge_tasks_kind CHECK (kind IN ('settlement', 'belongings', 'medicine', 'disinfection', 'archive', 'bureau')),
  CONSTRAINT ck_discharge_tasks_state CHECK (state IN ('open', 'done', 'waived')),
  CONSTRAINT ck_discharge_tasks_settled CHECK ((state = 'open') = (settled_at IS NULL)),
  CONSTRAINT ck_discharge_tasks_waived CHECK (state <> 'waived' OR btrim(note) <> '')
);

CREATE TABLE discharge_beds (
  county INTEGER NOT NULL,
  institution_id BIGINT NOT NULL,
  discharge_id BIGINT NOT NULL,
  claim_id BIGINT NOT NULL,
  CONSTRAINT pk_discharge_beds PRIMARY KEY (county, institution_id, discharge_id, claim_id),
  CONSTRAINT fk_discharge_beds_discharge FOREIGN KEY(county, institution_id, discharge_id) REFERENCES discharges (county, institution_id, id),
  CONSTRAINT fk_discharge_beds_claim FOREIGN KEY(county, institution_id, claim_id) REFERENCES bed_claims (county, institution_id, id)
);
CREATE INDEX ix_discharge_beds_claim ON discharge_beds (county, institution_id, claim_id);
"""

OF_A_HOME = ("stays", "stay_changes", "leaves", "discharges", "discharge_tasks", "discharge_beds")

# So far no claim names a person, so these are checked in a moment; the lock is short all the same.
CLAIMS = """
ALTER TABLE bed_claims ADD CONSTRAINT fk_bed_claims_elder FOREIGN KEY (county, elder_id)
 REFERENCES elders (county, id) NOT VALID;
ALTER TABLE bed_claims ADD CONSTRAINT fk_bed_claims_stay
 FOREIGN KEY (county, institution_id, stay_id, elder_id, stay_from_on, stay_to_on, stay_live)
 REFERENCES stays (county, institution_id, id, elder_id, from_on, to_on, live) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE bed_claims VALIDATE CONSTRAINT fk_bed_claims_elder;
ALTER TABLE bed_claims VALIDATE CONSTRAINT fk_bed_claims_stay;
"""

# Both homes see a transfer, and nobody else; the receiving one may be another county's.
TRANSFERS = """
CREATE POLICY caller_rows ON transfers
 USING ((county IN (SELECT unnest(counties())) AND institution_id IN (SELECT unnest(homes())))
        OR (to_county IN (SELECT unnest(counties())) AND to_institution_id IN (SELECT unnest(homes()))))
 WITH CHECK ((county IN (SELECT unnest(counties())) AND institution_id IN (SELECT unnest(homes())))
        OR (to_county IN (SELECT unnest(counties())) AND to_institution_id IN (SELECT unnest(homes()))));
CREATE POLICY caller_rows ON transfer_people
 USING (EXISTS (SELECT FROM transfers t WHERE t.county = transfer_people.county AND t.id = transfer_people.transfer_id))
 WITH CHECK (EXISTS (SELECT FROM transfers t
                      WHERE t.county = transfer_people.county AND t.id = transfer_people.transfer_id));
ALTER TABLE transfers ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfers FORCE ROW LEVEL SECURITY;
ALTER TABLE transfer_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfer_people FORCE ROW LEVEL SECURITY;
"""

# What a home may learn of what row security hides: that, never who, where or when.
WINDOWS = """
CREATE FUNCTION known_person(asked integer, paper text, bi bytea) RETURNS TABLE (elder_id bigint, elsewhere boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.elder_id, EXISTS (SELECT FROM stays s WHERE s.county = p.county AND s.elder_id = p.elder_id
                                AND s.voided_at IS NULL AND s.to_on > business_date()
                                AND s.institution_id NOT IN (SELECT unnest(homes())))
    FROM elder_papers p
   WHERE p.county = asked AND p.kind = paper AND p.number_bi = bi AND p.voided_at IS NULL
     AND asked IN (SELECT unnest(counties()))
$$;

CREATE FUNCTION resides_in_city(asked integer, bi bytea) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT asked IN (SELECT unnest(counties())) AND EXISTS (
    SELECT FROM elder_papers p JOIN stays s ON s.county = p.county AND s.elder_id = p.elder_id
     WHERE p.city_bi = bi AND p.voided_at IS NULL AND p.county <> asked
       AND s.voided_at IS NULL AND s.to_on > business_date())
$$;

CREATE FUNCTION stay_clash(asked integer, elder bigint, first_on date, end_on date, besides bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT asked IN (SELECT unnest(counties())) AND EXISTS (
    SELECT FROM stays s
     WHERE s.county = asked AND s.elder_id = elder AND s.voided_at IS NULL AND s.id IS DISTINCT FROM besides
       AND CASE WHEN first_on = end_on THEN s.from_on <= first_on AND s.to_on > first_on
                WHEN s.from_on = s.to_on THEN s.from_on > first_on AND s.from_on < end_on
                ELSE s.from_on < end_on AND s.to_on > first_on END)
$$;

CREATE FUNCTION zero_day_clash(asked integer, elder bigint, first_on date, end_on date, besides bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT asked IN (SELECT unnest(counties())) AND EXISTS (
    SELECT FROM stays s
     WHERE s.county = asked AND s.elder_id = elder AND s.voided_at IS NULL AND s.id IS DISTINCT FROM besides
       AND CASE WHEN first_on = end_on THEN s.from_on <= first_on AND s.to_on > first_on
                ELSE s.from_on = s.to_on AND s.from_on > first_on AND s.from_on < end_on END)
$$;

CREATE FUNCTION seen_elsewhere(asked integer, elder bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT asked IN (SELECT unnest(counties())) AND (
    EXISTS (SELECT FROM elder_homes h WHERE h.county = asked AND h.elder_id = elder
               AND h.institution_id NOT IN (SELECT unnest(homes())))
    OR EXISTS (SELECT FROM stays s WHERE s.county = asked AND s.elder_id = elder
                  AND s.institution_id NOT IN (SELECT unnest(homes()))))
$$;

CREATE FUNCTION homes_around(asked integer) RETURNS TABLE (county integer, id bigint, code text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.county, i.id, i.code::text, i.name::text FROM institutions i
   WHERE asked IN (SELECT unnest(counties())) AND i.county / 100 = asked / 100
     AND (i.closed_on IS NULL OR i.closed_on > business_date())
   ORDER BY i.county = asked DESC, i.county, i.name_sort, i.id
$$;
"""
FUNCTIONS = (
    "known_person(integer, text, bytea)", "resides_in_city(integer, bytea)",
    "stay_clash(integer, bigint, date, date, bigint)", "zero_day_clash(integer, bigint, date, date, bigint)",
    "seen_elsewhere(integer, bigint)", "homes_around(integer)",
)  # fmt: skip


def upgrade() -> None:
    """Make stays and all that hangs on them; from here on a claim is a person's and lies inside their stay."""
    prefix = role_prefix(op)
    run(op, TABLES + CLAIMS + "".join(home_rows(table) for table in OF_A_HOME) + TRANSFERS)
    # With a file that an undone import had opened go the stays and claims it came with (ADR 20).
    rights = {"SELECT, INSERT, UPDATE": (*OF_A_HOME, "transfers", "transfer_people"), "DELETE": ("stays", "bed_claims")}
    run(op, grants(rights, prefix))
    run(op, WINDOWS + no_public(FUNCTIONS, prefix))


def downgrade() -> None:
    """Take them away again; only ever run on a database without data."""
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    op.execute("ALTER TABLE bed_claims DROP CONSTRAINT fk_bed_claims_stay, DROP CONSTRAINT fk_bed_claims_elder")
    for table in ("transfer_people", "transfers", *reversed(OF_A_HOME)):
        op.execute(f"DROP TABLE {table}")
