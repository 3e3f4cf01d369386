"""Double-entry books in satang: append-only, every transaction sums to nought."""
