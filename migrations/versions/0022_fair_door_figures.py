"""What the bureau may count of the waitlist: the figures of each day by home, tier and state. No person is in them."""

from alembic import op

from migrations.policies import aggregate_rows, role_prefix, run

revision = "0022"
down_revision = "0021"

READ = (
    "county, institution_id, day, tier, tier_label, state, entries, waiting_days, received, accepted, offered, agreed,"
    " declined, lapsed, admitted, withdrawn, removed"
)
# The row of a whole county repeats its homes; how long one person has waited is nobody's figure.
VIEW = f"""
CREATE VIEW agg.waitlist_counts AS
  SELECT {READ} FROM public.waitlist_counts WHERE institution_id <> 0;
"""


def upgrade() -> None:
    """Open the window on the waitlist's figures; the web role's own policy stands for the web role alone."""
    prefix = role_prefix(op)
    run(
        op,
        aggregate_rows(["waitlist_counts"], prefix)
        + f"GRANT SELECT ({READ}) ON waitlist_counts TO {prefix}agg_owner;\n",
    )
    run(op, f"ALTER POLICY caller_rows ON waitlist_counts TO {prefix}app;\n")
    run(op, f"GRANT CREATE ON SCHEMA agg TO {prefix}agg_owner;\n" + VIEW)
    run(
        op,
        f"ALTER VIEW agg.waitlist_counts OWNER TO {prefix}agg_owner;\nREVOKE CREATE ON SCHEMA agg FROM {prefix}agg_owner;\n",
    )
    run(op, f"GRANT SELECT ON agg.waitlist_counts TO {prefix}bureau;\n")


def downgrade() -> None:
    """Close it again."""
    op.execute("DROP VIEW agg.waitlist_counts")
    op.execute("DROP POLICY aggregate_rows ON waitlist_counts")
    op.execute("ALTER POLICY caller_rows ON waitlist_counts TO PUBLIC")
