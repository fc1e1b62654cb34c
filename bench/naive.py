"""The same figures straight from the rows, as anybody would write them who keeps no census. In its favour: no row
security, no homes that only report, no beds, only the people and the registered figure of the official rate.
"""

__all__ = ["COUNTIES", "HOME", "HOMES", "HOME_WITHOUT_COUNTY", "SERIES", "SERIES_BY_STEPS", "SERIES_OF_PEOPLE"]

# Who is left out of the rate on a day, as the rulings of the day's counties say; nobody where they say nothing.
_LEFT_OUT = """coalesce(
    (r.leave AND l.kind <> 'hospital') OR (r.hospital AND l.kind = 'hospital') OR (r.extra_bed AND b.extra)
    OR (r.under_60 AND e.born_on > ({day} - interval '60 years'))
    OR (r.trial AND coalesce(c.kind, s.kind) = 'trial') OR (r.respite AND coalesce(c.kind, s.kind) = 'respite')
    OR (r.travel AND coalesce(c.kind, s.kind) = 'travel'), false)"""
_COVERS = "{row}.voided_at IS NULL AND {row}.from_on <= {day} AND {row}.to_on > {day}"
_CODES = ("leave", "hospital", "extra_bed", "under_60", "trial", "respite", "travel")
_PIVOT = ", ".join(f"bool_or(r.code = '{code}') AS {code}" for code in _CODES)


def _covers(row: str, day: str) -> str:
    return _COVERS.format(row=row, day=day)


def _on_day(group: str, where: str) -> str:
    """People and registered beds of one day, by county or by home."""
    day, home = "$1", "county, institution_id"
    same = "AND {0}.institution_id = s.institution_id AND {0}.stay_id = s.id"
    return f"""
WITH people AS (
  SELECT s.county, s.institution_id, count(*) AS in_residence,
         count(*) FILTER (WHERE NOT {_LEFT_OUT.format(day=day)}) AS counted
    FROM stays s
    LEFT JOIN leaves l ON l.county = s.county {same.format("l")} AND {_covers("l", day)}
    LEFT JOIN bed_claims k ON k.county = s.county {same.format("k")} AND k.kind = 'stay' AND {_covers("k", day)}
    LEFT JOIN beds b ON b.county = k.county AND b.id = k.bed_id
    LEFT JOIN elders e ON e.county = s.county AND e.id = s.elder_id
    LEFT JOIN (SELECT DISTINCT ON (county, stay_id) county, institution_id, stay_id, kind FROM stay_changes
                WHERE voided_at IS NULL AND from_on <= {day} ORDER BY county, stay_id, from_on DESC) c
           ON c.county = s.county {same.format("c")}
    LEFT JOIN (SELECT r.county, {_PIVOT} FROM rulings r WHERE NOT r.counts AND {_covers("r", day)} GROUP BY r.county) r
           ON r.county = s.county
   WHERE {_covers("s", day)} {where.format("s")}
   GROUP BY s.county, s.institution_id
), rated AS (
  SELECT i.county, i.id AS institution_id, d.value AS registered
    FROM institutions i JOIN registered_beds d ON d.county = i.county AND d.institution_id = i.id AND {_covers("d", day)}
   WHERE coalesce(i.opened_on, '-infinity') <= {day} AND coalesce(i.closed_on, 'infinity') > {day}
     {where.format("d")}
     AND EXISTS (SELECT FROM bed_services v WHERE v.county = i.county AND v.institution_id = i.id
                    AND v.voided_at IS NULL AND v.from_on <= {day})
)
SELECT {group}, count(*)::int AS homes, sum(registered)::int AS registered, coalesce(sum(counted), 0)::int AS counted
  FROM rated LEFT JOIN people USING ({home}) GROUP BY {group} ORDER BY {group}"""


COUNTIES = _on_day("county", "")
"""Every county on one day: $1 is the day."""

HOMES = _on_day("county, institution_id", "")
"""Every home on one day: $1 is the day."""

HOME = _on_day("county, institution_id", "AND {0}.county = $2 AND {0}.institution_id = $3")
"""One home on one day: the day, its county, its id."""

HOME_WITHOUT_COUNTY = _on_day("county, institution_id", "AND {0}.institution_id = $2")
"""The same by its id alone, without the county with which every index begins: the day, its id."""

SERIES = f"""
WITH people AS (
  SELECT n.day, s.institution_id, count(*) FILTER (WHERE NOT {_LEFT_OUT.format(day="n.day")}) AS counted
    FROM generate_series(0, $3::date - $2::date) AS g(step)
   CROSS JOIN LATERAL (SELECT $2::date + g.step AS day) n
    JOIN stays s ON s.county = $1 AND {_covers("s", "n.day")}
    LEFT JOIN leaves l ON l.county = s.county AND l.stay_id = s.id AND {_covers("l", "n.day")}
    LEFT JOIN bed_claims k ON k.county = s.county AND k.stay_id = s.id AND k.kind = 'stay' AND {_covers("k", "n.day")}
    LEFT JOIN beds b ON b.county = k.county AND b.id = k.bed_id
    LEFT JOIN elders e ON e.county = s.county AND e.id = s.elder_id
    LEFT JOIN LATERAL (SELECT c.kind FROM stay_changes c WHERE c.county = s.county
                          AND c.institution_id = s.institution_id AND c.stay_id = s.id AND c.voided_at IS NULL
                          AND c.from_on <= n.day ORDER BY c.from_on DESC LIMIT 1) c ON true
    LEFT JOIN LATERAL (SELECT {_PIVOT} FROM rulings r WHERE r.county = s.county AND NOT r.counts
                          AND {_covers("r", "n.day")}) r ON true
   GROUP BY n.day, s.institution_id
), rated AS (
  SELECT n.day, i.id AS institution_id, d.value AS registered
    FROM generate_series(0, $3::date - $2::date) AS g(step)
   CROSS JOIN LATERAL (SELECT $2::date + g.step AS day) n
    JOIN institutions i ON i.county = $1 AND coalesce(i.opened_on, '-infinity') <= n.day
     AND coalesce(i.closed_on, 'infinity') > n.day
    JOIN registered_beds d ON d.county = $1 AND d.institution_id = i.id AND {_covers("d", "n.day")}
   WHERE EXISTS (SELECT FROM bed_services v WHERE v.county = $1 AND v.institution_id = i.id AND v.voided_at IS NULL
                    AND v.from_on <= n.day)
)
SELECT day, count(*)::int AS homes, sum(registered)::int AS registered, coalesce(sum(counted), 0)::int AS counted
  FROM rated LEFT JOIN people USING (day, institution_id) GROUP BY day ORDER BY day"""
"""One county day by day: the county, the first and the last day. It joins every stay to each of its days."""

SERIES_OF_PEOPLE = """
SELECT n.day::date AS day, count(s.id)::int AS in_residence
  FROM generate_series($2::date, $3::date, interval '1 day') AS n(day)
  LEFT JOIN stays s ON s.county = $1 AND s.voided_at IS NULL AND s.from_on <= n.day AND s.to_on > n.day
 GROUP BY n.day ORDER BY n.day"""
"""The same for people in residence alone, whoever counts in the rate."""

SERIES_BY_STEPS = """
WITH steps AS (
  SELECT day, sum(step) AS step FROM (
    SELECT greatest(from_on, $2::date) AS day, 1 AS step FROM stays
     WHERE county = $1 AND voided_at IS NULL AND from_on <= $3::date AND to_on > greatest(from_on, $2::date)
    UNION ALL
    SELECT to_on, -1 FROM stays
     WHERE county = $1 AND voided_at IS NULL AND to_on <= $3::date AND to_on > greatest(from_on, $2::date)) one
   GROUP BY day
)
SELECT n.day::date AS day, sum(coalesce(step, 0)) OVER (ORDER BY n.day)::int AS in_residence
  FROM generate_series($2::date, $3::date, interval '1 day') AS n(day) LEFT JOIN steps s ON s.day = n.day::date"""
"""People in residence by steps up and down instead: clever, and no answer to who counts in the rate."""
