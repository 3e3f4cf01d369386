"""Addresses proven by a code, added and removed."""
