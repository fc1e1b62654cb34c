"""HTTP for the house: routes with a transaction around them, templates, forms. Knows no domain."""
