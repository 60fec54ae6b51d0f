import { registry } from "@web/core/registry";

// What an agent does all day, by the clicks of an agent. The texts are the test's own.

const STATE = ".o_statusbar_status .o_arrow_button_current";
const DIALOG = ".modal:not(.o_inactive_modal)";

registry.category("web_tour.tours").add("service_desk_agent_works", {
    steps: () => [
        {
            content: "Open the ticket from the queue",
            trigger: ".o_data_row:contains(Turbine vibrates) td[name=name]",
            run: "click",
        },
        {
            content: "The colleague who looks at it, too, is shown",
            trigger: ".o_service_desk_presence:contains(test_agent_two is also on this ticket)",
        },
        {
            content: "Who asks is shown with what else they wait for",
            trigger: ".o_service_desk_requester a:contains(Boiler is cold)",
        },
        { content: "Take it", trigger: "button[name=action_take]", run: "click" },
        { content: "It is in progress", trigger: `${STATE}:contains(In Progress)` },

        { content: "Reply", trigger: "button:contains(Reply to requester)", run: "click" },
        {
            content: "Call a canned response",
            trigger: ".o-mail-Composer-input",
            run: "edit ::details",
        },
        {
            content: "Choose it",
            trigger: ".o-mail-Composer-suggestion:contains(details)",
            run: "click",
        },
        {
            content: "Its text is there",
            trigger: ".o-mail-Composer-input:value(screenshot)",
        },
        {
            content: "Say it in one's own words",
            trigger: ".o-mail-Composer-input",
            run: "edit Which turbine is it?",
        },
        { content: "Send", trigger: ".o-mail-Composer-send:enabled", run: "click" },
        { content: "It was said", trigger: ".o-mail-Message-body:contains(Which turbine is it?)" },

        { content: "Log a note", trigger: "button:contains(Internal note)", run: "click" },
        {
            content: "For colleagues only",
            trigger: ".o-mail-Composer-input",
            run: "edit Bearing, I think.",
        },
        { content: "Keep it", trigger: ".o-mail-Composer-send:enabled", run: "click" },
        { content: "It was noted", trigger: ".o-mail-Message-body:contains(Bearing, I think.)" },

        { content: "Put on hold", trigger: "button[name=action_hold]", run: "click" },
        {
            content: "The reasons come first, and no calendar lies over the dialog",
            trigger: `body:not(:has(.o_datetime_picker)) ${DIALOG} [name=pending_reason_id] input:focus`,
        },
        {
            content: "Why",
            trigger: `${DIALOG} [name=pending_reason_id] label:contains(Waiting for the requester)`,
            run: "click",
        },
        { content: "Do it", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        { content: "It waits", trigger: `${STATE}:contains(Pending)` },
        {
            content: "For whom is told",
            trigger: ".alert:contains(Waiting for the requester)",
        },
        { content: "Go on", trigger: "button[name=action_resume]", run: "click" },
        { content: "It is in progress again", trigger: `${STATE}:contains(In Progress)` },

        { content: "Escalate", trigger: "button[name=action_open_escalation]", run: "click" },
        {
            content: "The next team is chosen already",
            trigger: `${DIALOG} [name=team_id] input:value(Network)`,
        },
        {
            content: "Tell the next team",
            trigger: `${DIALOG} [name=note] textarea`,
            run: "edit Needs a bearing",
        },
        { content: "Do it", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        {
            content: "It has another team",
            trigger: "[name=team_id]:contains(Network)",
        },
        {
            content: "With the note for it",
            trigger: ".o-mail-Message-body:contains(Needs a bearing)",
        },

        { content: "Resolve", trigger: "button[name=action_resolve]", run: "click" },
        {
            content: "How it ended",
            trigger: `${DIALOG} [name=resolution_code_id] label:contains(Solved for good)`,
            run: "click",
        },
        {
            content: "Answer the requester",
            trigger: `${DIALOG} [name=resolution] .odoo-editor-editable`,
            run: "editor We replaced the bearing.",
        },
        { content: "Do it", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        { content: "It is resolved", trigger: `${STATE}:contains(Resolved)` },
    ],
});

registry.category("web_tour.tours").add("service_desk_agent_writes_down", {
    steps: () => [
        {
            content: "Somebody calls",
            trigger: ".o_control_panel button:contains(New Incident)",
            run: "click",
        },
        {
            content: "Who is it",
            trigger: "[name=requester_id] input",
            run: "edit test_employee",
        },
        {
            content: "That one",
            trigger: ".o-autocomplete--dropdown-item:contains(test_employee)",
            run: "click",
        },
        {
            content: "The caller waits for something already",
            trigger: ".o_service_desk_requester a:contains(Boiler is cold)",
        },
        {
            content: "What is it about",
            trigger: "[name=name] textarea",
            run: "edit Boiler makes a noise",
        },
        {
            content: "Something like it is open",
            trigger: ".o_service_desk_similar a:contains(Boiler is cold)",
        },
        {
            content: "It is for a team behind a wall",
            trigger: "[name=team_id] input",
            run: "edit Investigations",
        },
        {
            content: "That team",
            trigger: ".o-autocomplete--dropdown-item:contains(Investigations)",
            run: "click",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        {
            content: "It is saved, and out of sight",
            trigger: ".o_notification:contains(with another team now)",
        },
        {
            content: "Back in the queue",
            trigger: ".o_list_view .o_data_row:contains(Boiler is cold)",
        },
    ],
});

const column = (title) => `.o_kanban_group:has(.o_column_title:contains(${title}))`;
const card = (title, text) => `${column(title)} .o_kanban_record:contains(${text})`;
/** Drag below the title of a column, where its cards are. */
const dropIn = (title) => (helpers) =>
    helpers.drag_and_drop(column(title), { position: { top: 90, left: 40 }, relative: true });

registry.category("web_tour.tours").add("service_desk_agent_drags", {
    steps: () => [
        { content: "The board", trigger: ".o_switch_view.o_kanban", run: "click" },
        {
            content: "Begin",
            trigger: card("New", "Turbine vibrates"),
            run: dropIn("In Progress"),
        },
        {
            content: "Let it wait",
            trigger: card("In Progress", "Turbine vibrates"),
            run: dropIn("Pending"),
        },
        {
            content: "Why",
            trigger: `${DIALOG} [name=pending_reason_id] label:contains(Waiting for the requester)`,
            run: "click",
        },
        { content: "Do it", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        { content: "It waits", trigger: card("Pending", "Turbine vibrates") },
        {
            content: "Resolve the other one",
            trigger: card("New", "Boiler is cold"),
            run: dropIn("Resolved"),
        },
        {
            content: "Think better of it",
            trigger: `${DIALOG} button:contains(Back)`,
            run: "click",
        },
        { content: "The dialog is gone", trigger: "body:not(:has(.modal))" },
        { content: "It is where it was", trigger: card("New", "Boiler is cold") },
    ],
});
