"""What may stand in somebody's name inside Odoo, as a table; addons add rows to it.

Pure data: ``service.desk.hand.over`` acts on it.
"""

from dataclasses import dataclass

OPEN = ("phase", "in", ("new", "active", "pending"))
_AGENT = "service_desk.group_agent"


@dataclass(frozen=True)
class Share:
    """One field in which people stand.

    :param model: name of a model; one that is not installed is passed over
    :param field: field for one user or for several
    :param domain: what of it is still somebody's; everything when empty
    :param names: field by which a record is named in the proof; empty for what HR must not know
    :param group: only who is in it can take over
    :param is_work: it is done by somebody else also while its person is merely away
    :param is_power: it decides about what others get, and goes only to whom a manager has chosen
    :param may_stay: what the successor cannot take finds its own way
    :param how: method of ``service.desk.hand.over`` that gives it away
    """

    model: str
    field: str
    domain: tuple = ()
    names: str = "display_name"
    group: str = ""
    is_work: bool = False
    is_power: bool = False
    may_stay: bool = False
    how: str = "_give_field"


SHARES = (
    Share("mail.activity", "user_id", names="", is_work=True, how="_give_activities"),
    *(
        Share(f"service.desk.{process}", "user_id", (OPEN,), names="number", is_work=True, how="_give_tickets")
        for process in ("incident", "request", "problem", "change")
    ),
    Share(
        "service.desk.journey.line",
        "user_id",
        (("state", "in", ("planned", "asking", "open", "failed")),),
        names="",
        is_work=True,
        may_stay=True,
        how="_give_steps",
    ),
    Share("service.desk.task", "user_id", (OPEN,), names="number", is_work=True, how="_give_tickets"),
    Share(
        "service.desk.approval.decision",
        "approver_id",
        (("decision", "=", False), ("approval_id.state", "in", ("waiting", "pending"))),
        names="",
        is_power=True,
        may_stay=True,
        how="_give_seats",
    ),
    Share(
        "service.desk.approval.delegation",
        "delegate_id",
        names="",
        is_power=True,
        may_stay=True,
        how="_give_delegations",
    ),
    Share("service.desk.approval.step", "user_ids", is_power=True),
    Share("service.desk.approval.step", "fallback_user_ids", is_power=True),
    Share("service.desk.entitlement", "owner_id", is_power=True),
    Share("service.desk.entitlement", "reviewer_ids", is_power=True),
    Share("service.desk.service", "owner_id"),
    Share("service.desk.team", "leader_id", is_power=True),
    Share("service.desk.article", "owner_id", names="number", group=_AGENT),
    Share("service.desk.article", "reviewer_id", names="number", group=_AGENT),
    Share("service.desk.contract", "user_id", names="number", group="service_desk.group_contract_manager"),
    Share("service.desk.problem", "review_user_ids", (OPEN,), names="number"),
    Share("service.desk.major", "commander_id", (OPEN,), names="", group=_AGENT),
    Share("service.desk.improvement", "user_id", (("state", "=", "open"),), names=""),
    Share("service.desk.cab.meeting", "chair_id", (("state", "=", "planned"),), is_power=True),
    Share("service.desk.dispatch.rule", "user_id", group=_AGENT),
    Share("service.desk.task.template", "user_id", group=_AGENT),
    Share("service.desk.sla.level", "user_ids", names=""),
)
