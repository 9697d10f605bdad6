"""Files that users bring: read strictly, or refused with the line that breaks a rule.

``tables`` reads any delimited text and ``times`` any times in it; ``units`` knows money. On these
three stand ``prices``, ``hashprice``, ``forward_curve``, ``growth_table`` and ``catalogue``; a new
kind of file begins with ``read_text``, ``read_table`` and, if it has times, ``read_timestamps``.
``study`` and ``json_objects`` read JSON, ``bundled`` what comes with the product.
"""

__all__: list[str] = []
