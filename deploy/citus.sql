-- Distributes a migrated, EMPTY database over the workers of a Citus cluster, by county.
--
--   psql "$OWNER_DATABASE_URL" -f deploy/citus.sql        (on the coordinator, after `python -m app migrate`)
--
-- Run it again as often as you like: what is distributed already is left as it is. docs/scale.md says when a cluster is
-- worth its trouble, what to put on the machines first, and what has to change in the database's own functions before
-- anybody signs in. tests/architecture/test_citus.py holds this list against the migrated schema.

\set ON_ERROR_STOP on

-- More shards than processor cores you will ever have on the workers together, and fewer than counties. It is decided
-- here once: later changes go by alter_distributed_table, which refuses tables with identity columns.
SET citus.shard_count = 64;

DROP TABLE IF EXISTS pg_temp.plan;
CREATE TEMP TABLE plan (place integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY, kind text NOT NULL, name text NOT NULL UNIQUE);

-- Reference tables stand whole on every node: tenant rows point at them and are joined to them there.
INSERT INTO plan (kind, name) VALUES
  ('reference', 'regions'),
  ('reference', 'region_figures'),
  ('reference', 'working_days');

-- Local tables stay on the coordinator. Who may sign in and who is signed in is asked once per transaction, there; each
-- look at a page writes to sign_ins, which as a reference table would be written on every node.
INSERT INTO plan (kind, name) VALUES
  ('local', 'users'),
  ('local', 'user_secrets'),
  ('local', 'role_grants'),
  ('local', 'sign_ins'),
  ('local', 'sign_in_homes'),
  ('local', 'devices'),
  ('local', 'attempts'),
  ('local', 'first_run_links'),
  ('local', 'process_secrets'),
  ('local', 'rights_keys'),
  ('local', 'database_mark'),
  ('local', 'alembic_version'),
  -- The queue has a trigger of its own, which Citus refuses on distributed tables, and one worker process reads it.
  ('local', 'pgqueuer'),
  ('local', 'pgqueuer_log'),
  ('local', 'pgqueuer_schedules'),
  ('local', 'pgqueuer_statistics');

-- Everything of a county lies on one node with everything else of that county, so every key, every exclusion and every
-- join of a home is that node's own affair. A table stands below those it points at: Citus takes a foreign key only
-- when the other end is distributed (or a reference table) already.
INSERT INTO plan (kind, name) VALUES
  -- The first one opens the co-location group; all others join it.
  ('distributed', 'legal_units'),
  ('distributed', 'institutions'),
  ('distributed', 'county_keys'),
  ('distributed', 'acts'),
  -- Partitioned by month: the parent is named, its partitions follow it, those that a job makes later too.
  ('distributed', 'audit_entries'),
  ('distributed', 'access_entries'),
  ('distributed', 'audit_heads'),
  ('distributed', 'attachments'),
  ('distributed', 'institution_facts'),
  ('distributed', 'registered_beds'),
  ('distributed', 'price_items'),
  ('distributed', 'import_runs'),
  ('distributed', 'import_templates'),
  -- Buildings to beds.
  ('distributed', 'buildings'),
  ('distributed', 'floors'),
  ('distributed', 'nursing_units'),
  ('distributed', 'rooms'),
  ('distributed', 'room_terms'),
  ('distributed', 'beds'),
  ('distributed', 'bed_services'),
  ('distributed', 'bed_marks'),
  -- People.
  ('distributed', 'elders'),
  ('distributed', 'elder_homes'),
  ('distributed', 'elder_names'),
  ('distributed', 'elder_merges'),
  ('distributed', 'elder_papers'),
  ('distributed', 'elder_categories'),
  ('distributed', 'elder_relations'),
  ('distributed', 'contacts'),
  ('distributed', 'health_notes'),
  -- Stays, and who has which bed.
  ('distributed', 'stays'),
  ('distributed', 'stay_changes'),
  ('distributed', 'leaves'),
  ('distributed', 'bed_claims'),
  ('distributed', 'discharges'),
  ('distributed', 'discharge_tasks'),
  ('distributed', 'discharge_beds'),
  ('distributed', 'transfers'),
  ('distributed', 'transfer_people'),
  -- The census.
  ('distributed', 'rulings'),
  ('distributed', 'census_openings'),
  ('distributed', 'census_homes'),
  ('distributed', 'census_days'),
  ('distributed', 'census_counties'),
  ('distributed', 'reported_figures'),
  -- Assessments.
  ('distributed', 'scale_rulings'),
  ('distributed', 'assessments'),
  ('distributed', 'assessment_answers'),
  ('distributed', 'assessment_signatures'),
  ('distributed', 'assessment_triggers'),
  ('distributed', 'risk_assessments'),
  -- The waitlist, and what is published of it.
  ('distributed', 'waitlist_policies'),
  ('distributed', 'waitlist_switches'),
  ('distributed', 'waitlist_receipts'),
  ('distributed', 'waitlist_entries'),
  ('distributed', 'waitlist_events'),
  ('distributed', 'waitlist_circumstances'),
  ('distributed', 'waitlist_checks'),
  ('distributed', 'waitlist_notices'),
  ('distributed', 'waitlist_intakes'),
  ('distributed', 'waitlist_counts'),
  ('distributed', 'published_lists'),
  -- Offers, placements, and admissions, which point at both.
  ('distributed', 'bed_offers'),
  ('distributed', 'offer_attempts'),
  ('distributed', 'offer_skips'),
  ('distributed', 'objections'),
  ('distributed', 'bed_explanations'),
  ('distributed', 'spot_checks'),
  ('distributed', 'placement_numbers'),
  ('distributed', 'placement_orders'),
  ('distributed', 'dispersed_supports'),
  ('distributed', 'support_wishes'),
  ('distributed', 'admissions'),
  ('distributed', 'admission_tasks'),
  ('distributed', 'health_checks'),
  ('distributed', 'service_agreements'),
  ('distributed', 'consents'),
  ('distributed', 'first_needs');

-- Stop before anything is done when this list and the database do not agree, or when there are rows: distributing a
-- filled table copies it and leaves the old rows on the coordinator.
DO $$
DECLARE strangers text; line record; filled boolean;
BEGIN
  SELECT string_agg(t.relname, ', ' ORDER BY t.relname) INTO strangers
    FROM pg_class t LEFT JOIN plan p ON p.name = t.relname
   WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition AND p.name IS NULL
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = t.oid AND d.deptype = 'e');
  IF strangers IS NOT NULL THEN
    RAISE EXCEPTION 'deploy/citus.sql does not know these tables: %', strangers;
  END IF;
  FOR line IN
    SELECT p.name FROM plan p
     WHERE p.kind = 'distributed'
       AND NOT EXISTS (SELECT FROM pg_dist_partition d WHERE d.logicalrelid = ('public.' || p.name)::regclass)
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', line.name) INTO filled;
    IF filled THEN
      RAISE EXCEPTION '% has rows: distribute an empty database, then load it', line.name;
    END IF;
  END LOOP;
END $$;

-- One statement, one transaction for each table: all of them at once would need more locks than a worker has by default.
SELECT format('SELECT create_reference_table(%L)', 'public.' || p.name)
  FROM plan p
 WHERE p.kind = 'reference'
   AND NOT EXISTS (SELECT FROM pg_dist_partition d WHERE d.logicalrelid = ('public.' || p.name)::regclass)
 ORDER BY p.place
\gexec

SELECT format('SELECT create_distributed_table(%L, %L, colocate_with => %L)',
              'public.' || p.name, 'county', CASE p.name WHEN 'legal_units' THEN 'none' ELSE 'public.legal_units' END)
  FROM plan p
 WHERE p.kind = 'distributed'
   AND NOT EXISTS (SELECT FROM pg_dist_partition d WHERE d.logicalrelid = ('public.' || p.name)::regclass)
 ORDER BY p.place
\gexec

-- What came of it, for whoever watches: every distributed table must show the same co-location group.
SELECT p.kind, count(*) AS tables, count(DISTINCT d.colocationid) AS groups
  FROM plan p LEFT JOIN pg_dist_partition d ON d.logicalrelid = ('public.' || p.name)::regclass
 GROUP BY p.kind ORDER BY p.kind;
