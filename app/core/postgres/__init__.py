"""The database server: finding or starting one, its roles, its migrations, and who may serve from it."""
