"""What the screens are made of: entries, tables, sections, blocks of charts, downloads."""

__all__: list[str] = []
