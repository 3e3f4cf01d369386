"""A strict, stateful stand-in for the parts of Stripe that a Thai shop uses.

It speaks Stripe's HTTP API (form-encoded requests, JSON answers, signed webhooks), so that the
real ``stripe`` library works against it unchanged, and adds a control API below ``/_sandbox/``
for what a bank, a card holder or a bad network would do.  Both are described in ``README.md``.
The package is a server of its own and imports nothing else of this repository.
"""
