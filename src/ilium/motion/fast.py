"""The kernel compiled by numba (the extra ``fast``): the same lines, the same bits, many times faster."""

import functools
from collections.abc import Callable
from types import FunctionType
from typing import Any

from ilium.motion.kernel import arithmetic, frame, gates, holds, notices, phases, series

#: Every module of the kernel that has functions; no two have one of the same name.
MODULES = (arithmetic, gates, holds, notices, series, phases, frame)


def available() -> bool:
    """Tell whether numba is installed."""
    try:
        import numba  # noqa: F401
    except ImportError:
        return False
    return True


@functools.cache
def compiled_run() -> Callable[..., int]:
    """Return `ilium.motion.kernel.frame.run`, compiled; the first call of it takes some seconds.

    Raises
    ------
    ImportError
        numba is not installed.
    """
    import numba

    names: dict[str, Any] = {name: value for module in MODULES for name, value in vars(module).items()}
    for name, value in names.copy().items():
        if isinstance(value, FunctionType):
            copy = FunctionType(value.__code__, names, name, value.__defaults__)
            copy.__module__, copy.__qualname__ = f"{value.__module__}_compiled", value.__qualname__
            # inlined, because handing arrays from one small function to the next takes as long as what they compute
            names[name] = numba.njit(copy, error_model="numpy", forceinline=True)
    run: Callable[..., int] = names["run"]
    return run
