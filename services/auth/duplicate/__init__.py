"""Organisations that may be one and the same: shown to officers, merged by an officer."""
