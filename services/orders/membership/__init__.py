"""Our copy of who holds which role in which organisation, fed by auth's events."""
