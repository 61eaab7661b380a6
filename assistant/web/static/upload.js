/* Taking in files one by one, each with its own progress; the report of each is the server's own HTML fragment.
   Without this script the form sends all files at once and the server answers with a page. */
"use strict";
(() => {
  const form = document.querySelector("form.upload");
  const list = document.querySelector(".uploading");
  const reports = document.querySelector(".reports");
  if (!form || !list || !reports) return;
  const say = (text, name, percent) => text.replace("#", () => name).replace("%%", () => percent);

  function send(file, line, bar) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("bestand", file);
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        bar.value = event.loaded / event.total;
        line.textContent = say(form.dataset.progress, file.name, Math.round(100 * bar.value));
      });
      request.upload.addEventListener("load", () => { bar.removeAttribute("value"); line.textContent = say(form.dataset.reading, file.name); });
      request.addEventListener("loadend", () => done(request.status === 200 ? request.responseText : ""));
      request.open("POST", form.action);
      request.setRequestHeader("x-fragment", "1");
      request.send(body);
    });
  }
  /* the list of documents and what was searched, as they are now */
  async function refresh() {
    try {
      const answer = await fetch(form.action);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of [".library", ".state"]) {
        const fresh = page.querySelector(part);
        if (fresh) document.querySelector(part)?.replaceWith(document.importNode(fresh, true));
      }
    } catch { /* what stands there is true again when the page is opened anew */ }
  }
  async function take(file) {
    const item = document.createElement("li");
    const line = document.createElement("span");
    const bar = document.createElement("progress");
    bar.max = 1; bar.value = 0; bar.setAttribute("aria-label", file.name);
    line.textContent = say(form.dataset.progress, file.name, 0);
    item.append(bar, " ", line);
    list.append(item);
    const answer = await send(file, line, bar);
    bar.remove();
    if (!answer) { line.textContent = say(form.dataset.failed, file.name); return null; }
    item.remove();
    const page = new DOMParser().parseFromString(answer, "text/html");
    const parts = [...page.querySelectorAll(".taken")].map((part) => document.importNode(part, true));
    reports.append(...parts);
    return parts[0]?.querySelector("h3") || null;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const files = [...form.elements.bestand.files];
    const button = form.querySelector("button");
    button.disabled = true;
    let last = null;
    for (const file of files) last = (await take(file)) || last;
    await refresh();
    button.disabled = false;
    form.reset();
    last?.focus();
  });
})();
