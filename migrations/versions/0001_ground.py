"""The ground: clock, callers, accounts, regions, audit, keys and attachments."""

from alembic import op

from migrations.ground_sql import CALLER, CLOCK, DOORS, PARTITIONS, SWEEP
from migrations.policies import county_rows, grants, home_rows, no_public, role_prefix, run

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE users (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  username VARCHAR(40) NOT NULL,
  name VARCHAR(60) NOT NULL,
  phone BYTEA,
  seal UUID DEFAULT gen_random_uuid() NOT NULL,
  text_size VARCHAR(10) DEFAULT 'standard' NOT NULL,
  locale VARCHAR(5) DEFAULT 'zh' NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  created_by BIGINT,
  disabled_at TIMESTAMP WITH TIME ZONE,
  disabled_by BIGINT,
  CONSTRAINT pk_users PRIMARY KEY (id),
  CONSTRAINT uq_users_username UNIQUE (username),
  CONSTRAINT ck_users_username CHECK (username = lower(username) AND length(username) >= 2),
  CONSTRAINT ck_users_name CHECK (length(btrim(name)) > 0),
  CONSTRAINT ck_users_text_size CHECK (text_size IN ('standard', 'large', 'larger')),
  CONSTRAINT ck_users_locale CHECK (locale IN ('zh', 'en'))
);

CREATE TABLE attempts (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  username_hash BYTEA NOT NULL,
  device_hash BYTEA,
  address_hash BYTEA NOT NULL,
  outcome VARCHAR(10) NOT NULL,
  CONSTRAINT pk_attempts PRIMARY KEY (id),
  CONSTRAINT ck_attempts_outcome CHECK (outcome IN ('opened', 'refused', 'throttled'))
);
CREATE INDEX ix_attempts_address ON attempts (address_hash, at);
CREATE INDEX ix_attempts_username ON attempts (username_hash, at);

CREATE TABLE first_run_links (
  token_hash BYTEA NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  used_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_first_run_links PRIMARY KEY (token_hash)
);

CREATE TABLE audit_entries (
  county INTEGER NOT NULL,
  institution_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  recorded_on DATE NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  action VARCHAR(60) NOT NULL,
  user_id BIGINT,
  sign_in_id BIGINT NOT NULL,
  actor VARCHAR(80) NOT NULL,
  subject_kind VARCHAR(40) NOT NULL,
  subject_id BIGINT,
  details JSONB NOT NULL,
  request_id VARCHAR(40) NOT NULL,
  tap_id UUID,
  previous BYTEA NOT NULL,
  hash BYTEA NOT NULL,
  CONSTRAINT pk_audit_entries PRIMARY KEY (county, institution_id, seq, recorded_on)
)
 PARTITION BY RANGE (recorded_on);
CREATE INDEX ix_audit_entries_subject ON audit_entries (county, subject_kind, subject_id, recorded_on);
CREATE INDEX ix_audit_entries_user ON audit_entries (county, user_id, recorded_on);

CREATE TABLE audit_heads (
  county INTEGER NOT NULL,
  institution_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  CONSTRAINT pk_audit_heads PRIMARY KEY (county, institution_id)
);

CREATE TABLE access_entries (
  county INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id BIGINT NOT NULL,
  recorded_on DATE DEFAULT business_date() NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  user_id BIGINT,
  sign_in_id BIGINT NOT NULL,
  actor VARCHAR(80) NOT NULL,
  subject_kind VARCHAR(40) NOT NULL,
  subjects BIGINT[] NOT NULL,
  fields VARCHAR(60)[] NOT NULL,
  purpose VARCHAR(200) NOT NULL,
  request_id VARCHAR(40) NOT NULL,
  CONSTRAINT pk_access_entries PRIMARY KEY (county, id, recorded_on)
)
 PARTITION BY RANGE (recorded_on);
CREATE INDEX ix_access_entries_subjects ON access_entries USING gin (subjects);

CREATE TABLE acts (
  county INTEGER NOT NULL,
  tap_id UUID NOT NULL,
  action VARCHAR(60) NOT NULL,
  body_hash BYTEA NOT NULL,
  answer VARCHAR(200) DEFAULT '' NOT NULL,
  user_id BIGINT,
  done_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  CONSTRAINT pk_acts PRIMARY KEY (county, tap_id)
);

CREATE TABLE attachments (
  county INTEGER NOT NULL,
  institution_id BIGINT NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  purpose VARCHAR(40) NOT NULL,
  media_type VARCHAR(40) NOT NULL,
  size INTEGER NOT NULL,
  seal UUID NOT NULL,
  filename BYTEA NOT NULL,
  content BYTEA NOT NULL,
  content_bi BYTEA NOT NULL,
  kept_by BIGINT,
  kept_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_attachments PRIMARY KEY (county, institution_id, id),
  CONSTRAINT ck_attachments_size CHECK (size BETWEEN 1 AND 10485760),
  CONSTRAINT ck_attachments_media_type CHECK (media_type IN ('application/pdf', 'image/png', 'image/jpeg', 'image/webp'))
);

CREATE TABLE county_keys (
  county INTEGER NOT NULL,
  key_no INTEGER NOT NULL,
  wrapped BYTEA NOT NULL,
  CONSTRAINT pk_county_keys PRIMARY KEY (county, key_no)
);

CREATE TABLE database_mark (
  slot SMALLINT DEFAULT '1' NOT NULL,
  kind VARCHAR(4) NOT NULL,
  CONSTRAINT pk_database_mark PRIMARY KEY (slot),
  CONSTRAINT ck_database_mark_slot CHECK (slot = 1),
  CONSTRAINT ck_database_mark_kind CHECK (kind IN ('live', 'test', 'demo'))
);

CREATE TABLE process_secrets (
  hash BYTEA NOT NULL,
  CONSTRAINT pk_process_secrets PRIMARY KEY (hash)
);

CREATE TABLE regions (
  code BIGINT NOT NULL,
  parent_code BIGINT,
  level VARCHAR(8) NOT NULL,
  name VARCHAR(60) NOT NULL,
  name_sort VARCHAR(240) NOT NULL,
  initials VARCHAR(60) NOT NULL,
  test BOOLEAN DEFAULT false NOT NULL,
  since_on DATE,
  until_on DATE,
  note VARCHAR(200) DEFAULT '' NOT NULL,
  CONSTRAINT pk_regions PRIMARY KEY (code),
  CONSTRAINT fk_regions_parent FOREIGN KEY(parent_code) REFERENCES regions (code),
  CONSTRAINT ck_regions_level CHECK (level IN ('province', 'city', 'county', 'township')),
  CONSTRAINT ck_regions_code CHECK (CASE level
 WHEN 'province' THEN code BETWEEN 110000 AND 990000 AND mod(code, 10000) = 0
 WHEN 'city' THEN code BETWEEN 110100 AND 999900 AND mod(code, 100) = 0 AND mod(code, 10000) <> 0
 WHEN 'county' THEN code BETWEEN 110101 AND 999999 AND mod(code, 100) <> 0
 ELSE code BETWEEN 110101001 AND 999999999 END),
  CONSTRAINT ck_regions_parent CHECK ((parent_code IS NULL) = (level = 'province')),
  CONSTRAINT ck_regions_name CHECK (length(btrim(name)) > 0),
  CONSTRAINT ck_regions_test CHECK (test = (left(code::text, 2) = '99')),
  CONSTRAINT ck_regions_span CHECK (until_on >= since_on)
);
CREATE UNIQUE INDEX uq_regions_sibling_name ON regions (parent_code, name) WHERE until_on IS NULL;

CREATE TABLE user_secrets (
  user_id BIGINT NOT NULL,
  password_hash VARCHAR(200),
  must_change BOOLEAN DEFAULT false NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE,
  code_hash VARCHAR(200),
  code_expires_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_user_secrets PRIMARY KEY (user_id),
  CONSTRAINT fk_user_secrets_user FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TABLE role_grants (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  user_id BIGINT NOT NULL,
  role VARCHAR(20) NOT NULL,
  region INTEGER NOT NULL,
  institution_id BIGINT,
  document VARCHAR(120),
  granted_by BIGINT,
  granted_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE DEFAULT 'infinity' NOT NULL,
  during DATERANGE GENERATED ALWAYS AS (CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END) STORED,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_role_grants PRIMARY KEY (id),
  CONSTRAINT fk_role_grants_user FOREIGN KEY(user_id) REFERENCES users (id),
  CONSTRAINT ck_role_grants_role CHECK (role IN ('administrator', 'director', 'nurse', 'caregiver', 'kitchen', 'network_manager', 'statistics_clerk', 'case_officer', 'city_bureau')),
  CONSTRAINT ck_role_grants_where CHECK ((institution_id IS NOT NULL) = (role IN ('director', 'nurse', 'caregiver', 'kitchen'))),
  CONSTRAINT ck_role_grants_region CHECK (region >= 0 AND region < 1000000),
  CONSTRAINT ck_role_grants_span CHECK (to_on >= from_on)
);
CREATE INDEX ix_role_grants_user ON role_grants (user_id, from_on);

CREATE TABLE sign_ins (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  user_id BIGINT,
  purpose VARCHAR(80) DEFAULT '' NOT NULL,
  token_hash BYTEA NOT NULL,
  device VARCHAR(120) DEFAULT '' NOT NULL,
  opened_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  idle_seconds INTEGER NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  ended_why VARCHAR(40),
  CONSTRAINT pk_sign_ins PRIMARY KEY (id),
  CONSTRAINT fk_sign_ins_user FOREIGN KEY(user_id) REFERENCES users (id),
  CONSTRAINT uq_sign_ins_token UNIQUE (token_hash),
  CONSTRAINT ck_sign_ins_who CHECK ((user_id IS NULL) = (purpose <> ''))
);
CREATE INDEX ix_sign_ins_user ON sign_ins (user_id, opened_at);

CREATE TABLE devices (
  user_id BIGINT NOT NULL,
  device_hash BYTEA NOT NULL,
  last_used_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  CONSTRAINT pk_devices PRIMARY KEY (user_id, device_hash),
  CONSTRAINT fk_devices_user FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TABLE region_figures (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  region_code BIGINT NOT NULL,
  kind VARCHAR(16) NOT NULL,
  value NUMERIC(16, 2) NOT NULL,
  as_of DATE NOT NULL,
  source VARCHAR(300) NOT NULL,
  unverified BOOLEAN DEFAULT false NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app_now() NOT NULL,
  recorded_by BIGINT,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_reason VARCHAR(200),
  CONSTRAINT pk_region_figures PRIMARY KEY (id),
  CONSTRAINT fk_region_figures_region FOREIGN KEY(region_code) REFERENCES regions (code),
  CONSTRAINT ck_region_figures_kind CHECK (kind IN ('living', 'living_60', 'living_65', 'living_80', 'registered', 'registered_60', 'registered_65', 'registered_80', 'disabled_60', 'elder_households')),
  CONSTRAINT ck_region_figures_value CHECK (value >= 0),
  CONSTRAINT ck_region_figures_source CHECK (length(btrim(source)) > 0),
  CONSTRAINT ck_region_figures_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE UNIQUE INDEX uq_region_figures_paper ON region_figures (region_code, kind, as_of, source) WHERE voided_at IS NULL;

CREATE TABLE sign_in_homes (
  sign_in_id BIGINT NOT NULL,
  region INTEGER NOT NULL,
  institution_id BIGINT NOT NULL,
  CONSTRAINT pk_sign_in_homes PRIMARY KEY (sign_in_id, region, institution_id),
  CONSTRAINT fk_sign_in_homes_sign_in FOREIGN KEY(sign_in_id) REFERENCES sign_ins (id)
);
"""

MARKS = """
INSERT INTO database_mark (kind) VALUES ('live');
CREATE TABLE audit_entries_rest PARTITION OF audit_entries DEFAULT;
CREATE TABLE access_entries_rest PARTITION OF access_entries DEFAULT;
SELECT ensure_month_partitions(3);
"""

# A session sees and changes its own account; administrators theirs; nobody grants beyond the own region.
ACCOUNTS = """
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY read_users ON users FOR SELECT USING ((SELECT caller_user() IS NOT NULL) OR (SELECT may_administer(NULL)));
CREATE POLICY add_users ON users FOR INSERT WITH CHECK ((SELECT may_administer(NULL)));
CREATE POLICY change_users ON users FOR UPDATE
  USING (id = (SELECT caller_user()) OR (SELECT may_administer(NULL)))
  WITH CHECK (id = (SELECT caller_user()) OR administers_wholly(id));
ALTER TABLE role_grants ENABLE ROW LEVEL SECURITY;
ALTER TABLE role_grants FORCE ROW LEVEL SECURITY;
CREATE POLICY read_grants ON role_grants FOR SELECT
  USING (user_id = (SELECT caller_user()) OR (SELECT may_administer(NULL)));
CREATE POLICY add_grants ON role_grants FOR INSERT WITH CHECK (may_administer(region));
CREATE POLICY change_grants ON role_grants FOR UPDATE USING (may_administer(region)) WITH CHECK (may_administer(region));
ALTER TABLE sign_ins ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_ins FORCE ROW LEVEL SECURITY;
CREATE POLICY read_sign_ins ON sign_ins FOR SELECT
  USING (user_id = (SELECT caller_user()) OR (SELECT may_administer(NULL)));
CREATE POLICY end_sign_ins ON sign_ins FOR UPDATE
  USING (user_id = (SELECT caller_user()) OR administers_wholly(user_id))
  WITH CHECK (ended_at IS NOT NULL);
ALTER TABLE regions ENABLE ROW LEVEL SECURITY;
ALTER TABLE regions FORCE ROW LEVEL SECURITY;
CREATE POLICY read_regions ON regions FOR SELECT USING (true);
CREATE POLICY add_regions ON regions FOR INSERT WITH CHECK ((SELECT may_administer(NULL)));
CREATE POLICY change_regions ON regions FOR UPDATE
  USING ((SELECT may_administer(NULL))) WITH CHECK ((SELECT may_administer(NULL)));
ALTER TABLE region_figures ENABLE ROW LEVEL SECURITY;
ALTER TABLE region_figures FORCE ROW LEVEL SECURITY;
CREATE POLICY read_region_figures ON region_figures FOR SELECT USING (true);
CREATE POLICY add_region_figures ON region_figures FOR INSERT WITH CHECK ((SELECT may_administer(NULL)));
CREATE POLICY change_region_figures ON region_figures FOR UPDATE
  USING ((SELECT may_administer(NULL))) WITH CHECK ((SELECT may_administer(NULL)));
"""

# Chains and looks: the county's own lines are read by those who hold the whole county, written by anyone inside it.
TRAIL = """
ALTER TABLE audit_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY read_trail ON audit_entries FOR SELECT USING (
  county IN (SELECT unnest(whole_counties()))
  OR (county IN (SELECT unnest(counties())) AND institution_id IN (SELECT unnest(homes())))
  OR (county = 0 AND (SELECT may_administer(NULL))));
CREATE POLICY write_trail ON audit_entries FOR INSERT WITH CHECK (
  (county = 0 AND (SELECT EXISTS (SELECT FROM caller()))) OR (county IN (SELECT unnest(counties()))
                 AND (institution_id = 0 OR institution_id IN (SELECT unnest(homes())))));
ALTER TABLE access_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY read_looks ON access_entries FOR SELECT USING (
  county IN (SELECT unnest(whole_counties()))
  OR (county IN (SELECT unnest(counties())) AND institution_id IN (SELECT unnest(homes()))));
CREATE POLICY write_looks ON access_entries FOR INSERT WITH CHECK (
  county IN (SELECT unnest(counties())) AND (institution_id = 0 OR institution_id IN (SELECT unnest(homes()))));
"""

GRANTS = {
    "SELECT": ["database_mark", "regions", "region_figures", "users", "role_grants", "devices", "attempts", "audit_heads",
               "audit_entries", "access_entries", "acts", "county_keys", "attachments", "first_run_links"],
    "INSERT": ["regions", "region_figures", "users", "role_grants", "devices", "attempts", "audit_heads",
               "audit_entries", "access_entries", "acts", "county_keys", "attachments", "first_run_links"],
    "UPDATE": ["regions", "region_figures", "role_grants", "devices", "audit_heads"],
    "UPDATE (text_size, locale, name, phone, disabled_at, disabled_by)": ["users"],
    "UPDATE (ended_at, ended_why)": ["sign_ins"],
    "SELECT (id, user_id, purpose, device, opened_at, seen_at, idle_seconds, expires_at, ended_at, ended_why)": ["sign_ins"],
    "UPDATE (voided_at, voided_by, void_reason)": ["attachments"],
    "UPDATE (used_at)": ["first_run_links"],
}  # fmt: skip

FUNCTIONS = (
    "app_now()", "business_date()", "region_covers(integer, integer)", "sees_rows(text)", "caller()", "caller_user()",
    "caller_grants()", "counties_of(integer[])", "whole_counties()", "counties()", "homes()", "agg_counties()",
    "may_administer(integer)", "administers_wholly(bigint)", "current_actor()", "open_system_sign_in(text, text, bytea, integer[], bigint[], integer)",
    "end_system_sign_in(text, bigint)", "sign_in_candidate(text, text)",
    "open_sign_in(text, bigint, bytea, text, integer, integer)", "touch_sign_in()",
    "set_password(text, bigint, text, boolean)", "set_one_time_code(text, bigint, text, timestamptz)",
    "own_secret(text)", "has_users()", "ensure_month_partitions(integer)", "end_stale_sign_ins()",
)  # fmt: skip


def upgrade() -> None:
    """Lay the ground: functions before the tables whose defaults call them, policies and grants last."""
    prefix = role_prefix(op)
    run(op, "SET LOCAL check_function_bodies = off;" + CLOCK + TABLES + CALLER + DOORS + PARTITIONS + SWEEP + MARKS)
    run(op, ACCOUNTS + TRAIL)
    for table in ("county_keys", "acts", "audit_heads"):
        run(op, county_rows(table))
    run(op, home_rows("attachments"))
    run(op, no_public(FUNCTIONS, prefix) + grants(GRANTS, prefix))


def downgrade() -> None:
    """Leave an empty schema; only ever run on a database without data."""
    for table in ("sign_in_homes", "sign_ins", "role_grants", "user_secrets", "devices", "attempts", "first_run_links",
                  "users", "attachments", "acts", "access_entries", "audit_entries", "audit_heads", "county_keys",
                  "region_figures", "regions", "process_secrets", "database_mark"):  # fmt: skip
        op.execute(f"DROP TABLE {table} CASCADE")
    for function in reversed((*FUNCTIONS, "check_secret(text)")):
        op.execute(f"DROP FUNCTION {function}")
