"""A seller's whole list in the columns of an import."""
