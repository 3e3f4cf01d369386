"""Counters that slow guessing and flooding down, in the database, under hashed keys."""
