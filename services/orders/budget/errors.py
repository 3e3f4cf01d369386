"""Refusals of budgets."""

from __future__ import annotations

from kit.errors import Conflict, Unprocessable


class BudgetExceeded(Conflict):
    """There is less left in the budget than the purchase needs."""

    code = "budget_exceeded"
    title_th = "งบประมาณคงเหลือไม่พอ"
    title_en = "The budget does not suffice"
    detail_th = (
        "งบ {unit} ({source}) ปี {fiscal_year} คงเหลือ {available_baht} บาท แต่ต้องใช้ {wanted_baht} บาท"
    )
    detail_en = (
        "The budget {unit} ({source}) of {fiscal_year} has {available_baht} baht left; "
        "{wanted_baht} baht are needed."
    )


class BudgetExists(Conflict):
    """A unit has one budget from a source in a fiscal year; more money is allotted to that one."""

    code = "budget_exists"
    title_th = "มีงบประมาณนี้แล้ว"
    title_en = "There is such a budget already"
    detail_th = "งบ {unit} ({source}) ปี {fiscal_year} มีอยู่แล้ว ให้จัดสรรเพิ่มในรายการเดิม"
    detail_en = "{unit} ({source}) has a budget for {fiscal_year}; allot more to that one."


class BudgetRequired(Unprocessable):
    """A government buyer that keeps budgets buys from one of them."""

    code = "budget_required"
    title_th = "ต้องระบุงบประมาณ"
    title_en = "A budget is required"
    detail_th = "หน่วยงานตั้งงบประมาณปี {fiscal_year} ไว้แล้ว ให้ระบุ budget_id ในใบขอซื้อ"
    detail_en = "Your organisation keeps budgets for {fiscal_year}: name one as budget_id."


class BudgetNotFound(Unprocessable):
    """The requisition names a budget that its buyer does not have."""

    code = "budget_not_found"
    title_th = "ไม่พบงบประมาณที่ระบุ"
    title_en = "There is no such budget"
    detail_th = "budget_id ในใบขอซื้อไม่ใช่งบประมาณของหน่วยงานนี้"
    detail_en = "The requisition's budget_id is no budget of this organisation."


class BudgetOfAnotherUnit(Unprocessable):
    """The budget is another unit's than the requisition."""

    code = "budget_of_another_unit"
    title_th = "งบประมาณเป็นของหน่วยอื่น"
    title_en = "The budget is another unit's"
    detail_th = "ใบขอซื้อเป็นของ {requisition_unit} แต่งบเป็นของ {unit}"
    detail_en = "The requisition is of {requisition_unit}, the budget of {unit}."


class BudgetOfAnotherFiscalYear(Unprocessable):
    """Money is committed in its own fiscal year: 1 October to 30 September in Thailand."""

    code = "budget_of_another_fiscal_year"
    title_th = "งบประมาณไม่ใช่ของปีงบประมาณนี้"
    title_en = "The budget is of another fiscal year"
    detail_th = "งบเป็นของปี {fiscal_year} แต่วันนี้อยู่ในปีงบประมาณ {current_fiscal_year}"
    detail_en = "The budget is of {fiscal_year}; today is in fiscal year {current_fiscal_year}."
