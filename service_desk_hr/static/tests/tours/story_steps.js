// What the stories of people who come, move and leave share: clicks that several of them make.

export const DIALOG = ".modal:not(.o_inactive_modal)";
export const STATE = ".o_statusbar_status .o_arrow_button_current";
export const LINE = "[name=line_ids] .o_data_row";

/** A journey, from the list to its form; the state tells it from others of the same person. */
export const openJourney = (person, state = "") => [
    {
        content: "The journey is in the list",
        trigger: `.o_data_row:contains(${person}):contains(${state || person}) td[name=person_name]`,
        run: "click",
    },
    { content: "and opens", trigger: `.o_form_view h1:contains(${person})` },
];

/** A step of one's own, in the backend; it says itself when it is done. */
export const doStep = (name, note) => [
    {
        content: "One's own step",
        trigger: `${LINE}:contains(${name}) button[name=action_open_done]`,
        run: "click",
    },
    { content: "What came of it", trigger: `${DIALOG} [name=note] input`, run: `edit ${note}` },
    { content: "It is done", trigger: `${DIALOG} button[name=action_done]`, run: "click" },
    {
        content: "and says so",
        trigger: `${LINE}:contains(${name}):contains(${note}):not(:has(button[name=action_open_done]))`,
    },
];

/** A task of a team of the desk, from the list to its end. */
export const doTask = (name, note) => [
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
    { content: "The task says so", trigger: `${STATE}:contains(Done)` },
];

/** Back to the list, by the breadcrumb. */
export const back = () => [
    { content: "Back to the list", trigger: ".o_back_button a, a.o_back_button", run: "click" },
    { trigger: ".o_list_view" },
];
