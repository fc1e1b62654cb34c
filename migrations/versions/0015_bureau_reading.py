"""The bureau's window asks for its caller's rights once for each table, and in fewer steps.

The policies of the web role stood for every role, so the owner of the aggregate views went through them as well: two or
three questions about rights for each table, all but one of which add nothing to what a clerk sees. From here on they
stand for the web role alone, and through the window there is what its own policies say and nothing beside it: whole
counties of the caller. Homes and openings are compared with the caller's counties as one array, which an index takes; the
other tables are found by the keys of a home and only checked, so they keep their policy.

What `agg_counties` gives is what it gave before. It computes the hash of the token once, not for each row that it is
compared with, and asks for regions once, not in a function of its own for each grant.
"""

from alembic import op

from migrations.policies import role_prefix, run

revision = "0015"
down_revision = "0014"

# Every table whose rows reach the bureau's views, as they were when this was written.
READ = (
    "institutions", "registered_beds", "beds", "bed_services", "bed_marks", "bed_claims", "census_days",
    "census_counties", "census_homes", "census_openings", "reported_figures", "rulings", "institution_facts",
)  # fmt: skip
AS_ARRAY = ("institutions", "census_openings")

HEAD = "CREATE OR REPLACE FUNCTION agg_counties() RETURNS integer[] LANGUAGE plpgsql"
RIGHTS = "STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$"
SIGNED_IN = """s.ended_at IS NULL AND s.expires_at > at AND s.seen_at + make_interval(secs => s.idle_seconds) > at
     AND NOT EXISTS (SELECT FROM users u WHERE u.id = s.user_id AND u.disabled_at IS NOT NULL)"""
LAST = "CASE WHEN region = 0 THEN 999999 WHEN region % 10000 = 0 THEN 9999 ELSE 99 END"

IN_FEW_STEPS = f"""
{HEAD} {RIGHTS}
DECLARE
  token bytea := sha256(convert_to(NULLIF(current_setting('app.tok', true), ''), 'UTF8'));
  -- A live database has no clock but its own; only where another one is set, app_now() says whether it may be.
  at timestamptz := CASE WHEN NULLIF(current_setting('app.clock', true), '') IS NULL THEN clock_timestamp()
                         ELSE app_now() END;
  today date := (at AT TIME ZONE 'Asia/Shanghai')::date;
  sign_in bigint;
  person bigint;
  granted integer[];
BEGIN
  SELECT s.id, s.user_id INTO sign_in, person FROM sign_ins s
   WHERE s.token_hash = token AND {SIGNED_IN};
  granted := ARRAY(
    SELECT h.region FROM sign_in_homes h WHERE h.sign_in_id = sign_in AND h.institution_id = 0
    UNION ALL
    SELECT g.region FROM role_grants g
     WHERE g.user_id = person AND g.institution_id IS NULL AND g.voided_at IS NULL
       AND g.from_on <= today AND g.to_on > today);
  RETURN array_remove(granted, 0) || ARRAY(
    SELECT r.code::integer FROM unnest(granted) AS region
      JOIN regions r ON r.code BETWEEN region AND region + {LAST}
     WHERE region % 100 = 0 AND r.code <> region
       AND (r.level IN ('city', 'county') OR r.code IN (110000, 120000, 310000, 500000)));
END $$;
"""

AS_IT_WAS = f"""
{HEAD} {RIGHTS}
DECLARE found integer[] := '{{}}';
  at timestamptz := app_now();
  today date := (at AT TIME ZONE 'Asia/Shanghai')::date;
  sign_in bigint;
  person bigint;
  one record;
BEGIN
  SELECT s.id, s.user_id INTO sign_in, person FROM sign_ins s
   WHERE s.token_hash = sha256(convert_to(NULLIF(current_setting('app.tok', true), ''), 'UTF8'))
     AND {SIGNED_IN};

  FOR one IN SELECT 'system'::text AS role, h.region, NULLIF(h.institution_id, 0) AS home
      FROM sign_in_homes h WHERE h.sign_in_id = sign_in
    UNION ALL
    SELECT g.role::text, g.region, g.institution_id FROM role_grants g
     WHERE g.user_id = person AND g.voided_at IS NULL AND g.from_on <= today AND g.to_on > today LOOP
    IF one.home IS NULL THEN
      found := found || CASE WHEN one.region % 100 = 0 THEN counties_of(ARRAY[one.region]) ELSE ARRAY[one.region] END;
    END IF;
  END LOOP;
  RETURN found;
END $$;
"""


def stand_for(role: str) -> str:
    """Write for which role the policies of the web role stand."""
    return "".join(f"ALTER POLICY caller_rows ON {table} TO {role};\n" for table in READ)


def compare_with(counties: str) -> str:
    """Write how homes and openings are compared with the caller's counties."""
    return "".join(f"ALTER POLICY aggregate_rows ON {table} USING (county {counties});\n" for table in AS_ARRAY)


def upgrade() -> None:
    """Let the window ask once for each table."""
    run(op, IN_FEW_STEPS + stand_for(f"{role_prefix(op)}app"))
    run(op, compare_with("= ANY ((SELECT agg_counties())::integer[])"))


def downgrade() -> None:
    """Let it ask as it did."""
    run(op, compare_with("IN (SELECT unnest(agg_counties()))") + stand_for("PUBLIC") + AS_IT_WAS)
