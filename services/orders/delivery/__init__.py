"""Delivery notes: shipped from lots, arrived at the buyer's site."""
