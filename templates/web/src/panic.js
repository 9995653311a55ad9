// SPDX-License-Identifier: GPL-2.0-or-later
// The office is being searched: two steps, so that no slip of a hand does it,
// and nothing to type, so that it takes two seconds.
import { ask } from "./api.js";
import { el } from "./dom.js";
import { askForm, notice } from "./ui.js";
import { t } from "./words.js";

export function askPanic(then) {
  askForm({
    title: t("panic.title"), kind: "danger", submit: t("panic.submit"),
    intro: [notice("danger", t("panic.intro")), el("p", {}, t("panic.goes_on"))],
    act: async () => {
      await ask("panic");
      then();
    },
  });
}
