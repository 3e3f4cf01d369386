"""A seller's whole list in one file: brought in by the worker, resumable, and given back."""
