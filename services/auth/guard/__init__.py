"""Attempts to sign in: counted, delayed, refused, forgiven."""
