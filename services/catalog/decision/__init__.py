"""Decisions: an officer moves a case, within province, agency and scheme."""
