"""Official lists on paper (NĐ 30/2020/NĐ-CP): a list as data, one template for screen and paper, drawn in a child.

A paper is an official text: its words are Vietnamese whatever language the reader's screen speaks.
"""

from registry.outputs.print.failures import PrintFailed
from registry.outputs.print.model import (
    OFFICE,
    POSTING,
    VARIANTS,
    Heading,
    PrintedList,
    RowGroup,
    Signature,
    Stamp,
    Total,
)
from registry.outputs.print.order import Order, default_letterhead
from registry.outputs.print.paper import sheet_html
from registry.outputs.print.render import join_pdfs, render_pdf
from registry.paper import PaperColumn, blank_column

__all__ = [
    "OFFICE",
    "POSTING",
    "VARIANTS",
    "Heading",
    "Order",
    "PaperColumn",
    "PrintFailed",
    "PrintedList",
    "RowGroup",
    "Signature",
    "Stamp",
    "Total",
    "blank_column",
    "default_letterhead",
    "join_pdfs",
    "render_pdf",
    "sheet_html",
]
