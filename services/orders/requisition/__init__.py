"""An institution's request to buy: drafted, submitted, and approved by somebody else."""
