"""`python -m pipeline`."""

import gc
import os
import sys

# A short process: what imports leave behind stays to its end, so that looking through it again and again is wasted (10 ms), and
# pydantic need not ask every installed distribution for plugins (13 ms).
gc.set_threshold(100_000, 20, 20)
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
# Nor do the small matrices here gain by threads, which wait for one another on a busy core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from pipeline.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
