"""What a person holds and what their new role brings: the difference.

Pure Python without Odoo inside. Entitlements are any hashable keys.
"""

from collections.abc import Collection, Hashable, Mapping

#: Why somebody holds something: it came with a role, or was granted to this one person.
PACKAGE, INDIVIDUAL = "package", "individual"
GRANT, KEEP, REVOKE = "grant", "keep", "revoke"


def difference(
    held: Mapping[Hashable, str],
    wanted: Collection[Hashable],
    decided: Mapping[Hashable, str] | None = None,
    is_leaving: bool = False,
) -> dict[Hashable, str]:
    """What happens to each entitlement: it is granted, kept or revoked.

    What came with the old role goes unless the new one brings it too; what was granted to the
    person stays unless somebody has decided otherwise. Who leaves keeps nothing.

    :param held: entitlement -> ``PACKAGE`` or ``INDIVIDUAL``
    :param wanted: entitlements of the new role
    :param decided: entitlement -> ``KEEP`` or ``REVOKE``; counts for what was granted individually
        and the new role does not bring
    """
    if is_leaving:
        return dict.fromkeys(held, REVOKE)
    decided = decided or {}
    verdicts = {one: KEEP if one in held else GRANT for one in wanted}
    for one, origin in held.items():
        if one not in verdicts:
            usual = KEEP if origin == INDIVIDUAL else REVOKE
            verdicts[one] = decided.get(one, usual) if origin == INDIVIDUAL else usual
    return verdicts
