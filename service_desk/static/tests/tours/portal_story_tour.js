import { registry } from "@web/core/registry";

// One story in three visits; what the agent does in between happens on the server.

registry.category("web_tour.tours").add("service_desk_portal_raise", {
    steps: () => [
        {
            content: "From the account's home to the desk",
            trigger: ".o_portal_my_home a[href='/my/service-desk']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Something is broken",
            trigger: "a.o_sd_action:contains(Something is broken)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Sending a form with nothing but blanks",
            trigger: "#o_sd_name",
            run: "edit \u00a0 ",
        },
        {
            content: "is stopped by the browser, which keeps the chosen files",
            trigger: ".o_sd_form button[type=submit]",
            run: "click",
        },
        {
            content: "where the words are missing",
            trigger: "#o_sd_name:invalid",
        },
        {
            content: "A few words",
            trigger: "#o_sd_name",
            run: "edit The scanner prints everything upside down",
        },
        {
            content: "and some more",
            trigger: "#o_sd_description",
            run: "edit Since this morning, on every page.",
        },
        {
            content: "A screenshot from the clipboard",
            trigger: "#o_sd_description",
            run() {
                const clipboardData = new DataTransfer();
                clipboardData.items.add(new File(["pixels"], "screen.png", { type: "image/png" }));
                this.anchor.dispatchEvent(
                    new ClipboardEvent("paste", { clipboardData, bubbles: true })
                );
            },
        },
        {
            content: "is named below the files",
            trigger: ".o_sd_chosen:contains(screen.png)",
        },
        {
            content: "Another file is chosen beside it",
            trigger: "#o_sd_files",
            run() {
                const chosen = new DataTransfer();
                chosen.items.add(new File(["secret"], "wrong.txt"));
                this.anchor.files = chosen.files;
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "and taken out again",
            trigger: ".o_sd_chosen:contains(screen.png) button[title='Remove wrong.txt']",
            run: "click",
        },
        {
            content: "which leaves the first",
            trigger: ".o_sd_chosen li:only-child:contains(screen.png)",
        },
        {
            content: "It is urgent",
            trigger: "label[for=o_sd_urgency_1]",
            run: "click",
        },
        {
            content: "Send it",
            trigger: ".o_sd_form button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The desk confirms and names the number",
            trigger: "[role=status]:contains(We have received your ticket)",
        },
        {
            content: "The screenshot hangs on the ticket",
            trigger: ".o_sd_filelist a:contains(screen.png)",
        },
        { trigger: ".o_sd_state:contains(Received)" },
    ],
});

registry.category("web_tour.tours").add("service_desk_portal_answer", {
    steps: () => [
        {
            content: "The question is the first thing to see",
            trigger: ".o_sd_card_waiting a:contains(The scanner prints everything upside down)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_sd_message_desk:contains(Which floor is it on?)" },
        {
            content: "Answer it",
            trigger: "#o_sd_reply_body",
            run: "edit On the third floor.",
        },
        {
            trigger: "button:contains(Send message)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "[role=status]:contains(Your message was sent)" },
        { trigger: ".o_sd_bubble:contains(On the third floor.)" },
        {
            content: "The desk goes on",
            trigger: ".o_sd_state:contains(In progress)",
        },
    ],
});

registry.category("web_tour.tours").add("service_desk_portal_close", {
    steps: () => [
        {
            content: "The desk believes that it is solved",
            trigger: ".o_sd_card_waiting a:contains(The scanner prints everything upside down)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_sd_resolution:contains(We turned the scanner around.)" },
        {
            content: "It is",
            trigger: "button:contains(Yes, it is solved)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "[role=status]:contains(The ticket is closed)" },
        {
            content: "and it went well",
            trigger: "label[for=o_sd_rating_5]",
            run: "click",
        },
        { trigger: "#o_sd_feedback", run: "edit That was quick" },
        {
            trigger: "button:contains(Send rating)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_sd_rated:contains(Good):contains(That was quick)" },
    ],
});

registry.category("web_tour.tours").add("service_desk_portal_expired", {
    steps: () => [
        {
            content: "A form was sent with a file and led to the login, as its session was over",
            trigger: "a.o_sd_action:contains(Something is broken)",
            run() {
                const draft = { name: "The scanner is on fire", files: ["screen.png"] };
                sessionStorage.setItem("service_desk:/my/tickets/new", JSON.stringify(draft));
            },
        },
        {
            content: "Back to the form",
            trigger: "a.o_sd_action:contains(Something is broken)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The words are there again, and the file is asked for",
            trigger: ".o_sd_chosen_problem:contains(choose your files again: screen.png)",
            run() {
                if (document.querySelector("#o_sd_name").value !== "The scanner is on fire") {
                    throw new Error("The words are lost.");
                }
            },
        },
    ],
});
