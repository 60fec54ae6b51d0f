"""Names that older series of Odoo knew, and that Odoo 19 passes over without a word.

An override of a removed method is never called, an ignored attribute
protects nothing: neither fails a test by itself, so they are looked for.
"""
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


def main(addons):
    findings = Findings()
    for addon in addons:
        for path in sorted((paths.ROOT / addon).rglob("*.py")):
            _check(path, findings)
    findings.leave()


def _check(path, findings):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        code = line.split("#")[0]
        for pattern, advice in TRAPS:
            found = pattern.search(code)
            if found:
                findings.add(path, number, f"{found.group().strip()} is {advice}")


if __name__ == "__main__":
    main(sys.argv[1:])
