"""The SQL functions by which somebody who is not signed in asks and hands in: each gives one narrow answer, no table.

Migration 0022 runs this text once. Who asks by number and PIN, or hands something in, comes through a process that holds
the key file (`check_secret`): a statement smuggled in elsewhere opens nothing.
"""

HEAD = "SECURITY DEFINER SET search_path = public, pg_temp AS $$"

# Counts of free beds leave the database as bands only.
READING = f"""
CREATE FUNCTION public_counties() RETURNS TABLE (county integer, name text, homes integer)
LANGUAGE sql STABLE {HEAD}
  SELECT i.county, r.name::text, count(*)::integer FROM institutions i JOIN regions r ON r.code = i.county
   WHERE i.closed_on IS NULL OR i.closed_on > business_date()
   GROUP BY i.county, r.name ORDER BY i.county
$$;

CREATE FUNCTION public_band(beds bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN beds IS NULL THEN NULL WHEN beds <= 0 THEN 0 WHEN beds <= 3 THEN 1 ELSE 4 END
$$;

CREATE FUNCTION public_vacancies(which integer)
RETURNS TABLE (institution_id bigint, name text, phone text, town bigint, town_name text, address text, lat numeric,
               lon numeric, datum text, scheme text, grade text, suspended boolean, free integer, nursing integer,
               dementia integer, price_from integer, price_to integer, waiting integer, updated_at timestamptz)
LANGUAGE sql STABLE {HEAD}
  WITH at AS MATERIALIZED (SELECT business_date() AS day),
  homes AS MATERIALIZED (
    SELECT i.id, i.name, i.phone FROM institutions i, at
     WHERE i.county = which AND (i.opened_on IS NULL OR i.opened_on <= at.day)
       AND (i.closed_on IS NULL OR i.closed_on > at.day)),
  facts AS MATERIALIZED (
    SELECT f.* FROM institution_facts f, at
     WHERE f.county = which AND f.voided_at IS NULL AND f.from_on <= at.day AND f.to_on > at.day),
  standing AS (
    SELECT s.institution_id, s.bed_id,
           NOT EXISTS (SELECT FROM bed_claims c WHERE c.county = which AND c.bed_id = s.bed_id AND c.voided_at IS NULL
                          AND c.from_on <= at.day AND c.to_on > at.day)
           AND NOT EXISTS (SELECT FROM bed_marks m WHERE m.county = which AND m.bed_id = s.bed_id AND m.kind = 'reserve'
                              AND m.voided_at IS NULL AND m.from_on <= at.day AND m.to_on > at.day) AS free,
           ARRAY(SELECT m.kind::text FROM bed_marks m WHERE m.county = which AND m.bed_id = s.bed_id
                    AND m.kind IN ('nursing', 'dementia') AND m.voided_at IS NULL
                    AND m.from_on <= at.day AND m.to_on > at.day) AS kinds
      FROM bed_services s, at
     WHERE s.county = which AND s.voided_at IS NULL AND s.from_on <= at.day AND s.to_on > at.day),
  beds AS (
    SELECT b.institution_id, count(*) FILTER (WHERE b.free) AS free,
           count(*) FILTER (WHERE 'nursing' = ANY (b.kinds)) AS nursing,
           count(*) FILTER (WHERE b.free AND 'nursing' = ANY (b.kinds)) AS nursing_free,
           count(*) FILTER (WHERE 'dementia' = ANY (b.kinds)) AS dementia,
           count(*) FILTER (WHERE b.free AND 'dementia' = ANY (b.kinds)) AS dementia_free
      FROM standing b GROUP BY b.institution_id),
  -- A month costs a bed, care and meals: of each the cheapest, and of each the dearest.
  parts AS (
    SELECT p.institution_id, substring(p.item FROM '^(床位|护理|照护|伙食|膳食|餐)') AS part, min(p.amount) AS low,
           max(p.amount) AS high
      FROM price_items p, at
     WHERE p.county = which AND p.unit = 'month' AND p.voided_at IS NULL AND p.published_on <= at.day
       AND p.from_on <= at.day AND p.to_on > at.day AND p.item ~ '^(床位|护理|照护|伙食|膳食|餐)'
     GROUP BY 1, 2),
  prices AS (
    SELECT p.institution_id, sum(p.low)::integer AS low, sum(p.high)::integer AS high FROM parts p
     GROUP BY 1 HAVING bool_or(p.part = '床位')),
  published AS (
    SELECT DISTINCT ON (l.institution_id) l.institution_id, l.entries FROM published_lists l
     WHERE l.county = which ORDER BY l.institution_id, l.day DESC)
  SELECT h.id, h.name::text, h.phone::text, f.region_code, r.name::text, f.address::text, f.lat, f.lon, f.datum::text,
         g.slot::text, g.value::text,
         EXISTS (SELECT FROM facts s WHERE s.institution_id = h.id AND s.kind = 'suspension'),
         public_band(b.free),
         CASE WHEN b.nursing > 0 THEN public_band(b.nursing_free) END,
         CASE WHEN b.dementia > 0 THEN public_band(b.dementia_free) END,
         p.low, p.high, l.entries,
         greatest((SELECT a.at FROM audit_entries a WHERE a.county = which AND a.institution_id = h.id
                      AND a.action ~ '^(beds|stays)[.]' ORDER BY a.seq DESC LIMIT 1),
                  (SELECT max(s.recorded_at) FROM stays s WHERE s.county = which AND s.institution_id = h.id))
    FROM homes h
    LEFT JOIN LATERAL (SELECT * FROM facts o WHERE o.institution_id = h.id AND o.kind = 'location' LIMIT 1) f ON true
    LEFT JOIN regions r ON r.code = f.region_code
    LEFT JOIN LATERAL (SELECT * FROM facts o WHERE o.institution_id = h.id AND o.kind = 'grade'
                        ORDER BY o.slot = 'national' DESC, o.slot LIMIT 1) g ON true
    LEFT JOIN beds b ON b.institution_id = h.id
    LEFT JOIN prices p ON p.institution_id = h.id
    LEFT JOIN published l ON l.institution_id = h.id
   ORDER BY h.name, h.id
$$;

CREATE FUNCTION public_prices(which integer, home bigint)
RETURNS TABLE (item text, unit text, amount integer, from_on date, document_no text)
LANGUAGE sql STABLE {HEAD}
  SELECT p.item::text, p.unit::text, p.amount, p.from_on, p.document_no::text FROM price_items p
   WHERE p.county = which AND p.institution_id = home AND p.voided_at IS NULL AND p.published_on <= business_date()
     AND p.from_on <= business_date() AND p.to_on > business_date()
   ORDER BY p.id
$$;

CREATE FUNCTION public_lists(which integer)
RETURNS TABLE (institution_id bigint, name text, day date, published_at timestamptz, entries integer)
LANGUAGE sql STABLE {HEAD}
  SELECT DISTINCT ON (l.institution_id) l.institution_id, i.name::text, l.day, l.published_at, l.entries
    FROM published_lists l LEFT JOIN institutions i ON i.county = l.county AND i.id = l.institution_id
   WHERE l.county = which ORDER BY l.institution_id, l.day DESC
$$;

CREATE FUNCTION public_list(which integer, home bigint, first integer, many integer)
RETURNS TABLE (day date, published_at timestamptz, entries integer, policy jsonb, lines jsonb)
LANGUAGE sql STABLE {HEAD}
  SELECT l.day, l.published_at, l.entries, l.policy,
         coalesce((SELECT jsonb_agg(line ORDER BY place) FROM jsonb_array_elements(l.lines) WITH ORDINALITY AS e(line, place)
                    WHERE place > first AND place <= first + least(many, 1000)), '[]')
    FROM published_lists l WHERE l.county = which AND l.institution_id = home ORDER BY l.day DESC LIMIT 1
$$;

CREATE FUNCTION public_objections(which integer)
RETURNS TABLE (code text, name text, received_on date, decided_on date, outcome text, result text)
LANGUAGE sql STABLE {HEAD}
  SELECT o.code::text, i.name::text, o.received_on, (o.decided_at AT TIME ZONE 'Asia/Shanghai')::date, o.outcome::text,
         o.result::text
    FROM objections o LEFT JOIN institutions i ON i.county = o.county AND i.id = o.institution_id
   WHERE o.county = which AND o.published_at IS NOT NULL ORDER BY o.decided_at DESC LIMIT 20
$$;
"""

BY_NUMBER = f"""
CREATE FUNCTION public_entry(asked text) RETURNS TABLE (entry bigint, intake bigint, hash bytea, salt bytea)
LANGUAGE sql STABLE {HEAD}
  SELECT e.id, i.id, coalesce(e.pin_hash, i.pin_hash), coalesce(e.pin_salt, i.pin_salt)
    FROM (SELECT CASE WHEN asked ~ '^[0-9]{{6}}-' THEN left(asked, 6)::integer END AS county) w
    LEFT JOIN waitlist_intakes i ON i.county = w.county AND i.number = asked AND i.kind = 'application'
    LEFT JOIN waitlist_entries e ON e.county = w.county AND e.number = CASE WHEN i.state = 'taken' THEN i.became ELSE asked END
   WHERE e.id IS NOT NULL OR i.id IS NOT NULL
$$;

CREATE FUNCTION public_pin_salt(secret text, asked text) RETURNS bytea LANGUAGE plpgsql STABLE {HEAD}
BEGIN
  PERFORM check_secret(secret);
  RETURN (SELECT f.salt FROM public_entry(asked) f);
END $$;

CREATE FUNCTION public_place(secret text, asked text, told bytea) RETURNS jsonb LANGUAGE plpgsql STABLE {HEAD}
DECLARE hit record; e record; i record; place integer;
BEGIN
  PERFORM check_secret(secret);
  SELECT * INTO hit FROM public_entry(asked) f WHERE f.hash = told;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  place := left(asked, 6)::integer;
  IF hit.entry IS NULL THEN
    SELECT * INTO i FROM waitlist_intakes w WHERE w.county = place AND w.id = hit.intake;
    RETURN jsonb_build_object('number', i.number, 'county', place, 'state', i.state, 'received_at', i.handed_in_at,
      'reason', i.refuse_reason, 'wishes', (SELECT jsonb_agg(h.name) FROM institutions h
                                             WHERE h.county = i.county AND h.id = i.institution_id));
  END IF;
  SELECT * INTO e FROM waitlist_entries w WHERE w.county = place AND w.id = hit.entry;
  RETURN jsonb_build_object(
    'number', e.number, 'county', place, 'state', e.state, 'received_at', e.received_at, 'accepted_at', e.accepted_at,
    'backdated', e.backdated_to IS NOT NULL, 'until', e.state_until, 'reason', e.state_reason,
    'confirm_due_on', e.confirm_due_on, 'any_home', e.any_home, 'public', e.consent_public,
    'wishes', (SELECT jsonb_agg(h.name ORDER BY w.turn) FROM unnest(ARRAY[e.institution_id, e.wish_2, e.wish_3])
                 WITH ORDINALITY AS w(id, turn) JOIN institutions h ON h.county = e.county AND h.id = w.id),
    'places', coalesce((
      SELECT jsonb_agg(jsonb_build_object('home', p.institution_id, 'name', h.name, 'published_at', p.published_at,
                                          'policy', p.policy, 'line', p.own -> e.number)
                       ORDER BY array_position(ARRAY[e.institution_id, e.wish_2, e.wish_3], p.institution_id))
        FROM (SELECT DISTINCT ON (l.institution_id) l.* FROM published_lists l
               WHERE l.county = e.county ORDER BY l.institution_id, l.day DESC) p
        LEFT JOIN institutions h ON h.county = p.county AND h.id = p.institution_id WHERE p.own ? e.number), '[]'),
    'notices', coalesce((
      SELECT jsonb_agg(jsonb_build_object('kind', n.kind, 'data', n.data, 'at', n.made_at) ORDER BY n.id DESC)
        FROM (SELECT * FROM waitlist_notices o WHERE o.county = e.county AND o.entry_id = e.id
               ORDER BY o.id DESC LIMIT 12) n), '[]'));
END $$;

CREATE FUNCTION public_objection(secret text, asked text) RETURNS jsonb LANGUAGE plpgsql STABLE {HEAD}
DECLARE i record; o record;
BEGIN
  PERFORM check_secret(secret);
  SELECT * INTO i FROM waitlist_intakes w WHERE w.number = asked AND w.kind = 'objection' AND asked ~ '^[0-9]{{6}}-'
     AND w.county = left(asked, 6)::integer;
  SELECT * INTO o FROM objections b WHERE CASE WHEN i.id IS NULL THEN b.code = asked AND length(asked) >= 8
     ELSE b.county = i.county AND b.code = i.became END LIMIT 1;
  IF o.id IS NOT NULL THEN
    RETURN jsonb_build_object('number', asked, 'received_at', o.received_at, 'due_on', o.due_on, 'holds_bed', o.holds_bed,
      'decided_on', (o.decided_at AT TIME ZONE 'Asia/Shanghai')::date, 'outcome', o.outcome, 'result', o.result);
  ELSIF i.id IS NOT NULL THEN
    RETURN jsonb_build_object('number', asked, 'received_at', i.handed_in_at);
  END IF;
  RETURN NULL;
END $$;
"""

FUNCTIONS = (
    "public_counties()", "public_vacancies(integer)", "public_prices(integer, bigint)", "public_lists(integer)",
    "public_list(integer, bigint, integer, integer)", "public_objections(integer)", "public_pin_salt(text, text)",
    "public_place(text, text, bytea)", "public_objection(text, text)",
    "start_draft(text, integer, uuid, bytea, bytea, bytea, integer, integer)", "draft_at(text, bytea)",
    "save_draft(text, bytea, bytea, bytea, integer, integer)", "return_draft(text, bytea, bytea, integer)",
    "hand_in_application(text, bytea, bigint, text, bytea, bytea, bytea)",
    "hand_in_objection(text, integer, bigint, text, uuid, bytea)", "forget_drafts(text)",
    "receive_intake(integer, bigint, bigint)",
)  # fmt: skip
INNER = ("public_band(bigint)", "public_entry(text)")
"""Called by the others only: nobody has a right to them."""
