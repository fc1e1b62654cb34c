"""`python -m app …`: the house from the command line."""

import sys

try:
    from app.cli import main

    main()
except KeyboardInterrupt:
    # Interrupted before anything was opened: there is nothing to say and nothing to close.
    sys.exit(130)
