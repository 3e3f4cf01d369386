"""Acceptance of goods: who inspects, what was found, who signed, what is payable."""
