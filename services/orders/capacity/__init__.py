"""What sellers can deliver in a week, and what purchase orders took of it."""
