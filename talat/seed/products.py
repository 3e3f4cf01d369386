"""Products of scale B with their packs, certificates and stock."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from random import Random
from typing import Final

from contracts.events.catalog import ProductStatus
from contracts.types import Mark, Provenance
from services.catalog.models import Product, Variant
from talat.seed import shape
from talat.seed.certificates import Case, Certifier, marks
from talat.seed.dirty import dirty
from talat.seed.producers import Producer
from talat.seed.shape import Identifiers, Scale, Weighted
from talat.seed.words import DESCRIPTIONS, FINISHES, FLAVOURS, INDICATIONS, KINDS, VILLAGES, Kind

OWN_ROOT_SHARE: Final = 0.9
TWO_PACKS_SHARE: Final = 0.2
SOLD_OUT_SHARE: Final = 0.08
INDICATION_SHARE: Final = 0.06
_ONE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class SeededProduct:
    """A product with everything that hangs on it."""

    product: Product
    cases: list[Case]
    marks: tuple[Mark, ...]
    on_hand: list[Decimal]
    """Of each pack, in the packs' order."""
    clean_name: str | None
    """What the name should be, when it was typed badly, and in which way it was."""
    dirty_way: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Who makes which product, and which products, by number, are something special."""

    owners: Sequence[int]
    first: frozenset[int]
    """Each producer's first product."""
    dirty: frozenset[int]
    undecided: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Chosen:
    kind: Kind
    root: str
    name: str


def plan(scale: Scale) -> Plan:
    """Divide the products among the producers: each has one while there are, some have many."""
    rng = Random(f"{scale.seed} plan")
    owners = list(range(min(scale.producers, scale.products)))
    sums = list(accumulate(rng.paretovariate(1.6) for _ in range(scale.producers)))
    owners += [
        min(bisect(sums, rng.random() * sums[-1]), scale.producers - 1)
        for _ in range(scale.products - len(owners))
    ]
    rng.shuffle(owners)
    first: dict[int, int] = {}
    for number, owner in enumerate(owners):
        first.setdefault(owner, number)
    everyone = range(scale.products)
    return Plan(
        owners=owners,
        first=frozenset(first.values()),
        dirty=frozenset(rng.sample(everyone, round(scale.products * shape.DIRTY_SHARE))),
        undecided=frozenset(rng.sample(everyone, round(scale.products * shape.UNDECIDED_SHARE))),
    )


class Maker:
    """Makes the products of a scale, oldest first."""

    def __init__(self, scale: Scale, producers: Sequence[Producer]) -> None:
        self.scale = scale
        self._producers = producers
        self._plan = plan(scale)
        self._rng = Random(f"{scale.seed} products")
        self._ids = Identifiers(Random(f"{scale.seed} product ids"))
        self._certifier = Certifier(scale)
        self._roots = Weighted(shape.CATEGORY_SHARES)

    def products(self) -> Iterator[SeededProduct]:
        """Every product, with its cases judged."""
        for number in range(self.scale.products):
            yield self._made(number)

    def _made(self, number: int) -> SeededProduct:
        maker = self._producers[self._plan.owners[number]]
        chosen = self._choose(maker)
        product = self._product(number, maker, chosen)
        on_hand = self._add_packs(product, chosen)
        cases = self._certifier.cases(
            product,
            maker,
            holder=maker.holder and number in self._plan.first,
            undecided=number in self._plan.undecided,
        )
        clean_name = way = None
        if number in self._plan.dirty:
            clean_name = product.name_th
            product.name_th, way = dirty(clean_name, self._rng)
        return SeededProduct(product, cases, marks(product, cases), on_hand, clean_name, way)

    def _choose(self, maker: Producer) -> _Chosen:
        rng = self._rng
        protected = [each for each in INDICATIONS if each.province == maker.province_code]
        if protected and rng.random() < INDICATION_SHARE * len(protected):
            chosen = rng.choice(protected)
            kind = Kind(chosen.name, chosen.english, chosen.category, chosen.unit, 1_000)
            return _Chosen(kind, chosen.root, chosen.name)
        root = maker.root if rng.random() < OWN_ROOT_SHARE else self._roots.draw(rng)
        kind = rng.choice(KINDS[root])
        return _Chosen(kind, root, kind.noun + self._rest_of_name(root))

    def _rest_of_name(self, root: str) -> str:
        rng = self._rng
        name = rng.choice(FLAVOURS[root])
        if rng.random() < 0.35:
            name += rng.choice(FINISHES)
        if rng.random() < 0.4:
            name += f"บ้าน{rng.choice(VILLAGES)}"
        if rng.random() < 0.15:
            name += f" สูตร {rng.randrange(1, 10)}"
        return name

    def _product(self, number: int, maker: Producer, chosen: _Chosen) -> Product:
        at = self.scale.instant(number, self.scale.products)
        kind = chosen.kind
        return Product(
            id=self._ids.make(at),
            shop_id=maker.id,
            status=ProductStatus.PUBLISHED,
            version=1,
            name_th=chosen.name,
            name_en=kind.english.capitalize(),
            description_th=self._rng.choice(DESCRIPTIONS[chosen.root]),
            description_en="",
            category_code=kind.category,
            tax_class=kind.tax_class,
            crop=kind.crop,
            province_code=maker.province_code,
            subdistrict_code=maker.subdistrict_code,
            temperature_class=kind.temperature,
            lead_time_days=self._rng.choice((0, 1, 2, 3, 7)),
            seasons=[],
            image_keys=[],
            provenance=Provenance.SYNTHETIC,
            created_at=at,
            updated_at=at,
            published_at=at,
            variants=[],
        )

    def _add_packs(self, product: Product, chosen: _Chosen) -> list[Decimal]:
        rng, kind = self._rng, chosen.kind
        price = shape.price_satang(rng, chosen.root)
        sizes = (1, 3) if rng.random() < TWO_PACKS_SHARE else (1,)
        for position, size in enumerate(sizes):
            product.variants.append(
                Variant(
                    id=self._ids.make(product.created_at),
                    product_id=product.id,
                    sku=f"P{size}",
                    name_th=f"{size} {kind.unit}",
                    unit=kind.unit,
                    pack_size=Decimal(size),
                    order_step=_ONE,
                    price_satang=price * size,
                    tiers=[],
                    weight_grams=kind.grams * size if kind.grams else None,
                    position=position,
                    withdrawn=False,
                )
            )
        return [
            Decimal(0 if rng.random() < SOLD_OUT_SHARE else rng.randrange(1, 200)) for _ in sizes
        ]
