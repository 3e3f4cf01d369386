"""`python -m talat` is the operator's command."""

from talat.cli import app

app()
