"""Orders that a seller calls off after they were paid, and the money of them that goes back."""
