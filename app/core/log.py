"""Structured log lines: ids and counts only. A name, number or form body never reaches them."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

__all__ = ["FORBIDDEN", "configure_log", "log"]

FORBIDDEN = frozenset(
    {"id_no", "phone", "name", "input", "body", "password", "token", "cells", "note", "username", "code"}
)


def drop_personal(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take keys that may hold a person out of a line, whoever put them there."""
    for key in FORBIDDEN & line.keys():
        line[key] = "…"
    return line


def configure_log(*, stream: Any = None) -> None:
    """Set up the process's log: JSON lines on stderr, with what the request bound."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            drop_personal,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream or sys.stderr),
    )


def log() -> Any:
    """Give the logger."""
    return structlog.get_logger()
