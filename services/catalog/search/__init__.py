"""Thai text made searchable: the same pipeline for what is stored and for what is asked."""
