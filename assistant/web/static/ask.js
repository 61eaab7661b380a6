/* The question screen: sources that light up with their sentence, what is found, narrowing, editing, keeping.
   Everything is delegated from the document, because Gradio replaces the answer while it grows. */
"use strict";
(() => {
  const { tell, toast, language } = window.agenda;
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const has = (element, marker) => (element.dataset.markers || element.dataset.marker || "").split(" ").includes(marker);

  /* --- a sentence and its source light up together --- */
  let held = null;
  function showPane(turn) {
    for (const pane of $$(".pane")) pane.hidden = pane.dataset.turn !== turn;
  }
  function view(pane, name) {
    for (const button of $$("[data-view]", pane)) button.setAttribute("aria-pressed", String(button.dataset.view === name));
    for (const part of ["used", "found"]) { const box = $(`.view-${part}`, pane); if (box) box.hidden = part !== name; }
  }
  function light(turn, marker) {
    for (const lit of $$(".lit")) lit.classList.remove("lit");
    if (!marker) return null;
    for (const said of $$(`.said[data-turn="${turn}"], .cite[data-turn="${turn}"]`)) if (has(said, marker)) said.classList.add("lit");
    const pane = $(`.pane[data-turn="${turn}"]`);
    if (!pane) return null;
    let source = null;
    for (const mark of $$(".source mark", pane)) if (has(mark, marker)) { mark.classList.add("lit"); source ??= mark.closest(".source"); }
    source?.classList.add("lit");
    return source;
  }
  function unfold(source) {
    source.classList.remove("folded");
    $("[data-unfold]", source)?.remove();
  }
  function open(cite) {
    const { turn, marker } = cite.dataset;
    showPane(turn);
    const pane = $(`.pane[data-turn="${turn}"]`);
    if (pane) view(pane, "used");
    held = { turn, marker };
    const source = light(turn, marker);
    if (!source) return;
    unfold(source);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    source.focus({ preventScroll: true });
    source.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  }
  function hover(event) {
    const said = event.target.closest?.(".said, .cite");
    if (said) { const [marker] = (said.dataset.marker || said.dataset.markers || "").split(" "); if (marker) light(said.dataset.turn, marker); return; }
    const mark = event.target.closest?.(".source mark[data-markers], .no");
    if (mark) light(mark.closest(".pane")?.dataset.turn, (mark.dataset.markers || mark.dataset.marker).split(" ")[0]);
  }
  document.addEventListener("mouseover", hover);
  document.addEventListener("focusin", hover);
  document.addEventListener("mouseout", (event) => {
    if (event.target.closest?.(".said, .cite, mark, .no")) light(held?.turn, held?.marker);
  });

  /* --- asking: the question, and the choice that goes with it --- */
  const box = () => $("#vraag textarea");
  const STANDING = { paragraphs: [], replaces: 0 };
  let extra = { ...STANDING };
  function put(area, text) {
    if (!area) return;
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function narrowed() {
    const values = Object.fromEntries($$(".narrow [name]").map((field) => [field.name, field.value.trim()]));
    const choice = { document: values.document || "", theme: values.theme || "", year: null };
    if (/^[0-9]{4}$/.test(values.year || "")) choice.year = Number(values.year);
    return choice;
  }
  function choose(more) {
    extra = { ...extra, ...more };
    put($("#keuze textarea, #keuze input"), JSON.stringify({ ...narrowed(), ...extra }));
  }
  function setNarrow(choice) {
    for (const field of $$(".narrow [name]")) field.value = choice[field.name] || "";
    const fold = $(".narrow");
    if (fold && (choice.document || choice.theme || choice.year)) fold.open = true;
  }
  function send() { setTimeout(() => $("#stuur")?.click(), 40); }
  function ask(text, more = {}) { put(box(), text); choose({ ...STANDING, ...more }); send(); }
  function editing(on) { const note = $(".editing"); if (note) note.hidden = !on; }
  function edit(at) {
    put(box(), at.dataset.question);
    setNarrow(JSON.parse(at.dataset.choice || "{}"));
    choose({ ...STANDING, replaces: Number(at.dataset.edit) });
    editing(true);
    box()?.focus();
    box()?.scrollIntoView({ block: "center" });
  }
  function settle() { editing(false); choose(STANDING); }
  function fromTicked(at) {
    const pane = at.closest(".pane");
    const ticked = $$("input[name=alinea]:checked", pane).map((field) => field.value);
    if (!ticked.length) { toast(at.dataset.empty); $("input[name=alinea]", pane)?.focus(); return; }
    ask(pane.dataset.question, { paragraphs: ticked, replaces: Number(at.dataset.from) });
  }
  function again(at) {
    const choice = JSON.parse(at.dataset.choice || "{}");
    setNarrow(choice);
    ask(at.dataset.question, { paragraphs: choice.paragraphs || [], replaces: Number(at.dataset.retry) });
  }
  document.addEventListener("input", (event) => { if (event.target.closest(".narrow")) choose({}); });
  document.addEventListener("change", (event) => { if (event.target.closest(".narrow")) choose({}); });

  document.addEventListener("click", (event) => {
    const at = event.target.closest("a, button");
    if (!at) return;
    if (at.matches(".cite")) { event.preventDefault(); open(at); }
    else if (at.dataset.unfold !== undefined) { const source = at.closest(".source"); unfold(source); source.focus(); }
    else if (at.dataset.view) view(at.closest(".pane"), at.dataset.view);
    else if (at.dataset.from !== undefined) fromTicked(at);
    else if (at.dataset.ask !== undefined) ask(at.dataset.ask);
    else if (at.dataset.retry !== undefined) again(at);
    else if (at.dataset.edit !== undefined) edit(at);
    else if (at.dataset.editCancel !== undefined) { put(box(), ""); settle(); box()?.focus(); }
    else if (at.dataset.clear !== undefined) { setNarrow({}); choose({}); $(".narrow [name]")?.focus(); }
    else if (at.dataset.sources !== undefined) { showPane(at.dataset.sources); $(".pane:not([hidden]) h2")?.focus(); }
    else if (at.id === "nieuw") { forget(); settle(); put(box(), ""); box()?.focus(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.target.closest?.(".term")?.classList.add("closed");
      if (document.activeElement?.closest(".source") && held) $$(`.cite[data-turn="${held.turn}"]`).find((cite) => has(cite, held.marker))?.focus();
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target === box()) {
      event.preventDefault(); event.stopPropagation(); $("#stuur")?.click();
    }
  }, true);
  for (const leaving of ["focusout", "mouseout"]) document.addEventListener(leaving, (event) => event.target.closest?.(".term")?.classList.remove("closed"));

  /* --- keeping the conversation: this tab always, this browser only when asked --- */
  const KEY = "gesprek";
  const kept = () => localStorage.getItem("bewaar") === "ja";
  function keep() {
    const stand = $("#gesprek-stand");
    if (!stand) return;
    sessionStorage.setItem(KEY, stand.dataset.conversation);
    if (kept()) localStorage.setItem(KEY, stand.dataset.conversation);
  }
  function forget() { sessionStorage.removeItem(KEY); localStorage.removeItem(KEY); }
  document.addEventListener("change", (event) => {
    if (event.target.dataset?.keep === undefined) return;
    if (event.target.checked) localStorage.setItem("bewaar", "ja");
    else { localStorage.removeItem("bewaar"); localStorage.removeItem(KEY); }
    keep();
  });

  /* --- feedback stays on this page --- */
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest(".feedback form");
    if (!form) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    let text = form.dataset.failed;
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "text/plain" } });
      if (answer.ok) text = await answer.text();
    } catch { /* the message says that it failed */ }
    const note = document.createElement("p");
    note.className = "note"; note.tabIndex = -1; note.textContent = text;
    form.replaceWith(note);
    note.focus();
    tell(text);
  });

  /* Gradio sets the page's language to the browser's; the page keeps the language it is written in */
  const html = document.documentElement;
  new MutationObserver(() => { if (html.lang !== language) html.lang = language; })
    .observe(html, { attributes: true, attributeFilter: ["lang"] });

  /* an answer is read aloud once, when it is complete; then the choice that led to it is used up */
  let read = "";
  new MutationObserver(() => {
    const tick = $("[data-keep]");
    if (tick && !tick.dataset.ready) { tick.dataset.ready = "1"; tick.checked = kept(); }
    const turn = $(".turn");
    const name = turn && `${turn.id} ${turn.dataset.state} ${$(".asked", turn)?.textContent}`;
    if (!turn || name === read) return;
    read = name;
    if (extra.replaces || extra.paragraphs.length) settle();
    if (turn.dataset.state !== "done") return;
    held = null;
    keep();
    if (turn.dataset.restored !== undefined) return;
    tell($$(".outcome, .said, .note, .searched, td", turn).map((e) => e.textContent.trim()).join(" "));
  }).observe(document.body || html, { childList: true, subtree: true });
})();
