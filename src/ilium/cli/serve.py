"""``ilium serve``."""

import argparse

from ilium.cli.parser import path_of
from ilium.web.serve import DEFAULT_HOST, DEFAULT_PORT, serve


def add(parser: argparse.ArgumentParser) -> None:
    """Add its arguments."""
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="0 for any free one")
    parser.add_argument("--host", default=DEFAULT_HOST, help="loopback only, in personal mode")
    parser.add_argument("--data", type=path_of, help="the folder your record lives in")
    parser.add_argument("--demo", action="store_true", help="show twelve made-up weeks, apart from your record")
    parser.add_argument("--no-browser", action="store_true", help="do not open the browser")
    parser.set_defaults(handler=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    place = {"host": arguments.host, "port": arguments.port, "data": arguments.data}
    return serve(**place, open_browser=not arguments.no_browser, made_up=arguments.demo)
