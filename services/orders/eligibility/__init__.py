"""Which products an institution may buy for which delivery date, and because of which marks."""
