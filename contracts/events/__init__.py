"""Events on the bus, one module per publishing service. Inside a version only additive changes."""
