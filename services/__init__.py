"""The three services. They never import each other; they meet in ``contracts`` and on the bus."""
