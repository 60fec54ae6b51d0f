import { describe, expect, test } from "@odoo/hoot";
import { problems, required, visible } from "@service_desk/forms/form_rules";
import { FORM_CASES } from "./form_cases";

describe.current.tags("headless");

test("the browser agrees with the server about every case of the table", () => {
    expect(FORM_CASES.cases.length).toBeGreaterThan(60);
    for (const entry of FORM_CASES.cases) {
        const questions = FORM_CASES.forms[entry.form];
        const files = entry.files || {};
        const names = Object.entries(files).map(([code, list]) => [code, list.map(([name]) => name)]);
        const given = { ...entry.answers, ...Object.fromEntries(names) };
        const message = JSON.stringify([entry.form, entry.answers, files]);
        expect(visible(questions, given)).toEqual(entry.visible, { message });
        expect(required(questions, given)).toEqual(entry.required, { message });
        expect(problems(questions, entry.answers, files, FORM_CASES.today)).toEqual(entry.problems, {
            message,
        });
    }
});
