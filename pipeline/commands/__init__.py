"""One module a command: `add(commands)` describes it to argparse, its own `_run` does it. No logic: that is in the library.

Only the module of the command that is called is imported (see `pipeline.cli`), and what it needs only when it runs.
"""
