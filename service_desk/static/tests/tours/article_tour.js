import { registry } from "@web/core/registry";

// Somebody begins to write a ticket, and the desk knows the answer already.

const begin = [
    {
        content: "A few words about what is wrong",
        trigger: "#o_sd_name",
        run: "edit Turn the scanner around please",
    },
    {
        content: "bring up what may help, before anything is sent",
        trigger: ".o_sd_proposals:not(.d-none) .o_sd_article_card:contains(Turn the scanner around)",
    },
];

registry.category("web_tour.tours").add("service_desk_answer_helps", {
    steps: () => [
        ...begin,
        {
            content: "It can be read beside the form",
            trigger: ".o_sd_proposals a[target=_blank][href^='/my/knowledge/']",
        },
        {
            content: "That was it",
            trigger: ".o_sd_proposals button:contains(Yes, this solves it)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "[role=status]:contains(Nothing was sent)" },
    ],
});

registry.category("web_tour.tours").add("service_desk_answer_helps_not", {
    steps: () => [
        ...begin,
        {
            content: "It does not help",
            trigger: ".o_sd_form button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "and nobody is asked the same again",
            trigger: "h1:contains(Turn the scanner around please)",
        },
    ],
});

registry.category("web_tour.tours").add("service_desk_search_in_vain", {
    steps: () => [
        { trigger: "#o_sd_knowledge", run: "edit hovercraft" },
        {
            trigger: ".o_sd_knowledge_search button",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "[role=status]:contains(Nothing found for)" },
    ],
});
