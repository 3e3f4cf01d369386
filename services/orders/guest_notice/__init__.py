"""Mail to guests, whom auth does not know: written with the change, sent once by a due task."""
