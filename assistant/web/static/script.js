/* Behaviour of the screens: sources that light up with their sentence, copying, the display switch.
   Everything is delegated from the document, because Gradio replaces the answer while it grows.
   Text reaches the page through textContent only. */
"use strict";
(() => {
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const html = document.documentElement;
  const language = html.dataset.lang || html.lang;
  const words = language === "en"
    ? { copied: "Copied", failed: "This browser does not allow copying" }
    : { copied: "Gekopieerd", failed: "Kopiëren lukt niet in deze browser" };
  const tell = (text) => { const box = document.getElementById("melding"); if (box) { box.textContent = ""; setTimeout(() => { box.textContent = text; }, 30); } };
  const has = (element, marker) => (element.dataset.markers || element.dataset.marker || "").split(" ").includes(marker);

  function showPane(turn) {
    for (const pane of $$(".pane")) pane.hidden = pane.dataset.turn !== turn;
  }
  function light(turn, marker) {
    for (const lit of $$(".lit")) lit.classList.remove("lit");
    if (!marker) return null;
    for (const said of $$(`.said[data-turn="${turn}"]`)) if (has(said, marker)) said.classList.add("lit");
    for (const cite of $$(`.cite[data-turn="${turn}"]`)) if (has(cite, marker)) cite.classList.add("lit");
    const pane = document.querySelector(`.pane[data-turn="${turn}"]`);
    if (!pane) return null;
    let source = null;
    for (const mark of $$("mark", pane)) if (has(mark, marker)) { mark.classList.add("lit"); source = mark.closest(".source"); }
    if (source) source.classList.add("lit");
    return source;
  }
  let held = null;
  function open(cite) {
    const { turn, marker } = cite.dataset;
    showPane(turn);
    held = { turn, marker };
    const source = light(turn, marker);
    if (!source) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    source.focus({ preventScroll: true });
    source.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  }
  async function copy(text) {
    try { await navigator.clipboard.writeText(text); tell(words.copied); return true; }
    catch { /* older browsers and insecure origins: the selection way */ }
    const area = document.createElement("textarea");
    area.value = text; area.className = "quiet"; document.body.append(area); area.select();
    const done = document.execCommand("copy"); area.remove();
    tell(done ? words.copied : words.failed);
    return done;
  }
  const box = () => document.querySelector("#vraag textarea");
  function fill(text) {
    const area = box();
    if (!area) return;
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  }
  function ask(text) { fill(text); setTimeout(() => document.getElementById("stuur")?.click(), 30); }
  function choose(theme) {
    document.documentElement.dataset.theme = theme;
    document.cookie = `weergave=${theme}; path=/; max-age=31536000; samesite=strict`;
    document.querySelector(theme === "dark" ? ".to-light" : ".to-dark")?.focus();
  }

  document.addEventListener("click", async (event) => {
    const at = event.target.closest("a, button");
    if (!at) return;
    if (at.matches(".cite")) { event.preventDefault(); open(at); }
    else if (at.dataset.copy !== undefined) {
      const before = at.textContent;
      if (await copy(at.dataset.copy)) { at.textContent = words.copied; setTimeout(() => { at.textContent = before; }, 1600); }
    }
    else if (at.dataset.copyLink !== undefined) copy(`${at.dataset.copyLink} ${at.href}`);
    else if (at.dataset.ask !== undefined) ask(at.dataset.ask);
    else if (at.dataset.edit !== undefined) fill(at.dataset.edit);
    else if (at.dataset.sources !== undefined) { showPane(at.dataset.sources); document.querySelector(".pane:not([hidden]) .source")?.focus(); }
    else if (at.dataset.print !== undefined) window.print();
    else if (at.dataset.themeChoice) { event.preventDefault(); choose(at.dataset.themeChoice); }
  });
  function hover(event) {
    const said = event.target.closest?.(".said, .cite");
    if (said) { const [marker] = (said.dataset.marker || said.dataset.markers || "").split(" "); if (marker) light(said.dataset.turn, marker); return; }
    const mark = event.target.closest?.("mark[data-markers], .no");
    if (mark) light(mark.closest(".pane")?.dataset.turn, (mark.dataset.markers || mark.dataset.marker).split(" ")[0]);
  }
  document.addEventListener("mouseover", hover);
  document.addEventListener("focusin", hover);
  document.addEventListener("mouseout", (event) => {
    if (event.target.closest?.(".said, .cite, mark, .no")) light(held?.turn, held?.marker);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement?.closest(".source") && held) {
      $$(`.cite[data-turn="${held.turn}"]`).find((cite) => has(cite, held.marker))?.focus();
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target === box()) {
      event.preventDefault(); event.stopPropagation(); document.getElementById("stuur")?.click();
    }
  }, true);

  /* Gradio sets the page's language to the browser's; the page keeps the language it is written in */
  new MutationObserver(() => { if (html.lang !== language) html.lang = language; })
    .observe(html, { attributes: true, attributeFilter: ["lang"] });

  /* an answer is read aloud once, when it is complete */
  let read = "";
  new MutationObserver(() => {
    const turn = document.querySelector('.turn[data-state="done"]');
    const name = turn && `${turn.id} ${turn.querySelector(".asked")?.textContent}`;
    if (!turn || name === read) return;
    read = name; held = null;
    tell($$(".outcome, .said, .note, .searched, td", turn).map((e) => e.textContent.trim()).join(" "));
  }).observe(document.body || document.documentElement, { childList: true, subtree: true });
})();
