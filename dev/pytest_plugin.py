"""A pytest plugin: what this environment promises holds in tests too.

Odoo skips tests over HTTP and in a browser when something for them is
missing. ``python3 dev test`` provides all of it, so such a skip is a failure.

Workers have databases of their own and one store of files: nobody may tidy
it up while they run.
"""
import re
from unittest import mock

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


@pytest.fixture(scope="session", autouse=True)
def files_of_other_workers_are_kept():
    """A file that one worker's database does not know may be another worker's."""
    from odoo.addons.base.models.ir_attachment import IrAttachment

    with mock.patch.object(IrAttachment, "_gc_file_store_unsafe", lambda attachments: None):
        yield
