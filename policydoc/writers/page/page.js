"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const page = $("#document"), panels = $("#panels");

  // -- tabs
  const tabs = $$("[data-tab]");
  const open = (name) => {
    for (const tab of tabs) {
      const chosen = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", chosen);
      document.getElementById(tab.dataset.tab).classList.toggle("open", chosen);
    }
  };
  document.documentElement.classList.add("live");
  tabs.forEach((tab) => tab.addEventListener("click", () => { open(tab.dataset.tab); panels.scrollTop = 0; }));
  open($("#task-table") ? "tasks" : "outline");

  // -- from a row to the text and back
  let marks = null, links = null;
  const table = (elements, keys) => {
    const found = new Map();
    for (const element of elements) for (const key of keys(element)) found.has(key) ? found.get(key).push(element) : found.set(key, [element]);
    return found;
  };
  const inText = (key) => (marks ??= table($$("[data-m]", page), (e) => e.dataset.m.split(" "))).get(key) ?? [];
  const inPanels = (key) => (links ??= table($$("[data-to]", panels), (e) => [e.dataset.to])).get(key) ?? [];
  const clear = () => $$(".on").forEach((e) => e.classList.remove("on"));
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const show = (element) => element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });

  const toText = (link) => {
    let found = inText(link.dataset.to);
    if (!found.length) found = [document.getElementById(link.dataset.to) ?? document.getElementById(link.dataset.or)].filter(Boolean);
    if (!found.length) return;
    clear();
    found.forEach((e) => e.classList.add("on"));
    link.closest("tr")?.classList.add("on");
    show(found[0]);
  };
  panels.addEventListener("click", (event) => {
    const link = event.target.closest("[data-to]");
    if (link && !getSelection().toString()) toText(link);
  });
  panels.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("tr[data-to]")) toText(event.target);
  });
  page.addEventListener("click", (event) => {
    if (getSelection().toString()) return;
    const keys = [];
    for (let e = event.target; e && e !== page; e = e.parentElement) if (e.dataset.m) keys.push(...e.dataset.m.split(" ").reverse());
    const linked = keys.filter((k) => inPanels(k).length);
    const key = linked.find((k) => !/^[sb]/.test(k))  // a mark of its own; else the view that is open decides between task and outline
      ?? linked.find((k) => inPanels(k).some((e) => e.closest("section.open"))) ?? linked[0];
    if (!key) return;
    const all = inPanels(key), opened = all.find((e) => e.closest("section.open")), link = opened ?? all[0], row = link.closest("tr") ?? link;
    open(link.closest("section").id);
    if (row.hidden) unfilter();
    clear();
    inText(key).forEach((e) => e.classList.add("on"));
    row.classList.add("on");
    show(row);
  });

  // -- where we are in the outline
  const heads = new Map($$(".outline [data-to]").map((link) => [document.getElementById(link.dataset.to), link]));
  let here = null;
  const spy = new IntersectionObserver((seen) => {
    const first = seen.find((s) => s.isIntersecting);
    if (!first) return;
    here?.classList.remove("here");
    here = heads.get(first.target);
    here.classList.add("here");
  }, { root: page, rootMargin: "0px 0px -70% 0px" });
  heads.forEach((_, head) => head && spy.observe(head));

  // -- colours by kind
  $$("[data-kind]").forEach((box) => box.addEventListener("change", () => page.classList.toggle(`no-${box.dataset.kind}`, !box.checked)));

  // -- who must do what: by agency and role
  const agency = $("#agency"), body = $("#task-table tbody"), roles = $$(".roles [data-role]");
  const fold = (text) => [...text].map((c) => {
    const code = c.codePointAt(0);
    const narrow = code > 0xff00 && code < 0xff5f ? String.fromCharCode(code - 0xfee0) : c === "〇" || c === "○" || c === "◯" ? "零" : c;
    const low = narrow.toLowerCase();
    return low.length === c.length ? low : c;
  }).join("");
  const filter = () => {
    const name = fold(agency.value.trim()), role = roles.find((r) => r.ariaPressed === "true")?.dataset.role;
    let count = 0, chapter = null;
    for (const row of body.rows) {
      let any = !name && !role;
      for (const chip of $$(".who [data-role]", row)) {
        const match = (!role || chip.dataset.role === role) && (!name || fold(chip.dataset.agency).includes(name));
        chip.classList.toggle("match", match);
        any ||= match;
      }
      row.hidden = !any;
      const own = $("small", row);
      own?.classList.toggle("same", own.textContent === chapter);
      if (any) chapter = own?.textContent;
      count += any;
    }
    body.parentElement.classList.toggle("filtered", Boolean(name || role));
    $("#shown").value = name || role ? `${count} / ${body.rows.length} 项` : `${count} 项`;
  };
  const unfilter = () => {
    agency.value = "";
    roles.forEach((r) => r.setAttribute("aria-pressed", "false"));
    filter();
  };
  if (body) {
    filter();
    agency.addEventListener("input", filter);
    roles.forEach((role) => role.addEventListener("click", () => {
      const was = role.ariaPressed === "true";
      roles.forEach((r) => r.setAttribute("aria-pressed", String(r === role && !was)));
      filter();
    }));
  }

  // -- search: widths of characters and blanks between Chinese characters do not matter
  const search = $("#search"), found = $("#found");
  let text = null, hits = [], at = -1;
  const read = () => {
    const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT), nodes = [], starts = [];
    let all = "", block = null;
    for (let node; (node = walker.nextNode());) {
      const own = node.parentElement.closest("[id], td");
      if (own !== block) { all += "\n"; block = own; }
      starts.push(all.length);
      nodes.push(node);
      all += fold(node.data);
    }
    const plain = [], places = [];
    for (let i = 0; i < all.length; i++) if (all[i] === "\n" || !/\s/.test(all[i])) { plain.push(all[i]); places.push(i); }
    return { nodes, starts, plain: plain.join(""), places };
  };
  const point = (offset) => {
    let low = 0, high = text.starts.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; text.starts[middle] <= offset ? low = middle : high = middle - 1; }
    return [text.nodes[low], offset - text.starts[low]];
  };
  const paint = () => {
    if (!window.CSS?.highlights) return;
    CSS.highlights.set("found", new Highlight(...hits));
    CSS.highlights.set("here", at >= 0 ? new Highlight(hits[at]) : new Highlight());
  };
  const go = (to) => {
    at = hits.length ? (to + hits.length) % hits.length : -1;
    found.value = search.value.trim() ? (hits.length ? `${at + 1} / ${hits.length}` : "没有") : "";
    paint();
    if (at < 0) return;
    hits[at].startContainer.parentElement.scrollIntoView({ block: "center" });
    if (!window.CSS?.highlights) { clear(); hits[at].startContainer.parentElement.classList.add("on"); }
  };
  const look = () => {
    text ??= read();
    const wanted = fold(search.value).replace(/\s+/g, "");
    hits = [];
    for (let i = wanted ? text.plain.indexOf(wanted) : -1; i >= 0 && hits.length < 2000; i = text.plain.indexOf(wanted, i + wanted.length)) {
      const range = new Range();
      const [last, end] = point(text.places[i + wanted.length - 1]);
      range.setStart(...point(text.places[i]));
      range.setEnd(last, end + 1);
      hits.push(range);
    }
    go(0);
  };
  search.addEventListener("input", look);
  search.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) go(at + (event.shiftKey ? -1 : 1)); });
  $("#before").addEventListener("click", () => go(at - 1));
  $("#after").addEventListener("click", () => go(at + 1));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.matches("input")) { event.preventDefault(); search.focus(); search.select(); }
    if (event.key === "Escape") { search.value = ""; look(); clear(); }
  });
})();
