"""Dated figures of buying and the clock of working days, for the other features."""
