from . import (
    hr_departure_wizard,
    service_desk_journey_cancel_wizard,
    service_desk_journey_done_thing,
    service_desk_journey_done_wizard,
    service_desk_journey_move_wizard,
    service_desk_journey_successor_wizard,
    service_desk_journey_wizard,
)
