"""What anyone may see without signing in: vacancies, the published waitlist, one's own place, an application."""
