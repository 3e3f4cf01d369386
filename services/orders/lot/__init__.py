"""Lots: what a producer harvested or made on one day, of what, and where it went."""
