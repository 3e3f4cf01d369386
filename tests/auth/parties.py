"""People who sign up, organisations that they make, officers and operators."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select

from kit.db import Database
from kit.ids import uuid7
from kit.time import bangkok_today
from services.auth.account import service as account_service
from services.auth.contact import service as contact_service
from services.auth.models import Notice, NoticeDelivery

PASSWORD = "ปลาส้มชะไวอร่อยที่สุด"
TAMBON_CHAWAI = "150208"


@dataclass
class Party:
    """A signed-up person, and the organisation that they act for, if any."""

    client: httpx.AsyncClient
    email: str
    person_id: UUID
    organisation_id: UUID | None = None
    headers: dict[str, str] = field(default_factory=dict)

    async def request(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        """A request with this party's token; `version` becomes If-Match."""
        headers = {**self.headers, **kwargs.pop("headers", {})}
        version = kwargs.pop("version", None)
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return await self.client.request(method, path, headers=headers, **kwargs)

    async def get(self, path: str, **kwargs: Any) -> httpx.Response:
        return await self.request("GET", path, **kwargs)

    async def post(self, path: str, **kwargs: Any) -> httpx.Response:
        return await self.request("POST", path, **kwargs)

    async def put(self, path: str, **kwargs: Any) -> httpx.Response:
        return await self.request("PUT", path, **kwargs)

    async def patch(self, path: str, **kwargs: Any) -> httpx.Response:
        return await self.request("PATCH", path, **kwargs)

    async def delete(self, path: str, **kwargs: Any) -> httpx.Response:
        return await self.request("DELETE", path, **kwargs)

    async def acting_for(self, organisation_id: UUID | None) -> Party:
        """The same person with a token for the organisation."""
        tokens = await sign_in(self.client, self.email, organisation_id=organisation_id)
        return Party(
            self.client,
            self.email,
            self.person_id,
            organisation_id,
            {"Authorization": f"Bearer {tokens['access_token']}"},
        )


async def sign_in(
    client: httpx.AsyncClient, email: str, *, organisation_id: UUID | None = None
) -> dict[str, Any]:
    """The tokens of a person who signs in with the usual password."""
    form = {"grant_type": "password", "username": email, "password": PASSWORD}
    if organisation_id is not None:
        form["organisation_id"] = str(organisation_id)
    response = await client.post("/auth/v1/token", data=form)
    assert response.status_code == 200, response.text
    tokens: dict[str, Any] = response.json()
    return tokens


async def send_codes(database: Database) -> None:
    """Let the worker's part queue every code that waits."""
    while await contact_service.send_next_code(database):
        pass


async def code_for(database: Database, challenge_id: str) -> str:
    """The code that goes out for a challenge, read from the message that waits."""
    await send_codes(database)
    async with database.reading() as session:
        statement = (
            select(NoticeDelivery.body)
            .join(Notice, Notice.id == NoticeDelivery.notice_id)
            .where(Notice.dedupe_key == f"code:{challenge_id}")
        )
        body = (await session.execute(statement)).scalar_one()
    found = re.search(r"[0-9]{8}", body)
    assert found is not None
    return found.group()


def new_email() -> str:
    """An address that nobody has."""
    return f"p{uuid7().hex}@talat.example"


class Parties:
    """Makes parties over HTTP; only the first operator comes from the command's function."""

    def __init__(self, client: httpx.AsyncClient, database: Database) -> None:
        self.client = client
        self._database = database

    async def person(self, display_name: str = "สมใจ ใจดี") -> Party:
        """Somebody new, signed in."""
        email = new_email()
        response = await self.client.post(
            "/auth/v1/accounts",
            json={"email": email, "password": PASSWORD, "display_name": display_name},
        )
        assert response.status_code == 201, response.text
        return await self._signed_in(email)

    async def _signed_in(self, email: str) -> Party:
        tokens = await sign_in(self.client, email)
        headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        me = (await self.client.get("/auth/v1/me", headers=headers)).json()
        return Party(self.client, email, UUID(me["person_id"]), None, headers)

    async def owner(self, **values: Any) -> Party:
        """The owner of a new organisation, acting for it."""
        person = await self.person()
        body = {
            "kind": "community_enterprise",
            "name_th": "วิสาหกิจชุมชนปลาส้มตำบลชะไว",
            "subdistrict_code": TAMBON_CHAWAI,
            **values,
        }
        response = await person.post("/auth/v1/organisations", json=body)
        assert response.status_code == 201, response.text
        return await person.acting_for(UUID(response.json()["id"]))

    async def member(self, owner: Party, *roles: str) -> Party:
        """A new member of the owner's organisation, acting for it."""
        person = await self.person("สมหญิง ตั้งใจ")
        response = await owner.post(
            f"/auth/v1/organisations/{owner.organisation_id}/members",
            json={"email": person.email, "roles": list(roles)},
        )
        assert response.status_code == 201, response.text
        return await person.acting_for(owner.organisation_id)

    async def operator(self) -> Party:
        """A new operator."""
        email = new_email()
        async with self._database.transaction() as session:
            await account_service.create_operator(
                session, email=email, password=PASSWORD, display_name="ผู้ดูแลระบบ"
            )
        return await self._signed_in(email)

    async def officer(
        self,
        *,
        agency: str = "community_development",
        provinces: tuple[str, ...] = ("15",),
        from_on: date | None = None,
        until_on: date | None = None,
        duty: str = "officer",
    ) -> Party:
        """A new officer, signed in after the appointment."""
        operator = await self.operator()
        person = await self.person("เจ้าหน้าที่พัฒนาชุมชน")
        response = await operator.post(
            "/auth/v1/appointments",
            json={
                "person_id": str(person.person_id),
                "agency": agency,
                "duty": duty,
                "provinces": list(provinces),
                "valid_from_on": str(from_on or bangkok_today() - timedelta(days=1)),
                "valid_until_on": str(until_on) if until_on else None,
            },
        )
        assert response.status_code == 201, response.text
        return await person.acting_for(None)

    async def submitted(self, owner: Party) -> dict[str, Any]:
        """A submitted application to sell, of a community enterprise."""
        response = await owner.post(
            f"/auth/v1/organisations/{owner.organisation_id}/applications",
            json={"capability": "sell"},
        )
        assert response.status_code == 201, response.text
        application = response.json()
        for key, value in (
            ("member_count", 12),
            ("payee", "กลุ่มปลาส้มชะไว"),
            ("terms_accepted", True),
        ):
            response = await owner.put(
                f"/auth/v1/applications/{application['id']}/requirements/{key}",
                json={"value": value},
                version=application["version"],
            )
            assert response.status_code == 200, response.text
            application = response.json()
        response = await owner.post(f"/auth/v1/applications/{application['id']}/submit")
        assert response.status_code == 200, response.text
        submitted: dict[str, Any] = response.json()
        return submitted
