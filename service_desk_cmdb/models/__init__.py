from . import (
    service_desk_ci_state,
    service_desk_ci_attribute,
    service_desk_ci_class,
    service_desk_ci_relation_type,
    service_desk_ci_relation,
    service_desk_ci_redundancy,
    service_desk_ci_value_mixin,
    service_desk_ci_impact_mixin,
    service_desk_ci,
)
