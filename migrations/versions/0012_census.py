"""The census: homes and counties by day, figures that homes report, and the bureau's views of them."""

from alembic import op

from migrations.policies import aggregate_rows, grants, home_rows, role_prefix, run, tenant_rows

revision = "0012"
down_revision = "0011"

# The measures of a day, as they were when this was written: later ones come with their own migration.
MEASURES = """
existing closed slept private held extra_existing extra_closed extra_slept extra_private extra_held
beds_nursing beds_general beds_dementia beds_inclusive beds_reserve beds_medical beds_ltci in_residence
counted on_leave in_hospital overdue without_bed age_unsure out_leave out_hospital out_trial out_respite
out_travel out_under_60 out_extra_bed female aged_0 aged_60 aged_70 aged_80 aged_90 level_0 level_1
level_2 level_3 level_4 cat_extreme_poverty cat_minimum_living cat_near_minimum cat_veteran cat_bereaved
cat_severe_disability cat_centenarian cat_model_worker cat_social hukou_in hukou_out kind_trial
kind_respite kind_travel in_nursing in_general in_dementia in_inclusive in_reserve in_medical in_ltci
admitted moved_in discharged died moved_out moves
"""


def of(kind: str) -> str:
    """Write a column of a kind for each measure."""
    return "".join(f"  {name} {kind} DEFAULT 0 NOT NULL,\n" for name in MEASURES.split())


TABLES = f"""
CREATE TABLE census_counties (
  county INTEGER NOT NULL,
  day DATE NOT NULL,
  homes INTEGER DEFAULT 0 NOT NULL,
  counted_homes INTEGER DEFAULT 0 NOT NULL,
  left_homes INTEGER DEFAULT 0 NOT NULL,
  left_people INTEGER DEFAULT 0 NOT NULL,
  registered INTEGER DEFAULT 0 NOT NULL,
{of("INTEGER")}  CONSTRAINT pk_census_counties PRIMARY KEY (county, day)
);
CREATE INDEX ix_census_counties_day ON census_counties (day, county);

CREATE TABLE census_openings (
  county INTEGER NOT NULL,
  opened_to DATE NOT NULL,
  CONSTRAINT pk_census_openings PRIMARY KEY (county)
);

CREATE TABLE census_days (
  county INTEGER NOT NULL,
  institution_id BIGINT NOT NULL,
  day DATE NOT NULL,
  standing VARCHAR(11) NOT NULL,
  registered INTEGER,
{of("SMALLINT")}  flows JSONB,
  CONSTRAINT pk_census_days PRIMARY KEY (county, institution_id, day),
  CONSTRAINT fk_census_days_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT ck_census_days_standing CHECK (standing IN ('counted', 'no_document', 'not_open', 'closed'))
);
CREATE INDEX ix_census_days_day ON census_days (day, county);

CREATE TABLE census_homes (
  county INTEGER NOT NULL,
  institution_id BIGINT NOT NULL,
  first_on DATE,
  counted_to DATE NOT NULL,
  CONSTRAINT pk_census_homes PRIMARY KEY (county, institution_id),
  CONSTRAINT fk_census_homes_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id)
);
CREATE INDEX ix_census_homes_first ON census_homes (first_on);

CREATE TABLE reported_figures (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  as_of DATE NOT NULL,
  kind VARCHAR(11) NOT NULL,
  code VARCHAR(40) DEFAULT '' NOT NULL,
  label VARCHAR(80) DEFAULT '' NOT NULL,
  registered INTEGER,
  occupied INTEGER,
  available INTEGER,
  admitted INTEGER,
  source VARCHAR(120) NOT NULL,
  unverified BOOLEAN DEFAULT 'false' NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  version INTEGER DEFAULT '1' NOT NULL,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_reported_figures PRIMARY KEY (county, id),
  CONSTRAINT fk_reported_figures_institution FOREIGN KEY(county, institution_id) REFERENCES institutions (county, id),
  CONSTRAINT ck_reported_figures_kind CHECK (kind IN ('residential', 'nursing', 'dementia', 'day', 'other')),
  CONSTRAINT ck_reported_figures_counts CHECK (coalesce(registered, 0) >= 0 AND coalesce(occupied, 0) >= 0 AND coalesce(available, 0) >= 0 AND coalesce(admitted, 0) >= 0),
  CONSTRAINT ck_reported_figures_something CHECK (registered IS NOT NULL OR occupied IS NOT NULL OR available IS NOT NULL),
  CONSTRAINT ck_reported_figures_source CHECK (btrim(source) <> ''),
  CONSTRAINT ck_reported_figures_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE INDEX ix_reported_figures_day ON reported_figures (county, kind, as_of);
CREATE UNIQUE INDEX uq_reported_figures_day ON reported_figures (county, institution_id, kind, code, as_of) WHERE voided_at IS NULL;
"""

HOMES = ("census_days", "census_homes", "reported_figures")
COUNTIES = ("census_counties", "census_openings")

# What the bureau may read of a day: beds, people and what the rulings leave out. How people divide by sex, age, level,
# category and registration is left to the return, which has a window of its own.
COUNTS = (
    "existing, closed, slept, private, held, extra_existing, extra_closed, extra_slept, extra_private, extra_held,"
    " beds_nursing, beds_general, beds_dementia, beds_inclusive, beds_reserve, beds_medical, beds_ltci,"
    " in_nursing, in_general, in_dementia, in_inclusive, in_reserve, in_medical, in_ltci,"
    " in_residence, counted, on_leave, in_hospital, overdue, without_bed, age_unsure,"
    " out_leave, out_hospital, out_trial, out_respite, out_travel, out_under_60, out_extra_bed,"
    " admitted, moved_in, discharged, died, moved_out, moves"
)
READ = {
    "census_days": f"county, institution_id, day, standing, registered, {COUNTS}",
    "census_counties": f"county, day, homes, counted_homes, left_homes, left_people, registered, {COUNTS}",
    "census_homes": "county, institution_id, first_on, counted_to",
    "census_openings": "county, opened_to",
    "reported_figures": "county, institution_id, as_of, kind, code, label, registered, occupied, available, admitted,"
    " source, unverified, recorded_at, voided_at",
    "rulings": "county, code, counts, basis, unverified, from_on, to_on, voided_at",
    "institution_facts": "county, institution_id, kind, region_code, from_on, to_on, voided_at",
}
VIEWS = f"""
CREATE VIEW agg.census_days AS SELECT {READ["census_days"]} FROM public.census_days;
CREATE VIEW agg.census_counties AS SELECT {READ["census_counties"]} FROM public.census_counties;
CREATE VIEW agg.census_homes AS SELECT {READ["census_homes"]} FROM public.census_homes;
CREATE VIEW agg.census_openings AS SELECT {READ["census_openings"]} FROM public.census_openings;
CREATE VIEW agg.reported_figures AS
  SELECT {READ["reported_figures"].removesuffix(", voided_at")} FROM public.reported_figures WHERE voided_at IS NULL;
CREATE VIEW agg.rulings AS
  SELECT {READ["rulings"].removesuffix(", voided_at")} FROM public.rulings WHERE voided_at IS NULL;
CREATE VIEW agg.locations AS
  SELECT county, institution_id, region_code, from_on, to_on
    FROM public.institution_facts WHERE kind = 'location' AND voided_at IS NULL;
CREATE VIEW agg.regions AS SELECT code, name, level, parent_code FROM public.regions;
"""
NAMES = (
    "census_days", "census_counties", "census_homes", "census_openings", "reported_figures", "rulings", "locations",
    "regions",
)  # fmt: skip

# A ledger of reported figures is about all homes of a county: its run belongs to none of them, and is seen by whoever
# has the whole county.
RUNS = """
-- squawk-ignore ban-drop-not-null
ALTER TABLE import_runs ALTER COLUMN institution_id DROP NOT NULL;
ALTER TABLE import_runs ADD CONSTRAINT ck_import_runs_home CHECK ((institution_id IS NULL) = (kind = 'reported'));
"""
OF_HOMES = "county IN (SELECT unnest(counties())) AND institution_id IN (SELECT unnest(homes()))"
OF_COUNTIES = f"({OF_HOMES}) OR (institution_id IS NULL AND county IN (SELECT unnest(whole_counties())))"


def runs_seen_by(rule: str) -> str:
    """Write who sees and writes a run."""
    return f"ALTER POLICY caller_rows ON import_runs USING ({rule}) WITH CHECK ({rule});\n"


def upgrade() -> None:
    """Make the census, the figures homes report, and the bureau's views of both."""
    prefix = role_prefix(op)
    run(op, RUNS + runs_seen_by(OF_COUNTIES))
    run(op, TABLES + "".join(home_rows(table) for table in HOMES) + "".join(tenant_rows(table) for table in COUNTIES))
    run(op, grants({"SELECT, INSERT, UPDATE": (*HOMES, *COUNTIES), "DELETE": ("census_days",)}, prefix))
    run(op, aggregate_rows(READ, prefix))
    run(op, "".join(f"GRANT SELECT ({columns}) ON {table} TO {prefix}agg_owner;\n" for table, columns in READ.items()))
    run(op, f"GRANT SELECT (level, parent_code) ON regions TO {prefix}agg_owner;\n")
    run(op, f"GRANT CREATE ON SCHEMA agg TO {prefix}agg_owner;\n" + VIEWS)
    run(op, "".join(f"ALTER VIEW agg.{name} OWNER TO {prefix}agg_owner;\n" for name in NAMES))
    run(op, f"REVOKE CREATE ON SCHEMA agg FROM {prefix}agg_owner;\n")
    run(op, "".join(f"GRANT SELECT ON agg.{name} TO {prefix}bureau;\n" for name in NAMES))


def downgrade() -> None:
    """Take them away again; what the census held can be counted anew, what homes reported is lost."""
    run(op, "".join(f"DROP VIEW agg.{name};\n" for name in NAMES))
    run(op, "DROP POLICY aggregate_rows ON rulings;\nDROP POLICY aggregate_rows ON institution_facts;\n")
    run(op, "".join(f"DROP TABLE {table};\n" for table in (*HOMES, *COUNTIES)))
    run(op, runs_seen_by(OF_HOMES) + "ALTER TABLE import_runs DROP CONSTRAINT ck_import_runs_home;\n")
    run(
        op,
        "ALTER TABLE import_runs NO FORCE ROW LEVEL SECURITY;\nDELETE FROM import_runs WHERE institution_id IS NULL;\n",
    )
    run(op, "ALTER TABLE import_runs FORCE ROW LEVEL SECURITY;\n")
    run(op, "ALTER TABLE import_runs ALTER COLUMN institution_id SET NOT NULL;\n")
