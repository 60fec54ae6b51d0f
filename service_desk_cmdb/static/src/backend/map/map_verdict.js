import { _t } from "@web/core/l10n/translation";

/** What a failure does to a thing, or what somebody decided of it by hand: an icon, a title, words before the reason. */
export const VERDICTS = {
    fails: { icon: "fa-times", tone: "danger", title: _t("Fails"), words: _t("fails") },
    weakened: { icon: "fa-exclamation", tone: "warning", title: _t("Weakened"), words: _t("weakened") },
    concerned: { icon: "fa-plus-circle", tone: "info", title: _t("Concerned"), words: "" },
    left_out: { icon: "fa-ban", tone: "secondary", title: _t("Left Out"), words: "" },
};

/** Verdict and reason in one line; what fails first has no other reason. */
export function tellVerdict(row) {
    const { words } = VERDICTS[row.verdict];
    return words && (row.cause || row.depth) ? `${words}: ${row.words}` : row.words;
}
