"""Money that goes back: asked for once, followed to its end in whatever order news arrive."""
