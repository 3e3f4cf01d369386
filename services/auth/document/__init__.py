"""Private documents of applications: sent to the store, checked by content, read by short links."""
