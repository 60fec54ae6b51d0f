"""How the values of selections are called, in the language of the reader."""


def labels(records, name):
    """Value of a selection field -> its word."""
    return dict(records._fields[name]._description_selection(records.env))
