"""One module for each command of `talat`; each has an `app`."""
