import { registry } from "@web/core/registry";

// Ten incidents, one cause. The texts are the test's own.

const STATE = ".o_statusbar_status .o_arrow_button_current";
const DIALOG = ".modal:not(.o_inactive_modal)";
const TAB = (name) => `.o_notebook a.nav-link:contains(${name})`;
const EDITOR = (name) => `.o_field_widget[name=${name}] .odoo-editor-editable`;

registry.category("web_tour.tours").add("service_desk_problem_begins", {
    steps: () => [
        {
            content: "Look for what came today",
            trigger: ".o_searchview_input",
            run: "edit Outlook asks",
        },
        { content: "Search", trigger: ".o_searchview_input", run: "press Enter" },
        { content: "Ten are left", trigger: ".o_pager_limit:contains(10)" },
        {
            content: "Choose all of them",
            trigger: "thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "What can be done with them",
            trigger: ".o_cp_action_menus .dropdown-toggle:contains(Actions)",
            run: "click",
        },
        {
            content: "Make a problem of them",
            trigger: ".o-dropdown-item:contains(Create a Problem)",
            run: "click",
        },
        {
            content: "Name what happens",
            trigger: `${DIALOG} [name=name] input`,
            run: "edit Outlook asks everybody for the password",
        },
        { content: "Create it", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        {
            content: "It has ten open incidents",
            trigger: "button[name=action_open_incidents]:contains(10 / 10)",
        },
        {
            content: "It is the desk's own work: there are notes, and nobody to reply to",
            trigger:
                ".o-mail-Chatter-topbar:not(:has(.o-mail-Chatter-sendMessage)) .o-mail-Chatter-logNote:contains(Internal note)",
        },
        { content: "Take it", trigger: "button[name=action_take]", run: "click" },
        { content: "It is investigated", trigger: `${STATE}:contains(Investigating)` },
        { content: "The cause", trigger: TAB("Cause"), run: "click" },
        {
            content: "Write down the cause",
            trigger: EDITOR("root_cause"),
            run: "editor The certificate has expired.",
        },
        { content: "The way around it", trigger: TAB("Workaround"), run: "click" },
        {
            content: "Write down what people can do",
            trigger: EDITOR("workaround"),
            run: "editor Use the web mail until tomorrow.",
        },
        { content: "Keep it", trigger: ".o_form_button_save", run: "click" },
        { content: "Tell them", trigger: "button[name=action_publish_workaround]", run: "click" },
        { content: "Yes, all of them", trigger: `${DIALOG} .modal-footer .btn-primary`, run: "click" },
        { content: "They were told", trigger: ".badge:contains(Workaround published)" },
        { content: "The cause is known", trigger: "button[name=action_known_error]", run: "click" },
        { content: "It is a known error", trigger: `${STATE}:contains(Known Error)` },
        {
            content: "A change removes the cause",
            trigger: "button[name=action_create_change]",
            run: "click",
        },
        { content: "How it is planned", trigger: TAB("Plan"), run: "click" },
        {
            content: "The cause says why it is done",
            trigger: "[name=justification]:contains(The certificate has expired.)",
        },
        { content: "Back to the problem", trigger: ".o_back_button", run: "click" },
        { content: "Which waits for it", trigger: ".alert:contains(which removes the cause)" },
        { content: "The fix has begun", trigger: "button[name=action_fix]", run: "click" },
        { content: "It is being fixed", trigger: `${STATE}:contains(Fixing)` },
    ],
});

registry.category("web_tour.tours").add("service_desk_problem_helps", {
    steps: () => [
        {
            content: "This one looks like a known error",
            trigger: ".alert:contains(Outlook asks everybody for the password)",
        },
        {
            content: "Apply what helps",
            trigger: "button[name=action_apply_workaround]",
            run: "click",
        },
        { content: "Yes", trigger: `${DIALOG} .modal-footer .btn-primary`, run: "click" },
        {
            content: "The requester was told",
            trigger: ".o-mail-Message-body:contains(Use the web mail until tomorrow.)",
        },
        { content: "It is linked", trigger: "button[name=action_open_problem]" },
    ],
});

registry.category("web_tour.tours").add("service_desk_problem_ends", {
    steps: () => [
        { content: "Resolve it", trigger: "button[name=action_resolve]", run: "click" },
        {
            content: "Its incidents are shown before anything happens",
            trigger: `${DIALOG} [name=incident_line_ids] .o_data_row:nth-child(11)`,
        },
        {
            content: "Say what was done",
            trigger: `${DIALOG} [name=resolution] .odoo-editor-editable`,
            run: "editor The certificate was renewed on all servers.",
        },
        { content: "Do it", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        { content: "It is resolved", trigger: `${STATE}:contains(Resolved)` },
        {
            content: "With all of its incidents",
            trigger: "button[name=action_open_incidents]:contains(0 / 11)",
        },
    ],
});

// The change that fixes it: done at once and agreed to afterwards.
registry.category("web_tour.tours").add("service_desk_problem_changes", {
    steps: () => [
        {
            content: "There is no time to ask",
            trigger: "[name=change_type] label:contains(Emergency)",
            run: "click",
        },
        { content: "Keep it", trigger: ".o_form_button_save", run: "click" },
        {
            content: "Begin at once",
            trigger: "button[name=action_implement]:contains(Implement Now)",
            run: "click",
        },
        { content: "Yes", trigger: `${DIALOG} .modal-footer .btn-primary`, run: "click" },
        {
            content: "The work goes on",
            trigger: `${STATE}:contains(Implementing)`,
        },
        { content: "The work is over", trigger: "button[name=action_finish]", run: "click" },
        {
            content: "It went well",
            trigger: `${DIALOG} [name=outcome] label:contains(Successful)`,
            run: "click",
        },
        {
            content: "What was done",
            trigger: `${DIALOG} ${EDITOR("resolution")}`,
            run: "editor The certificate is new.",
        },
        {
            content: "Finish",
            trigger: `${DIALOG} button[name=action_confirm]`,
            run: "click",
        },
        {
            content: "It is in review",
            trigger: `${STATE}:contains(Review)`,
        },
    ],
});
