"""What may be asked of the waitlist and posted to it."""
