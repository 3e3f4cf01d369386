"""How a party of ours is named on a document."""

from __future__ import annotations

from services.orders.document.data import PartyData
from services.orders.document.geothai import address_lines
from services.orders.models.party import Party


def party_data(party: Party) -> PartyData:
    """The organisation with its place of business, tax id and branch.

    A registered seller that never told a branch is its own head office.
    """
    return PartyData(
        name=party.name_th,
        address=address_lines(
            line=party.address_line,
            province_code=party.province_code,
            subdistrict_code=party.subdistrict_code,
        ),
        tax_id=party.tax_id,
        tax_branch=(party.tax_branch or "00000") if party.tax_id else None,
    )


def is_demo(*parties: Party | None) -> bool:
    """Whether one of them is of the demonstration: then the paper says so."""
    return any(party is not None and party.provenance is not None for party in parties)
