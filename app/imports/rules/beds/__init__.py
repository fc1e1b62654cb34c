"""The ledger of beds 床位台账: buildings, floors, units, rooms and beds, one bed a row."""
