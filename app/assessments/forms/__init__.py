"""What may be posted about assessments."""
