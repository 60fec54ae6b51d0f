"""Things that rely on each other, for the tests of configuration items."""

from odoo.addons.service_desk.tests.common import ServiceDeskCase


class CiCase(ServiceDeskCase):
    """A configuration manager, an agent, and a small set of classes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = cls.make_user("test_keeper", "service_desk_cmdb.group_configuration_manager")
        cls.items = cls.env["service.desk.ci"].with_user(cls.keeper)
        cls.server = cls.env.ref("service_desk_cmdb.ci_class_server")
        cls.application = cls.env.ref("service_desk_cmdb.ci_class_application")
        cls.runs_on = cls.env.ref("service_desk_cmdb.ci_relation_type_runs_on")
        cls.depends_on = cls.env.ref("service_desk_cmdb.ci_relation_type_depends_on")

    @classmethod
    def make_ci(cls, name, kind=None, **values):
        """An item in use, of the class server unless another is given."""
        return cls.items.create({"name": name, "class_id": (kind or cls.server).id, "state": "in_use", **values})

    @classmethod
    def relate(cls, source, target, kind=None, **values):
        """“source … target”; depends on, unless another type is given."""
        return cls.items.env["service.desk.ci.relation"].create(
            {"source_id": source.id, "target_id": target.id, "type_id": (kind or cls.depends_on).id, **values}
        )

    def names(self, ids):
        return set(self.env["service.desk.ci"].browse(ids).mapped("name"))
