"""A province brings its groups in by a file; the members claim them with codes."""
