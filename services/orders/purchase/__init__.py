"""Purchase orders: what was approved, one order per seller."""
