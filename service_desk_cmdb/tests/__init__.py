from . import (
    test_alert_rules,
    test_attribute_rules,
    test_ci_class,
    test_ci_impact,
    test_ci_life,
    test_ci_relation,
    test_ci_rights,
    test_event_rules,
    test_impact_rules,
    test_license,
    test_license_rules,
    test_ticket_affected,
)
