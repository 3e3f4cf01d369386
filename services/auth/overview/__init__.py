"""A province in figures, for the governor's committee and its offices: read only."""
