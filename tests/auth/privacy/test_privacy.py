"""Everything held about a person: handed over, and forgotten, across the three services."""

import io
import zipfile
from uuid import UUID

import orjson
import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text

from contracts.events.auth import (
    MembershipChanged,
    PersonErasureRequested,
    PersonExportRequested,
)
from contracts.events.catalog import CatalogPersonErasureApplied, CatalogPersonExportReady
from contracts.events.orders import OrdersPersonErasureApplied, OrdersPersonExportReady
from contracts.scopes import Role
from kit import personal_data, sealing
from kit.db import Database
from kit.ids import uuid7
from kit.personal_data import PSEUDONYM
from services.auth.models import AuditEntry, Contact, NoticeDelivery, Person, PrivacyCase
from services.auth.privacy import service
from services.orders.models import Base as OrdersBase
from tests.auth.parties import PASSWORD, Parties, Party, sign_in
from tests.support.bus import Deliver, OutboxView

EXPORTS = "/auth/v1/privacy/exports"
ERASURES = "/auth/v1/privacy/erasures"
MEMBERSHIP = OrdersBase.metadata.tables["membership"]


class Services:
    """The three services and the bus between them, by hand."""

    def __init__(self, auth: Deliver, catalog: Deliver, orders: Deliver) -> None:
        self.auth, self.catalog, self.orders = auth, catalog, orders


@pytest.fixture
def services(
    deliver_to_auth: Deliver, deliver_to_catalog: Deliver, deliver_to_orders: Deliver
) -> Services:
    """The three services."""
    return Services(deliver_to_auth, deliver_to_catalog, deliver_to_orders)


async def answered(
    services: Services,
    request: PersonExportRequested | PersonErasureRequested,
    catalog: OutboxView,
    orders: OutboxView,
) -> None:
    """Pass a request to both services and their answers back to auth."""
    await services.catalog(request)
    await services.orders(request)
    for view, kinds in (
        (catalog, (CatalogPersonExportReady, CatalogPersonErasureApplied)),
        (orders, (OrdersPersonExportReady, OrdersPersonErasureApplied)),
    ):
        for kind in kinds:
            for event in await view.events(kind):
                await services.auth(event)


async def known_to_orders(services: Services, person: Party, name: str) -> None:
    """The person as orders' copy has them."""
    await services.orders(
        MembershipChanged(
            version=1,
            membership_id=uuid7(),
            organisation_id=uuid7(),
            person_id=person.person_id,
            display_name=name,
            position=None,
            roles=(Role.OWNER,),
        )
    )


async def test_an_export_holds_what_all_three_services_know(
    parties: Parties,
    services: Services,
    auth_outbox: OutboxView,
    catalog_outbox: OutboxView,
    orders_outbox: OutboxView,
    auth_database: Database,
) -> None:
    person = await parties.person("สมใจ ส่งออก")
    await known_to_orders(services, person, "สมใจ ส่งออก")
    asked = await person.post(EXPORTS)
    assert (asked.status_code, asked.json()["status"]) == (202, "open")
    path = f"{EXPORTS}/{asked.json()['id']}"
    again = await person.post(EXPORTS)
    assert (again.status_code, again.json()["code"]) == (409, "privacy_request_open")
    early = await person.get(f"{path}/download")
    assert (early.status_code, early.json()["code"]) == (409, "export_not_ready")
    [request] = await auth_outbox.events(PersonExportRequested)
    await answered(services, request, catalog_outbox, orders_outbox)
    sent = await orders_outbox.events(OrdersPersonExportReady)
    assert "สมใจ" not in sent[0].model_dump_json()
    done = (await person.get(path)).json()
    assert (done["status"], [each["service"] for each in done["answers"]]) == (
        "done",
        ["catalog", "orders"],
    )
    stranger = await parties.person()
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.get(f"{path}/download")).status_code == 404
    download = await person.get(f"{path}/download")
    assert download.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(download.content)) as archive:
        files = {name: orjson.loads(archive.read(name)) for name in archive.namelist()}
    assert files.keys() == {"auth.json", "catalog.json", "orders.json"}
    assert files["auth.json"]["account"]["contacts"][0]["value"] == person.email
    assert files["orders.json"]["membership.person_id"][0]["display_name"] == "สมใจ ส่งออก"
    await expire(auth_database, asked.json()["id"])
    gone = await person.get(f"{path}/download")
    assert (gone.status_code, gone.json()["code"]) == (409, "export_not_ready")


async def expire(database: Database, case_id: str) -> None:
    """Let an export's time be over."""
    async with database.transaction() as session:
        statement = text("UPDATE privacy_case SET expires_at = now() WHERE id = :id")
        await session.execute(statement, {"id": UUID(case_id)})
    while await service.expire_next(database):
        pass
    async with database.reading() as session:
        case = await session.get(PrivacyCase, UUID(case_id))
    assert case is not None
    assert (case.status, case.private_key_encrypted) == ("expired", None)


async def address_is_free(parties: Parties, member: Party) -> None:
    """Somebody new may sign up with the address of an erased person."""
    again = {"email": member.email, "password": PASSWORD, "display_name": "คนใหม่"}
    assert (await parties.client.post("/auth/v1/accounts", json=again)).status_code == 201
    await sign_in(parties.client, member.email)


async def test_an_erased_person_is_nowhere_but_in_documents(
    parties: Parties,
    services: Services,
    auth_outbox: OutboxView,
    catalog_outbox: OutboxView,
    orders_outbox: OutboxView,
    orders_database: Database,
    auth_database: Database,
) -> None:
    owner = await parties.owner()
    member = await parties.member(owner, "viewer")
    await known_to_orders(services, member, "สมหญิง ตั้งใจ")
    assert (await member.post(ERASURES, json={"password": "another one"})).status_code == 403
    asked = await member.post(ERASURES, json={"password": PASSWORD})
    assert asked.status_code == 202, asked.text
    assert (await member.get("/auth/v1/me")).status_code == 401
    form = {"grant_type": "password", "username": member.email, "password": PASSWORD}
    assert (await parties.client.post("/auth/v1/token", data=form)).status_code == 400
    last = (await auth_outbox.events(MembershipChanged))[-1]
    assert (last.person_id, last.display_name, last.roles) == (member.person_id, PSEUDONYM, ())
    [request] = await auth_outbox.events(PersonErasureRequested)
    await answered(services, request, catalog_outbox, orders_outbox)
    async with orders_database.reading() as session:
        names = select(MEMBERSHIP.c.display_name).where(MEMBERSHIP.c.person_id == member.person_id)
        assert (await session.execute(names)).scalars().all() == [PSEUDONYM]
    async with auth_database.reading() as session:
        person = await session.get(Person, member.person_id)
        contacts = select(Contact).where(Contact.person_id == member.person_id)
        assert (await session.execute(contacts)).all() == []
        texts = select(NoticeDelivery.body, NoticeDelivery.address).where(
            NoticeDelivery.person_id == member.person_id
        )
        assert all(row == ("", None) for row in (await session.execute(texts)).all())
        log = select(AuditEntry).where(AuditEntry.subject_id == member.person_id)
        entries = (await session.execute(log)).scalars().all()
        assert all(member.email not in str((e.before, e.after)) for e in entries)
    assert person is not None
    assert (person.display_name, person.password_hash) == (PSEUDONYM, "")
    operator = await parties.operator()
    case = next(
        item
        for item in (await operator.get("/auth/v1/privacy/cases")).json()["items"]
        if item["id"] == asked.json()["id"]
    )
    proofs = {answer["service"]: answer["proof"] for answer in case["answers"]}
    assert case["status"] == "done"
    assert proofs["auth"]["contacts_removed"] == 1
    assert proofs["orders"]["pseudonymised"] == 1
    assert proofs["orders"]["retain_until_on"].endswith("-12-31")
    await address_is_free(parties, member)


async def test_the_last_owner_hands_over_first(parties: Parties, auth_outbox: OutboxView) -> None:
    owner = await parties.owner()
    await auth_outbox.mark()
    refused = await owner.post(ERASURES, json={"password": PASSWORD})
    assert (refused.status_code, refused.json()["code"]) == (409, "last_owner")
    await auth_outbox.assert_nothing()
    assert (await owner.get("/auth/v1/me")).status_code == 200


def test_a_sealed_document_opens_for_its_request_alone() -> None:
    private, public = sealing.new_pair()
    sealed = sealing.seal("ข้อมูล".encode() * 100, public=public, purpose="one")
    assert sealing.unseal(sealed, private=private, purpose="one") == "ข้อมูล".encode() * 100
    for key, purpose in ((private, "another"), (sealing.new_pair()[0], "one")):
        with pytest.raises(InvalidTag):
            sealing.unseal(sealed, private=key, purpose=purpose)


def test_columns_with_people_are_found_by_their_names() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table, column in personal_data.person_columns(OrdersBase.metadata)
    }
    assert {
        "membership.person_id",
        "requisition.requester_id",
        "requisition.decided_by",
        "inspection_signature.person_id",
    } <= found
    requisition = OrdersBase.metadata.tables["requisition"]
    beside = personal_data.name_beside(requisition, requisition.c.requester_id)
    assert beside is requisition.c.requester_name
