"""Licenses, people and access, for tests."""

from odoo.fields import Command

from .ci_case import CiCase


class LicenseCase(CiCase):
    """What a configuration manager writes down about licenses."""

    @classmethod
    def make_license(cls, quantity=2, **values):
        """A license by user of which so many are owned for ever."""
        rights = [Command.create({"quantity": quantity, "date_start": "2020-01-01"})] if quantity else []
        return (
            cls.env["service.desk.license"]
            .with_user(cls.keeper)
            .create(
                {"name": "Drawing Tool", "company_id": False, "owner_id": cls.keeper.id, "right_ids": rights, **values}
            )
        )

    @classmethod
    def make_people(cls, count):
        return cls.env["res.partner"].create([{"name": f"Person {number}"} for number in range(count)])

    @classmethod
    def make_entitlement(cls, product, name="Drawing", **values):
        return cls.env["service.desk.entitlement"].create(
            {"name": name, "license_id": product.id, "owner_id": cls.manager.id, **values}
        )

    @classmethod
    def make_access(cls, partner, entitlement, state="active"):
        """Access that somebody has, or that is on its way to them."""
        access = (
            cls.env["service.desk.access"]
            .sudo()
            .create({"partner_id": partner.id, "entitlement_id": entitlement.id, "company_id": cls.env.company.id})
        )
        access.write({"state": "granting"})
        if state == "active":
            access.write({"state": "active"})
        return access

    @classmethod
    def make_item(cls, entitlement, name="Drawing Tool"):
        """What employees can order to get it."""
        item = cls.env["service.desk.catalog.item"].create(
            {"name": name, "audience": "internal", "entitlement_ids": [Command.set(entitlement.ids)]}
        )
        item.state = "published"
        return item
