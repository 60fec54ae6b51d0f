import { press } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

// A major incident from the proposal to the review, by the clicks of those who take part. The texts are
// the test's own.

const tours = registry.category("web_tour.tours");
const STATE = ".o_statusbar_status .o_arrow_button_current";
const DIALOG = ".modal:not(.o_inactive_modal)";
const CONFIRM = `${DIALOG} button[name=action_confirm]:visible`;

/** Type as people do: wherever the cursor is. */
const typeWords = async (words) => {
    for (const letter of words) {
        await press(letter);
    }
};

const say = (field, words) => ({
    content: `Write: ${words}`,
    trigger: `${DIALOG} [name=${field}] .odoo-editor-editable`,
    run: `editor ${words}`,
});

tours.add("service_desk_major_propose", {
    steps: () => [
        {
            content: "The incident that everybody calls about",
            trigger: ".o_data_row:contains(Turbine stands still) td[name=name]",
            run: "click",
        },
        { content: "It is open", trigger: ".o_form_view .o_statusbar_status" },
        { content: "What else can be done", trigger: ".o_cp_action_menus button:has(.fa-cog)", run: "click" },
        { content: "Propose it", trigger: ".o-dropdown-item:contains(Propose as Major)", run: "click" },
        { content: "Because", trigger: `${DIALOG} [name=reason] textarea`, run: "edit Nobody has light" },
        { content: "Propose", trigger: CONFIRM, run: "click" },
        { content: "It waits for a manager", trigger: `${STATE}:contains(Proposed)` },
        { content: "An agent cannot declare", trigger: ".o_form_view:not(:has(button[name=action_open_declaration]))" },
    ],
});

tours.add("service_desk_major_declare", {
    steps: () => [
        {
            content: "What was proposed",
            trigger: ".o_data_row:contains(Turbine stands still) td[name=incident_id]",
            run: "click",
        },
        { content: "Declare", trigger: "button[name=action_open_declaration]", run: "click" },
        { content: "Who leads", trigger: `${DIALOG} [name=commander_id] input`, run: "edit test_agent_two" },
        {
            content: "The commander is found",
            trigger: ".o-autocomplete--dropdown-item:contains(test_agent_two)",
            run: "click",
        },
        { content: "Many are hurt", trigger: `${DIALOG} [name=impact] label:contains(High)`, run: "click" },
        { content: "So its priority rises", trigger: `${DIALOG}:contains(raised to critical)` },
        { content: "The banner", trigger: `${DIALOG} [name=title] input`, run: "edit No light in hall 7" },
        { content: "Declare", trigger: CONFIRM, run: "click" },
        { content: "It runs", trigger: `${STATE}:contains(Declared)` },
        { content: "Who leads stands there", trigger: "[name=commander_id] input:value(test_agent_two)" },
        { content: "The time runs to the next update", trigger: "[name=date_next_update] [role=timer]:contains(in )" },
        { content: "The timeline has begun", trigger: "[name=event_ids] .o_data_row:contains(takes command)" },
        { content: "Who else helps", trigger: "[name=member_ids] .o_field_x2many_list_row_add a", run: "click" },
        { content: "The cursor is there", trigger: "[name=member_ids] td[name=user_id] input:focus" },
        { content: "Type where the cursor is", trigger: ".o_form_view", run: () => typeWords("test_manager") },
        {
            content: "They are found",
            trigger: ".o-autocomplete--dropdown-item:contains(test_manager)",
            run: "click",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "They have joined", trigger: "[name=event_ids] .o_data_row:contains(joins the team)" },
    ],
});

tours.add("service_desk_major_report", {
    steps: () => [
        { content: "The banner is on the home page", trigger: ".o_sd_banner:contains(No light in hall 7)" },
        {
            content: "The same trouble",
            trigger: ".o_sd_banner button:contains(I have this too)",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "There is a ticket", trigger: "h1:contains(No light in hall 7)" },
    ],
});

tours.add("service_desk_major_subscribe", {
    steps: () => [
        {
            content: "Hear how it goes",
            trigger: ".o_sd_banner button:contains(Keep me posted)",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "That was understood", trigger: ".o_sd_success:contains(You get a mail)" },
    ],
});

tours.add("service_desk_major_lead", {
    steps: () => [
        {
            content: "The banner stands in the corner of the desk's screens",
            trigger: ".o_service_desk_announcements:contains(No light in hall 7)",
        },
        {
            content: "What I lead",
            trigger: ".o_data_row:contains(Turbine stands still) td[name=incident_id]",
            run: "click",
        },
        { content: "Others have the same trouble", trigger: "button[name=action_open_join]", run: "click" },
        { content: "Those about the service are proposed", trigger: `${DIALOG} .o_data_row:contains(Lamp is dark)` },
        { content: "Join them", trigger: CONFIRM, run: "click" },
        { content: "They are children now", trigger: "button[name=action_open_children]:contains(2)" },
        { content: "Tell people", trigger: "button[name=action_open_update]", run: "click" },
        say("body", "The fuse was found."),
        { content: "Send", trigger: CONFIRM, run: "click" },
        { content: "It was told", trigger: "[name=event_ids] .o_data_row:contains(The fuse was found.)" },
        { content: "Something to remember", trigger: "button[name=action_open_note]", run: "click" },
        say("body", "Called the electrician."),
        { content: "Write it down", trigger: CONFIRM, run: "click" },
        {
            content: "No, that is not right",
            trigger: "[name=event_ids] .o_data_row:contains(Called the electrician.) button[name=action_open_correction]",
            run: "click",
        },
        say("body", "Called two electricians."),
        { content: "Put it right", trigger: CONFIRM, run: "click" },
        {
            content: "Both are there",
            trigger: "[name=event_ids]:has(.o_data_row:contains(Called the electrician.)) .o_data_row:contains(correction)",
        },
    ],
});

tours.add("service_desk_major_end", {
    steps: () => [
        {
            content: "What I lead",
            trigger: ".o_data_row:contains(Turbine stands still) td[name=incident_id]",
            run: "click",
        },
        { content: "There is light", trigger: "button[name=action_resolve]", run: "click" },
        { content: "All who wait are offered", trigger: `${DIALOG} .o_data_row:contains(Lamp is dark)` },
        {
            content: "How it ended",
            trigger: `${DIALOG} [name=resolution_code_id] label:contains(Solved for good)`,
            run: "click",
        },
        say("resolution", "A new fuse."),
        { content: "Resolve", trigger: CONFIRM, run: "click" },
        { content: "It says what comes next", trigger: ".alert-success:contains(The incident is resolved)" },
        { content: "Stand down", trigger: "button[name=action_open_stand_down]:visible", run: "click" },
        say("body", "There is light again."),
        { content: "Tell it", trigger: CONFIRM, run: "click" },
        { content: "It is over", trigger: `${STATE}:contains(Stood Down)` },
        { content: "The review", trigger: ".nav-link[name=review]", run: "click" },
        {
            content: "What happened",
            trigger: "[name=what_happened] .odoo-editor-editable",
            run: "editor A fuse was too small.",
        },
        { content: "What will be better", trigger: "[name=improvement_ids] .o_field_x2many_list_row_add a", run: "click" },
        { content: "Buy larger ones", trigger: "[name=improvement_ids] td[name=name] input", run: "edit Larger fuses" },
        { content: "Done", trigger: "button[name=action_finish_review]", run: "click" },
        { content: "It is closed", trigger: `${STATE}:contains(Reviewed)` },
    ],
});
