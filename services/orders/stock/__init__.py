"""What a seller has on hand and what of it is held for shoppers who are paying."""
