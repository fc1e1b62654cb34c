"""The homes 养老机构, and dated facts about them, each with its paper."""
