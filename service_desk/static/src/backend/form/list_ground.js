import { patch } from "@web/core/utils/patch";
import { ListRenderer } from "@web/views/list/list_renderer";
import { onWillPatch } from "@odoo/owl";

// A dialog closes only after the form below it was read anew. A list that comes onto the form by this,
// such as the team of what was just declared, takes the dialog for the ground it stands on: it would
// never put the cursor into a new line, and stumble over what is typed. Once the dialog is gone, the
// list stands on what is there.
patch(ListRenderer.prototype, {
    setup() {
        super.setup();
        // Lists of other apps are not ours to mend.
        if (!this.props.list.resModel.startsWith("service.desk.")) {
            return;
        }
        onWillPatch(() => {
            if (this.activeElement && !this.activeElement.isConnected) {
                this.activeElement = this.uiService.activeElement;
            }
        });
    },
});
