"""What browsers send for a form of the catalog: answers and files by the code of their question."""

from odoo.http import request

from . import portal_input

#: More answers than these to one question are not read.
MAX_VALUES = 200
ANSWER, FILE = "a_", "f_"


def answers(questions):
    """code -> text or list of texts, of the questions that the form has."""
    form = request.httprequest.form
    given = {}
    for question in questions:
        values = form.getlist(ANSWER + question["code"])[:MAX_VALUES]
        if question["kind"] == "choices":
            given[question["code"]] = [value for value in values if value]
        elif values:
            given[question["code"]] = values[0]
    return given


def files(questions):
    """code -> list of (name, bytes), of the questions that are answered with files."""
    given = {}
    for question in questions:
        if question["kind"] == "file":
            uploads = request.httprequest.files.getlist(FILE + question["code"])
            chosen = [_read(upload) for upload in uploads if upload.filename]
            if chosen:
                given[question["code"]] = chosen
    return given


def _read(upload):
    # A request that is run again after a conflict finds its files already read.
    upload.seek(0)
    return portal_input.file_name(upload.filename) or request.env._("File"), upload.read()
