"""Marks: which product bears which mark on which days. Judged here and nowhere else."""
