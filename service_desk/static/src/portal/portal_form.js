import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";

const DRAFT = "service_desk:";

/** Tells the same file chosen twice from another one of the same name. */
const identify = (file) => [file.name, file.size, file.lastModified].join("/");

/** A line of the list of files, with a button that takes the file out again. */
function listed(file) {
    const line = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn fa fa-times";
    button.title = _t("Remove %s", file.name);
    button.setAttribute("aria-label", button.title);
    line.append(file.name, button);
    return line;
}

/**
 * What a browser with JavaScript adds to the forms of the portal: a second click sends nothing,
 * screenshots can be pasted, chosen files are listed and can be taken out again, what would be
 * refused is told before anything is uploaded, and words survive a login that has expired meanwhile. All forms work without it, and the server checks
 * everything again.
 */
export class ServiceDeskForm extends Interaction {
    static selector = ".o_sd_form";
    dynamicContent = {
        _root: { "t-on-submit": this.onSubmit, "t-on-paste": this.onPaste },
        _window: { "t-on-pageshow": this.onPageShow },
        "input[type=file]": { "t-on-change": this.onChoose },
        "input[required][type=text], textarea[required]": { "t-on-input": this.checkWords },
        ".o_sd_chosen": { "t-on-click": this.onRemove },
        ".o_sd_paste_hint": { "t-att-class": () => ({ "d-none": false }) },
    };

    setup() {
        this.isSent = false;
        this.fileInput = this.el.querySelector("input[type=file]");
        this.files = [...(this.fileInput?.files || [])];
        /** Names of files that were sent and never arrived. */
        this.lostFiles = [];
        this.textInputs = [...this.el.querySelectorAll("textarea, input[type=text]")];
        this.draftKey = DRAFT + new URL(this.el.action).pathname;
        this.restoreDraft();
        this.checkWords();
        this.showChosen();
    }

    /** Blanks are no words: a browser stops the form here, where the chosen files are still there. */
    checkWords() {
        for (const input of this.textInputs.filter((input) => input.required)) {
            const isBlank = input.value && !input.value.trim();
            input.setCustomValidity(isBlank ? input.title || _t("Please write a few words.") : "");
        }
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
            this.lostFiles = draft.files || [];
        }
    }

    keepDraft() {
        const words = this.textInputs.map((input) => [input.name, input.value]);
        const files = this.files.map((file) => file.name);
        const draft = { ...Object.fromEntries(words), files };
        sessionStorage.setItem(this.draftKey, JSON.stringify(draft));
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
        this.setFiles([...this.files, ...pasted]);
    }

    /** Choosing again adds; a browser alone would forget what was chosen or pasted before. */
    onChoose() {
        const known = new Set(this.files.map(identify));
        const fresh = [...this.fileInput.files].filter((file) => !known.has(identify(file)));
        this.setFiles([...this.files, ...fresh]);
    }

    onRemove(ev) {
        const button = ev.target.closest("button");
        if (button) {
            const place = [...this.el.querySelectorAll(".o_sd_chosen button")].indexOf(button);
            this.setFiles(this.files.filter((file, index) => index !== place));
            this.fileInput.focus();
        }
    }

    setFiles(files) {
        const transfer = new DataTransfer();
        files.forEach((file) => transfer.items.add(file));
        this.files = files;
        this.fileInput.files = transfer.files;
        this.showChosen();
    }

    /** What speaks against the chosen files, in words, or nothing. */
    fileProblem() {
        const { maxFiles, maxMb } = this.el.querySelector(".o_sd_files")?.dataset || {};
        const files = this.files;
        if (files.length > maxFiles) {
            return _t("These are too many files. Please choose up to %s.", maxFiles);
        }
        const large = files.find((file) => file.size > maxMb * 1024 ** 2);
        if (large) {
            return _t("“%(name)s” is larger than %(limit)s MB.", { name: large.name, limit: maxMb });
        }
        return "";
    }

    /** Asks for the files that were lost on the way, unless the server does or some are chosen. */
    lostWords() {
        const isAsked = this.el.querySelector(".o_sd_files .o_sd_error");
        return this.lostFiles.length && !this.files.length && !isAsked
            ? _t("Please choose your files again: %s", this.lostFiles.join(", "))
            : "";
    }

    /** List the chosen files, pasted ones too, and say what is wrong with them. */
    showChosen() {
        if (!this.fileInput) {
            return;
        }
        this.el.querySelector(".o_sd_chosen_problem").textContent =
            this.fileProblem() || this.lostWords();
        this.el.querySelector(".o_sd_chosen").replaceChildren(...this.files.map(listed));
        this.fileInput.classList.toggle("o_sd_is_listed", this.files.length > 0);
    }
}

registry.category("public.interactions").add("service_desk.form", ServiceDeskForm);
