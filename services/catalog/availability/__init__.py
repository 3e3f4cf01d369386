"""Availability in bands, as the orders service tells it."""
