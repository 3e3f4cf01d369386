"""The statutory side of a purchase: committees, splitting, urgent reports, the e-GP number."""
