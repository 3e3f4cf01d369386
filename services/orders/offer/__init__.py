"""Our copy of what is on sale, one row a variant, fed by the catalogue's events."""
