"""`python -m app …`: the house from the command line."""

from app.cli import main

main()
