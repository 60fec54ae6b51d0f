"""The addons' XML files: well-formed, valid, named in the manifest, free of what Odoo 19 refuses.

Odoo tells most of this only when it installs the addon, and some of it only
when a person opens the view in a browser.
"""
import ast
import sys
from collections import Counter
from pathlib import Path

from lxml import etree

import odoo

from .. import paths
from .findings import Findings

# Files below these folders are loaded through the manifest and no other way.
LOADED = ("data", "demo", "report", "security", "views", "wizard")
LOADED_SUFFIXES = (".xml", ".csv")

SCHEMA = Path(list(odoo.__path__)[0]) / "import_xml.rng"

REFUSED = (
    ("//tree", "<tree> is <list> now"),
    ("//act_window | //report[not(ancestor::field)]", "this tag is gone: write a <record>"),
    ("//*[@attrs]", "attrs is gone: write invisible, readonly or required as an expression"),
    ("//field[@name='arch']//*[@states]", "states is gone: write invisible as an expression"),
    ("//t[@t-name='kanban-box']", "kanban-box fails in the browser: name the template card"),
    ("//field[@name='view_mode'][contains(., 'tree')]", "tree fails in the browser: write list"),
    ("//search//group[@string or @expand]", "a <group> of a search takes no string or expand"),
    ("//field[@name='groups_id']", "groups_id is group_ids now"),
    ("//field[@name='numbercall' or @name='doall']", "gone from scheduled actions"),
    ("//record[@model='res.groups']/field[@name='users']", "users of a group is user_ids now"),
    ("//record[@model='res.groups']/field[@name='category_id']",
     "category_id of a group is privilege_id now"),
    ("//field[contains(@eval, 'context_today') or contains(@domain_force, 'time.')]",
     "rules know no time: write a relative date such as '-7d'"),
)


def main(addons):
    findings = Findings()
    schema = etree.RelaxNG(etree.parse(SCHEMA))
    for addon in addons:
        _check_addon(paths.ROOT / addon, schema, findings)
    findings.leave()


def _check_addon(addon, schema, findings):
    named = _named_in_manifest(addon, findings)
    seen = Counter()
    for path in sorted(addon.rglob("*.xml")):
        tree = _parse(path, findings)
        if tree is not None and path in named:
            _check_data(path, tree, schema, findings)
            _check_twice(path, tree, named[path], seen, findings)


def _named_in_manifest(addon, findings):
    """The files the manifest loads, and as what; tells which are missing or loaded by nobody."""
    manifest_path = addon / "__manifest__.py"
    manifest = ast.literal_eval(manifest_path.read_text(encoding="utf-8"))
    named = {addon / name: kind for kind in ("data", "demo") for name in manifest.get(kind, ())}
    for path in sorted(named):
        if not path.exists():
            findings.add(manifest_path, 1, f"{path.relative_to(addon)} does not exist")
    for folder in LOADED:
        for path in sorted((addon / folder).rglob("*")):
            if path.suffix in LOADED_SUFFIXES and path not in named:
                findings.add(path, 1, "the manifest does not name this file: nothing loads it")
    return named


def _parse(path, findings):
    try:
        return etree.parse(path)
    except etree.XMLSyntaxError as error:
        findings.add(path, error.lineno or 1, error.msg)
        return None


def _check_data(path, tree, schema, findings):
    if not schema.validate(tree):
        error = schema.error_log.last_error
        findings.add(path, error.line, f"not a valid data file: {error.message}")
    for expression, advice in REFUSED:
        for node in tree.xpath(expression):
            findings.add(path, node.sourceline, advice)


def _check_twice(path, tree, kind, seen, findings):
    """What is said twice: the second one silently overwrites the first.

    A second record of an id may add fields to the first, and demo data may
    change what the installation brought, so a field counts within its kind.
    """
    for node in tree.xpath("//template[@id] | //menuitem[@id] | //record[@id]/field[@name]"):
        owner = node.getparent() if node.tag == "field" else node
        said = f"{owner.get('id')} {node.get('name') if node.tag == 'field' else ''}".strip()
        seen[kind, said] += 1
        if seen[kind, said] == 2:
            findings.add(path, node.sourceline, f"{said} is in this addon's {kind} twice")


if __name__ == "__main__":
    main(sys.argv[1:])
