"""What may be posted to the pages of stays, leaves, discharges and transfers."""
