"""Words around service reviews."""

REVIEW_STATES = [("draft", "Draft"), ("closed", "Closed")]

PERIODS = [("month", "A month"), ("quarter", "A quarter"), ("custom", "From … to …")]
#: How many months a period has that begins with its first day.
PERIOD_MONTHS = {"month": 1, "quarter": 3}

#: What a review looks at; what is left empty does not narrow it.
SCOPE_FIELDS = ("customer_id", "contract_id", "service_id", "team_id")
#: A change of these leaves figures of something else behind, which are thrown away.
BASIS_FIELDS = frozenset({"company_id", "date_from", "date_to", "period", *SCOPE_FIELDS})
#: Written by the verbs alone.
FACT_FIELDS = frozenset({
    "state",
    "revision",
    "former_id",
    "date_filled",
    "date_closed",
    "closed_by_id",
    "scope",
    "line_ids",
    "breach_ids",
})

#: So many of the worst breaches are named.
MOST_BREACHES = 20

#: A contract may ask for reviews this often: periods that follow the calendar.
REVIEW_MONTHS = (0, 1, 2, 3, 4, 6, 12)
