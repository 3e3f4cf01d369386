"""A purchase order's way from placed to confirmed, declined or cancelled."""
