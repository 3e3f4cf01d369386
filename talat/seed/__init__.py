"""Scale B: the whole country, seeded, deterministic, synthetic, and flagged so."""
