"""Documents: numbered without gaps, frozen with their data, printed in Thai at any time."""
