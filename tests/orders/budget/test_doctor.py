"""The doctor's checks of budgets, approvals, capacity and the statutory steps run and hold."""

import pytest
from sqlalchemy import text

from kit.db import Database
from kit.doctor import Check
from services.orders.approval.invariants import CHECKS as APPROVALS
from services.orders.budget.invariants import CHECKS as BUDGETS
from services.orders.capacity.invariants import CHECKS as CAPACITY
from services.orders.procurement.invariants import CHECKS as PROCUREMENT


@pytest.mark.parametrize(
    "check", [*BUDGETS, *APPROVALS, *CAPACITY, *PROCUREMENT], ids=lambda check: check.name
)
async def test_nothing_of_what_these_tests_made_breaks_it(
    orders_database: Database, check: Check
) -> None:
    async with orders_database.reading() as session:
        assert await session.scalar(text(check.violations)) == 0
