"""Imported bank statements: money that came in, matched to invoices."""
