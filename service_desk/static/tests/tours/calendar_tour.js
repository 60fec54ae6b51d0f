import { registry } from "@web/core/registry";

const content = (words) => `.o_field_widget[name=collision_html]:visible:contains(${words})`;

/** An agent schedules a change into a freeze and onto another one, and finds a time instead. */
registry.category("web_tour.tours").add("service_desk_calendar_agent", {
    steps: () => [
        {
            content: "The form tells of the freeze and of the other change",
            trigger: content("Nothing is changed before the audit"),
        },
        { trigger: content("Swap the turbine") },
        { content: "An agent accepts nothing", trigger: "body:not(:has(button[name=action_open_acceptance]:visible))" },
        { content: "Try nevertheless", trigger: "button[name=action_schedule]:visible", run: "click" },
        {
            content: "The door says no, and why",
            trigger: ".modal-body:contains(Nothing is changed before the audit)",
        },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { content: "Look for a time", trigger: "button[name=action_open_slots]:visible", run: "click" },
        { content: "Take the first", trigger: ".modal button[name=action_take]:first", run: "click" },
        {
            content: "Nothing is in the way any more",
            trigger: "body:not(:has(.modal)):not(:has([name=collisions_block]:visible))",
        },
        { trigger: "button[name=action_schedule]:visible", run: "click" },
        { trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Scheduled)" },
    ],
});

/** A change manager accepts what is in the way of another one, and sees both on the timeline. */
registry.category("web_tour.tours").add("service_desk_calendar_manager", {
    steps: () => [
        { trigger: content("Nothing is changed before the audit") },
        { content: "Accept it", trigger: "button[name=action_open_acceptance]:visible", run: "click" },
        { trigger: ".modal [name=reason] textarea", run: "edit The board wants it" },
        { trigger: ".modal button[name=action_confirm]", run: "click" },
        { trigger: "body:not(:has(.modal)):not(:has([name=collisions_block]:visible))" },
        { trigger: "button[name=action_schedule]:visible", run: "click" },
        { trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Scheduled)" },
        { content: "The timeline", trigger: "[data-menu-xmlid='service_desk.menu_tickets']", run: "click" },
        { trigger: "[data-menu-xmlid='service_desk.menu_change_timeline']", run: "click" },
        { trigger: ".o_service_desk_timeline button:contains(Month)", run: "click" },
        { trigger: ".o_service_desk_timeline button.active:contains(Month)" },
        { content: "The freeze is named", trigger: ".o_timeline_freeze_name:contains(Audit)" },
        { content: "Open a change", trigger: ".o_timeline_bar[title*='Paint the turbine']", run: "click" },
        { trigger: ".o_field_widget[name=name]:contains(Paint the turbine), .o_form_view:contains(Paint the turbine)" },
    ],
});
