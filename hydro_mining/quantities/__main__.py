"""Write the glossary: ``python -m hydro_mining.quantities docs/glossary.md``."""

import sys
from pathlib import Path

from hydro_mining.quantities.glossary import glossary

Path(sys.argv[1]).write_text(glossary(), encoding="utf-8")
