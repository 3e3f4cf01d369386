"""Our copy of the organisations, fed by auth's events."""
