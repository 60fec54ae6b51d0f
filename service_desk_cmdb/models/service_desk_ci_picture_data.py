"""What a picture of an item says."""

#: Fields of the item, in the order in which people read of changes.
PICTURED = (
    "name",
    "class_id",
    "state",
    "owner_id",
    "user_partner_id",
    "team_id",
    "supplier_id",
    "contract_ids",
    "service_ids",
    "criticality",
    "environment",
    "location_id",
    "manufacturer",
    "model_name",
    "version",
    "serial_number",
    "asset_tag",
    "date_bought",
    "date_warranty_end",
)
#: Before the code of an attribute of its class, of a type of relations, of a relation with redundancy.
ATTRIBUTE, RELATION, NEED = "attribute:", "relation:", "need:"
