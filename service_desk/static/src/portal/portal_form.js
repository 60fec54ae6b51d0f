import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";

const DRAFT = "service_desk:";

/**
 * What a browser with JavaScript adds to the forms of the portal: a second click sends nothing,
 * screenshots can be pasted, files that are too large are told before they are uploaded, and words
 * survive a login that has expired meanwhile. All forms work without it, and the server checks
 * everything again.
 */
export class ServiceDeskForm extends Interaction {
    static selector = ".o_sd_form";
    dynamicContent = {
        _root: { "t-on-submit": this.onSubmit, "t-on-paste": this.onPaste },
        _window: { "t-on-pageshow": this.onPageShow },
        "input[type=file]": { "t-on-change": this.showChosen },
        ".o_sd_paste_hint": { "t-att-class": () => ({ "d-none": false }) },
    };

    setup() {
        this.isSent = false;
        this.fileInput = this.el.querySelector("input[type=file]");
        this.textInputs = [...this.el.querySelectorAll("textarea, input[type=text]")];
        this.draftKey = DRAFT + new URL(this.el.action).pathname;
        this.restoreDraft();
    }

    /** Words that were sent but never arrived, because the way led to the login instead. */
    restoreDraft() {
        const draft = JSON.parse(sessionStorage.getItem(this.draftKey) || "{}");
        sessionStorage.removeItem(this.draftKey);
        const hasArrived = new URLSearchParams(window.location.search).has("done");
        if (hasArrived) {
            Object.keys(sessionStorage)
                .filter((key) => key.startsWith(DRAFT))
                .forEach((key) => sessionStorage.removeItem(key));
        } else if (this.textInputs.every((input) => !input.value)) {
            this.textInputs.forEach((input) => (input.value = draft[input.name] || ""));
        }
    }

    keepDraft() {
        const entries = this.textInputs.map((input) => [input.name, input.value]);
        sessionStorage.setItem(this.draftKey, JSON.stringify(Object.fromEntries(entries)));
    }

    onSubmit(ev) {
        if (this.isSent || this.fileProblem()) {
            ev.preventDefault();
            this.showChosen();
            return;
        }
        this.isSent = true;
        this.keepDraft();
        this.el.querySelector("[type=submit]").setAttribute("aria-busy", "true");
    }

    /** Back from the next page: the form may be sent again. */
    onPageShow() {
        this.isSent = false;
        this.el.querySelector("[type=submit]").removeAttribute("aria-busy");
    }

    onPaste(ev) {
        const pasted = [...(ev.clipboardData?.files || [])];
        if (!pasted.length || !this.fileInput) {
            return;
        }
        ev.preventDefault();
        const transfer = new DataTransfer();
        for (const file of [...this.fileInput.files, ...pasted]) {
            transfer.items.add(file);
        }
        this.fileInput.files = transfer.files;
        this.showChosen();
    }

    /** What speaks against the chosen files, in words, or nothing. */
    fileProblem() {
        const { maxFiles, maxMb } = this.el.querySelector(".o_sd_files")?.dataset || {};
        const files = [...(this.fileInput?.files || [])];
        if (files.length > maxFiles) {
            return _t("These are too many files. Please choose up to %s.", maxFiles);
        }
        const large = files.find((file) => file.size > maxMb * 1024 ** 2);
        if (large) {
            return _t("“%(name)s” is larger than %(limit)s MB.", { name: large.name, limit: maxMb });
        }
        return "";
    }

    /** Name the chosen files, pasted ones too, or say what is wrong with them. */
    showChosen() {
        const target = this.el.querySelector(".o_sd_chosen");
        if (!target) {
            return;
        }
        const problem = this.fileProblem();
        const names = [...this.fileInput.files].map((file) => file.name);
        target.textContent = problem || names.join(", ");
        target.classList.toggle("o_sd_error", Boolean(problem));
    }
}

registry.category("public.interactions").add("service_desk.form", ServiceDeskForm);
