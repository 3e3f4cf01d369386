"""How long and how much sellers lend their buyers."""
