"""Which homes have to do with some people: a change of a shared file is counted in every one of them.

What is told are homes of the caller's county and the first day somebody stayed there, and only of files the caller may
see; the act that asks locks those homes and has their days counted, nobody is shown them.
"""

from alembic import op

from migrations.policies import role_prefix, run

revision = "0014"
down_revision = "0013"

WINDOW = """
CREATE FUNCTION homes_of_people(asked integer, people bigint[])
RETURNS TABLE (institution_id bigint, mine boolean, first_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH own AS MATERIALIZED (SELECT unnest(homes()) AS id),
  seen AS MATERIALIZED (
    SELECT e.id, e.institution_id FROM elders e
     WHERE e.county = asked AND e.id = ANY (people) AND asked IN (SELECT unnest(counties()))
       AND (e.institution_id IN (SELECT id FROM own)
            OR EXISTS (SELECT FROM elder_homes h WHERE h.county = asked AND h.elder_id = e.id
                          AND h.institution_id IN (SELECT id FROM own)))),
  found AS (
    SELECT e.institution_id, NULL::date AS from_on FROM seen e
    UNION ALL
    SELECT h.institution_id, NULL FROM seen e JOIN elder_homes h ON h.county = asked AND h.elder_id = e.id
    UNION ALL
    SELECT s.institution_id, CASE WHEN s.voided_at IS NULL THEN s.from_on END
      FROM seen e JOIN stays s ON s.county = asked AND s.elder_id = e.id)
  SELECT f.institution_id, f.institution_id IN (SELECT id FROM own), min(f.from_on)
    FROM found f GROUP BY f.institution_id
$$;
"""
FUNCTION = "homes_of_people(integer, bigint[])"


def upgrade() -> None:
    """Open the window, to the web role alone."""
    only = f"REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC;\nGRANT EXECUTE ON FUNCTION {FUNCTION} TO {role_prefix(op)}app;\n"
    run(op, WINDOW + only)


def downgrade() -> None:
    """Close it again."""
    op.execute(f"DROP FUNCTION {FUNCTION}")
