"""A person's data: handed over, and forgotten."""
