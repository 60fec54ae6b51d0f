import { registry } from "@web/core/registry";

// An emergency that is written down afterwards. The texts are the test's own.

const STATE = ".o_statusbar_status .o_arrow_button_current";
const DIALOG = ".modal:not(.o_inactive_modal)";
const TAB = (name) => `.o_notebook a.nav-link:contains(${name})`;
const EDITOR = (name) => `.o_field_widget[name=${name}] .odoo-editor-editable`;
const CHOICE = ".o-autocomplete--dropdown-item";

const write = (name, text) => ({
    content: `Write down the ${name}`,
    trigger: EDITOR(name),
    run: `editor ${text}`,
});

// Whoever writes on before the form has taken a text over tests how fast the machine is.
const writeDue = (name, text, label) => [
    write(name, text),
    { content: "Look up", trigger: ".alert[name=undocumented]", run: "click" },
    { content: `${label} is told`, trigger: `.alert[name=undocumented]:not(:contains(${label}))` },
];

registry.category("web_tour.tours").add("service_desk_change_begins", {
    steps: () => [
        { content: "Write one down", trigger: ".o_list_button_add", run: "click" },
        {
            content: "There is no time to ask",
            trigger: "[name=change_type] label:contains(Emergency)",
            run: "click",
        },
        { content: "What it is", trigger: "[name=name] textarea, [name=name] input", run: "edit Disk is full" },
        { content: "On what", trigger: "[name=service_id] input", run: "edit Web Shop" },
        { content: "This service", trigger: `${CHOICE}:contains(Web Shop)`, run: "click" },
        write("description", "No order comes in."),
        { content: "Keep it", trigger: ".o_form_button_save", run: "click" },
        {
            content: "Begin at once",
            trigger: "button[name=action_implement]:contains(Implement Now)",
            run: "click",
        },
        { content: "Yes", trigger: `${DIALOG} .modal-footer .btn-primary`, run: "click" },
        { content: "The work goes on", trigger: `${STATE}:contains(Implementing)` },
        { content: "Nobody has agreed", trigger: ".alert:contains(before anybody agreed)" },
        { content: "Others are asked", trigger: ".alert:contains(test_cm)" },
        { content: "Papers are due", trigger: ".alert:contains(Back-Out Plan)" },
        { content: "The work is over", trigger: "button[name=action_finish]", run: "click" },
        {
            content: "It went well",
            trigger: `${DIALOG} [name=outcome] label:contains(Successful)`,
            run: "click",
        },
        write("resolution", "More space."),
        { content: "Finish", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        { content: "It is in review", trigger: `${STATE}:contains(Review)` },
    ],
});

registry.category("web_tour.tours").add("service_desk_change_is_kept_open", {
    steps: () => [
        { content: "Close it", trigger: "button[name=action_close]", run: "click" },
        {
            content: "Not before somebody has agreed",
            trigger: `${DIALOG}:contains(waits for approval)`,
        },
        { content: "I see", trigger: `${DIALOG} .modal-footer button`, run: "click" },
        { content: "The dialog is gone", trigger: "body:not(:has(.modal))" },
    ],
});

registry.category("web_tour.tours").add("service_desk_change_is_approved", {
    steps: () => [
        { content: "What waits for me", trigger: "td[name=title]:contains(Disk is full)", run: "click" },
        { content: "I agree", trigger: "button[name=action_open_approve]", run: "click" },
        { content: "Yes", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        { content: "It is said", trigger: "body:not(:has(button[name=action_open_approve]))" },
    ],
});

registry.category("web_tour.tours").add("service_desk_change_is_written_down", {
    steps: () => [
        { content: "Papers are due", trigger: ".alert:contains(Back-Out Plan)" },
        { content: "The plan", trigger: TAB("Plan"), run: "click" },
        ...writeDue("justification", "The shop stood still.", "Justification"),
        ...writeDue("implementation_plan", "Two hundred gigabytes more.", "Implementation Plan"),
        ...writeDue("test_plan", "An order came in.", "Test Plan"),
        ...writeDue("backout_plan", "None was needed.", "Back-Out Plan"),
        { content: "The risk", trigger: TAB("Risk"), run: "click" },
        {
            content: "Answer",
            trigger: "[name=risk_answer_ids] td[name=option_id]",
            run: "click",
        },
        { content: "Choose", trigger: "[name=risk_answer_ids] td[name=option_id] .o_select_menu_input", run: "click" },
        { content: "A little", trigger: ".o_select_menu_item:contains(Reach 50)", run: "click" },
        { content: "No paper is due", trigger: "body:not(:has(.alert[name=undocumented]))" },
        { content: "What was learned", trigger: TAB("Review"), run: "click" },
        write("lessons", "Watch the disk."),
        { content: "Keep it", trigger: ".o_form_button_save", run: "click" },
        { content: "All is told", trigger: ".badge:contains(Documented late)" },
    ],
});

registry.category("web_tour.tours").add("service_desk_change_ends", {
    steps: () => [
        { content: "Look for it", trigger: ".o_searchview_dropdown_toggler", run: "click" },
        {
            content: "What was documented late",
            trigger: ".o-dropdown-item:contains(Documented Late), .o_menu_item:contains(Documented Late)",
            run: "click",
        },
        { content: "There it is", trigger: "td[name=name]:contains(Disk is full)", run: "click" },
        { content: "Close it", trigger: "button[name=action_close]", run: "click" },
        { content: "It is closed", trigger: `${STATE}:contains(Closed)` },
    ],
});
