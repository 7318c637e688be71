"""A report as HTML: for the browser, and in a plainer form for the printer. Every text is escaped."""

from collections.abc import Callable
from html import escape

from commandroom.reports.blocks import Block, Bullets, Chart, Paragraph, Report, Table, writable
from commandroom.reports.charts import svg

ChartAs = Callable[[Chart], str]
"""The HTML of a chart."""

STYLE = """
body{margin:0;background:#eef2f6;color:#1d2733;font:15px/1.6 "Noto Sans CJK SC","Source Han Sans SC",
"Microsoft YaHei","PingFang SC",sans-serif}
main{max-width:960px;margin:0 auto;background:#fff;padding:28px 40px 60px}
header{border-bottom:4px solid #1d2733;margin-bottom:18px;padding-bottom:10px}
h1{font-size:28px;margin:6px 0}
h2{font-size:20px;margin:34px 0 8px;border-bottom:2px solid #d5dde5;padding-bottom:4px}
.stamp{display:inline-block;background:#f2b705;color:#1d2733;font-weight:bold;padding:2px 12px}
.lead{margin:2px 0}
.quiet{color:#5c6b7a;font-size:13px}
table{border-collapse:collapse;width:100%;margin:8px 0 14px;font-size:14px}
th,td{text-align:left;vertical-align:top;padding:5px 8px;border-bottom:1px solid #d5dde5;
overflow-wrap:anywhere}
th{background:#f4f7fa;border-bottom:2px solid #9aa8b6}
tr.good td:nth-child(4){color:#23704c;font-weight:bold}
tr.bad td{background:#fdf1ef}
tr.bad td:nth-child(4){color:#b3402e;font-weight:bold}
tr.open td{color:#5c6b7a}
svg{max-width:100%;height:auto;display:block;margin:6px 0 12px}
footer{margin-top:40px;border-top:1px solid #d5dde5;color:#5c6b7a;font-size:12px}
"""


def body(report: Report, chart_as: ChartAs = svg, *, map_html: str = "") -> str:
    """Everything between the body's tags; `map_html` stands under the head."""
    parts = [
        "<main><header>",
        f'<span class="stamp">{escape(report.stamp)}</span>',
        f"<h1>{escape(report.title)}</h1>",
        *(f'<p class="lead">{escape(line)}</p>' for line in report.lines),
        "</header>",
        map_html,
    ]
    for section in report.sections:
        parts.append(f"<h2>{escape(section.title)}</h2>")
        parts += [block_html(block, chart_as) for block in section.blocks]
    parts.append(f"<footer><p>{escape(report.foot)}</p></footer></main>")
    return writable("\n".join(parts))


def block_html(block: Block, chart_as: ChartAs) -> str:
    """One block."""
    match block:
        case Paragraph(text=text, is_quiet=is_quiet):
            return f'<p class="quiet">{escape(text)}</p>' if is_quiet else f"<p>{escape(text)}</p>"
        case Bullets(items=items):
            return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
        case Chart():
            return chart_as(block)
        case Table():
            return table_html(block)


def table_html(table: Table) -> str:
    """A table; a head without words is left out."""
    whole = sum(table.shares) or 1
    columns = "".join(f'<col width="{100 * share // whole}%">' for share in table.shares)
    head = "".join(f"<th>{escape(each)}</th>" for each in table.head)
    rows = []
    for number, row in enumerate(table.rows):
        tone = table.tones[number] if number < len(table.tones) else ""
        cells = "".join(f"<td>{escape(each)}</td>" for each in row)
        rows.append(f'<tr class="{tone}">{cells}</tr>')
    top = f"<thead><tr>{head}</tr></thead>" if any(table.head) else ""
    return f"<table><colgroup>{columns}</colgroup>{top}<tbody>{''.join(rows)}</tbody></table>"
