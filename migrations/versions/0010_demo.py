"""An empty database becomes a demo, once and for good; and how far the building of it has come."""

from alembic import op

from migrations.policies import no_public, role_prefix, run

revision = "0010"
down_revision = "0009"

# The web role cannot write the mark itself: only a database that holds nobody and nothing yet can take this one.
DEMO = """
CREATE FUNCTION become_demo(secret text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM check_secret(secret);
  PERFORM pg_advisory_xact_lock(hashtextextended('first run', 0));
  IF EXISTS (SELECT FROM users) OR EXISTS (SELECT FROM institutions) OR EXISTS (SELECT FROM legal_units) THEN
    RETURN false;
  END IF;
  UPDATE database_mark SET kind = 'demo';
  RETURN true;
END $$;

CREATE FUNCTION demo_homes() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*)::integer FROM institutions WHERE (SELECT kind = 'demo' FROM database_mark)
$$;
"""
FUNCTIONS = ("become_demo(text)", "demo_homes()")


def upgrade() -> None:
    """Open the two doors of the demo."""
    run(op, DEMO + no_public(FUNCTIONS, role_prefix(op)))


def downgrade() -> None:
    """Close them again; a mark that was set stays."""
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
