"""Names that older series of Odoo knew, and that Odoo 19 passes over without a word.

An override of a removed method is never called, an ignored attribute
protects nothing: neither fails a test by itself, so they are looked for.
"""
import ast
import re
import sys

from .. import paths
from .findings import Findings

TRAPS = [(re.compile(pattern), advice) for pattern, advice in (
    (r"^\s+_sql_constraints\s*=", "ignored: use models.Constraint"),
    (r"def name_get\(", "never called: use _compute_display_name"),
    (r"def _name_search\(", "never called by the client: use _search_display_name"),
    (r"def read_group\(", "never called by the client: override _read_group"),
    (r"\.read_group\(", "deprecated: use _read_group"),
    (r"def check_access_(rights|rule)\(", "never called: override _check_access"),
    (r"\.check_access_(rights|rule)\(", "removed: use check_access or has_access"),
    (r"\bgroup_operator\s*=", "renamed: aggregator"),
    (r"\bauto_join\s*=", "renamed: bypass_search_access"),
    (r"\btrack_visibility\s*=", "ignored: use tracking=True"),
    (r"\bstates\s*=\s*\{", "ignored on fields: say readonly in the view"),
    (r"from odoo\.osv|import odoo\.osv", "deprecated: use odoo.fields.Domain"),
    (r"\bgroups_id\b", "renamed: group_ids"),
    (r"\b_check_recursion\(", "renamed: _has_cycle"),
    (r"\btoggle_active\(", "deprecated: use action_archive and action_unarchive"),
    (r"type=['\"]json['\"]", "jsonrpc for routes"),
    (r"\b(numbercall|doall)\b", "removed from scheduled actions"),
    (r"\bself\._(cr|uid|context)\b", "deprecated: use self.env.cr, .uid, .context"),
    (r"\.message_post\([^)]*\bsubtype=", "refused: use subtype_xmlid"),
)]

#: Decorators that note one thing on a method: of two above each other only the upper one is heard.
HEARD_ONCE = ("depends", "depends_context", "constrains", "onchange")


def main(addons):
    findings = Findings()
    for addon in addons:
        for path in sorted((paths.ROOT / addon).rglob("*.py")):
            _check(path, findings)
    findings.leave()


def _check(path, findings):
    text = path.read_text(encoding="utf-8")
    _check_decorators(path, text, findings)
    for number, line in enumerate(text.splitlines(), 1):
        code = line.split("#")[0]
        for pattern, advice in TRAPS:
            found = pattern.search(code)
            if found:
                findings.add(path, number, f"{found.group().strip()} is {advice}")


def _check_decorators(path, text, findings):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            for name in stacked(node):
                findings.add(path, node.lineno, f"@api.{name} stands twice: of the lower one nobody hears")


def stacked(function):
    """Those decorators of the ORM that stand twice above a method, where they replace each other."""
    called = [one.func for one in function.decorator_list if isinstance(one, ast.Call)]
    names = [one.attr for one in called if isinstance(one, ast.Attribute) and one.attr in HEARD_ONCE]
    return sorted({name for name in names if names.count(name) > 1})


if __name__ == "__main__":
    main(sys.argv[1:])
