"""${message}.

Why: one sentence that the next reader needs.
"""

from alembic import op
import sqlalchemy as sa
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """Go there."""
    ${upgrades if upgrades else "raise NotImplementedError"}


def downgrade() -> None:
    """Come back."""
    ${downgrades if downgrades else "raise NotImplementedError"}
