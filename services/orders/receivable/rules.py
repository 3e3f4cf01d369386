"""Pure calculation of ageing and statements, in satang."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.orders.receivable.schemas import (
    AgeingRow,
    Bucket,
    StatementKind,
    StatementLine,
)

BUCKETS: Final = tuple(Bucket)


@dataclass(frozen=True, slots=True)
class Owed:
    """What one party owes in one bucket (an index into BUCKETS)."""

    party_id: UUID
    bucket: int
    invoices: int
    amount_satang: int


@dataclass(frozen=True, slots=True)
class Movement:
    """Something that changed what is owed."""

    on: date
    kind: str
    number: str
    amount_satang: int


def ageing_rows(owed: Iterable[Owed], names: Mapping[UUID, str]) -> list[AgeingRow]:
    """One row a party, the one that owes most first."""
    parties: dict[UUID, list[Owed]] = {}
    for each in owed:
        parties.setdefault(each.party_id, []).append(each)
    rows = [
        AgeingRow(
            party_id=party_id,
            name_th=names.get(party_id),
            invoices=sum(each.invoices for each in found),
            outstanding_satang=sum(each.amount_satang for each in found),
            buckets=_buckets(found),
        )
        for party_id, found in parties.items()
    ]
    return sorted(rows, key=lambda row: (-row.outstanding_satang, row.party_id))


def sums(rows: Sequence[AgeingRow]) -> dict[Bucket, int]:
    """The buckets of all parties together."""
    return {bucket: sum(row.buckets[bucket] for row in rows) for bucket in BUCKETS}


def statement_lines(movements: Iterable[Movement], *, opening: int) -> list[StatementLine]:
    """Movements in their order with the balance after each."""
    lines, balance = [], opening
    for each in movements:
        balance += each.amount_satang
        lines.append(
            StatementLine(
                on=each.on,
                kind=StatementKind(each.kind),
                number=each.number,
                amount_satang=each.amount_satang,
                balance_satang=balance,
            )
        )
    return lines


def _buckets(found: Iterable[Owed]) -> dict[Bucket, int]:
    amounts = dict.fromkeys(BUCKETS, 0)
    for each in found:
        amounts[BUCKETS[each.bucket]] += each.amount_satang
    return amounts
