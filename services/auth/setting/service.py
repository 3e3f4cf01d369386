"""Use cases of the operator's settings."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.tokens import Principal
from kit.ids import uuid7
from kit.time import bangkok_today
from services.auth.audit import service as audit_service
from services.auth.models import OperatorSetting
from services.auth.setting import queries, rules
from services.auth.setting.errors import SettingInThePast, SettingTaken, SettingValueNotValid
from services.auth.setting.schemas import (
    SettingCreate,
    SettingKey,
    SettingList,
    SettingRead,
    SettingRow,
)


async def put(session: AsyncSession, *, caller: Principal, setting: SettingCreate) -> SettingRead:
    """Add a value from today or a later date on; what held before stays written.

    Raises:
        SettingValueNotValid, SettingInThePast, SettingTaken.
    """
    definition = rules.DEFINITIONS[setting.key]
    if not definition.least <= setting.value <= definition.most:
        raise SettingValueNotValid(least=definition.least, most=definition.most)
    if setting.valid_from_on < bangkok_today():
        raise SettingInThePast
    setting_id = uuid7()
    inserted = await queries.insert_setting(
        session, id=setting_id, set_by=caller.person_id, **setting.model_dump(mode="python")
    )
    if not inserted:
        raise SettingTaken
    await audit_service.record(
        session,
        action="setting.added",
        by=caller.person_id,
        subject=("operator_setting", setting_id),
        after={
            "key": setting.key.value,
            "value": setting.value,
            "valid_from_on": setting.valid_from_on,
        },
        reason=setting.reason,
    )
    return _read(setting.key, await queries.rows(session))


async def list_settings(session: AsyncSession) -> SettingList:
    """Every setting with what holds today and all its rows."""
    rows = await queries.rows(session)
    return SettingList(items=[_read(key, rows) for key in SettingKey])


def _read(key: SettingKey, rows: Sequence[OperatorSetting]) -> SettingRead:
    definition = rules.DEFINITIONS[key]
    own = [row for row in rows if row.key == key]
    return SettingRead(
        key=key,
        label_th=definition.label_th,
        label_en=definition.label_en,
        today=rules.value_on(
            [(row.valid_from_on, row.value) for row in own],
            bangkok_today(),
            default=definition.default,
        ),
        rows=[SettingRow.model_validate(row) for row in own],
    )
