"""A browser test that fails is tried once more, and the run says so: see CONTRIBUTING.

Two cores drive a server, Chromium and the test at once. What failed so until now were races: a page judged before its
script had settled, or while the one before was still leaving. A test that fails twice is red; one that passes the
second time is named at the end.
"""

import pytest
from _pytest.runner import runtestprotocol

TRIED_AGAIN = "tried again"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    if "e2e" not in item.path.parts:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    if failed := [report for report in reports if report.failed]:
        crash = getattr(failed[0].longrepr, "reprcrash", None)
        why = str(crash.message).partition("\n")[0] if crash else "no reason is known"
        item.user_properties.append((TRIED_AGAIN, f"{item.nodeid}: {why}"))
        item._initrequest()  # type: ignore[attr-defined]  # fresh fixtures
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [
        report for kind in terminalreporter.stats.values() for report in kind if hasattr(report, "user_properties")
    ]
    names = {value for report in reports for name, value in report.user_properties if name == TRIED_AGAIN}
    for name in sorted(names):
        terminalreporter.write_line(f"failed once and was tried again: {name}")
