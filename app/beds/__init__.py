"""Buildings to beds, what each bed is, and who or what has it on which days."""
