import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { problems, required, visible } from "../forms/form_rules";

const ANSWER = "a_";
const FILE = "f_";
/** People are asked for once somebody has stopped typing for so many milliseconds. */
const TYPING_PAUSE = 250;

/** What is wrong, in words; the server says it with its numbers if it comes to that. */
function words(kind, question) {
    const { minimum, maximum, pattern_hint, extensions, max_mb } = question;
    const texts = {
        missing: _t("Please answer this."),
        not_number: _t("Please write a number, like 12 or 2.5."),
        too_small: _t("The smallest possible number is %s.", minimum),
        too_large: _t("The largest possible number is %s.", maximum),
        too_short: _t("Please write at least %s characters.", minimum),
        too_long: _t("This is too long."),
        pattern: pattern_hint || _t("This does not look as it should."),
        not_date: _t("This is not a day of the calendar."),
        too_early: _t("Please choose a later day."),
        too_late: _t("Please choose an earlier day."),
        not_choice: _t("Please choose one of the answers."),
        too_few: _t("Please choose at least %s.", minimum),
        too_many: _t("Please choose %s at most.", maximum || 5),
        file_type: _t("Possible types are: %s.", (extensions || []).join(", ")),
        file_empty: _t("This file is empty."),
        file_size: _t("A file can have up to %s MB.", max_mb || 25),
    };
    return texts[kind] || texts.missing;
}

/**
 * What a browser with JavaScript adds to the form of a catalog item: questions come and go with the
 * answers, what is missing is told before anything is sent, the price follows what is chosen, people
 * are suggested, and a second click sends nothing. The server applies the same rules again.
 */
export class ServiceDeskOrderForm extends Interaction {
    static selector = ".o_sd_order_form";
    dynamicContent = {
        _root: { "t-on-submit": this.onSubmit, "t-on-input": this.onInput, "t-on-change": this.update },
        _window: { "t-on-pageshow": this.onPageShow },
    };

    setup() {
        this.questions = JSON.parse(this.el.dataset.spec);
        this.today = this.el.dataset.today;
        this.isSent = false;
        this.timer = null;
        // The same sentences as the server's, at the question; the browser's own would come first.
        this.el.noValidate = true;
        this.boxes = Object.fromEntries(
            [...this.el.querySelectorAll("[data-code]")].map((box) => [box.dataset.code, box])
        );
        this.el.querySelectorAll(".o_sd_condition").forEach((hint) => hint.remove());
        for (const { code, kind, show } of this.questions) {
            if (show.length && kind !== "heading") {
                this.boxes[code].classList.add("o_sd_depends");
            }
        }
    }

    start() {
        this.update();
    }

    inputs(code) {
        return [...this.boxes[code].querySelectorAll("input, select, textarea")];
    }

    answers() {
        const given = {};
        for (const { code, kind } of this.questions) {
            const inputs = this.inputs(code);
            if (kind === "heading" || kind === "file") {
                continue;
            }
            const chosen = inputs.filter((input) => input.checked).map((input) => input.value);
            const isPicked = ["radio", "checkbox"].includes(inputs[0]?.type);
            given[code] =
                kind === "choices" ? chosen : isPicked ? chosen[0] || "" : inputs[0]?.value || "";
        }
        return given;
    }

    files() {
        const fileQuestions = this.questions.filter(({ kind }) => kind === "file");
        return Object.fromEntries(
            fileQuestions.map(({ code }) => {
                const files = [...(this.inputs(code)[0].files || [])];
                return [code, files.map((file) => [file.name, file.size])];
            })
        );
    }

    given() {
        const named = Object.entries(this.files()).map(([code, list]) => [
            code,
            list.map(([name]) => name),
        ]);
        return { ...this.answers(), ...Object.fromEntries(named) };
    }

    /** Show what the answers call for; what is hidden is not sent. */
    update() {
        const given = this.given();
        const shown = new Set(visible(this.questions, given));
        const needed = new Set(required(this.questions, given));
        for (const { code, kind } of this.questions) {
            const box = this.boxes[code];
            box.hidden = !shown.has(code);
            for (const input of this.inputs(code)) {
                input.disabled = !shown.has(code);
                const isOneOfMany = input.type === "checkbox" || input.type === "file";
                input.required = !isOneOfMany && needed.has(code);
            }
            if (kind !== "heading") {
                box.querySelector(".o_sd_optional")?.classList.toggle("d-none", needed.has(code));
            }
        }
        this.showPrice(given, shown);
    }

    showPrice(given, shown) {
        const total = this.el.querySelector(".o_sd_total");
        if (!total) {
            return;
        }
        let price = Number(this.el.dataset.price);
        for (const { code, kind, choices } of this.questions) {
            if (shown.has(code) && ["choice", "choices"].includes(kind)) {
                const chosen = [given[code]].flat();
                choices
                    .filter(({ value }) => chosen.includes(value))
                    .forEach((choice) => (price += choice.price));
            }
        }
        const quantity = Number(this.el.querySelector("[name=quantity]")?.value || 1) || 1;
        total.textContent = new Intl.NumberFormat(document.documentElement.lang || undefined, {
            style: "currency",
            currency: this.el.dataset.currency,
        }).format(price * quantity);
    }

    onInput(ev) {
        this.update();
        const box = ev.target.closest(".o_sd_wrong");
        if (box) {
            this.tell(box.dataset.code, "");
        }
        if (ev.target.classList.contains("o_sd_person")) {
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.suggest(ev.target), TYPING_PAUSE);
        }
    }

    destroy() {
        clearTimeout(this.timer);
    }

    async suggest(input) {
        const text = input.value.trim();
        if (text.length < 2 || text.includes("<")) {
            return;
        }
        const response = await fetch(`/my/catalog/people?q=${encodeURIComponent(text)}`);
        const people = response.ok ? await response.json() : [];
        const options = people.map((person) => {
            const option = document.createElement("option");
            option.value = person;
            return option;
        });
        input.list?.replaceChildren(...options);
    }

    /** Say at a question what is wrong with its answer, or nothing any more. */
    tell(code, text) {
        const box = this.boxes[code];
        const error = box.querySelector(".o_sd_error");
        box.classList.toggle("o_sd_wrong", Boolean(text));
        error.hidden = !text;
        error.querySelector("span").textContent = text;
        this.inputs(code).forEach((input) => {
            input.classList.toggle("is-invalid", Boolean(text));
            input.toggleAttribute("aria-invalid", Boolean(text));
        });
    }

    onSubmit(ev) {
        const found = problems(this.questions, this.answers(), this.files(), this.today);
        for (const question of this.questions) {
            const hasKept = this.boxes[question.code].querySelector("[data-kept]");
            if (found[question.code] === "missing" && hasKept) {
                delete found[question.code];
            }
            if (question.kind !== "heading") {
                const kind = found[question.code];
                this.tell(question.code, kind ? words(kind, question) : "");
            }
        }
        const first = this.questions.find(({ code }) => found[code]);
        if (first || this.isSent) {
            ev.preventDefault();
            if (first) {
                this.inputs(first.code)[0].focus();
            }
            return;
        }
        this.isSent = true;
        ev.submitter?.setAttribute("aria-busy", "true");
    }

    /** Back from the next page: the form may be sent again. */
    onPageShow() {
        this.isSent = false;
        this.el.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    }
}

registry.category("public.interactions").add("service_desk.order_form", ServiceDeskOrderForm);
