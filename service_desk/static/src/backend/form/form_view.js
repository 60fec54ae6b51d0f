import { formatList } from "@web/core/l10n/utils";
import { _t } from "@web/core/l10n/translation";
import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { formView } from "@web/views/form/form_view";

/** A record that says what is missing by name, for those who do not see the red of a label. */
export class NamingRecord extends RelationalModel.Record {
    _displayInvalidFieldNotification() {
        const labels = [...this._invalidFields].map((name) => this._labelOf(name));
        return this.model.notification.add(_t("Please fill in: %s.", formatList(labels)), {
            type: "danger",
        });
    }

    /** What a field is called where it is seen; a view may call it otherwise than its model does. */
    _labelOf(name) {
        const nodes = this === this.model.root ? this.model.fieldNodes || [] : [];
        const seen = nodes.find(
            (node) =>
                node.name === name &&
                !evaluateBooleanExpr(node.invisible || "False", this.evalContextWithVirtualIds)
        );
        return seen?.string || this.fields[name].string;
    }
}

export class NamingModel extends RelationalModel {
    static Record = NamingRecord;
}

export class NamingController extends formView.Controller {
    setup() {
        super.setup();
        this.model.fieldNodes = Object.values(this.archInfo.fieldNodes);
    }
}

registry.category("views").add("service_desk_form", {
    ...formView,
    Controller: NamingController,
    Model: NamingModel,
});
