"""Which policy holds for a record: the most specific one that fits. Pure Python without Odoo.

A policy names what it is for; what it leaves open fits everything. Of those that fit, the one wins
that names the weightiest things, in the order of :data:`CRITERIA`; between equals the sequence
decides, then the older policy. So the same facts always lead to the same promise.
"""

from dataclasses import dataclass

from .clock_rules import OLA, SLA, UC
from .standing import Promise

#: From weighty to light. Each weighs more than all that come after it together.
CRITERIA = ("customer", "contract", "service", "category", "process", "priority", "team")
WEIGHTS = {name: 1 << place for place, name in enumerate(reversed(CRITERIA))}


@dataclass(frozen=True)
class Target:
    """How long one metric may take, for one priority or (empty) for all others."""

    id: int
    metric: str
    priority: str
    seconds: int


@dataclass(frozen=True)
class Policy:
    """What a policy is for, and what it promises. Empty criteria fit everything.

    :param begin: records that began before this instant are not its business; None is always
    :param end: nor those that began at this instant or later
    """

    id: int
    kind: str
    name: str = ""
    version: int = 1
    sequence: int = 10
    company: int = 0
    begin: int | None = None
    end: int | None = None
    customers: frozenset = frozenset()
    contract: int = 0
    services: frozenset = frozenset()
    categories: frozenset = frozenset()
    process: str = ""
    teams: frozenset = frozenset()
    suppliers: frozenset = frozenset()
    targets: tuple = ()
    is_active: bool = True


@dataclass(frozen=True)
class Facts:
    """What policies look at on a record. Ids, 0 where there is nothing.

    :param categories: the category and those above it
    :param supplier: whose desk has it now
    """

    company: int = 0
    begun: int = 0
    customer: int = 0
    contract: int = 0
    service: int = 0
    categories: tuple = ()
    process: str = ""
    priority: str = ""
    team: int = 0
    supplier: int = 0

    @property
    def word(self):
        """One word that changes when one of the facts does."""
        leaf = self.categories[-1] if self.categories else 0
        return (
            f"{self.process}|{self.company}|{self.priority}|{self.customer}|{self.contract}|{self.service}"
            f"|{leaf}|{self.team}|{self.supplier}"
        )


@dataclass(frozen=True)
class Choice:
    """The policy that holds for a record, and why.

    :param named: the criteria it names, weighty ones first
    :param rivals: how many others fitted too
    """

    policy: Policy
    promises: tuple
    named: tuple = ()
    rivals: int = 0


def targets_for(policy, priority):
    """Metric -> target for this priority; one for all priorities where none names it."""
    chosen = {}
    for target in policy.targets:
        if target.priority == priority or (not target.priority and target.metric not in chosen):
            chosen[target.metric] = target
    return chosen


def fits(policy, facts):
    """Whether the policy is for such a record and promises anything about it."""
    return (
        policy.company in (0, facts.company)
        and (policy.begin is None or policy.begin <= facts.begun)
        and (policy.end is None or facts.begun < policy.end)
        and policy.process in ("", facts.process)
        and (not policy.customers or facts.customer in policy.customers)
        and policy.contract in (0, facts.contract)
        and (not policy.services or facts.service in policy.services)
        and (not policy.categories or not policy.categories.isdisjoint(facts.categories))
        and (not policy.teams or facts.team in policy.teams)
        and (policy.kind != OLA or bool(facts.team))
        and (policy.kind != UC or _is_with(policy, facts.supplier))
        and bool(targets_for(policy, facts.priority))
    )


def _is_with(policy, supplier):
    return bool(supplier) and (not policy.suppliers or supplier in policy.suppliers)


def named(policy, facts):
    """The criteria by which this policy is more than a general one, weighty ones first."""
    is_named = {
        "customer": policy.customers,
        "contract": policy.contract,
        "service": policy.services,
        "category": policy.categories,
        "process": policy.process,
        "priority": any(
            target.priority for target in targets_for(policy, facts.priority).values()
        ),
        "team": policy.teams,
    }
    return tuple(name for name in CRITERIA if is_named[name])


def choose(policies, facts):
    """The choice for each kind of promise.

    :param policies: iterable of :class:`Policy`
    :return: kind -> :class:`Choice`; a kind for which no policy fits is missing
    """
    choices = {}
    for kind in (SLA, OLA, UC):
        fitting = ranked(policies, facts, kind)
        if not fitting:
            continue
        best = fitting[0]
        reasons, rivals = named(best, facts), len(fitting) - 1
        why = (best.name, best.version, ",".join(reasons), rivals)
        choices[kind] = Choice(best, _promises(best, facts, why), reasons, rivals)
    return choices


def ranked(policies, facts, kind):
    """The policies of one kind that fit; the first one holds."""
    fitting = [policy for policy in policies if policy.kind == kind and fits(policy, facts)]
    return sorted(fitting, key=lambda policy: _rank(policy, facts))


def _rank(policy, facts):
    weight = sum(WEIGHTS[name] for name in named(policy, facts))
    return -weight, policy.sequence, policy.id


def _promises(policy, facts, why):
    party = {SLA: 0, OLA: facts.team, UC: facts.supplier}[policy.kind]
    return tuple(
        Promise(policy.kind, target.metric, policy.id, target.id, target.seconds, party, why)
        for target in targets_for(policy, facts.priority).values()
    )
