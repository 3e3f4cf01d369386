"""What becomes of a group when money comes for it, late, twice or not at all."""
