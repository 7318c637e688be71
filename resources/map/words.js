"use strict";
/* Words, colours and sizes the page needs; everything else hangs on Room. */
const Room = {
  words: {},
  theme: "night",
  KINDS: ["foot", "car", "motorbike", "dog", "video", "drone"],
  STATES: ["free", "busy", "off", "ghost"], FREE: 0, BUSY: 1, OFF: 2, GHOST: 3,
  STALE: 1, DIMMED: 2,
  OPEN: 0, ASSIGNED: 1, ON_SCENE: 2, CLOSED: 3,
  FONT: '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif',
};

Room.COLOURS = {
  night: {
    ground: "#11161c", panel: "#18202a", line: "#2a3542", text: "#d9e1ea", muted: "#8796a7",
    level: ["#8796a7", "#ff5a4d", "#ffb020", "#5ab0ff"], state: ["#4cc38a", "#c49bff", "#66727f", "#ff9ad5"],
    selection: "#7cd4ff", onLevel: "#11161c", halo: "rgba(12,16,20,0.85)", missed: "#ff5a4d", met: "#4cc38a",
    hostile: "#f2f5f8", onHostile: "#11161c", post: "#8796a7",
  },
  day: {
    ground: "#eef1f4", panel: "#ffffff", line: "#cfd6de", text: "#17202a", muted: "#5c6b7a",
    level: ["#5c6b7a", "#c6281c", "#9a6100", "#1a66b8"], state: ["#1d7f4f", "#6b3fb5", "#75808b", "#810e6d"],
    selection: "#0b6fb3", onLevel: "#ffffff", halo: "rgba(255,255,255,0.9)", missed: "#c6281c", met: "#1d7f4f",
    hostile: "#17202a", onHostile: "#ffffff", post: "#5c6b7a",
  },
};

Room.colours = () => Room.COLOURS[Room.theme];

Room.say = (key, n) => {
  const text = Room.words[key] || key;
  return n === undefined ? text : text.replace("{n}", () => String(n));
};

/* One line of text that may stand beside others: no control characters, nothing that turns the direction of
   writing, no tower of accents, and no longer than `most` narrow letters (a Chinese one counts as two). */
Room.plain = (() => {
  const EASY = /^[\x20-\x7e\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]*$/, LOOKS_AT = 1000;
  const DIRECTION = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
  const wide = (letter) => (letter.codePointAt(0) >= 0x2e80 ? 2 : 1);
  let segmenter = null;

  function letters(text) {
    if (EASY.test(text)) return [...text];
    segmenter = segmenter || new Intl.Segmenter();
    return Array.from(segmenter.segment(text), (each) => each.segment);
  }

  return (text, most = 80) => {
    let line = String(text).slice(0, LOOKS_AT);
    if (EASY.test(line)) line = line.trim();
    else line = line.replace(DIRECTION, "").replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, " ").replace(/(\p{M}{3})\p{M}+/gu, "$1").replace(/\p{Cs}/gu, "\ufffd").trim();
    if (line.length * 2 <= most) return line;
    let used = 0, kept = "", all = letters(line);
    for (let i = 0; i < all.length; i++) {
      used += wide(all[i]);
      if (used > most || (used > most - 1 && i + 1 < all.length)) return `${kept.trimEnd()}…`;
      kept += all[i];
    }
    return kept;
  };
})();

/* Layers by name; `shown` null shows all of them. */
Room.UNIT_LAYERS = Room.KINDS.map((kind) => `unit.${kind}`);
Room.INCIDENT_LAYERS = ["incident.open", "incident.assigned", "incident.on_scene", "incident.closed"];
Room.shown = null;
Room.isShown = (name) => Room.shown === null || Room.shown.has(name);

/* Who takes which part of the frame, and which orders. Each file registers its own keys: fn(value).
   Several may listen to one key and are called in the order they registered. */
Room.registry = () => {
  const takers = new Map();
  const on = (key, fn) => { if (takers.has(key)) takers.get(key).push(fn); else takers.set(key, [fn]); };
  const tell = (told) => { for (const key of Object.keys(told)) for (const fn of takers.get(key) || []) fn(told[key]); };
  return { on, tell };
};
Room.frames = Room.registry();
Room.orders = Room.registry();
Room.onFrame = Room.frames.on;
Room.onOrder = Room.orders.on;

/* Bytes of a base64 text, as packed columns travel. */
Room.bytes = (text) => {
  const letters = atob(text), bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
};

/* Tell Python (set by main once the page stands), and draw with the next frame (set by the layer): everything, or
   what drives and the names. */
Room.tell = () => {};
Room.redraw = () => {};
Room.redrawUnits = () => {};
