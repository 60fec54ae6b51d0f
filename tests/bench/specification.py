"""What the web client asks for when it opens a view: a Python twin of its ``getFieldsSpec``."""
from ast import literal_eval

from lxml import etree

ACTIVITY = ("activity_exception_decoration", "activity_exception_icon", "activity_state",
            "activity_summary", "activity_type_icon", "activity_type_id")
#: Fields that a widget reads beside its own.
DEPENDENCIES = {"list_activity": ACTIVITY, "kanban_activity": ACTIVITY}
#: Rows of a list inside a form.
LINES = 40
ALWAYS = ("1", "True")


def of_view(model, view_type):
    """The specification for ``web_read`` of the model's default view of that type."""
    arch = etree.fromstring(model.get_view(view_type=view_type)["arch"])
    return _of_node(arch, model)


def restricted(specification, model):
    """As much of a specification as another model has fields for."""
    return {name: spec for name, spec in specification.items() if name in model._fields}


def _of_node(node, model):
    specification = {}
    for element in _own_fields(node):
        name = element.get("name")
        specification[name] = _of_field(element, model)
        for dependency in DEPENDENCIES.get(element.get("widget"), ()):
            specification.setdefault(dependency, _plain(model._fields[dependency]))
    return specification


def _own_fields(node):
    """The fields of a view, not those of the lists inside it."""
    for child in node:
        if child.tag == "field":
            yield child
        elif isinstance(child.tag, str):
            yield from _own_fields(child)


def _of_field(element, model):
    field = model._fields[element.get("name")]
    if element.get("invisible") in ALWAYS:
        return {"fields": {}} if field.type == "many2one" else {}
    if field.type not in ("one2many", "many2many"):
        return _plain(field)
    lines = element.find("list")
    comodel = model.env[field.comodel_name]
    if lines is not None:
        return {"fields": _of_node(lines, comodel), "limit": LINES}
    if element.get("widget") == "many2many_tags":
        color = literal_eval(element.get("options", "{}")).get("color_field")
        return {"fields": {"display_name": {}, **({color: {}} if color else {})}}
    return {}


def _plain(field):
    return {"fields": {"display_name": {}}} if field.type == "many2one" else {}
