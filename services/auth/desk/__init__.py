"""An officer at their desk: may they act on this matter, and the log of what they were refused."""
