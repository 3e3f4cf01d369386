"""Members of organisations, and what each role may do."""
