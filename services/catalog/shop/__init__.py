"""Shops: this service's copy of the organisations that sell."""
