"""The SQL functions of the ground: the clock, who the caller is, and the doors that need the process's secret.

Migration 0001 runs this text once. A later change of a function is a later migration with its own text.
"""

CLOCK = """
CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN (SELECT kind FROM database_mark) <> 'live' AND NULLIF(current_setting('app.clock', true), '') IS NOT NULL
              THEN current_setting('app.clock', true)::timestamptz ELSE clock_timestamp() END
$$;
CREATE FUNCTION business_date() RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (app_now() AT TIME ZONE 'Asia/Shanghai')::date
$$;
"""

CALLER = """
CREATE FUNCTION region_covers(region integer, county integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN region = 0 OR region = county THEN true
              WHEN region % 10000 = 0 THEN county / 10000 = region / 10000
              WHEN region % 100 = 0 THEN county / 100 = region / 100
              ELSE false END
$$;

CREATE FUNCTION caller() RETURNS TABLE (sign_in_id bigint, user_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, s.user_id FROM sign_ins s LEFT JOIN users u ON u.id = s.user_id
   WHERE s.token_hash = sha256(convert_to(NULLIF(current_setting('app.tok', true), ''), 'UTF8'))
     AND s.ended_at IS NULL AND s.expires_at > app_now()
     AND s.seen_at + make_interval(secs => s.idle_seconds) > app_now()
     AND u.disabled_at IS NULL
$$;

CREATE FUNCTION caller_user() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT c.user_id FROM caller() c $$;

CREATE FUNCTION caller_grants() RETURNS TABLE (role text, region integer, institution_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT 'system', h.region, NULLIF(h.institution_id, 0) FROM caller() c JOIN sign_in_homes h USING (sign_in_id)
  UNION ALL
  SELECT g.role, g.region, g.institution_id FROM caller() c JOIN role_grants g ON g.user_id = c.user_id
   WHERE g.voided_at IS NULL AND g.from_on <= business_date() AND g.to_on > business_date()
$$;

CREATE FUNCTION sees_rows(role text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT role NOT IN ('statistics_clerk', 'city_bureau')
$$;

CREATE FUNCTION counties_of(regions integer[]) RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT county), '{}') FROM (
    SELECT region AS county FROM unnest(regions) AS region WHERE region <> 0
    UNION ALL
    SELECT r.code::integer FROM regions r JOIN unnest(regions) AS region ON region_covers(region, r.code::integer)
     WHERE (r.level IN ('city', 'county') OR r.code IN (110000, 120000, 310000, 500000)) AND region % 100 = 0
  ) AS found
$$;

CREATE FUNCTION whole_counties() RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT counties_of(coalesce(array_agg(region), '{}')) FROM caller_grants()
   WHERE institution_id IS NULL AND sees_rows(role)
$$;

CREATE FUNCTION counties() RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH mine AS (SELECT * FROM caller_grants() WHERE sees_rows(role))
  SELECT coalesce(array_agg(DISTINCT county), '{}') FROM (
    SELECT region AS county FROM mine WHERE institution_id IS NOT NULL
    UNION ALL
    SELECT unnest(counties_of((SELECT coalesce(array_agg(region), '{}') FROM mine WHERE institution_id IS NULL)))
  ) AS found
$$;

CREATE FUNCTION homes() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH mine AS (SELECT * FROM caller_grants() WHERE sees_rows(role))
  SELECT coalesce(array_agg(DISTINCT home), '{}') FROM (
    -- A grant that names a home of another county reaches nothing.
    SELECT i.id AS home FROM institutions i JOIN mine m ON m.institution_id = i.id AND m.region = i.county
    UNION ALL
    SELECT i.id FROM institutions i JOIN mine m ON m.institution_id IS NULL AND region_covers(m.region, i.county)
  ) AS found
$$;

CREATE FUNCTION agg_counties() RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT counties_of(coalesce(array_agg(region), '{}')) FROM caller_grants() WHERE institution_id IS NULL
$$;

CREATE FUNCTION may_administer(within_region integer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM caller_grants() g WHERE g.role IN ('administrator', 'system') AND g.institution_id IS NULL
                  AND (within_region IS NULL OR region_covers(g.region, within_region)))
$$;

CREATE FUNCTION administers_wholly(who bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT may_administer(NULL) AND NOT EXISTS (
    SELECT FROM role_grants g WHERE g.user_id = who AND g.voided_at IS NULL AND g.to_on > business_date()
       AND NOT may_administer(g.region))
$$;

CREATE FUNCTION current_actor() RETURNS jsonb
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

DOORS = """
CREATE FUNCTION check_secret(secret text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM process_secrets p WHERE p.hash = sha256(convert_to(secret, 'UTF8'))) THEN
    RAISE EXCEPTION 'the process does not hold the key file of this database' USING ERRCODE = '28000';
  END IF;
END $$;

CREATE FUNCTION open_system_sign_in(secret text, why text, token bytea, regions integer[], home_ids bigint[],
                                    seconds integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE new_id bigint;
BEGIN
  PERFORM check_secret(secret);
  INSERT INTO sign_ins (purpose, token_hash, idle_seconds, expires_at)
  VALUES (why, token, seconds, app_now() + make_interval(secs => seconds)) RETURNING id INTO new_id;
  INSERT INTO sign_in_homes (sign_in_id, region, institution_id)
  SELECT new_id, region, home FROM unnest(regions, home_ids) AS place(region, home);
  RETURN new_id;
END $$;

CREATE FUNCTION end_system_sign_in(secret text, which bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM check_secret(secret);
  UPDATE sign_ins SET ended_at = app_now(), ended_why = 'done' WHERE id = which AND user_id IS NULL AND ended_at IS NULL;
END $$;

CREATE FUNCTION sign_in_candidate(secret text, which text)
RETURNS TABLE (user_id bigint, password_hash text, disabled boolean, must_change boolean, code_hash text,
               code_expires_at timestamptz, changed_at timestamptz, roles text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM check_secret(secret);
  RETURN QUERY SELECT u.id, k.password_hash::text, u.disabled_at IS NOT NULL, coalesce(k.must_change, false),
                      k.code_hash::text, k.code_expires_at, k.changed_at,
                      ARRAY(SELECT DISTINCT g.role::text FROM role_grants g WHERE g.user_id = u.id AND g.voided_at IS NULL
                               AND g.from_on <= business_date() AND g.to_on > business_date() ORDER BY 1)
                 FROM users u LEFT JOIN user_secrets k ON k.user_id = u.id WHERE u.username = lower(which);
END $$;

CREATE FUNCTION open_sign_in(secret text, who bigint, token bytea, on_device text, idle integer, absolute integer)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE new_id bigint;
BEGIN
  PERFORM check_secret(secret);
  PERFORM FROM users WHERE id = who AND disabled_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no such user' USING ERRCODE = '28000';
  END IF;
  INSERT INTO sign_ins (user_id, token_hash, device, idle_seconds, expires_at)
  VALUES (who, token, on_device, idle, app_now() + make_interval(secs => absolute)) RETURNING id INTO new_id;
  UPDATE sign_ins s SET ended_at = app_now(), ended_why = 'too_many'
   WHERE s.user_id = who AND s.ended_at IS NULL AND s.expires_at > app_now() AND s.id NOT IN (
         SELECT n.id FROM sign_ins n WHERE n.user_id = who AND n.ended_at IS NULL AND n.expires_at > app_now()
          ORDER BY n.opened_at DESC, n.id DESC LIMIT 3);
  RETURN new_id;
END $$;

CREATE FUNCTION touch_sign_in() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE sign_ins SET seen_at = app_now() WHERE id = (SELECT c.sign_in_id FROM caller() c)
$$;

CREATE FUNCTION set_password(secret text, who bigint, new_hash text, change_next_time boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM check_secret(secret);
  INSERT INTO user_secrets (user_id, password_hash, must_change, changed_at)
  VALUES (who, new_hash, change_next_time, app_now())
  ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, must_change = excluded.must_change,
     changed_at = excluded.changed_at, code_hash = NULL, code_expires_at = NULL;
END $$;

CREATE FUNCTION set_one_time_code(secret text, who bigint, new_hash text, until timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM check_secret(secret);
  INSERT INTO user_secrets (user_id, must_change, code_hash, code_expires_at) VALUES (who, true, new_hash, until)
  ON CONFLICT (user_id) DO UPDATE SET password_hash = NULL, must_change = true, code_hash = excluded.code_hash,
     code_expires_at = excluded.code_expires_at;
END $$;

CREATE FUNCTION own_secret(secret text) RETURNS TABLE (password_hash text, changed_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM check_secret(secret);
  RETURN QUERY SELECT k.password_hash::text, k.changed_at FROM user_secrets k WHERE k.user_id = caller_user();
END $$;

CREATE FUNCTION has_users() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT EXISTS (SELECT FROM users) $$;
"""

PARTITIONS = """
CREATE FUNCTION ensure_month_partitions(months_ahead integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  parent text; first_day date; made integer := 0; step integer; early boolean;
BEGIN
  IF months_ahead NOT BETWEEN 0 AND 36 THEN
    RAISE EXCEPTION 'months_ahead must lie between 0 and 36';
  END IF;
  FOREACH parent IN ARRAY ARRAY['audit_entries', 'access_entries'] LOOP
    FOR step IN 0..months_ahead LOOP
      first_day := (date_trunc('month', business_date()) + make_interval(months => step))::date;
      -- A month whose first lines came before its partition was made stays in the rest; nothing is moved.
      EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE recorded_on >= %L AND recorded_on < %L)',
        parent || '_rest', first_day, (first_day + interval '1 month')::date) INTO early;
      IF NOT early AND to_regclass(parent || '_' || to_char(first_day, 'YYYY_MM')) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
          parent || '_' || to_char(first_day, 'YYYY_MM'), parent, first_day, (first_day + interval '1 month')::date);
        made := made + 1;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;
"""

SWEEP = """
CREATE FUNCTION end_stale_sign_ins() RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH swept AS (
    UPDATE sign_ins SET ended_at = app_now(), ended_why = 'ran_out'
     WHERE ended_at IS NULL AND (expires_at <= app_now() OR seen_at + make_interval(secs => idle_seconds) <= app_now())
    RETURNING 1)
  SELECT count(*)::integer FROM swept
$$;
"""
