"""The SQL functions by which somebody who is not signed in hands something in; drafts are found by a secret alone.

Migration 0022 runs this text once, after that of `public_sql`.
"""

from migrations.public_sql import HEAD

HANDING_IN = f"""
CREATE FUNCTION start_draft(secret text, which integer, row_seal uuid, sealed bytea, code bytea, ticket bytea, days integer,
                            minutes integer) RETURNS void LANGUAGE plpgsql {HEAD}
BEGIN
  PERFORM check_secret(secret);
  INSERT INTO waitlist_intakes (county, kind, state, seal, payload, code_hash, ticket_hash, ticket_until, expires_at)
  SELECT which, 'application', 'draft', row_seal, sealed, code, ticket, app_now() + make_interval(mins => minutes),
         app_now() + make_interval(days => days)
   WHERE EXISTS (SELECT FROM institutions i WHERE i.county = which);
END $$;

CREATE FUNCTION draft_at(secret text, ticket bytea) RETURNS TABLE (county integer, row_seal uuid, sealed bytea)
LANGUAGE plpgsql STABLE {HEAD}
BEGIN
  PERFORM check_secret(secret);
  RETURN QUERY SELECT d.county, d.seal, d.payload FROM waitlist_intakes d
    WHERE d.ticket_hash = ticket AND d.state = 'draft' AND d.ticket_until > app_now() AND d.expires_at > app_now();
END $$;

CREATE FUNCTION save_draft(secret text, ticket bytea, sealed bytea, code bytea, days integer, minutes integer)
RETURNS boolean LANGUAGE plpgsql {HEAD}
BEGIN
  PERFORM check_secret(secret);
  UPDATE waitlist_intakes d SET payload = sealed, code_hash = coalesce(code, d.code_hash), version = d.version + 1,
         ticket_until = app_now() + make_interval(mins => minutes), expires_at = app_now() + make_interval(days => days)
   WHERE d.ticket_hash = ticket AND d.state = 'draft' AND d.ticket_until > app_now() AND d.expires_at > app_now();
  RETURN FOUND;
END $$;

CREATE FUNCTION return_draft(secret text, code bytea, ticket bytea, minutes integer) RETURNS boolean
LANGUAGE plpgsql {HEAD}
BEGIN
  PERFORM check_secret(secret);
  UPDATE waitlist_intakes d SET ticket_hash = ticket, ticket_until = app_now() + make_interval(mins => minutes),
         version = d.version + 1
   WHERE d.code_hash = code AND d.state = 'draft' AND d.expires_at > app_now();
  RETURN FOUND;
END $$;

CREATE FUNCTION hand_in_application(secret text, ticket bytea, home bigint, given text, sealed bytea, hash bytea, salt bytea)
RETURNS TABLE (at timestamptz, kept text) LANGUAGE plpgsql {HEAD}
DECLARE moment timestamptz := app_now();
BEGIN
  PERFORM check_secret(secret);
  UPDATE waitlist_intakes d SET state = 'handed_in', number = given, institution_id = home, payload = sealed,
         handed_in_at = moment, pin_hash = hash, pin_salt = salt, code_hash = NULL, expires_at = NULL,
         version = d.version + 1
   WHERE d.ticket_hash = ticket AND d.state = 'draft' AND d.ticket_until > moment AND d.expires_at > moment;
  -- What this has handed in, or the same form before it, whose answer was lost on the way.
  RETURN QUERY SELECT d.handed_in_at, d.number::text FROM waitlist_intakes d
    WHERE d.ticket_hash = ticket AND d.pin_hash = hash AND d.state = 'handed_in' AND d.ticket_until > moment;
END $$;

CREATE FUNCTION hand_in_objection(secret text, which integer, home bigint, given text, row_seal uuid, sealed bytea)
RETURNS bigint LANGUAGE plpgsql {HEAD}
DECLARE made bigint;
BEGIN
  PERFORM check_secret(secret);
  INSERT INTO waitlist_intakes (county, kind, institution_id, state, number, seal, payload, handed_in_at)
  VALUES (which, 'objection', home, 'handed_in', given, row_seal, sealed, app_now())
  ON CONFLICT ON CONSTRAINT uq_waitlist_intakes_number DO NOTHING RETURNING id INTO made;
  RETURN made;
END $$;

CREATE FUNCTION forget_drafts(secret text) RETURNS integer LANGUAGE plpgsql {HEAD}
DECLARE gone integer;
BEGIN
  PERFORM check_secret(secret);
  DELETE FROM waitlist_intakes d WHERE d.state = 'draft' AND d.expires_at <= app_now();
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;

CREATE FUNCTION receive_intake(which integer, intake bigint, entry bigint) RETURNS timestamptz LANGUAGE plpgsql {HEAD}
DECLARE i record;
BEGIN
  SELECT * INTO i FROM waitlist_intakes w WHERE w.county = which AND w.id = intake AND w.kind = 'application'
     AND w.state = 'handed_in' AND w.county IN (SELECT unnest(counties()))
     AND w.institution_id IN (SELECT unnest(homes())) FOR NO KEY UPDATE;
  -- Only an application that has no event yet may be given the instant at which it was handed in.
  UPDATE waitlist_entries e SET received_at = i.handed_in_at, pin_hash = i.pin_hash, pin_salt = i.pin_salt
   WHERE e.county = which AND e.id = entry AND e.source = 'online' AND e.last_seq = 0 AND i.id IS NOT NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this intake cannot be taken' USING ERRCODE = '28000';
  END IF;
  RETURN i.handed_in_at;
END $$;
"""
