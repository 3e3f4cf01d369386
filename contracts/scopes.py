"""Scopes of an access token, one per surface. Auth grants them from a member's roles."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """What the bearer may do for the party that the token acts for."""

    ACCOUNT = "account"
    """Read and change one's own account; every signed-in person."""
    ORGANISATION = "organisation"
    """Manage the organisation: profile, members, applications."""
    CATALOGUE = "catalogue"
    """Edit products, certificates and media."""
    SUPPLY = "supply"
    """Count stock, state capacity, raise lots."""
    SELL = "sell"
    """The seller's desk: accept, pack, ship, deliver."""
    BUY = "buy"
    """Requisitions and purchase orders of an institution."""
    APPROVE = "approve"
    """Approve requisitions."""
    INSPECT = "inspect"
    """Sign goods receipts."""
    FINANCE = "finance"
    """Read the ledger, invoices and payouts."""
    READ = "read"
    """Read the party's own rows."""
    OFFICER = "officer"
    """Act as an officer, within province, agency, schemes and dates."""
    OPERATOR = "operator"
    """Run the marketplace."""


class Role(StrEnum):
    """Roles of a member in an organisation."""

    OWNER = "owner"
    MANAGER = "manager"
    CATALOGUE = "catalogue"
    ORDERS = "orders"
    FINANCE = "finance"
    INSPECTOR = "inspector"
    APPROVER = "approver"
    VIEWER = "viewer"
