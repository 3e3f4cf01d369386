"""What a contributor and CI run: the same commands in both places."""
