"""Refusals of the import feature."""

from kit.errors import Unprocessable


class FileNotReadable(Unprocessable):
    """Not UTF-8 CSV with the headings, or too large."""

    code = "file_not_readable"
    title_th = "อ่านไฟล์ไม่ได้"
    title_en = "The file cannot be read"
    detail_th = "ต้องเป็น CSV แบบ UTF-8 มีหัวตาราง {headings} ไม่เกิน {most_rows} แถว"
    detail_en = "Give UTF-8 CSV with the headings {headings}, at most {most_rows} rows."


class FormulaInCell(Unprocessable):
    """A cell that a spreadsheet would run."""

    code = "formula_in_cell"
    title_th = "ช่องข้อมูลขึ้นต้นด้วยเครื่องหมายสูตร"
    title_en = "A cell begins like a formula"


class LineNotValid(Unprocessable):
    """A cell is missing, too long, or no kind or code at all."""

    code = "line_not_valid"
    title_th = "ข้อมูลในแถวไม่ครบหรือไม่ถูกต้อง"
    title_en = "The line is incomplete or not valid"


class NotOfThisOffice(Unprocessable):
    """The group lies in another province, or another office keeps its kind."""

    code = "not_of_this_office"
    title_th = "กลุ่มนี้อยู่นอกจังหวัดหรือไม่ใช่ประเภทที่สำนักงานนี้ลงทะเบียน"
    title_en = "The group is of another province, or of a kind that another office keeps"
