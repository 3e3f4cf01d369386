"""Certification cases: applied for by a party, decided by an officer, never deleted."""
