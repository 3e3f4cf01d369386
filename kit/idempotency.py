"""Idempotency-Key: the same request twice has one effect and one answer, for 24 hours."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Final
from uuid import UUID

import orjson
from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel
from sqlalchemy import (
    Column,
    DateTime,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
    column,
    delete,
    func,
    select,
    table,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import AppError
from kit.time import now

KEEP: Final = timedelta(hours=24)

_COLUMNS: Final = (
    "caller",
    "key",
    "request_hash",
    "resource_id",
    "status",
    "body",
    "created_at",
)
_keys = table("idempotency_key", *(column(name) for name in _COLUMNS))


def idempotency_table(metadata: MetaData) -> Table:
    """The table of keys, for a service's ``models/base.py``."""
    return Table(
        "idempotency_key",
        metadata,
        Column("caller", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("request_hash", LargeBinary, nullable=False),
        Column("resource_id", Uuid),
        Column("status", SmallInteger),
        Column("body", LargeBinary),
        Column(
            "created_at",
            DateTime(timezone=True),
            server_default=func.now(),
            nullable=False,
            index=True,
        ),
    )


class IdempotencyKeyReused(AppError):
    """The key came before with another request."""

    status = 422
    code = "idempotency_key_reused"
    title_th = "Idempotency-Key นี้ใช้กับคำขออื่นไปแล้ว"
    title_en = "This Idempotency-Key was used for another request"
    detail_th = "สร้างคีย์ใหม่สำหรับคำขอใหม่ทุกครั้ง"
    detail_en = "Make a new key for every new request."


class IdempotencyKeyInFlight(AppError):
    """The first request with this key has not been answered yet."""

    status = 409
    code = "idempotency_key_in_flight"
    title_th = "คำขอเดิมยังทำไม่เสร็จ"
    title_en = "The first request with this key is still under way"
    detail_th = "รอสักครู่แล้วส่งคำขอเดิมอีกครั้งด้วยคีย์เดิม"
    detail_en = "Wait a moment and send the same request with the same key again."

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(headers={"Retry-After": "1"}, **kwargs)


class IdempotencyKeyRequired(AppError):
    """The route moves money, stock or an order and must be safe to repeat."""

    status = 428
    code = "idempotency_key_required"
    title_th = "ต้องส่ง Idempotency-Key"
    title_en = "Idempotency-Key is required"
    detail_th = "ส่งค่าที่ไม่ซ้ำ เช่น UUID ในส่วนหัว Idempotency-Key เพื่อให้ส่งซ้ำได้อย่างปลอดภัย"
    detail_en = "Send a unique value such as a UUID in the Idempotency-Key header."


@dataclass(frozen=True, slots=True)
class Claim:
    """What a key stands for: its resource, and the stored answer when there is one already."""

    resource_id: UUID
    stored: Response | None
    resumed: bool


class IdempotencyKey:
    """The key of one request, bound to its method and path."""

    def __init__(self, key: str, route: str) -> None:
        self._key = key
        self._route = route

    async def run(
        self,
        session: AsyncSession,
        *,
        caller: str,
        body: BaseModel | None,
        action: Callable[[], Awaitable[BaseModel]],
        status: int = 200,
    ) -> Response:
        """Do ``action`` once and answer the same ever after, in the session's transaction.

        A refusal (an AppError) rolls the key back too, so that the caller may try again.

        Raises:
            IdempotencyKeyInFlight: the same key is being worked on.
            IdempotencyKeyReused: the key came before with another request.
        """
        stored = await self._take(session, caller=caller, body=body, resource_id=None)
        if stored is not None and stored.status is not None:
            return _replay(stored)
        answer = await action()
        return await self.complete(session, caller=caller, status=status, body=answer)

    async def claim(
        self, session: AsyncSession, *, caller: str, body: BaseModel | None, resource_id: UUID
    ) -> Claim:
        """First step of a use case in steps: tie the key to the row that the steps work on.

        When the key is known, the claim names the earlier row to go on with, or holds the answer.

        Raises:
            IdempotencyKeyInFlight, IdempotencyKeyReused: as for ``run``.
        """
        stored = await self._take(session, caller=caller, body=body, resource_id=resource_id)
        if stored is None:
            return Claim(resource_id, None, resumed=False)
        answer = _replay(stored) if stored.status is not None else None
        return Claim(stored.resource_id, answer, resumed=True)

    async def complete(
        self, session: AsyncSession, *, caller: str, status: int, body: BaseModel
    ) -> Response:
        """Store the answer beside the effect, and give it."""
        content = body.model_dump_json().encode()
        await session.execute(
            update(_keys)
            .where(_keys.c.caller == caller, _keys.c.key == self._key)
            .values(status=status, body=content)
        )
        return Response(content, status, media_type="application/json")

    async def _take(
        self,
        session: AsyncSession,
        *,
        caller: str,
        body: BaseModel | None,
        resource_id: UUID | None,
    ) -> Any | None:
        """Insert the key, or return the row that holds it."""
        await self._lock(session, caller)
        digest = _digest(self._route, body)
        inserted = await session.execute(
            insert(_keys)
            .values(
                caller=caller,
                key=self._key,
                request_hash=digest,
                resource_id=resource_id,
                created_at=now(),
            )
            .on_conflict_do_nothing()
            .returning(_keys.c.key)
        )
        if inserted.first() is not None:
            return None
        row = (
            await session.execute(
                select(*_keys.c).where(_keys.c.caller == caller, _keys.c.key == self._key)
            )
        ).one()
        if row.request_hash != digest:
            raise IdempotencyKeyReused
        return row

    async def _lock(self, session: AsyncSession, caller: str) -> None:
        """Refuse rather than queue behind the same key: its first request is still under way."""
        lock = func.pg_try_advisory_xact_lock(func.hashtextextended(f"{caller}\n{self._key}", 0))
        if not await session.scalar(select(lock)):
            raise IdempotencyKeyInFlight


def _digest(route: str, body: BaseModel | None) -> bytes:
    content = b"" if body is None else orjson.dumps(body.model_dump(mode="json"))
    return hashlib.sha256(route.encode() + b"\n" + content).digest()


def _replay(row: Any) -> Response:
    headers = {"Idempotency-Replayed": "true"}
    return Response(row.body, row.status, headers, media_type="application/json")


async def required_idempotency_key(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(max_length=255, description="A value unique to this request, such as a UUID"),
    ] = None,
) -> IdempotencyKey:
    """The request's key; IdempotencyKeyRequired without one."""
    if not idempotency_key:
        raise IdempotencyKeyRequired
    return IdempotencyKey(idempotency_key, f"{request.method} {request.url.path}")


RequiredIdempotencyKey = Annotated[IdempotencyKey, Depends(required_idempotency_key)]


async def forget_old_keys(session: AsyncSession) -> int:
    """Delete keys older than a day; returns how many. For a service's due work."""
    result = await session.execute(delete(_keys).where(_keys.c.created_at < now() - KEEP))
    return int(result.rowcount)  # type: ignore[attr-defined]
