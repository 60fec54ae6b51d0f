import { registry } from "@web/core/registry";
import { back, DIALOG, doStep, doTask, LINE, openJourney, STATE } from "./story_steps";

// A developer joins in Brussels, in many visits. What happens between two visits, the days that
// pass, happens on the server.

const tours = registry.category("web_tour.tours");
const { DateTime } = luxon;

tours.add("service_desk_hr_joiner_start", {
    steps: () => [
        {
            content: "Somebody was hired",
            trigger: ".o_kanban_record:contains(Nina New)",
            run: "click",
        },
        {
            content: "HR starts what goes with it",
            trigger: "button[name=action_start_service_desk_journey]",
            run: "click",
        },
        {
            content: "It is known already what will be done",
            trigger: `${DIALOG} [name=template_text]:contains(A developer joins in Brussels)`,
        },
        { content: "From which day", trigger: `${DIALOG} [name=date_start] button`, run: "click" },
        {
            content: "Monday week",
            trigger: `${DIALOG} [name=date_start] input`,
            async run(helpers) {
                const monday = DateTime.now().plus({ weeks: 2 }).startOf("week");
                await helpers.edit(monday.toFormat("MM/dd/yyyy"));
                await helpers.press("Tab");
            },
        },
        {
            content: "Where the invitation goes before there is a mailbox",
            trigger: `${DIALOG} [name=contact_email] input`,
            run: "edit nina@private.test",
        },
        { content: "Start", trigger: `${DIALOG} button[name=action_start]`, run: "click" },
        { content: "It is running", trigger: `${STATE}:contains(Running)` },
        { content: "It waits for the manager", trigger: "[name=waits_for]:contains(test_boss)" },
        {
            content: "What depends on the answers waits for them",
            trigger: `${LINE}:contains(Telephone):contains(Waits for Answers)`,
        },
        ...doStep("Signed contract", "Signed by both"),
    ],
});

tours.add("service_desk_hr_joiner_answer", {
    steps: () => [
        {
            content: "Somebody waits for the manager",
            trigger: "a[href='/my/team']:contains(Your people):contains(1)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The new colleague",
            trigger: ".o_sd_row:contains(Has questions for you) a:contains(Nina New)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Nothing is sent before the first question is answered",
            trigger: ".o_sd_order_form button[type=submit]",
            run: "click",
        },
        { trigger: "[data-code=model] input:invalid" },
        {
            content: "The light one",
            trigger: "[data-code=model] input[value=light]",
            run: "click",
        },
        { content: "With a phone", trigger: "[data-code=phone] input[value=yes]", run: "click" },
        {
            content: "Send",
            trigger: ".o_sd_order_form button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "It goes on", trigger: "#done:contains(It goes on with your answers)" },
        {
            content: "What is needed by the answers has begun",
            trigger: ".o_sd_row:contains(Telephone):contains(In Progress)",
        },
        {
            content: "and what is not falls away",
            trigger: ".o_sd_row:contains(Second screen):contains(Not Needed)",
        },
        {
            content: "What was chosen stands there",
            trigger: ".o_sd_summary_facts:contains(Which laptop?):contains(Light)",
        },
    ],
});

tours.add("service_desk_hr_joiner_agent", {
    steps: () => [
        {
            content: "What is not needed is nobody's work",
            trigger: ".o_list_view:has(.o_data_row:contains(Laptop: Nina New)):not(:has(.o_data_row:contains(Second screen)))",
        },
        {
            content: "The laptop is handed out",
            trigger: ".o_data_row:contains(Laptop: Nina New) td[name=name]",
            run: "click",
        },
        {
            content: "It is done",
            trigger: ".o_statusbar_buttons button[name=action_open_done]",
            run: "click",
        },
        {
            content: "without a word",
            trigger: `${DIALOG} button[name=action_confirm]`,
            run: "click",
        },
        {
            content: "that is not taken, and the dialog says what is missing",
            trigger: ".o_notification:contains(Proof)",
        },
        {
            content: "The serial number, then",
            trigger: `${DIALOG} [name=note] textarea`,
            run: "edit Serial 4711",
        },
        { content: "Done", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        { content: "The task says so", trigger: `${STATE}:contains(Done)` },
        ...back(),
        ...doTask("Telephone: Nina New", "Extension 17"),
    ],
});

tours.add("service_desk_hr_joiner_order", {
    steps: () => [
        {
            content: "What the manager chose was ordered",
            trigger: ".o_data_row:contains(Equipment of a developer) td[name=name]",
            run: "click",
        },
        { content: "with the answers", trigger: ".nav-link[name=answers]", run: "click" },
        {
            content: "to what was asked",
            trigger: "[name=answer_ids] .o_data_row:contains(Which laptop?):contains(Light)",
        },
        { content: "Fulfill", trigger: "button[name=action_resolve]", run: "click" },
        {
            content: "How it ended",
            trigger: `${DIALOG} [name=resolution] .odoo-editor-editable`,
            run: "editor It is installed.",
        },
        { content: "Do it", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        { content: "It is fulfilled", trigger: `${STATE}:contains(Fulfilled)` },
    ],
});

tours.add("service_desk_hr_joiner_facilities", {
    steps: () => [
        {
            content: "Facilities have their own part, and nothing else of it",
            trigger: ".o_list_view:has(.o_data_row:contains(Desk, chair and badge)):not(:has(.o_data_row:contains(Telephone)))",
        },
        ...doTask("Desk, chair and badge", "Room 12"),
    ],
});

tours.add("service_desk_hr_joiner_link", {
    steps: () => [
        { content: "Without a login", trigger: "h1:contains(Welcome to):contains(Nina New)" },
        { content: "there is where to come", trigger: ".o_sd_summary_facts:contains(Brussels)" },
        { content: "and what is ready", trigger: ".o_sd_row:contains(Laptop):contains(Done)" },
        {
            content: "One thing is the person's own",
            trigger: ".o_sd_access_item:contains(Send a photo) input[name=note]",
            run: "edit By mail",
        },
        {
            content: "It is done",
            trigger: ".o_sd_access_item:contains(Send a photo) button:contains(It is done)",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "and noted", trigger: "#done:contains(it is noted)" },
    ],
});

tours.add("service_desk_hr_joiner_access", {
    steps: () => doTask("Door key", "Key 8 is cut"),
});

tours.add("service_desk_hr_joiner_manager", {
    steps: () => [
        ...openJourney("Nina New"),
        ...doStep("Show around", "Had soup"),
        { content: "All is done", trigger: "[name=progress]:contains(100)" },
    ],
});

tours.add("service_desk_hr_joiner_person", {
    steps: () => [
        { content: "On the first day", trigger: "h1:contains(Prepared for you)" },
        ...["Laptop", "Telephone", "Access of the role", "Desk, chair and badge"].map((name) => ({
            content: `${name} is ready`,
            trigger: `.o_sd_row:contains(${name}):contains(Done)`,
        })),
        {
            content: "and nothing is open",
            trigger: ".o_service_desk:not(:contains(In Progress)):not(:contains(Planned))",
        },
    ],
});

tours.add("service_desk_hr_joiner_close", {
    steps: () => [
        ...openJourney("Nina New"),
        { content: "All is done", trigger: "[name=progress]:contains(100)" },
        { content: "HR closes it", trigger: "button[name=action_finish]", run: "click" },
        { content: "It is over", trigger: `${STATE}:contains(Done)` },
    ],
});
