"""Odoo's own rules for addons that need them installed: test_lint, in part.

``python3 dev lint`` applies the rules that read files alone.
"""
import pytest

# A packaged Odoo may come without its test addons.
rules = pytest.importorskip("odoo.addons.test_lint.tests")


class TestOverrideSignatures(rules.test_override_signatures.TestLintOverrideSignatures):
    """A method takes the same arguments as the one that it overrides."""


class TestNaming(rules.test_naming.TestNaming):
    """No public method takes an argument that remote calls reserve."""


class TestIndex(rules.test_index.TestIndex):
    """Every list of lines has an index on the field that points back."""
