"""The bureau's window: aggregate views on a role of their own."""

from alembic import op

from migrations.policies import aggregate_rows, role_prefix, run

revision = "0005"
down_revision = "0004"

READ = {
    "institutions": "county, id, code, name, opened_on, closed_on",
    "registered_beds": "county, institution_id, value, from_on, to_on, voided_at",
    "beds": "county, institution_id, id, extra",
    "bed_services": "county, institution_id, bed_id, from_on, to_on, voided_at",
    "bed_marks": "county, institution_id, bed_id, kind, from_on, to_on, voided_at",
    "bed_claims": "county, institution_id, bed_id, kind, from_on, to_on, voided_at",
    "regions": "code, name",
}

# The views hold no column of a person; their owner may read only the columns above, and no other role but the
# bureau's reads the views.
VIEWS = """
CREATE VIEW agg.homes AS
  SELECT i.county, i.id AS institution_id, r.name AS county_name, i.code, i.name, i.opened_on, i.closed_on
    FROM public.institutions i LEFT JOIN public.regions r ON r.code = i.county;
CREATE VIEW agg.registered_beds AS
  SELECT county, institution_id, value, from_on, to_on FROM public.registered_beds WHERE voided_at IS NULL;
CREATE VIEW agg.bed_services AS
  SELECT s.county, s.institution_id, s.bed_id, b.extra, s.from_on, s.to_on
    FROM public.bed_services s JOIN public.beds b
      ON b.county = s.county AND b.institution_id = s.institution_id AND b.id = s.bed_id
   WHERE s.voided_at IS NULL;
CREATE VIEW agg.bed_marks AS
  SELECT county, institution_id, bed_id, kind, from_on, to_on FROM public.bed_marks WHERE voided_at IS NULL;
CREATE VIEW agg.closures AS
  SELECT county, institution_id, bed_id, from_on, to_on
    FROM public.bed_claims WHERE kind = 'closure' AND voided_at IS NULL;
"""
NAMES = ("homes", "registered_beds", "bed_services", "bed_marks", "closures")


def upgrade() -> None:
    """Open the bureau's window: views owned by a role that sees whole counties and no person."""
    prefix = role_prefix(op)
    run(op, f"CREATE SCHEMA agg;\nGRANT USAGE, CREATE ON SCHEMA agg TO {prefix}agg_owner;\n")
    run(op, aggregate_rows([table for table in READ if table != "regions"], prefix))
    run(op, "".join(f"GRANT SELECT ({columns}) ON {table} TO {prefix}agg_owner;\n" for table, columns in READ.items()))
    run(op, f"GRANT USAGE ON SCHEMA public TO {prefix}agg_owner, {prefix}bureau;\n" + VIEWS)
    run(op, "".join(f"ALTER VIEW agg.{name} OWNER TO {prefix}agg_owner;\n" for name in NAMES))
    run(op, f"REVOKE CREATE ON SCHEMA agg FROM {prefix}agg_owner;\nGRANT USAGE ON SCHEMA agg TO {prefix}bureau;\n")
    run(op, "".join(f"GRANT SELECT ON agg.{name} TO {prefix}bureau;\n" for name in NAMES))
    run(op, f"GRANT SELECT ON database_mark TO {prefix}bureau;\n")


def downgrade() -> None:
    """Close the window again."""
    op.execute("DROP SCHEMA agg CASCADE")
    for table in READ:
        if table != "regions":
            op.execute(f"DROP POLICY aggregate_rows ON {table}")
