"""Files that users bring: read strictly, or refused with the line that breaks a rule."""

from hydro_mining.imports.catalogue import read_catalogue, write_catalogue

__all__ = ["read_catalogue", "write_catalogue"]
