"""Pictures as geometry: each module turns typed figures into places, paths and labels.

A picture is a frozen dataclass that a Jinja macro of `templates/charts.svg.j2` prints as SVG.
Widths are CSS pixels at natural size: one column of the page grid (`UNIT`) or two (`DOUBLE`), so
that 12 px type is 12 px type on a telephone, on a desk and on A4.
"""

from typing import Final

UNIT: Final = 352.0
DOUBLE: Final = 728.0
