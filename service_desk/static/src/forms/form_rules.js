/**
 * The rules of the catalog's forms in the browser: the same as in the package `forms` on the
 * server, tested by the same table of cases. Without Odoo and without a page.
 */

const NUMBER = /^[+-]?[0-9]{1,15}([.,][0-9]{1,6})?$/;
const MAX_LENGTH = { text: 500, long_text: 20000 };
const MAX_PATTERNED = 200;
const MAX_FILES = 5;
const MAX_MB = 25;

export function toNumber(text) {
    const trimmed = String(text ?? "").trim();
    return NUMBER.test(trimmed) ? Number(trimmed.replace(",", ".")) : null;
}

const fold = (text) => text.trim().toLowerCase();
const one = (answer) => (Array.isArray(answer) ? answer[0] : answer);

export function isFilled(answer) {
    return Array.isArray(answer) ? answer.some((text) => text.trim()) : Boolean(answer.trim());
}

function is(kind, answer, value) {
    if (Array.isArray(answer)) {
        return answer.length === 1 && fold(answer[0]) === fold(value);
    }
    if (kind === "number" && toNumber(answer) !== null) {
        return toNumber(answer) === toNumber(value);
    }
    return isFilled(answer) && fold(answer) === fold(value);
}

function contains(answer, value) {
    if (Array.isArray(answer)) {
        return answer.map(fold).includes(fold(value));
    }
    return Boolean(fold(value)) && fold(answer).includes(fold(value));
}

function reaches(kind, answer, value, operator) {
    let pair;
    if (Array.isArray(answer)) {
        pair = [answer.length, toNumber(value)];
    } else if (["date", "datetime"].includes(kind)) {
        pair = [answer.trim() || null, value.trim() || null];
    } else {
        pair = [toNumber(answer), toNumber(value)];
    }
    if (pair.includes(null)) {
        return false;
    }
    return operator === "at_least" ? pair[0] >= pair[1] : pair[0] <= pair[1];
}

function holds({ operator, value = "" }, kind, answer) {
    switch (operator) {
        case "filled":
            return isFilled(answer);
        case "empty":
            return !isFilled(answer);
        case "is":
            return is(kind, answer, value);
        case "is_not":
            return !is(kind, answer, value);
        case "one_of":
            return value.split(",").some((part) => is(kind, answer, part));
        case "contains":
            return contains(answer, value);
    }
    return reaches(kind, answer, value, operator);
}

const hold = (conditions, given) =>
    (conditions || []).every((condition) =>
        holds(condition, ...(given[condition.on] || ["text", ""]))
    );

/** Codes of the questions that are shown, in order; what is not shown counts as not answered. */
export function visible(questions, answers) {
    const given = {};
    const shown = [];
    let isSectionShown = true;
    for (const { code, kind, show } of questions) {
        const isShown = hold(show, given);
        if (kind === "heading") {
            isSectionShown = isShown;
        }
        if (isShown && isSectionShown) {
            shown.push(code);
            given[code] = [kind, answers[code] || ""];
        }
    }
    return shown;
}

/** Codes of the questions that are shown and must be answered, in order. */
export function required(questions, answers) {
    const shown = new Set(visible(questions, answers));
    const seen = questions.filter(({ code }) => shown.has(code));
    const given = Object.fromEntries(
        seen.map(({ code, kind }) => [code, [kind, answers[code] || ""]])
    );
    return seen
        .filter(({ kind }) => kind !== "heading")
        .filter(({ required, require }) => required || (require?.length && hold(require, given)))
        .map(({ code }) => code);
}

function within({ minimum, maximum }, number, small, large) {
    const [lowest, highest] = [toNumber(minimum), toNumber(maximum)];
    if (lowest !== null && number < lowest) {
        return small;
    }
    return highest !== null && number > highest ? large : "";
}

function checkText(question, answer) {
    let text = one(answer).trim();
    if (question.kind === "text") {
        text = text.split(/\s+/).join(" ");
    }
    const length = [...text].length;
    const limits = [MAX_LENGTH[question.kind], toNumber(question.maximum)];
    if (question.pattern) {
        limits.push(MAX_PATTERNED);
    }
    if (length > Math.min(...limits.filter(Boolean))) {
        return "too_long";
    }
    if (length < (toNumber(question.minimum) || 0)) {
        return "too_short";
    }
    const isLike = !question.pattern || new RegExp(`^(?:${question.pattern})$`).test(text);
    return isLike ? "" : "pattern";
}

function checkNumber(question, answer) {
    const number = toNumber(one(answer));
    return number === null ? "not_number" : within(question, number, "too_small", "too_large");
}

function checkDay(question, answer, today) {
    const text = one(answer).trim().replace(" ", "T");
    const form =
        question.kind === "date"
            ? /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/
            : /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$/;
    const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
    const moment = question.kind === "date" ? day : new Date(`${text}Z`);
    const isReal =
        form.test(text) && !isNaN(moment) && day.toISOString().slice(0, 10) === text.slice(0, 10);
    const year = day.getUTCFullYear();
    if (!isReal || year < 1900 || year > 2200) {
        return "not_date";
    }
    const days = (day - new Date(`${today}T00:00:00Z`)) / 86400000;
    return within(question, days, "too_early", "too_late");
}

const values = (question) => (question.choices || []).map((choice) => choice.value);

function checkChoices(question, answer) {
    const chosen = new Set([answer].flat().filter((text) => text.trim()));
    if (![...chosen].every((value) => values(question).includes(value))) {
        return "not_choice";
    }
    return within(question, chosen.size, "too_few", "too_many");
}

function checkFiles(question, files) {
    const wrong = within(question, files.length, "too_few", "too_many");
    if (wrong || (!question.maximum && files.length > MAX_FILES)) {
        return wrong || "too_many";
    }
    const allowed = question.extensions || [];
    for (const [name, size] of files) {
        const extension = name.includes(".") ? name.split(".").pop().toLowerCase() : "";
        if (allowed.length && !allowed.includes(extension)) {
            return "file_type";
        }
        if (!size) {
            return "file_empty";
        }
        if (size > (question.max_mb || MAX_MB) * 1024 ** 2) {
            return "file_size";
        }
    }
    return "";
}

const CHECKS = {
    text: checkText,
    long_text: checkText,
    number: checkNumber,
    date: checkDay,
    datetime: checkDay,
    choice: (question, answer) => (values(question).includes(one(answer)) ? "" : "not_choice"),
    choices: checkChoices,
    yes_no: (question, answer) => (["yes", "no"].includes(one(answer)) ? "" : "not_choice"),
    person: () => "",
    record: () => "",
    file: checkFiles,
};

/**
 * What is wrong with the answers, a word by code.
 *
 * @param {Object[]} questions the form, as the server sends it
 * @param {Object} answers code -> text or list of texts
 * @param {Object} files code -> list of [name, size in bytes]
 * @param {string} today
 */
export function problems(questions, answers, files, today) {
    const names = Object.entries(files).map(([code, list]) => [code, list.map(([name]) => name)]);
    const given = { ...answers, ...Object.fromEntries(names) };
    const shown = new Set(visible(questions, given));
    const needed = new Set(required(questions, given));
    const found = {};
    for (const question of questions) {
        const { code, kind } = question;
        if (!shown.has(code) || kind === "heading") {
            continue;
        }
        const answer = kind === "file" ? files[code] || [] : answers[code] || "";
        const isThere = kind === "file" ? answer.length > 0 : isFilled(answer);
        const problem = isThere
            ? CHECKS[kind](question, answer, today)
            : needed.has(code) && "missing";
        if (problem) {
            found[code] = problem;
        }
    }
    return found;
}
