"""Officers' appointments, which agency decides what, and the log of refusals."""
