"""The worker's side of imports: chunk after chunk, one transaction each."""
