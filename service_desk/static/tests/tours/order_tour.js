import { registry } from "@web/core/registry";

// One order in many visits: of who asks, of who must agree, and of those who fulfill it. The first
// visit is the tour of the catalog; what happens between two visits happens on the server.

const tours = registry.category("web_tour.tours");
const DIALOG = ".modal:not(.o_inactive_modal)";

const openApproval = [
    {
        content: "Somebody waits for a word",
        trigger: ".o_sd_row a:contains(Laptop)",
        run: "click",
        expectUnloadPage: true,
    },
];

tours.add("service_desk_order_refuse", {
    steps: () => [
        ...openApproval,
        {
            content: "What was answered is there to decide about",
            trigger: ".o_sd_content:contains(Films of whales):contains(1,400)",
        },
        {
            content: "No, without a word",
            trigger: "button[formaction$='/refuse']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "is not taken",
            trigger: "#o_sd_comment.is-invalid",
            run: "edit The light one will do for whales.",
        },
        {
            content: "With a reason",
            trigger: "button[formaction$='/refuse']",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "it is", trigger: "[role=status]:contains(You have refused this)" },
        {
            content: "and there is nothing more to decide",
            trigger: ".o_sd_ticket:not(:has(button[formaction]))",
        },
    ],
});

tours.add("service_desk_order_change", {
    steps: () => [
        {
            content: "The reason is there to read",
            trigger: ".o_sd_outcome:contains(The light one will do for whales.)",
        },
        {
            content: "Then in another way",
            trigger: "a:contains(Change the order)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "What was answered and sent is still there",
            trigger: ".o_sd_order_form:has([data-code=model] input[value=strong]:checked):contains(desk.png)",
        },
        {
            content: "The light one",
            trigger: "[data-code=model] input[value=light]",
            run: "click",
        },
        { content: "costs less", trigger: ".o_sd_total:contains(900)" },
        {
            content: "Once more",
            trigger: ".o_sd_order_form button:contains(Send again)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "[role=status]:contains(Your order is changed)" },
        {
            content: "It waits for the same person again",
            trigger: ".o_sd_step_pending:contains(test_ann)",
        },
    ],
});

tours.add("service_desk_order_approve", {
    steps: () => [
        ...openApproval,
        {
            content: "What is new is there to decide about",
            trigger: ".o_sd_content:contains(light):contains(900)",
        },
        {
            content: "Yes",
            trigger: ".o_sd_form button:contains(Approve)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "[role=status]:contains(You have approved this)" },
    ],
});

/** What an agent does about a task, from the list to the end. */
const doTask = (name, note) => [
    {
        content: "The task is there to do",
        trigger: `.o_data_row:contains(${name}) td[name=name]`,
        run: "click",
    },
    {
        content: "It is done",
        trigger: ".o_statusbar_buttons button[name=action_open_done]",
        run: "click",
    },
    { content: "What came of it", trigger: `${DIALOG} [name=note] textarea`, run: `edit ${note}` },
    { content: "Done", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
    {
        content: "The task says so",
        trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)",
    },
];

tours.add("service_desk_order_prepare", {
    steps: () => [
        {
            content: "What waits for it is nobody's turn yet",
            trigger: ".o_list_view:has(.o_data_row:contains(Prepare)):not(:has(.o_data_row:contains(Hand over)))",
        },
        ...doTask("Prepare", "Wiped and set up"),
    ],
});

tours.add("service_desk_order_hand_over", {
    steps: () => doTask("Hand over", "It is on the desk"),
});

tours.add("service_desk_order_fulfilled", {
    steps: () => [
        { content: "All is done", trigger: ".o_sd_outcome:contains(All is done):contains(Booking)" },
        {
            content: "in the order in which it was to be done",
            trigger: ".o_sd_steps:has(.o_sd_step_done:contains(Prepare)):has(.o_sd_step_done:contains(Hand over))",
        },
    ],
});

tours.add("service_desk_order_extend", {
    steps: () => [
        {
            content: "What was granted can be used",
            trigger: ".o_sd_access_item:contains(Booking) .o_sd_access_active",
        },
        {
            content: "It is needed longer",
            trigger: ".o_sd_access_item summary:contains(Keep it longer)",
            run: "click",
        },
        {
            content: "Until then",
            trigger: ".o_sd_access_item input[name=date]",
            run() {
                const day = new Date(Date.now() + 20 * 86400000);
                this.anchor.value = day.toISOString().slice(0, 10);
            },
        },
        {
            content: "Ask for it",
            trigger: ".o_sd_access_item button:contains(Ask for it)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Somebody has to agree",
            trigger: ".o_sd_access_item:contains(You asked to keep it until)",
        },
    ],
});

tours.add("service_desk_order_extension_approved", {
    steps: () => [
        {
            content: "Somebody wants to keep something",
            trigger: ".o_sd_row a:contains(Booking)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Yes",
            trigger: ".o_sd_form button:contains(Approve)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "[role=status]:contains(You have approved this)" },
    ],
});

tours.add("service_desk_order_over", {
    steps: () => [
        {
            content: "What is over can not be used any more",
            trigger: ".o_service_desk:not(:has(.o_sd_access_item))",
        },
        {
            content: "and is kept on record",
            trigger: "summary:contains(What has ended)",
            run: "click",
        },
        { trigger: ".o_sd_row:contains(Booking) .o_sd_access_revoked" },
    ],
});
