"""How a person comes in: the task list of an admission 入院办理, resumable, until the stay begins."""
