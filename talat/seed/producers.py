"""Producers of scale B: who they are, where, and what they mostly make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from random import Random
from typing import Final
from uuid import UUID

from contracts.types import OrganisationKind
from talat.seed import shape
from talat.seed.shape import Identifiers, Scale, Weighted
from talat.seed.words import CRAFTS, VILLAGES

VAT_SHARE_OF_SMES: Final = 0.5


class ProducerType(StrEnum):
    """The three types of the OTOP register."""

    GROUP = "group"
    INDIVIDUAL = "individual"
    SME = "sme"


_KIND: Final = {
    ProducerType.GROUP: OrganisationKind.COMMUNITY_ENTERPRISE,
    ProducerType.INDIVIDUAL: OrganisationKind.OTOP_PRODUCER,
    ProducerType.SME: OrganisationKind.OTOP_PRODUCER,
}


@dataclass(frozen=True, slots=True)
class Producer:
    """One producer with its one owner, who is nobody real."""

    id: UUID
    person_id: UUID
    membership_id: UUID
    application_id: UUID
    contact_id: UUID
    number: int
    type: ProducerType
    name_th: str
    province_code: str
    subdistrict_code: str
    root: str
    registration_code: str | None
    tax_id: str | None
    vat_registered: bool
    holder: bool
    """Holds a มผช. certificate for its first product."""
    created_at: datetime

    @property
    def kind(self) -> OrganisationKind:
        """What the platform registers it as."""
        return _KIND[self.type]

    @property
    def email(self) -> str:
        """The owner's address, of a domain that nobody can own."""
        return f"seller{self.number:05d}@demo.invalid"


@cache
def _subdistricts(province_code: str) -> tuple[str, ...]:
    return shape.subdistricts_of(province_code)


def _types(scale: Scale, rng: Random) -> list[ProducerType]:
    individuals = round(scale.producers * shape.INDIVIDUAL_SHARE)
    smes = round(scale.producers * shape.SME_SHARE)
    types = [ProducerType.INDIVIDUAL] * individuals + [ProducerType.SME] * smes
    types += [ProducerType.GROUP] * (scale.producers - len(types))
    rng.shuffle(types)
    return types


def holders(scale: Scale, provinces: list[str], rng: Random) -> frozenset[int]:
    """Which producers, by number, hold a มผช. certificate: exact counts in each region."""
    by_region: dict[str, list[int]] = {name: [] for name in shape.HOLDER_REGIONS}
    for number, province in enumerate(provinces):
        by_region[shape.region(province)].append(number)
    chosen: set[int] = set()
    for name, count in shape.quotas(scale.holders, shape.HOLDER_REGIONS).items():
        chosen.update(rng.sample(by_region[name], min(count, len(by_region[name]))))
    # A region of a very small scale may have too few producers for its share.
    left = [number for number in range(scale.producers) if number not in chosen]
    chosen.update(rng.sample(left, scale.holders - len(chosen)))
    return frozenset(chosen)


def producers(scale: Scale) -> Iterator[Producer]:
    """Every producer, oldest first."""
    rng = Random(f"{scale.seed} producers")
    ids = Identifiers(Random(f"{scale.seed} producer ids"))
    types = _types(scale, rng)
    weights = Weighted(shape.province_weights(rng))
    provinces = [weights.draw(rng) for _ in range(scale.producers)]
    holding = holders(scale, provinces, rng)
    roots = Weighted(shape.CATEGORY_SHARES)
    for number, (kind, province) in enumerate(zip(types, provinces, strict=True)):
        at = scale.instant(number, scale.producers)
        root = roots.draw(rng)
        is_sme = kind is ProducerType.SME
        yield Producer(
            id=ids.make(at),
            person_id=ids.make(at),
            membership_id=ids.make(at),
            application_id=ids.make(at),
            contact_id=ids.make(at),
            number=number,
            type=kind,
            name_th=_name(kind, root, rng),
            province_code=province,
            subdistrict_code=rng.choice(_subdistricts(province)),
            root=root,
            registration_code=(
                f"{province}{number:05d}1{rng.randrange(10_000):04d}"
                if kind is ProducerType.GROUP
                else None
            ),
            tax_id=_tax_id(number) if is_sme else None,
            vat_registered=is_sme and rng.random() < VAT_SHARE_OF_SMES,
            holder=number in holding,
            created_at=at,
        )


def _name(kind: ProducerType, root: str, rng: Random) -> str:
    craft, village = rng.choice(CRAFTS[root]), rng.choice(VILLAGES)
    if kind is ProducerType.GROUP:
        return f"วิสาหกิจชุมชนกลุ่ม{craft}บ้าน{village}"
    if kind is ProducerType.SME:
        return f"บริษัท {craft}{village} จำกัด"
    return f"ร้าน{craft}{village}"


def _tax_id(number: int) -> str:
    """A juristic person's id with a right check digit (thai-domain.md section 2)."""
    digits = f"099{number:09d}"
    total = sum((13 - place) * int(digit) for place, digit in enumerate(digits))
    return digits + str((11 - total % 11) % 10)
