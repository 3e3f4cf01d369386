"""Consent by purpose, in versions of its text, given and withdrawn."""
