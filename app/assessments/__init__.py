"""How able a person is, by a dated scale: the scales as data, and the arithmetic over their answers."""
