"""`python -m pipeline`."""

import os
import sys

# One short process: pydantic need not ask every installed distribution for plugins (13 ms).
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from pipeline.cli import main

if __name__ == "__main__":
    sys.exit(main())
