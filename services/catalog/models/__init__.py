"""Every table of the catalogue, imported here so that migrations see them all."""

from services.catalog.models.base import BUS, Base
from services.catalog.models.category import Category
from services.catalog.models.certification import (
    CaseState,
    Certification,
    CertificationEvidence,
    CertificationRefusal,
    CertificationScheme,
    CertificationStep,
)
from services.catalog.models.importing import (
    ImportJob,
    ImportRejection,
    ImportStatus,
    ProductReference,
)
from services.catalog.models.listing import Listing, ProductMark, StockLevel
from services.catalog.models.product import Product, Variant
from services.catalog.models.shop import Shop
from services.catalog.models.upload import Upload, UploadPurpose

__all__ = [
    "BUS",
    "Base",
    "CaseState",
    "Category",
    "Certification",
    "CertificationEvidence",
    "CertificationRefusal",
    "CertificationScheme",
    "CertificationStep",
    "ImportJob",
    "ImportRejection",
    "ImportStatus",
    "Listing",
    "Product",
    "ProductMark",
    "ProductReference",
    "Shop",
    "StockLevel",
    "Upload",
    "UploadPurpose",
    "Variant",
]
