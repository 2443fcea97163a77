"use strict";
/* The page of `vanban view`: documents, the source of one of them, and its fields beside it.
   Data stands in <script type="application/json"> elements: "index", "labels", and a document each ("d0", …), read when it is
   shown; pictures of pages are base64 in "p0-1", …. Whatever comes from there is set as text, never as markup.
   Positions in the data count code points. */

const NOTE = 4, DOUBT = 2; // weights of reasons: below DOUBT an error or a warning, from NOTE on good to know
const KINDS = {
  issuing_body: "head", parent_body: "head", joint_issuers: "head", number: "head", place: "head", doc_type: "head", subject: "head",
  urgency: "head", secrecy: "head", issued_date: "time", period: "time", deadlines: "time", targets: "count", award_quotas: "count",
  references: "cited", addressees: "who", signer: "who", recipients: "who", issues: "remark", corrections: "change",
  attachments: "quiet", sections: "quiet",
};
const CHUNK = 4000, CONTEXT = 48, STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

const $ = (id) => document.getElementById(id);
const read = (id) => JSON.parse($(id).textContent);
const INDEX = read("index"), LABELS = read("labels");

/** An element with properties, then children: nodes or text. */
function el(name, properties, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties || {})) {
    if (key.includes("-")) node.setAttribute(key, value);
    else if (key === "on") for (const [type, act] of Object.entries(value)) node.addEventListener(type, act);
    else node[key] = value;
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// --- what stays: settings and the documents that were checked ---------------------------------------------------------

const STORE = "vanban.view";
const kept = (() => {
  try { return JSON.parse(localStorage.getItem(STORE)) || {}; } catch { return {}; }
})();
kept.checked = kept.checked || {};
function keep() {
  try { localStorage.setItem(STORE, JSON.stringify(kept)); } catch { /* a browser may refuse: then it is forgotten */ }
}

const state = {
  language: kept.language === "en" ? 1 : 0,
  theme: kept.theme || null,
  current: -1, // number of the document shown
  data: null, // its data
  mode: "image",
  fallback: false, // text is shown only because the place chosen has no picture
  chosen: null, // id of the item
  card: null, // its element that is open
  place: 0, // which of its marks
  zoom: 1,
  keys: true,
};

// --- words ------------------------------------------------------------------------------------------------------------

const say = (pair) => (Array.isArray(pair) ? pair[state.language] : pair);
const word = (key, ...values) => values.reduce((text, value) => text.replace("{}", () => value), say(LABELS.words[key]));
const field = (name) => say(LABELS.fields[name]);
const percent = (share) => `${Math.round(share * 100)} %`;

/** Text as it may be shown: what turns the direction of writing or has no shape becomes a point. */
const visible = (text) => text.replace(/[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "·");

function announce(text) { $("live").textContent = text; }

// --- a document's text ------------------------------------------------------------------------------------------------

/** Data made ready: characters by code point, items by id, and the text cut into pieces that the same items cover. */
function prepare(data) {
  const text = data.text;
  data.characters = /[\ud800-\udfff]/.test(text) ? Array.from(text) : null;
  data.length = data.characters ? data.characters.length : text.length;
  data.slice = (a, b) => (data.characters ? data.characters.slice(a, b).join("") : text.slice(a, b));
  data.byId = new Map(data.items.map((item) => [item.id, item]));
  for (const item of data.items) {
    item.marks = item.marks || [];
    item.kind = KINDS[item.field] || "head";
    item.weight = Math.min(9, ...(item.reasons || []).map((reason) => reason[0]));
  }
  data.changes = data.items.filter((item) => item.change);
  data.pieces = pieces(data);
  return data;
}

function cutsOf(data) {
  const cuts = new Set([0, data.length]);
  for (const item of data.items) for (const [start, end] of item.marks) cuts.add(Math.min(start, data.length)).add(Math.min(end, data.length));
  let since = 0, at = 0;
  for (const char of data.characters || data.text) {
    at += 1;
    if (char === "\f" && data.source.pages > 1) { cuts.add(at - 1).add(at); since = at; }
    else if (char === "\n" && at - since > CHUNK) { cuts.add(at); since = at; }
  }
  return [...cuts].sort((a, b) => a - b);
}

/** [{start, end, items}], in order and without gaps. */
function pieces(data) {
  const starts = new Map(), ends = new Map();
  const push = (map, at, id) => (map.has(at) ? map.get(at).push(id) : map.set(at, [id]));
  for (const item of data.items) {
    for (const [start, end] of item.marks) if (start < end && start < data.length) { push(starts, start, item.id); push(ends, Math.min(end, data.length), item.id); }
  }
  const cuts = cutsOf(data), open = new Map(), out = [];
  for (let i = 0; i < cuts.length - 1; i++) {
    for (const id of ends.get(cuts[i]) || []) open.get(id) > 1 ? open.set(id, open.get(id) - 1) : open.delete(id);
    for (const id of starts.get(cuts[i]) || []) open.set(id, (open.get(id) || 0) + 1);
    out.push({ start: cuts[i], end: cuts[i + 1], items: [...open.keys()] });
  }
  return out;
}

/** Ids of items that may be chosen at a place, the one with the least text first. */
function ordered(ids) {
  const length = (item) => item.marks.reduce((sum, [start, end]) => sum + end - start, 0);
  return ids.map((id) => state.data.byId.get(id)).filter((item) => item.kind !== "quiet").sort((a, b) => length(a) - length(b)).map((item) => item.id);
}

/** The nodes of the text from `from` to `to`; marks are registered where `marked` is given. */
function textNodes(data, from, to, marked) {
  const out = [];
  let low = 0, high = data.pieces.length;
  while (low < high) { const mid = (low + high) >> 1; data.pieces[mid].end <= from ? (low = mid + 1) : (high = mid); }
  for (let i = low; i < data.pieces.length && data.pieces[i].start < to; i++) out.push(...pieceNodes(data, data.pieces[i], from, to, marked));
  return out;
}

function pieceNodes(data, piece, from, to, marked) {
  const start = Math.max(piece.start, from), end = Math.min(piece.end, to);
  const inserted = data.changes.filter((c) => c.marks[0][0] === start && c.marks[0][1] === start).map((c) => el("ins", {}, visible(c.change[1])));
  const change = piece.items.map((id) => data.byId.get(id)).find((item) => item.change);
  const text = visible(data.slice(start, end));
  if (!piece.items.length) return [...inserted, document.createTextNode(text)];
  const inner = change ? [el("del", { title: word("before") }, text)] : [text];
  if (change && piece.end === change.marks[0][1] && end === piece.end) inner.push(el("ins", { title: word("after") }, visible(change.change[1])));
  const mark = el("mark", {}, ...inner);
  const shown = ordered(piece.items);
  if (marked) for (const id of piece.items) push(marked, id, { node: mark, start, end });
  if (!shown.length) return [...inserted, mark];
  const tinted = shown.find((id) => data.byId.get(id).kind !== "change") || shown[0];
  mark.className = `c-${data.byId.get(tinted).kind}`;
  if (shown.filter((id) => data.byId.get(id).kind !== "change").length > 1) mark.classList.add("many");
  if (shown.some((id) => data.byId.get(id).weight < NOTE)) mark.classList.add("doubt");
  mark.dataset.items = shown.join(" ");
  return [...inserted, mark];
}

function push(map, key, value) {
  const list = map.get(key);
  if (list) list.push(value); else map.set(key, [value]);
}

// --- the source -------------------------------------------------------------------------------------------------------

let placed = new Map(); // id of an item -> [{node, start, end} or {node, mark}]
let addresses = []; // of pictures, to be given back
let watcher = null; // loads pictures when they come near

function showSource() {
  const data = state.data, source = $("source");
  for (const address of addresses) URL.revokeObjectURL(address);
  if (watcher) watcher.disconnect();
  addresses = [];
  placed = new Map();
  const pictured = data.pages.length > 0;
  const asText = !pictured || state.mode === "text" || state.fallback;
  source.replaceChildren(...(asText ? [letter(data)] : sheets(data)));
  source.scrollTop = 0;
  $("modes").hidden = !pictured;
  $("mode-image").setAttribute("aria-pressed", String(!asText));
  $("mode-text").setAttribute("aria-pressed", String(asText));
}

function letter(data) {
  const out = el("div", { className: "letter", lang: "vi" });
  let part = el("div", { className: "part" }), from = 0, page = 1;
  const close = (to) => {
    part.append(...textNodes(data, from, to, placed));
    out.append(part);
    part = el("div", { className: "part" });
    from = to;
  };
  for (const piece of data.pieces) {
    const broken = data.source.pages > 1 && piece.end === piece.start + 1 && data.slice(piece.start, piece.end) === "\f";
    if (broken) {
      close(piece.start);
      page += 1;
      out.append(el("div", { className: "page-break" }, word("page", page)));
      from = piece.end;
    } else if (piece.end - from > CHUNK && data.slice(piece.end - 1, piece.end) === "\n") close(piece.end);
  }
  close(data.length);
  return out;
}

function sheets(data) {
  watcher = new IntersectionObserver(arrive, { root: $("source"), rootMargin: "900px" });
  const out = [];
  let expected = 1;
  for (const [number, width, height] of data.pages) {
    if (number > expected) out.push(gap(expected, number - 1));
    out.push(page(data, number, width, height));
    expected = number + 1;
  }
  if (expected <= data.source.pages) out.push(gap(expected, data.source.pages));
  return out;
}

const gap = (from, to) => el("p", { className: "gap" }, word("pages_omitted", from === to ? from : `${from}–${to}`));

function page(data, number, width, height) {
  const picture = el("img", { alt: word("page", number), decoding: "async" });
  const sheet = el("div", { className: "sheet" }, picture);
  sheet.style.aspectRatio = `${width} / ${height}`;
  sheet.dataset.picture = `p${state.current}-${number}`;
  for (const box of boxes(data, number, width, height)) sheet.append(box);
  watcher.observe(sheet);
  return el("figure", { className: "page" }, el("figcaption", {}, word("page", number)), sheet);
}

function arrive(entries) {
  for (const { isIntersecting, target } of entries) {
    const picture = target.querySelector("img");
    if (!isIntersecting || picture.src) continue;
    const bytes = Uint8Array.from(atob($(target.dataset.picture).textContent), (char) => char.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: "image/webp" }));
    addresses.push(address);
    picture.src = address;
  }
}

/** A box for each place on a page; the same place of several items is one box. Small ones lie above large ones. */
function boxes(data, number, width, height) {
  const found = new Map();
  for (const item of data.items) {
    item.marks.forEach(([, , at, box], i) => {
      if (at !== number || !box) return;
      const key = box.join(" ");
      if (!found.has(key)) found.set(key, { box, uses: [] });
      found.get(key).uses.push({ item, i });
    });
  }
  const area = ({ box }) => (box[2] - box[0]) * (box[3] - box[1]);
  return [...found.values()].sort((a, b) => area(b) - area(a)).map(({ box, uses }) => {
    const tinted = (uses.find(({ item }) => !["change", "remark"].includes(item.kind)) || uses[0]).item;
    const node = el("div", { className: `box c-${tinted.kind}` });
    if (uses.some(({ item }) => item.weight < NOTE)) node.classList.add("doubt");
    node.dataset.items = ordered([...new Set(uses.map(({ item }) => item.id))]).join(" ");
    const [x0, y0, x1, y1] = [box[0] - 1.5, box[1] - 1.5, box[2] + 1.5, box[3] + 1.5];
    Object.assign(node.style, { left: share(x0, width), top: share(y0, height), width: share(x1 - x0, width), height: share(y1 - y0, height) });
    for (const { item, i } of uses) push(placed, item.id, { node, mark: i });
    return node;
  });
}

const share = (part, whole) => `${(100 * part) / whole}%`;

// --- fields -----------------------------------------------------------------------------------------------------------

let cards = new Map(); // id of an item -> its elements, those of what is doubted first

function showFields() {
  const data = state.data;
  cards = new Map();
  const parts = data.notes.map((note) => el("p", { className: "told", role: "note" }, visible(say(note))));
  parts.push(status(data));
  const check = data.check.map((id) => card(data.byId.get(id), true));
  parts.push(title(`${word("to_check")} (${check.length})`, check.length ? "doubt" : "fine"));
  parts.push(check.length ? el("ul", {}, ...check) : el("p", { className: "plain" }, word("nothing_to_check")));
  if (data.note.length) parts.push(fold(`${word("to_note")} (${data.note.length})`, data.note.length < 4, data.note.map((id) => card(data.byId.get(id), true))));
  parts.push(title(word("all_fields")), ...LABELS.order.flatMap((name) => group(data, name)));
  if (data.absent.length) parts.push(el("h3", {}, word("absent")), el("p", { className: "plain" }, data.absent.map(field).join(", ")));
  parts.push(about(data));
  $("fields").replaceChildren(...parts);
}

const title = (text, kind) => el("h2", { className: kind || "" }, text);

function status(data) {
  const kind = { valid: "fine", review: "doubt", failed: "error" }[data.status];
  return el("p", { className: "state" }, el("span", { className: `chip ${kind}` }, say(LABELS.statuses[data.status])), el("bdi", {}, visible(data.source.path || word("stdin"))));
}

function fold(text, open, items) {
  return el("details", { open }, el("summary", {}, text), el("ul", {}, ...items));
}

function group(data, name) {
  const items = data.items.filter((item) => item.field === name);
  if (!items.length || name === "issues") return [];
  if (items[0].index === undefined) return [el("ul", {}, card(items[0], false))];
  const head = `${field(name)} (${items.length})`, rows = items.map((item) => card(item, false));
  if (["corrections", "sections"].includes(name)) return [fold(head, name === "corrections" && items.length < 10, rows)];
  return [el("h3", {}, head), el("ul", {}, ...rows)];
}

/** An item: `full` with its reasons and crops, else one line that opens when it is chosen. */
function card(item, full) {
  const entry = item.index !== undefined, name = el("button", { type: "button", className: "name" }, nameOf(item, full));
  const value = item.change ? changed(item) : el("div", { className: "value", lang: item.field === "issues" ? "" : "vi" }, valueOf(item));
  if (!full && entry) name.setAttribute("aria-label", visible(`${field(item.field)} ${item.index + 1}: ${say(item.said) || ""}`));
  const node = el("li", { className: `item c-${item.kind}${full ? " card" : entry ? " entry" : " line"}` });
  node.dataset.id = item.id;
  if (item.depth && !full) node.style.paddingInlineStart = `${0.75 + 0.9 * (item.depth - 1)}rem`;
  const top = el("div", { className: "top" }, name, !full && entry ? value : null, ...chips(item, full));
  node.append(top);
  if ((full || !entry) && item.field !== "issues") node.append(value);
  if (full) node.append(reasons(item), crops(item), quotes(item, 2));
  node.append(el("div", { className: "more" }, ...more(item, full)));
  push(cards, item.id, node);
  return node;
}

const nameOf = (item, full) => (item.index === undefined ? field(item.field) : full ? `${field(item.field)} ${item.index + 1}` : `${item.index + 1}.`);

function valueOf(item) {
  const text = item.said ? visible(say(item.said)) : "—";
  return item.state === "illegible" && item.said ? `${text} ?` : text;
}

function changed(item) {
  const [before, after] = item.change.map((text) => visible(text).replace(/\s/g, "\u00a0"));
  return el("div", { className: "value", lang: "vi" }, el("del", {}, before || "·"), " → ", el("ins", {}, after || "·"));
}

function chips(item, full) {
  const out = [];
  if (item.state && item.state !== "stated") out.push(el("span", { className: `chip ${item.weight < NOTE ? "doubt" : ""}` }, say(LABELS.states[item.state])));
  if (!full && item.weight < NOTE && (!item.state || item.state === "stated")) out.push(el("span", { className: "chip doubt" }, word("to_check")));
  return out;
}

function reasons(item) {
  const kind = (weight) => (weight === 0 ? "error" : weight < NOTE ? "doubt" : "");
  return el("ul", { className: "reasons" }, ...(item.reasons || []).map(([weight, words]) => el("li", { className: kind(weight) }, visible(say(words)))));
}

function crops(item) {
  const out = el("div", { className: "crops" });
  item.marks.forEach(([, , number, box, crop], i) => {
    if (!crop) return;
    const [[x0, y0, x1, y1], address] = crop, width = x1 - x0, height = y1 - y0;
    const frame = el("i"), picture = el("img", { alt: "", src: address, loading: "lazy" });
    Object.assign(frame.style, { left: share(box[0] - x0 - 1, width), top: share(box[1] - y0 - 1, height), width: share(box[2] - box[0] + 2, width), height: share(box[3] - box[1] + 2, height) });
    const button = el("button", { type: "button", className: "crop", "aria-label": word("crop", number) }, el("span", {}, picture, frame));
    button.style.width = `${Math.round(width * 2)}px`;
    picture.style.aspectRatio = `${width} / ${height}`;
    button.dataset.place = i;
    out.append(button);
  });
  return out;
}

/** The words of the source that say so, with some of what stands around them. */
function quotes(item, most) {
  const data = state.data, out = el("div", { className: "places" });
  together(item).slice(0, most).forEach(({ start, end, number, i }) => {
    const stop = Math.min(end, start + 400), from = Math.max(0, start - CONTEXT), to = Math.min(data.length, stop + CONTEXT);
    const mark = el("mark", { className: `c-${item.kind}` }, ...plainNodes(data, start, stop));
    const where = data.source.pages > 1 ? el("span", { className: "at" }, word("page_short", number)) : null;
    const line = el("button", { type: "button", className: "quote", lang: "vi" }, where, from ? "…" : "", ...plainNodes(data, from, start), mark, ...plainNodes(data, stop, to), to < data.length ? "…" : "");
    line.dataset.place = i;
    out.append(line);
  });
  return out;
}

/** Marks of an item with nothing but white space between them, which a line end has cut, as one. */
function together(item) {
  const out = [];
  item.marks.forEach(([start, end, number], i) => {
    const last = out[out.length - 1];
    if (start >= end && !item.change) return;
    if (last && start >= last.end && start - last.end < 4 && !state.data.slice(last.end, start).trim()) last.end = end;
    else out.push({ start, end, number, i });
  });
  return out;
}

/** Text with corrections and without marks. */
function plainNodes(data, from, to) {
  return textNodes(data, from, to, null).flatMap((node) => (node.nodeName === "MARK" ? [...node.childNodes] : [node]));
}

function more(item, full) {
  const out = [];
  if (item.parts) out.push(el("dl", { className: "parts" }, ...item.parts.flatMap(([key, words]) => [el("dt", {}, say(LABELS.parts[key])), el("dd", { lang: "vi" }, visible(say(words)))])));
  if (!full && item.reasons) out.push(reasons(item));
  const shown = full ? 2 : 0;
  if (item.marks.length > shown && item.kind !== "quiet") out.push(quotes(item, 12));
  const how = [item.confidence === undefined || item.state === "absent" ? "" : word("confidence", percent(item.confidence)), item.rule ? word("rule", item.rule) : ""].filter(Boolean);
  if (how.length) out.push(el("p", { className: "how" }, visible(how.join(" · "))));
  return out;
}

function about(data) {
  const source = data.source, rows = [["path", source.path || word("stdin")], ["result", data.where], ["reader", `${source.reader} (${source.media_type})`]];
  rows.push(["pages", String(source.pages)], ["characters", String(source.characters)], ["sha256", source.sha256]);
  const signed = source.signatures.map(({ signer, signed_at }) => [signer || word("unnamed"), signed_at].filter(Boolean).join(", "));
  if (signed.length) rows.push(["signatures", signed.join("; ")]);
  const list = rows.flatMap(([key, value]) => [el("dt", {}, word(key)), el("dd", {}, el("bdi", {}, visible(value)))]);
  return el("details", {}, el("summary", {}, word("about")), el("dl", { className: "about" }, ...list));
}

// --- choosing ---------------------------------------------------------------------------------------------------------

/** Choose an item. `from` says where: "source" (its card comes into view) or "list" (its place in the source does). */
function choose(id, from, node, place = 0) {
  unchoose();
  const item = state.data.byId.get(id);
  if (!item) return;
  Object.assign(state, { chosen: id, place: Math.min(place, Math.max(item.marks.length - 1, 0)), card: node || (cards.get(id) || [])[0] || null });
  for (const one of cards.get(id) || []) one.classList.add("chosen");
  if (state.card) {
    state.card.classList.add("open");
    state.card.querySelector(".name").setAttribute("aria-current", "true");
    const hiding = state.card.closest("details");
    if (hiding) hiding.open = true;
    state.card.scrollIntoView({ block: "nearest" });
  }
  if (from === "list") suitSource(item);
  showPlace(item, from === "list");
}

function unchoose() {
  for (const node of document.querySelectorAll(".chosen, .open, .place")) node.classList.remove("chosen", "open", "place");
  for (const node of document.querySelectorAll("#fields .name[aria-current]")) node.removeAttribute("aria-current");
  Object.assign(state, { chosen: null, card: null, place: 0 });
}

/** Show text for a place that no picture has, and pages again for one that has. */
function suitSource(item) {
  const mark = item.marks[state.place];
  if (!mark || !state.data.pages.length || state.mode === "text") return;
  const needed = !mark[3] || !state.data.pages.some(([number]) => number === mark[2]);
  if (needed === state.fallback) return;
  state.fallback = needed;
  const { chosen, place, card: node } = state;
  showSource();
  Object.assign(state, { chosen, place, card: node });
  if (needed) announce(word("only_in_text"));
}

function showPlace(item, scroll) {
  const mark = item.marks[state.place], nodes = placed.get(item.id) || [];
  for (const { node } of nodes) { node.classList.add("chosen"); node.classList.remove("place"); }
  if (!mark) { if (scroll) announce(`${field(item.field)}: ${word("no_place")}`); return; }
  const here = nodes.filter((one) => (one.mark === undefined ? one.start >= mark[0] && one.end <= mark[1] : one.mark === state.place));
  for (const { node } of here) node.classList.add("place");
  if (here.length && scroll) here[0].node.scrollIntoView({ block: "center", inline: "nearest" });
  if (scroll && item.marks.length > 1) announce(word("place_of", state.place + 1, item.marks.length));
}

/** The items at a place of the source, the smallest first; the one after the chosen one comes next. */
function chooseAt(ids) {
  const next = ids[(ids.indexOf(state.chosen) + 1) % ids.length];
  if (ids.length > 1) announce(word("also_here", ids.length));
  choose(next, "source", null, placeOf(next));
}

let under = []; // nodes under the pointer at the last click
function placeOf(id) {
  const found = (placed.get(id) || []).find(({ node }) => under.includes(node));
  if (!found) return 0;
  if (found.mark !== undefined) return found.mark;
  return Math.max(0, state.data.byId.get(id).marks.findIndex(([start, end]) => start <= found.start && found.end <= end));
}

function at(event) {
  const nodes = document.elementsFromPoint(event.clientX, event.clientY).filter((node) => node.closest("#source"));
  under = [...new Set(nodes.map((node) => node.closest("[data-items]")).filter(Boolean))];
  return ordered([...new Set(under.flatMap((node) => node.dataset.items.split(" ").filter(Boolean)))]);
}

$("source").addEventListener("click", (event) => {
  if (String(getSelection())) return; // text is being copied
  const ids = at(event);
  if (ids.length) chooseAt(ids);
});

$("fields").addEventListener("click", (event) => {
  const node = event.target.closest(".item");
  if (!node || String(getSelection())) return;
  const to = event.target.closest("[data-place]");
  choose(node.dataset.id, "list", node, to ? Number(to.dataset.place) : 0);
});

// --- hovering ---------------------------------------------------------------------------------------------------------

function heat(ids) {
  for (const node of document.querySelectorAll(".hot")) node.classList.remove("hot");
  for (const id of ids) {
    for (const node of cards.get(id) || []) node.classList.add("hot");
    for (const { node } of placed.get(id) || []) node.classList.add("hot");
  }
}

$("source").addEventListener("mousemove", (event) => {
  if (!event.target.closest("[data-items]")) { cool(); return; }
  const ids = at(event), tip = $("tip");
  heat(ids);
  tip.textContent = ids.map((id) => told(state.data.byId.get(id))).join("\n");
  tip.hidden = false;
  tip.style.left = `${Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${event.clientY + 18 + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 10 : event.clientY + 18}px`;
});

function told(item) {
  const value = item.change ? item.change.join(" → ") : item.said ? say(item.said) : (item.reasons || []).map(([, words]) => say(words)).join(" ");
  return visible(`${field(item.field)}: ${value}`).slice(0, 220);
}

function cool() { $("tip").hidden = true; heat([]); }
$("source").addEventListener("mouseleave", cool);
$("fields").addEventListener("mouseover", (event) => {
  const node = event.target.closest(".item");
  heat(node ? [node.dataset.id] : []);
});
$("fields").addEventListener("mouseleave", cool);

// --- documents --------------------------------------------------------------------------------------------------------

let walked = []; // numbers of the documents listed, in the list's order

const fold_marks = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
const fileOf = (entry) => entry.path || word("stdin");
const shortName = (entry) => entry.title || fileOf(entry).split("/").pop();

function listDocuments() {
  const wanted = fold_marks($("filter").value.trim());
  const need = ({ worst, doubts, status }) => [status === "failed" ? 0 : status === "review" ? 1 : 2, worst, -doubts];
  walked = INDEX.map((_, i) => i).filter((i) => !wanted || fold_marks([fileOf(INDEX[i]), INDEX[i].title, INDEX[i].subject].join(" ")).includes(wanted));
  if ($("sort").value === "need") walked.sort((a, b) => compare(need(INDEX[a]), need(INDEX[b])) || a - b);
  $("list").replaceChildren(...walked.map(listed));
  $("documents").hidden = $("walk").hidden = INDEX.length < 2;
  position();
}

function compare(a, b) {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}

function listed(i) {
  const entry = INDEX[i], kind = entry.worst < DOUBT ? "error" : "doubt";
  const count = kept.checked[entry.sha256] ? el("span", { className: "count fine" }, el("span", { className: "unseen" }, word("checked")), "✓") : entry.doubts ? el("span", { className: `count ${kind}` }, el("span", { className: "unseen" }, `${word("to_check")}: `), String(entry.doubts)) : "";
  const button = el("button", { type: "button", on: { click: () => show(i) } }, el("bdi", { className: "name" }, visible(shortName(entry))), count, el("bdi", { className: "file" }, visible(fileOf(entry).split("/").pop())));
  button.dataset.document = i;
  button.title = visible(fileOf(entry));
  if (i === state.current) button.setAttribute("aria-current", "true");
  return el("li", {}, button);
}

function position() {
  const at = walked.indexOf(state.current);
  $("position").textContent = word("position", at < 0 ? "–" : at + 1, walked.length);
  $("previous").disabled = at <= 0;
  $("next").disabled = at >= walked.length - 1;
  $("checked-count").textContent = word("checked_count", INDEX.filter((entry) => kept.checked[entry.sha256]).length, INDEX.length);
  for (const node of document.querySelectorAll("#list [aria-current]")) node.removeAttribute("aria-current");
  const here = document.querySelector(`#list [data-document="${state.current}"]`);
  if (here) { here.setAttribute("aria-current", "true"); here.scrollIntoView({ block: "nearest" }); }
}

/** Show document `i`: only its data are read, and only its elements stand in the page. */
function show(i) {
  const entry = INDEX[i];
  Object.assign(state, { current: i, data: prepare(read(`d${i}`)), fallback: false });
  unchoose();
  $("title").replaceChildren(el("bdi", {}, visible(shortName(entry))));
  $("subject").replaceChildren(el("bdi", {}, visible(entry.subject || fileOf(entry))));
  document.title = `${visible(shortName(entry))} – vanban`;
  $("checked").checked = Boolean(kept.checked[entry.sha256]);
  showSource();
  showFields();
  $("fields").scrollTop = 0;
  position();
  if (INDEX.length > 1) history.replaceState(null, "", `#${i + 1}`);
}

function step(by) {
  const at = walked.indexOf(state.current), to = walked[at < 0 ? 0 : at + by];
  if (to !== undefined) { show(to); announce(visible(shortName(INDEX[to]))); }
}

// --- settings ---------------------------------------------------------------------------------------------------------

function setLanguage(language) {
  state.language = language;
  document.documentElement.lang = language ? "en" : "vi";
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = word(node.dataset.text);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", word(node.dataset.label));
  for (const node of document.querySelectorAll("[data-placeholder]")) node.placeholder = word(node.dataset.placeholder);
  for (const node of document.querySelectorAll("button.icon")) node.title = word(node.dataset.label);
  $("language").lang = language ? "vi" : "en";
  $("keys-list").replaceChildren(...LABELS.keys.map(([keys, words]) => el("tr", {}, el("td", {}, ...keys.split(", ").flatMap((key, i) => (i ? [" ", el("kbd", {}, key)] : [el("kbd", {}, key)]))), el("td", {}, say(words)))));
  listDocuments();
  if (state.data) again();
}

/** The same document anew, in the other language or the other form, with the same item chosen. */
function again() {
  const { chosen, place } = state, top = $("fields").scrollTop;
  showSource();
  showFields();
  $("fields").scrollTop = top;
  if (chosen) choose(chosen, "list", null, place);
}

const systemDark = matchMedia("(prefers-color-scheme: dark)");
function setTheme() {
  const dark = state.theme ? state.theme === "dark" : systemDark.matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  $("theme").setAttribute("aria-pressed", String(dark));
}
systemDark.addEventListener("change", setTheme);

function setMode(mode) {
  if (!state.data.pages.length) return;
  Object.assign(state, { mode, fallback: false });
  const { chosen, place, card: node } = state, item = chosen && state.data.byId.get(chosen);
  showSource();
  if (item) { Object.assign(state, { chosen, place, card: node }); showPlace(item, true); }
}

function setZoom(zoom) {
  state.zoom = Math.min(Math.max(zoom, STEPS[0]), STEPS[STEPS.length - 1]);
  const source = $("source"), middle = (source.scrollTop + source.clientHeight / 2) / source.scrollHeight;
  document.documentElement.style.setProperty("--zoom", state.zoom);
  $("zoom").textContent = percent(state.zoom);
  source.scrollTop = middle * source.scrollHeight - source.clientHeight / 2;
}
const larger = () => setZoom(STEPS.find((step) => step > state.zoom) || state.zoom);
const smaller = () => setZoom([...STEPS].reverse().find((step) => step < state.zoom) || state.zoom);

function setChecked(checked) {
  const { sha256 } = INDEX[state.current];
  if (checked) kept.checked[sha256] = 1; else delete kept.checked[sha256];
  $("checked").checked = checked;
  keep();
  const { scrollTop } = $("list");
  $("list").replaceChildren(...walked.map(listed));
  $("list").scrollTop = scrollTop;
  position();
  announce(`${word("checked")}: ${checked ? "✓" : "–"}`);
}

const toggleTheme = () => { state.theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark"; kept.theme = state.theme; keep(); setTheme(); };
const toggleLanguage = () => { kept.language = state.language ? "vi" : "en"; keep(); setLanguage(state.language ? 0 : 1); };
const toggleMode = () => setMode($("mode-text").getAttribute("aria-pressed") === "true" ? "image" : "text");

for (const [id, act] of Object.entries({
  previous: () => step(-1), next: () => step(1), "mode-image": () => setMode("image"), "mode-text": () => setMode("text"),
  smaller, larger, theme: toggleTheme, language: toggleLanguage, help: () => $("keys").showModal(),
})) $(id).addEventListener("click", act);
$("checked").addEventListener("change", () => setChecked($("checked").checked));
$("keys-on").addEventListener("change", () => { state.keys = $("keys-on").checked; });
$("filter").addEventListener("input", listDocuments);
$("sort").addEventListener("change", listDocuments);

// --- the keyboard -----------------------------------------------------------------------------------------------------

function nextField(by) {
  const all = [...document.querySelectorAll("#fields .item")].filter((node) => node.checkVisibility ? node.checkVisibility() : node.offsetParent);
  const at = all.indexOf(state.card), to = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  if (!to) return;
  choose(to.dataset.id, "list", to);
  to.querySelector(".name").focus({ preventScroll: true });
}

function nextPlace() {
  const item = state.data.byId.get(state.chosen);
  if (!item || item.marks.length < 2) return;
  state.place = (state.place + 1) % item.marks.length;
  suitSource(item);
  showPlace(item, true);
}

const KEYS = {
  j: () => nextField(1), ArrowDown: () => nextField(1), k: () => nextField(-1), ArrowUp: () => nextField(-1), e: nextPlace,
  n: () => step(1), p: () => step(-1), t: toggleMode, "+": larger, "=": larger, "-": smaller, "−": smaller, 0: () => setZoom(1),
  x: () => setChecked(!$("checked").checked), m: toggleTheme, l: toggleLanguage, Escape: unchoose,
  "/": () => { if (INDEX.length > 1) $("filter").focus(); }, "?": () => $("keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  const target = event.target, writing = target.matches("input[type=search], select");
  if (event.ctrlKey || event.altKey || event.metaKey || $("keys").open) return;
  if (writing) { if (event.key === "Escape") target.blur(); return; }
  if (event.key.startsWith("Arrow") && (target.closest("#source") || target.closest("#documents"))) return; // they scroll there
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act || (!state.keys && event.key !== "Escape" && !event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  act();
});

addEventListener("hashchange", () => { const i = Number(location.hash.slice(1)) - 1; if (INDEX[i] && i !== state.current) show(i); });

setTheme();
setLanguage(state.language);
show(INDEX[Number(location.hash.slice(1)) - 1] ? Number(location.hash.slice(1)) - 1 : walked[0]);
