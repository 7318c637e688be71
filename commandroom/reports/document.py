"""A report as a DOCX file: styles, tables, page numbers, charts as pictures; Chinese in a Chinese font."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from commandroom.reports.blocks import Block, Bullets, Chart, Paragraph, Report, Table, writable

Picture = Callable[[Chart], bytes]
"""A chart as a PNG."""
LATIN, CHINESE = "Noto Sans", "Noto Sans CJK SC"
TONES = {"good": "E8F3EC", "bad": "FBE9E6", "open": "F3F5F7"}


def docx_of(report: Report, picture: Picture) -> bytes:
    """The whole file."""
    from docx import Document
    from docx.shared import Cm, Pt

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.0)
    page.top_margin = page.bottom_margin = Cm(2.0)
    for name, size in (("Normal", 10.5), ("Title", 22), ("Heading 1", 15), ("List Bullet", 10.5)):
        style = document.styles[name]
        style.font.size = Pt(size)
        _fonts(style)
    _head_and_foot(page, report)
    document.add_paragraph(writable(report.title), style="Title")
    for line in report.lines:
        document.add_paragraph(writable(line)).paragraph_format.space_after = Pt(2)
    for section in report.sections:
        document.add_heading(writable(section.title), level=1)
        for block in section.blocks:
            _put(document, block, picture)
    document.add_paragraph(writable(report.foot))
    document.core_properties.title = writable(report.title)[:250]
    document.core_properties.author = "Command Room"
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _put(document: Any, block: Block, picture: Picture) -> None:
    from docx.shared import Cm, Pt, RGBColor

    match block:
        case Paragraph(text=text, is_quiet=is_quiet):
            run = document.add_paragraph().add_run(writable(text))
            if is_quiet:
                run.font.size, run.font.color.rgb = Pt(9), RGBColor(0x5C, 0x6B, 0x7A)
        case Bullets(items=items):
            for item in items:
                document.add_paragraph(writable(item), style="List Bullet")
        case Chart():
            document.add_picture(BytesIO(picture(block)), width=Cm(16.5))
        case Table():
            _table(document, block)


def _table(document: Any, table: Table) -> None:
    from docx.shared import Cm, Pt

    if not table.rows:
        return
    has_head = any(table.head)
    made = document.add_table(rows=int(has_head), cols=len(table.head))
    made.style, made.autofit = "Table Grid", False
    whole = sum(table.shares) or len(table.head)
    widths = [Cm(17.0 * share / whole) for share in (table.shares or [1] * len(table.head))]
    if has_head:
        _fill(made.rows[0].cells, table.head, "E3E9EF", is_bold=True)
        _repeat(made.rows[0])
    for number, row in enumerate(table.rows):
        tone = table.tones[number] if number < len(table.tones) else ""
        _fill(made.add_row().cells, row, TONES.get(tone, ""), is_bold=False)
    for column, width in zip(made.columns, widths, strict=True):
        for cell in column.cells:
            cell.width = width
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _fill(cells: Any, texts: tuple[str, ...], shade: str, *, is_bold: bool) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for cell, text in zip(cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(writable(text))
        run.font.size, run.font.bold = Pt(9), is_bold
        if shade:
            filled = OxmlElement("w:shd")
            filled.set(qn("w:val"), "clear")
            filled.set(qn("w:fill"), shade)
            cell._tc.get_or_add_tcPr().append(filled)


def _repeat(row: Any) -> None:
    """The head of a table stands on each of its pages."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _head_and_foot(page: Any, report: Report) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    page.header.paragraphs[0].text = writable(f"{report.stamp}　{report.title}")
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = foot.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def _fonts(style: Any) -> None:
    from docx.oxml.ns import qn

    style.font.name = LATIN
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), CHINESE)
