import { _t } from "@web/core/l10n/translation";

const MINUTE = 60;
const HOUR = 3600;

/**
 * Working time in words: "2 h 15 min". Days are not told: nobody knows how long a working day is.
 *
 * @param {number} seconds nothing less than zero
 * @param {boolean} isPrecise tell seconds, too, when it is less than an hour
 */
export function tellDuration(seconds, isPrecise = false) {
    const whole = isPrecise && seconds < HOUR ? Math.floor(seconds) : Math.floor(seconds / MINUTE) * MINUTE;
    const [hours, minutes, rest] = [
        Math.floor(whole / HOUR),
        Math.floor((whole % HOUR) / MINUTE),
        whole % MINUTE,
    ];
    if (hours) {
        return minutes ? _t("%(hours)s h %(minutes)s min", { hours, minutes }) : _t("%s h", hours);
    }
    if (isPrecise && seconds < HOUR) {
        return minutes ? _t("%(minutes)s min %(seconds)s s", { minutes, seconds: rest }) : _t("%s s", rest);
    }
    return _t("%s min", minutes);
}
