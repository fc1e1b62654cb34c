"""The caller's rights in one pass: row security asks for them at every statement, so they are found by plain look-ups.

What each function gives is what it gave before. Nested functions in SQL were planned anew at each level; these keep
their plans for as long as a connection lives.
"""

from alembic import op

from migrations.ground_sql import CALLER, CLOCK
from migrations.policies import run, statements

revision = "0013"
down_revision = "0012"

HEAD = "STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$"

# A live database has no clock but its own, and then nobody need look up what kind of database it is.
CLOCK_FIRST = f"""
CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE plpgsql {HEAD}
BEGIN
  IF NULLIF(current_setting('app.clock', true), '') IS NULL THEN
    RETURN clock_timestamp();
  END IF;
  RETURN (SELECT CASE WHEN (SELECT kind FROM database_mark) <> 'live'
                      THEN current_setting('app.clock', true)::timestamptz ELSE clock_timestamp() END);
END $$;
CREATE OR REPLACE FUNCTION business_date() RETURNS date LANGUAGE plpgsql {HEAD}
BEGIN
  RETURN (app_now() AT TIME ZONE 'Asia/Shanghai')::date;
END $$;
"""

WHO = """
  at timestamptz := app_now();
  today date := (at AT TIME ZONE 'Asia/Shanghai')::date;
  sign_in bigint;
  person bigint;
  one record;
BEGIN
  SELECT s.id, s.user_id INTO sign_in, person FROM sign_ins s
   WHERE s.token_hash = sha256(convert_to(NULLIF(current_setting('app.tok', true), ''), 'UTF8'))
     AND s.ended_at IS NULL AND s.expires_at > at AND s.seen_at + make_interval(secs => s.idle_seconds) > at
     AND NOT EXISTS (SELECT FROM users u WHERE u.id = s.user_id AND u.disabled_at IS NOT NULL);
"""

GRANTS = """SELECT 'system'::text AS role, h.region, NULLIF(h.institution_id, 0) AS home
      FROM sign_in_homes h WHERE h.sign_in_id = sign_in
    UNION ALL
    SELECT g.role::text, g.region, g.institution_id FROM role_grants g
     WHERE g.user_id = person AND g.voided_at IS NULL AND g.from_on <= today AND g.to_on > today"""

RIGHTS = f"""
CREATE OR REPLACE FUNCTION caller_grants() RETURNS TABLE (role text, region integer, institution_id bigint)
LANGUAGE plpgsql {HEAD}
DECLARE {WHO}
  RETURN QUERY {GRANTS};
END $$;

CREATE OR REPLACE FUNCTION counties_of(regions integer[]) RETURNS integer[] LANGUAGE plpgsql {HEAD}
BEGIN
  RETURN ARRAY(
    SELECT region FROM unnest(regions) AS region WHERE region <> 0
    UNION
    SELECT r.code::integer FROM unnest(regions) AS region
      JOIN regions r ON r.code BETWEEN region AND region + CASE WHEN region = 0 THEN 999999
                                                               WHEN region % 10000 = 0 THEN 9999 ELSE 99 END
     WHERE region % 100 = 0 AND (r.level IN ('city', 'county') OR r.code IN (110000, 120000, 310000, 500000)));
END $$;

CREATE OR REPLACE FUNCTION whole_counties() RETURNS integer[] LANGUAGE plpgsql {HEAD}
DECLARE found integer[] := '{{}}'; {WHO}
  FOR one IN {GRANTS} LOOP
    IF one.home IS NULL AND sees_rows(one.role) THEN
      found := found || CASE WHEN one.region % 100 = 0 THEN counties_of(ARRAY[one.region]) ELSE ARRAY[one.region] END;
    END IF;
  END LOOP;
  RETURN found;
END $$;

CREATE OR REPLACE FUNCTION counties() RETURNS integer[] LANGUAGE plpgsql {HEAD}
DECLARE found integer[] := '{{}}'; {WHO}
  FOR one IN {GRANTS} LOOP
    IF sees_rows(one.role) THEN
      found := found || CASE WHEN one.home IS NULL AND one.region % 100 = 0 THEN counties_of(ARRAY[one.region])
                             ELSE ARRAY[one.region] END;
    END IF;
  END LOOP;
  RETURN found;
END $$;

CREATE OR REPLACE FUNCTION homes() RETURNS bigint[] LANGUAGE plpgsql {HEAD}
DECLARE found bigint[] := '{{}}'; {WHO}
  FOR one IN {GRANTS} LOOP
    IF NOT sees_rows(one.role) THEN
      CONTINUE;
    END IF;
    -- A grant that names a home of another county reaches nothing.
    IF one.home IS NOT NULL THEN
      found := found || ARRAY(SELECT i.id FROM institutions i WHERE i.county = one.region AND i.id = one.home);
    ELSE
      found := found || ARRAY(
        SELECT i.id FROM institutions i WHERE i.county BETWEEN one.region AND one.region + CASE
          WHEN one.region = 0 THEN 999999 WHEN one.region % 10000 = 0 THEN 9999
          WHEN one.region % 100 = 0 THEN 99 ELSE 0 END);
    END IF;
  END LOOP;
  RETURN found;
END $$;

CREATE OR REPLACE FUNCTION agg_counties() RETURNS integer[] LANGUAGE plpgsql {HEAD}
DECLARE found integer[] := '{{}}'; {WHO}
  FOR one IN {GRANTS} LOOP
    IF one.home IS NULL THEN
      found := found || CASE WHEN one.region % 100 = 0 THEN counties_of(ARRAY[one.region]) ELSE ARRAY[one.region] END;
    END IF;
  END LOOP;
  RETURN found;
END $$;
"""

CHANGED = (
    "app_now",
    "business_date",
    "caller_grants",
    "counties_of",
    "whole_counties",
    "counties",
    "homes",
    "agg_counties",
)


def upgrade() -> None:
    """Let the functions keep their plans."""
    run(op, CLOCK_FIRST + RIGHTS)


def downgrade() -> None:
    """Put the functions of the ground back."""
    for statement in statements(CLOCK + CALLER):
        name = statement.removeprefix("CREATE FUNCTION ").partition("(")[0]
        if name in CHANGED:
            op.execute(statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1))
