"""``python -m hydro_mining`` is the ``hydro-mining`` command."""

import sys

from hydro_mining.cli import main

sys.exit(main())
