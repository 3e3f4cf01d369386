"""The yearly confirmation of a community enterprise, 1 to 30 January."""
