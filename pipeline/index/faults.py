"""What can go wrong with an index, with a query, and with a server."""

from __future__ import annotations

from pipeline.errors import ExitCode, InputMissing, InputUnreadable, PipelineError


class QueryError(PipelineError):
    """A query that cannot be understood."""

    exit_code = ExitCode.bad_arguments


class IndexMissing(InputMissing):
    """There is no index in this folder."""


class IndexUnreadable(InputUnreadable):
    """Another folder, another version's index, or a damaged one."""


class IndexBusy(PipelineError):
    """Another process is building this index."""

    exit_code = ExitCode.input_unreadable


class ServerError(PipelineError):
    """The search server cannot be reached, or refused."""

    exit_code = ExitCode.some_failed
