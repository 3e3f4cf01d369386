"""Scale B in small: exact counts, the same data for the same number, the law's couplings."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from stdnum.th import moa

from contracts.types import Scheme
from kit.db import Database
from services.auth.doctor import CHECKS as AUTH_CHECKS
from services.catalog.doctor import CHECKS as CATALOG_CHECKS
from services.catalog.search.rules import normalise
from services.orders.doctor import CHECKS as ORDERS_CHECKS
from talat.commands.events import compare_with_source, projections
from talat.seed import load, shape
from talat.seed.certificates import area, indication_of
from talat.seed.load import Seeded, Urls
from talat.seed.producers import ProducerType, producers
from talat.seed.products import Maker, SeededProduct
from talat.seed.shape import Scale
from talat.seed.watch import Watch
from talat.stack.errors import StackError
from talat.stack.secrets import SERVICES
from tests.support import servers

SCALE = Scale(seed=7, producers=300, products=630, today=date(2026, 11, 22))
# A home that was never started has no signing key yet.
NOT_OF_THE_SEED = "a key signs now, and it is published"


class Steps(Watch):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self._step = ""

    def begin(self, step: str, total: int) -> None:
        assert total > 0
        self._step = step

    def advance(self, by: int) -> None:
        self.done[self._step] += by


@dataclass
class Country:
    """Three databases with scale B in small."""

    databases: dict[str, Database]
    urls: Urls
    answers: Path
    seeded: Seeded
    steps: Steps

    async def rows(self, service: str, sql: str) -> list[Any]:
        """What a statement finds."""
        async with self.databases[service].reading() as session:
            return list((await session.execute(text(sql))).all())

    async def one(self, service: str, sql: str) -> Any:
        """The one value that a statement finds."""
        return (await self.rows(service, sql))[0][0]


@pytest.fixture(scope="module")
def postgres_addresses() -> Iterator[servers.PostgresAddresses]:
    """A server of its own: the doctor looks at whole databases."""
    run = servers.PostgresForRun()
    try:
        run.prepare_all()
        yield run.addresses
    finally:
        run.close()


@pytest.fixture(scope="module")
async def country(
    postgres_addresses: servers.PostgresAddresses, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Country]:
    found = {
        service: await servers.clone(postgres_addresses, service, "seeded") for service in SERVICES
    }
    answers = tmp_path_factory.mktemp("seed") / "answers.jsonl"
    steps = Steps()
    urls = Urls(found)
    await load.require_empty(urls)
    seeded = await load.seed(urls, SCALE, answers=answers, password="unused here", watch=steps)
    databases = {service: Database(url, pool_size=2) for service, url in found.items()}
    yield Country(databases, urls, answers, seeded, steps)
    for database in databases.values():
        await database.close()


async def test_the_counts_are_exact(country: Country) -> None:
    assert country.seeded == Seeded(producers=300, products=630, dirty_names=9)
    assert country.steps.done["producers"] == 300
    assert country.steps.done["products"] == 630
    for service, table, count in (
        ("auth", "organisation", 300),
        ("auth", "membership", 300),
        ("catalog", "shop", 300),
        ("catalog", "product", 630),
        ("catalog", "listing", 630),
        ("orders", "party", 300),
    ):
        assert await country.one(service, f"SELECT count(*) FROM {table}") == count, table
    packs = await country.one("catalog", "SELECT count(*) FROM variant")
    for service, table in (("catalog", "stock_level"), ("orders", "offer"), ("orders", "stock")):
        assert await country.one(service, f"SELECT count(*) FROM {table}") == packs, table
    holders = (
        "SELECT count(DISTINCT organisation_id) FROM certification"
        " WHERE scheme = 'tcps' AND state IN ('certified', 'suspended')"
    )
    assert await country.one("catalog", holders) == SCALE.holders == 36
    assert (
        await country.one("catalog", "SELECT count(*) FROM product WHERE provenance IS NULL") == 0
    )


async def test_every_copy_equals_its_source(country: Country) -> None:
    for service in SERVICES:
        for projection in projections(service):
            source = country.databases[projection.event.source]
            compared = await compare_with_source(country.databases[service], source, projection)
            assert compared.equal, (service, projection.name, compared)


async def test_the_doctor_is_content(country: Country) -> None:
    of_service = {"auth": AUTH_CHECKS, "catalog": CATALOG_CHECKS, "orders": ORDERS_CHECKS}
    for service, checks in of_service.items():
        for check in checks:
            if check.name != NOT_OF_THE_SEED:
                assert await country.one(service, check.violations) == 0, check.name


async def test_a_home_with_data_is_refused_and_left_alone(country: Country) -> None:
    with pytest.raises(StackError) as refused:
        await load.require_empty(country.urls)
    assert "organisation of auth is not empty" in refused.value.problem
    assert "TALAT_HOME" in refused.value.remedy
    assert await country.one("auth", "SELECT count(*) FROM organisation") == 300


async def test_bad_names_have_answers_and_are_found_by_clean_ones(country: Country) -> None:
    answers = [json.loads(line) for line in country.answers.read_text().splitlines()]
    assert len(answers) == 9
    for answer in answers:
        assert answer["typed"] != answer["clean"]
        assert normalise(answer["typed"]) == normalise(answer["clean"])
        stored = f"SELECT name_th FROM product WHERE id = '{answer['product_id']}'"
        assert await country.one("catalog", stored) == answer["typed"]


def made(scale: Scale) -> list[SeededProduct]:
    """The products of a scale."""
    return list(Maker(scale, list(producers(scale))).products())


def told(products: list[SeededProduct]) -> list[Any]:
    """What can be compared of products."""
    return [
        (
            each.product.id,
            each.product.name_th,
            [(pack.id, pack.price_satang) for pack in each.product.variants],
            each.on_hand,
            each.marks,
            [(case.row.id, case.row.number, case.row.state) for case in each.cases],
        )
        for each in products
    ]


def test_the_same_number_gives_the_same_data() -> None:
    assert list(producers(SCALE)) == list(producers(SCALE))
    assert told(made(SCALE)) == told(made(SCALE))
    other = Scale(seed=8, producers=300, products=630, today=SCALE.today)
    assert told(made(SCALE)) != told(made(other))


def test_marks_are_coupled_as_the_law_couples_them() -> None:
    everyone = {each.id: each for each in producers(SCALE)}
    seen: Counter[Scheme] = Counter()
    for each in made(Scale(seed=7, producers=300, products=3_000, today=SCALE.today)):
        product, maker = each.product, everyone[each.product.shop_id]
        schemes = {case.row.scheme for case in each.cases if case.row.valid_from_on}
        seen.update(schemes)
        assert product.province_code == maker.province_code
        if Scheme.OTOP_STAR in schemes:
            assert schemes & {Scheme.TCPS, Scheme.FDA}
        for case in each.cases:
            if case.row.scheme is Scheme.FDA:
                assert product.category_code.split(".")[0] in {"food", "drink"}
                assert (case.row.number or "").split("-")[0] == maker.province_code
            if case.row.scheme is Scheme.GI:
                indication = indication_of(case.row.title_th)
                assert indication is not None
                assert product.subdistrict_code in area(indication)
                assert case.row.area == list(area(indication))
    assert all(seen[scheme] for scheme in (Scheme.TCPS, Scheme.FDA, Scheme.OTOP_STAR))


def test_proportions_of_the_country() -> None:
    scale = Scale(seed=1, producers=8_000, products=1, today=SCALE.today)
    everyone = list(producers(scale))
    types = Counter(each.type for each in everyone)
    assert types[ProducerType.INDIVIDUAL] == round(8_000 * 0.429)
    assert types[ProducerType.SME] == round(8_000 * 0.016)
    holders = [each for each in everyone if each.holder]
    assert len(holders) == round(shape.TCPS_HOLDERS * 8_000 / shape.PRODUCERS)
    by_region = Counter(shape.region(each.province_code) for each in holders)
    assert by_region == shape.quotas(len(holders), shape.HOLDER_REGIONS)
    roots = Counter(each.root for each in everyone)
    for root, share in shape.CATEGORY_SHARES.items():
        assert abs(roots[root] / 80 - share) < 2, root
    for each in everyone:
        assert (each.tax_id is not None) == (each.type is ProducerType.SME)
        if each.tax_id:
            assert moa.is_valid(each.tax_id)


def test_the_whole_country_is_84346_and_176622() -> None:
    assert (shape.PRODUCERS, shape.PRODUCTS) == (84_346, 176_622)
    whole = Scale(seed=1, producers=shape.PRODUCERS, products=shape.PRODUCTS, today=SCALE.today)
    assert whole.holders == 10_242
