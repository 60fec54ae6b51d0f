"""Words around policies and clocks."""


from odoo.addons.service_desk.models.service_desk_process_data import PROCESSES, TICKET_COLUMNS

from .. import clock_rules

TASK = "service.desk.task"
#: The report on achievement, in which reviews, credits, scorecards and the overview count.
REPORT = "service.desk.sla.report"

#: What something is promised about: tickets of each process, and tasks.
SUBJECTS = [*PROCESSES, (TASK, "Task")]
#: Model of what a clock is about -> the column of the clock.
SUBJECT_COLUMNS = {**TICKET_COLUMNS, TASK: "task_id"}

#: Priority of a target that holds for all priorities.
ANY_PRIORITY = "any"

KINDS = [
    (clock_rules.SLA, "Service level (desk to requester)"),
    (clock_rules.OLA, "Operational level (one team's part)"),
    (clock_rules.UC, "Supplier's promise (contract)"),
]

METRICS = [
    (clock_rules.RESPONSE, "Response"),
    (clock_rules.UPDATE, "Update"),
    (clock_rules.RESOLUTION, "Resolution"),
]

CLOCK_STATES = [
    (clock_rules.RUNNING, "Running"),
    (clock_rules.PAUSED, "Paused"),
    (clock_rules.MET, "Ended"),
    (clock_rules.CANCELLED, "Cancelled"),
]

CALENDAR_SOURCES = [
    ("company", "The company's working hours"),
    ("service", "The service's hours"),
    ("team", "The team's working hours"),
    ("contract", "The contract's coverage hours"),
    ("own", "A calendar of its own"),
    ("always", "Around the clock"),
]

REOPENINGS = [
    (clock_rules.CONTINUE, "Goes on; the time it was resolved counts"),
    (clock_rules.EXCLUDE, "Goes on; the time it was resolved does not count"),
    (clock_rules.RESTART, "Begins anew"),
]

PAUSE_RULES = [
    ("reason", "As the pending reason says"),
    ("chosen", "For these pending reasons only"),
    ("never", "Never"),
]

#: What becomes of a ticket's team when an escalation level is reached.
REASSIGNMENTS = [
    ("escalation", "To the team that its team escalates to"),
    ("team", "To this team"),
]

#: Where a ticket stands with what was promised to the requester.
SLA_STATES = [
    ("running", "On Time"),
    ("risk", "At Risk"),
    ("breached", "Breached"),
    ("paused", "Paused"),
    ("met", "Met"),
    ("missed", "Missed"),
]


def criterion_names(env):
    """Criterion in ``policy_rules.CRITERIA`` -> how people call it."""
    return {
        "customer": env._("customer"),
        "contract": env._("contract"),
        "service": env._("service"),
        "category": env._("category"),
        "process": env._("kind of ticket"),
        "priority": env._("priority"),
        "team": env._("team"),
    }
