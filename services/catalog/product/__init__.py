"""Products: draft, published, withdrawn; every public change is told to the bus."""
