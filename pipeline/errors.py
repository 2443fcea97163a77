"""What can go wrong for a user, each with its exit code and the advice that goes with it."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit status of every command. 0 means that every input gave a result, whatever its `status` says."""

    ok = 0
    bad_arguments = 2  #: the command line is wrong
    input_missing = 3  #: no such file, or a folder where a file was expected
    input_unreadable = 4  #: no permission, or an input/output error
    input_empty = 5  #: nothing in it, or nothing but white space
    format_unsupported = 6  #: binary or a kind of file without a reader
    too_large = 7  #: over the size limit
    check_failed = 8  #: a result breaks the contract (or is no JSON), or `evaluate --against` found a loss
    some_failed = 9  #: several inputs, of which some gave no result
    missing_dependency = 10  #: a program or an optional package that is needed is not installed
    interrupted = 130  #: stopped with Ctrl-C
    pipe_closed = 141  #: whoever reads the output stopped reading ("| head")


class PipelineError(Exception):
    """One line for the user: what happened, where, and what to do."""

    exit_code = ExitCode.input_unreadable

    def __init__(self, what: str, where: str, advice: str) -> None:
        super().__init__(f"{where}: {what}; {advice}")
        self.what, self.where, self.advice = what, where, advice


class InputMissing(PipelineError):
    exit_code = ExitCode.input_missing


class InputUnreadable(PipelineError):
    exit_code = ExitCode.input_unreadable


class InputEmpty(PipelineError):
    exit_code = ExitCode.input_empty


class FormatUnsupported(PipelineError):
    exit_code = ExitCode.format_unsupported


class TooLarge(PipelineError):
    exit_code = ExitCode.too_large


class MissingDependency(PipelineError):
    """A program or package that this file needs is not installed; the advice says how to install it."""

    exit_code = ExitCode.missing_dependency


class LexiconError(PipelineError):
    """A data file of the package is malformed: names the file and the line."""

    exit_code = ExitCode.missing_dependency
