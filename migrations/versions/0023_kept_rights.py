"""The caller's rights are looked up once and kept for a moment of the same transaction, under a seal.

Row security asks for them at every table of every statement, some seventy times for one act. What was found is put
into a setting of the transaction, sealed with a key that only the owner of the functions can read: whoever writes such
a setting himself has no seal for it, and one seal fits no other transaction, connection, token or clock. It counts for
`FRESH` and until the transaction itself changes who may see what; then the rights are looked up again.

Tables whose keys hold the home and its county together ask for the home alone.
"""

from alembic import op

from migrations.policies import run

revision = "0023"
down_revision = "0022"

FRESH = 100_000
"""Microseconds: somebody who is signed out while a request waits is shut out of it after so long."""
HEAD = "STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$"

KEY = """
CREATE TABLE rights_keys (
  one boolean NOT NULL DEFAULT true,
  key bytea NOT NULL,
  CONSTRAINT pk_rights_keys PRIMARY KEY (one),
  CONSTRAINT ck_rights_keys_one CHECK (one),
  CONSTRAINT ck_rights_keys_key CHECK (length(key) = 32)
);
INSERT INTO rights_keys (key) VALUES
  (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));
"""

# Rows that this transaction wrote itself may change who sees what: the server's own counts of them are part of the seal.
CHANGES = " || ' ' || ".join(
    f"pg_stat_get_xact_tuples_{done}('{table}'::regclass)"
    for table, all_done in {
        "institutions": ["inserted"],
        "regions": ["inserted"],
        "role_grants": ["inserted", "updated"],
        "sign_in_homes": ["inserted"],
        "sign_ins": ["updated"],
        "users": ["updated"],
    }.items()
    for done in all_done
)

# The key goes before a digest that it went before already: what is sealed cannot be lengthened. Words of any length
# have their length before them, so that no two messages are the same text.
SEAL = f"""
CREATE FUNCTION rights_seal(what text, at bigint, said text) RETURNS text LANGUAGE plpgsql {HEAD}
DECLARE
  secret bytea;
  clock text := coalesce(current_setting('app.clock', true), '');
  token text := coalesce(current_setting('app.tok', true), '');
BEGIN
  SELECT k.key INTO STRICT secret FROM rights_keys k;
  RETURN encode(sha256(secret || sha256(secret || convert_to(
    what || ' ' || at || ' ' || pg_backend_pid() || ' ' || extract(epoch FROM transaction_timestamp()) || ' '
    || {CHANGES} || ' ' || length(clock) || ' ' || clock || length(token) || ' ' || token || said, 'UTF8'))), 'hex');
END $$;

CREATE FUNCTION keep_rights(what text, said text) RETURNS void LANGUAGE plpgsql {HEAD}
DECLARE at bigint := extract(epoch FROM clock_timestamp()) * 1000000;
BEGIN
  PERFORM set_config('app.kept_' || what, rights_seal(what, at, said) || lpad(at::text, 16, '0') || said, true);
END $$;

CREATE FUNCTION kept_rights(what text) RETURNS text LANGUAGE plpgsql {HEAD}
DECLARE
  kept text := current_setting('app.kept_' || what, true);
  at bigint;
BEGIN
  -- What is no seal and no time of ours was not written here.
  IF kept IS NULL OR length(kept) < 80 OR substr(kept, 65, 16) !~ '^[0-9]+$' THEN
    RETURN NULL;
  END IF;
  at := substr(kept, 65, 16)::bigint;
  IF extract(epoch FROM clock_timestamp()) * 1000000 - at BETWEEN 0 AND {FRESH}
     AND left(kept, 64) = rights_seal(what, at, substr(kept, 81)) THEN
    RETURN substr(kept, 81);
  END IF;
  RETURN NULL;
END $$;
"""

# Their keys lead to the home together with its county, so a row of a home the caller sees is a row of that county.
OF_A_HOME = (
    "beds", "bed_claims", "bed_services", "census_days", "census_homes", "elder_homes", "institution_facts", "leaves",
    "registered_beds", "reported_figures", "room_terms", "rooms", "stay_changes", "stays",
)  # fmt: skip
THE_HOME = "institution_id IN (SELECT unnest(homes()))"
BOTH = f"county IN (SELECT unnest(counties())) AND {THE_HOME}"

KEPT = {"counties": "integer[]", "whole_counties": "integer[]", "homes": "bigint[]", "agg_counties": "integer[]"}


def renamed(name: str, to: str) -> str:
    """Write a function of the database again under another name, or over one that is there."""
    return f"""
DO $copy$ BEGIN
  EXECUTE replace(pg_get_functiondef('{name}()'::regprocedure), 'FUNCTION public.{name}()', 'FUNCTION public.{to}()');
END $copy$;
"""


def kept(name: str, kind: str) -> str:
    """What is kept, or else what is looked up, and then kept."""
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS {kind} LANGUAGE plpgsql {HEAD}
DECLARE
  said text := kept_rights('{name}');
  found {kind};
BEGIN
  IF said IS NOT NULL THEN
    RETURN said::{kind};
  END IF;
  found := {name}_asked();
  PERFORM keep_rights('{name}', found::text);
  RETURN found;
END $$;
"""


# As in the ground, but each part keeps its plan.
ACTOR = f"""
CREATE OR REPLACE FUNCTION current_actor() RETURNS jsonb LANGUAGE plpgsql {HEAD}
DECLARE
  at timestamptz := app_now();
  today date := (at AT TIME ZONE 'Asia/Shanghai')::date;
  said jsonb;
  sign_in bigint;
  person bigint;
BEGIN
  SELECT s.id, s.user_id, jsonb_build_object(
    'sign_in_id', s.id, 'user_id', s.user_id, 'name', coalesce(u.name, s.purpose), 'username', coalesce(u.username, ''),
    'purpose', s.purpose, 'text_size', coalesce(u.text_size, 'standard'), 'locale', coalesce(u.locale, 'zh'),
    'must_change_password', coalesce(k.must_change, false), 'seen_at', s.seen_at, 'opened_at', s.opened_at,
    'password_changed_at', k.changed_at)
    INTO sign_in, person, said
    FROM sign_ins s LEFT JOIN users u ON u.id = s.user_id LEFT JOIN user_secrets k ON k.user_id = s.user_id
   WHERE s.token_hash = sha256(convert_to(NULLIF(current_setting('app.tok', true), ''), 'UTF8'))
     AND s.ended_at IS NULL AND s.expires_at > at AND s.seen_at + make_interval(secs => s.idle_seconds) > at
     AND u.disabled_at IS NULL;
  IF said IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN said || jsonb_build_object('grants', coalesce((
    SELECT jsonb_agg(jsonb_build_object('role', g.role, 'region', g.region, 'institution_id', g.home)
                     ORDER BY g.role, g.region, g.home)
      FROM (SELECT 'system'::text AS role, h.region, NULLIF(h.institution_id, 0) AS home
              FROM sign_in_homes h WHERE h.sign_in_id = sign_in
             UNION ALL
            SELECT r.role::text, r.region, r.institution_id FROM role_grants r
             WHERE r.user_id = person AND r.voided_at IS NULL AND r.from_on <= today AND r.to_on > today) AS g), '[]'));
END $$;
"""

ACTOR_OF_THE_GROUND = """
CREATE OR REPLACE FUNCTION current_actor() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object(
    'sign_in_id', s.id, 'user_id', s.user_id, 'name', coalesce(u.name, s.purpose), 'username', coalesce(u.username, ''),
    'purpose', s.purpose, 'text_size', coalesce(u.text_size, 'standard'), 'locale', coalesce(u.locale, 'zh'),
    'must_change_password', coalesce(k.must_change, false), 'seen_at', s.seen_at, 'opened_at', s.opened_at,
    'password_changed_at', k.changed_at,
    'grants', coalesce((SELECT jsonb_agg(jsonb_build_object('role', g.role, 'region', g.region,
                                                            'institution_id', g.institution_id)
                                         ORDER BY g.role, g.region, g.institution_id) FROM caller_grants() g), '[]'))
    FROM caller() c JOIN sign_ins s ON s.id = c.sign_in_id
    LEFT JOIN users u ON u.id = s.user_id LEFT JOIN user_secrets k ON k.user_id = s.user_id
$$;
"""
OURS = ("rights_seal(text, bigint, text)", "keep_rights(text, text)", "kept_rights(text)")


def upgrade() -> None:
    """Keep what was looked up."""
    run(op, KEY + SEAL)
    for name, kind in KEPT.items():
        op.execute(renamed(name, f"{name}_asked"))
        op.execute(kept(name, kind))
    run(op, ACTOR)
    _rule(THE_HOME)
    inner = (*OURS, *(f"{name}_asked()" for name in KEPT))
    run(op, "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;\n" for name in inner))


def downgrade() -> None:
    """Look them up each time."""
    _rule(BOTH)
    for name in KEPT:
        op.execute(renamed(f"{name}_asked", name))
        op.execute(f"DROP FUNCTION {name}_asked()")
    run(op, ACTOR_OF_THE_GROUND)
    for name in OURS:
        op.execute(f"DROP FUNCTION {name}")
    op.execute("DROP TABLE rights_keys")


def _rule(rule: str) -> None:
    for table in OF_A_HOME:
        op.execute(f"ALTER POLICY caller_rows ON {table} USING ({rule}) WITH CHECK ({rule})")
