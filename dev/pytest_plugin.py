"""A pytest plugin: what this environment promises must not be skipped in silence.

Odoo skips tests over HTTP and in a browser when something for them is
missing. ``python3 dev test`` provides all of it, so such a skip is a failure.
"""
import re

import pytest

FORBIDDEN = re.compile(r"HttpCase|Chrome|[Cc]hromium|websocket-client|devtools", re.I)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    reason = str(call.excinfo.value) if call.excinfo else ""
    if report.skipped and not hasattr(report, "wasxfail") and FORBIDDEN.search(reason):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which counts as a failure here: {reason}"
    return report
