"""Every route of the catalogue."""

from __future__ import annotations

from fastapi import APIRouter

from services.catalog.certification.endpoints import router as certification_router
from services.catalog.decision.endpoints import router as decision_router
from services.catalog.exporting.endpoints import router as exporting_router
from services.catalog.importing.endpoints import router as importing_router
from services.catalog.linked_data.endpoints import router as linked_data_router
from services.catalog.media.endpoints import router as media_router
from services.catalog.product.endpoints import router as product_router
from services.catalog.report.endpoints import router as report_router
from services.catalog.storefront.endpoints import router as storefront_router

router = APIRouter()
router.include_router(storefront_router)
router.include_router(linked_data_router)
for _feature in (
    product_router,
    certification_router,
    decision_router,
    media_router,
    report_router,
    importing_router,
    exporting_router,
):
    router.include_router(_feature, prefix="/catalog/v1")
