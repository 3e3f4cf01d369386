"""Refusals of the document feature."""

from kit.errors import Conflict, Unprocessable


class DocumentTypeRefused(Unprocessable):
    """A type or size that is not accepted."""

    code = "document_type_refused"
    title_th = "ชนิดหรือขนาดไฟล์ไม่รองรับ"
    title_en = "The file's type or size is not accepted"
    detail_th = "รับเฉพาะ {types} ขนาดไม่เกิน {max_bytes} ไบต์"
    detail_en = "Accepted: {types}, at most {max_bytes} bytes."


class DocumentNotStored(Conflict):
    """The file has not been sent to the store."""

    code = "document_not_stored"
    title_th = "ยังไม่ได้ส่งไฟล์เข้าระบบ"
    title_en = "The file is not in the store yet"


class DocumentNotWhatItSays(Unprocessable):
    """The content is not of the type and size that were announced, or would unpack too large."""

    code = "document_not_what_it_says"
    title_th = "เนื้อหาไฟล์ไม่ตรงกับชนิดที่แจ้ง หรือใหญ่เกินไปเมื่อเปิด"
    title_en = "The content is not of the announced type, or too large when opened"


class DocumentNotExpected(Unprocessable):
    """The checklist has no such line that takes a document."""

    code = "document_not_expected"
    title_th = "รายการนี้ไม่รับเอกสาร"
    title_en = "This line of the checklist takes no document"


class TooManyDocuments(Conflict):
    """An application holds a limited number of files."""

    code = "too_many_documents"
    title_th = "แนบไฟล์ครบจำนวนแล้ว"
    title_en = "The application holds as many files as it may"
