"""Random acts on everything the census counts, most of them back-dated; afterwards the proof must find nothing."""
