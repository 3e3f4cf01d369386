"""The catalogue: what a product is, and which marks it bears on which days."""
