"""Products as schema.org JSON-LD, for search engines and other catalogues."""
