"""Sheets of configuration items, for the tests of their import."""

import base64
import csv
import io

from .ci_case import CiCase


class ImportCase(CiCase):
    """A source, and what it takes to bring in a sheet as the configuration manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls.make_source("sheet", sequence=1)
        cls.imports = cls.items.env["service.desk.ci.import"]

    @classmethod
    def make_source(cls, code, **values):
        return cls.items.env["service.desk.ci.source"].create({"name": f"The {code}", "code": code, **values})

    @staticmethod
    def sheet(rows):
        """Rows as dicts, as a CSV file in base 64."""
        header = list(dict.fromkeys(name for row in rows for name in row))
        text = io.StringIO()
        writer = csv.DictWriter(text, header, restval="", delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
        return base64.b64encode(text.getvalue().encode())

    def check(self, rows, **values):
        """An import of these rows that was checked."""
        job = self.imports.create(
            {"file": self.sheet(rows), "source_id": self.source.id, "class_id": self.server.id, **values}
        )
        job.action_check()
        return job

    def run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("service_desk_cmdb.cron_ci_import").method_direct_trigger()
        self.env.invalidate_all()

    def bring(self, rows, **values):
        """An import of these rows that is over."""
        job = self.check(rows, **values)
        job.action_start()
        self.run_job()
        return job

    def said(self, job):
        """line -> (state, outcome, message)."""
        rows = job.row_ids.sorted("line")
        return [(row.state, row.outcome, row.message) for row in rows]

    def landscape(self, names):
        """What is known of these items, without what tells one run from another."""
        items = self.env["service.desk.ci"].search([("name", "in", list(names))])
        values = sorted(
            (item.name, item.class_id.code, item.state, item.serial_number or "", item.version or "")
            + tuple(sorted((code, str(value)) for code, value in item._values().items()))
            for item in items
        )
        relations = self.env["service.desk.ci.relation"].search([("source_id", "in", items.ids)])
        return values, sorted((one.source_id.name, one.type_id.code, one.target_id.name) for one in relations)
