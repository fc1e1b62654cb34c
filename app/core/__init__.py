"""What every storey stands on: the database, its clock, errors, the actor. Knows no HTTP and no domain."""
