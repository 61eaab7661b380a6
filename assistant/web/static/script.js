/* What every page does: tell, copy a reference, choose the display, print.
   Everything is delegated from the document; text reaches the page through textContent only. */
"use strict";
window.agenda = (() => {
  const html = document.documentElement;
  const language = html.dataset.lang || html.lang;
  html.classList.add("scripted");
  const words = language === "en"
    ? { copied: "Copied", failed: "This browser does not allow copying" }
    : { copied: "Gekopieerd", failed: "Kopiëren lukt niet in deze browser" };

  /* said once by a screen reader */
  function tell(text) {
    const box = document.getElementById("melding");
    if (!box) return;
    box.textContent = "";
    setTimeout(() => { box.textContent = text; }, 30);
  }
  /* said, and shown for a while */
  let fading = 0;
  function toast(text) {
    tell(text);
    let box = document.getElementById("kort");
    if (!box) {
      box = document.createElement("div");
      box.id = "kort"; box.setAttribute("aria-hidden", "true");
      document.body.append(box);
    }
    box.textContent = text; box.hidden = false;
    clearTimeout(fading);
    fading = setTimeout(() => { box.hidden = true; }, 2500);
  }
  async function copy(text) {
    try { await navigator.clipboard.writeText(text); toast(words.copied); return true; }
    catch { /* older browsers and insecure origins: the selection way */ }
    const area = document.createElement("textarea");
    area.value = text; area.className = "quiet"; document.body.append(area); area.select();
    const done = document.execCommand("copy"); area.remove();
    toast(done ? words.copied : words.failed);
    return done;
  }
  function choose(theme) {
    html.dataset.theme = theme;
    document.cookie = `weergave=${theme}; path=/; max-age=31536000; samesite=strict`;
    document.querySelector(theme === "dark" ? ".to-light" : ".to-dark")?.focus();
  }
  const absolute = (link) => new URL(link, location.href).href;
  document.addEventListener("click", (event) => {
    const at = event.target.closest("a, button");
    if (!at) return;
    const { copy: text, link } = at.dataset;
    if (text !== undefined) copy(link ? `${text} ${absolute(link)}` : text);
    else if (at.dataset.print !== undefined) window.print();
    else if (at.dataset.themeChoice) { event.preventDefault(); choose(at.dataset.themeChoice); }
  });

  return { tell, toast, copy, language };
})();
