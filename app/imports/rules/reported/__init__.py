"""The workbook of a county: one row for each home and kind of beds, as of a day."""
