// Comfort on pages that work without it: keys, focus, spoken counts, a save that outlives its session.
(() => {
  "use strict";
  const one = (css) => document.querySelector(css);
  const all = (css) => [...document.querySelectorAll(css)];
  const on = (name, act) => document.addEventListener(name, act);
  const fold = (css) => all(css).forEach((d) => (d.open = false));
  const counted = () => one("[data-announce]")?.textContent;
  let spoken = counted();
  let row, waiting;

  document.documentElement.classList.add("js");
  htmx.config.morphIgnore.push("open");
  if (matchMedia("(max-width: 760px)").matches) fold("details.facets");
  one(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  one(".error-summary")?.focus();

  const step = (by) => {
    const links = all("a.row-link");
    const next = Math.max(links.indexOf(row) + by, 0);
    (links[next] || links.at(-1))?.focus();
  };
  const save = (event) => {
    const form = event.target.closest("form") || one("form.form");
    if (form?.method !== "post") return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[type=submit]"));
  };
  const announce = () => {
    if (counted() !== spoken) one("#live").textContent = spoken = counted();
  };
  const shown = () => all("a.row-link").find((link) => one(`#drawer a[href^="${link.pathname}"]`));
  const mark = () => {
    all(".rows tr[aria-current]").forEach((tr) => tr.removeAttribute("aria-current"));
    shown()?.closest("tr").setAttribute("aria-current", "true");
  };
  const closeDrawer = () => {
    const link = shown();
    one("#drawer").replaceChildren();
    mark();
    (link || one("#q"))?.focus();
  };
  const keys = {
    "/": () => (one("#q") || one("#global-q"))?.focus(),
    "?": () => one(".keys")?.toggleAttribute("open"),
    j: () => step(1),
    k: () => step(-1),
  };

  // A second click would break off the page that tells what the first one saved, with its undo.
  on("click", (event) => {
    if (event.detail > 1 && event.target.closest("form[method=post] button")) event.preventDefault();
  });
  on("keydown", (event) => {
    const { key, target } = event;
    const command = event.ctrlKey || event.metaKey;
    if (command && key === "s") return save(event);
    const caps = target.closest(".field")?.querySelector(".caps-hint");
    if (caps) caps.hidden = !event.getModifierState("CapsLock");
    if (one("dialog[open]")) return;
    if (key === "Escape") return one("#drawer .drawer-close") ? closeDrawer() : fold(".menu");
    if (command || !keys[key] || target.matches("input:not([type=checkbox]), textarea, select")) return;
    event.preventDefault();
    keys[key]();
  });
  on("focusin", ({ target }) => {
    if (target.matches(".row-link")) row = target;
  });
  on("click", (event) => {
    const { target } = event;
    if (!target.closest(".menu")) fold(".menu");
    if (target.closest("#drawer .drawer-close")) event.preventDefault(), closeDrawer();
    const eye = target.closest("[data-reveal]");
    if (!eye) return;
    const input = one("#" + eye.dataset.reveal);
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    eye.setAttribute("aria-pressed", shown);
  });

  on("htmx:error", ({ detail: { ctx } }) => (one("#unreachable").hidden = !!ctx?.response));
  on("htmx:after:request", ({ detail: { ctx } }) => {
    one("#unreachable").hidden = true;
    if (ctx.response.status === 401 && !one("dialog[open]")) waiting = [ctx.sourceElement, ctx.request.submitter];
  });
  on("htmx:after:swap", ({ detail: { ctx } }) => {
    all("dialog[data-open]:not([open])").forEach((d) => d.showModal());
    if ([409, 422].includes(ctx.response?.status)) (one("dialog[open]") || document).querySelector(".error-summary")?.focus();
    mark();
    if (ctx.target?.id === "drawer") one("#drawer [tabindex]")?.focus();
    else announce();
  });
  // Sent with a fresh token when the same user has signed in over the page.
  on("signed-in", ({ detail: { csrf } }) => {
    document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": csrf }));
    all("[name=csrf_token]").forEach((input) => (input.value = csrf));
    one("#overlay").replaceChildren();
    const [source, button] = waiting || [];
    waiting = null;
    if (source?.requestSubmit) source.requestSubmit(button);
    else source?.click();
  });
})();
