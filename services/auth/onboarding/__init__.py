"""Applications of organisations to sell, buy or aggregate, decided by officers."""
