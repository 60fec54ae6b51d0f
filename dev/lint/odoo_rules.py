"""Odoo's test_lint, run over our addons alone and without a database.

Odoo's rules look at every addon there is; here the list of addons is ours.
Rules that need a database are in the top-level tests.
"""
import importlib
import logging
import sys
from unittest.mock import patch

import odoo.modules
import odoo.netsvc
import odoo.tests
import odoo.tests.loader
import odoo.tests.result
import odoo.tests.suite
from odoo.tools import config

from .. import paths

MODULES = ("test_dunderinit", "test_i18n", "test_jstranslate", "test_manifests",
           "test_onchange_domains", "test_orm_import", "test_test_holes")


def main(addons):
    config.parse_config(["-c", "/dev/null", "--addons-path", str(paths.ROOT), "--log-level", "warn",
                         "--http-interface", "127.0.0.1"])
    odoo.netsvc.init_logger()
    logging.getLogger("odoo.tests").setLevel(logging.ERROR)
    ours = [odoo.modules.Manifest.for_addon(name) for name in addons]
    with patch.object(odoo.modules.Manifest, "all_addon_manifests", lambda: ours):
        result = odoo.tests.result.OdooTestResult()
        _suite()(result)
    if not result.testsRun:
        sys.exit("Odoo's test_lint ran no test.")
    sys.exit(0 if result.wasSuccessful() else 1)


def _suite():
    modules = [importlib.import_module(f"odoo.addons.test_lint.tests.{name}") for name in MODULES]
    return odoo.tests.suite.OdooSuite(
        test for module in modules for test in odoo.tests.loader.get_module_test_cases(module))


if __name__ == "__main__":
    main(sys.argv[1:])
