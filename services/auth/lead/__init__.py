"""The provincial salesmen's leads: a need, matched with a supplier, won by the first order."""
