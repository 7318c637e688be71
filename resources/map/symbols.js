"use strict";
/* Pictures of marks, drawn once each and kept: shape says kind, fill says state, a letter says both again. */
Room.symbols = (() => {
  const kept = new Map();
  const LIMIT = 4000;

  const unitSprites = [];

  function forget() { kept.clear(); unitSprites.length = 0; Room.crowd.forget(); Room.names.forget(); }

  function sprite(key, side, draw) {
    let found = kept.get(key);
    if (!found) {
      if (kept.size > LIMIT) kept.clear();
      const ratio = window.devicePixelRatio || 1;
      const canvas = document.createElement("canvas");
      canvas.width = Math.ceil(side.w * ratio);
      canvas.height = Math.ceil(side.h * ratio);
      const pen = canvas.getContext("2d", { willReadFrequently: true });
      pen.scale(ratio, ratio);
      draw(pen);
      found = { canvas, w: canvas.width / ratio, h: canvas.height / ratio };
      kept.set(key, found);
    }
    return found;
  }

  const square = (side) => ({ w: side, h: side });

  function polygon(pen, x, y, r, corners, turn) {
    pen.beginPath();
    for (let i = 0; i < corners; i++) {
      const a = turn + (i * 2 * Math.PI) / corners;
      pen.lineTo(x + r * Math.cos(a), y + r * Math.sin(a));
    }
    pen.closePath();
  }

  function outline(pen, kind, x, y, r) {
    if (kind === 0) { pen.beginPath(); pen.arc(x, y, r, 0, 2 * Math.PI); }
    else if (kind === 1) { pen.beginPath(); pen.roundRect(x - r * 0.92, y - r * 0.92, r * 1.84, r * 1.84, r * 0.32); }
    else if (kind === 2) polygon(pen, x, y + r * 0.22, r * 1.28, 3, -Math.PI / 2);
    else if (kind === 3) polygon(pen, x, y, r * 1.22, 4, -Math.PI / 2);
    else if (kind === 4) polygon(pen, x, y, r * 1.08, 6, 0);
    else drone(pen, x, y, r);
  }

  /* A quadrocopter from above: a square body with a rotor at each corner, one closed line. */
  function drone(pen, x, y, r) {
    const body = r * 0.8, rotor = r * 0.38, open = (3 * Math.PI) / 4;
    pen.beginPath();
    for (let i = 0; i < 4; i++) {
      const a = Math.PI / 4 + (i * Math.PI) / 2;
      pen.arc(x + body * Math.SQRT2 * Math.cos(a), y + body * Math.SQRT2 * Math.sin(a), rotor, a - open, a + open);
    }
    pen.closePath();
  }

  function hatch(pen, x, y, r, colour) {
    pen.save();
    pen.clip();
    pen.strokeStyle = colour;
    pen.lineWidth = 1.4;
    pen.beginPath();
    for (let d = -2 * r; d < 2 * r; d += 4.5) { pen.moveTo(x + d - r, y + r * 1.4); pen.lineTo(x + d + r * 1.8, y - r * 1.4); }
    pen.stroke();
    pen.restore();
  }

  /* size: 0 a dot of the town view, 1 small, 2 full with its letter */
  const RADIUS = [3.6, 6, 10.5], LINE = [2, 2.2, 2.4];

  /* Asked for thousands of times a frame: found by number, not by name. */
  function unit(kind, state, flags, size) {
    const number = unitNumber(kind, state, flags, size);
    return unitSprites[number] || (unitSprites[number] = unitSprite(kind, state, flags & Room.STALE, size));
  }

  const unitNumber = (kind, state, flags, size) => ((kind * Room.STATES.length + state) * 2 + (flags & Room.STALE)) * 3 + size;

  function unitSprite(kind, state, stale, size) {
    const key = `u${kind}.${state}.${stale}.${size}`;
    const r = RADIUS[size];
    const side = Math.ceil(r * 2.76) + 6;
    return sprite(key, square(side), (pen) => {
      const c = Room.colours(), m = side / 2, colour = c.state[state];
      const filled = state === Room.BUSY && !stale, grey = stale || state === Room.OFF;
      outline(pen, kind, m, m, r);
      pen.lineJoin = "round";
      pen.strokeStyle = c.halo;
      pen.lineWidth = size === 2 ? 5 : 3;
      pen.stroke();
      pen.fillStyle = filled ? colour : c.panel;
      if (state === Room.GHOST) pen.globalAlpha = 0.45;
      pen.fill();
      pen.globalAlpha = 1;
      if (stale) hatch(pen, m, m, r, c.state[Room.OFF]);
      outline(pen, kind, m, m, grey && size === 0 ? r * 0.6 : r);
      pen.strokeStyle = stale ? c.state[Room.OFF] : colour;
      pen.lineWidth = grey ? LINE[size] * 0.8 : LINE[size];
      if (state === Room.GHOST) pen.setLineDash([1.6, 2.2]);
      else if (state === Room.OFF && size > 0) pen.setLineDash(size === 2 ? [3.5, 2.5] : [2, 1.6]);
      pen.stroke();
      if (size < 2) return;
      const letter = Room.say(`letter.${Room.KINDS[kind]}`);
      const fontSize = letter.length > 1 ? 9.5 : 12, y = m + (kind === 2 ? 2.5 : 1);
      if (stale) plate(pen, m, y, c);
      write(pen, letter, m, y, fontSize, 600, filled ? c.onLevel : grey ? c.muted : colour);
    });
  }

  /* Bare ground under a letter amid the hatching. */
  function plate(pen, x, y, c) {
    pen.beginPath(); pen.arc(x, y - 0.5, 6.2, 0, 2 * Math.PI);
    pen.fillStyle = c.panel; pen.fill();
  }

  /* size: 0 and 1 a small square, 2 a square that shows its kit, 3 a house with its crew */
  function post(ok, size, crew = 0) {
    if (size === 3) return house(ok, crew);
    const r = size === 2 ? 4.5 : size === 1 ? 3 : 1.8;
    return sprite(`p${ok}.${size}`, square(16), (pen) => {
      const c = Room.colours();
      pen.fillStyle = c.panel;
      pen.strokeStyle = c.post;
      pen.lineWidth = 1.3;
      if (size === 0) { pen.fillStyle = c.post; pen.fillRect(8 - r, 8 - r, 2 * r, 2 * r); return; }
      pen.fillRect(8 - r, 8 - r, 2 * r, 2 * r);
      pen.strokeRect(8 - r, 8 - r, 2 * r, 2 * r);
      if (ok) { pen.fillStyle = c.post; pen.fillRect(8 - r / 2.2, 8 - r / 2.2, r * 0.9, r * 0.9); }
      else { pen.beginPath(); pen.moveTo(8 - r, 8 + r); pen.lineTo(8 + r, 8 - r); pen.stroke(); }
    });
  }

  /* The number is the crew; nobody there is dashed; a barred disc at the eaves: kit is missing. */
  function house(ok, crew) {
    const people = crew > 99 ? "99+" : String(crew);
    return sprite(`h${ok}.${people}`, square(32), (pen) => {
      const c = Room.colours(), m = 16, w = 9, eaves = m - 2.5;
      pen.beginPath();
      for (const [x, y] of [[-w, m + w], [w, m + w], [w, eaves], [0, m - 11], [-w, eaves]]) pen.lineTo(m + x, y);
      pen.closePath();
      pen.lineJoin = "round";
      pen.strokeStyle = c.halo; pen.lineWidth = 5; pen.stroke();
      pen.fillStyle = c.panel; pen.fill();
      if (crew === 0) pen.setLineDash([3, 2.2]);
      pen.strokeStyle = c.post; pen.lineWidth = 1.7; pen.stroke();
      pen.setLineDash([]);
      write(pen, people, m, m + 2.5, people.length > 2 ? 9 : 12, 700, crew === 0 ? c.muted : c.text);
      if (ok) return;
      pen.beginPath(); pen.arc(m + w, eaves - 3, 5, 0, 2 * Math.PI);
      pen.fillStyle = c.text; pen.fill();
      pen.strokeStyle = c.panel; pen.lineWidth = 1.4; pen.stroke();
      pen.fillStyle = c.panel; pen.fillRect(m + w - 2.8, eaves - 3.9, 5.6, 1.8);
    });
  }

  function write(pen, text, x, y, size, weight, colour) {
    pen.font = `${weight} ${size}px ${Room.FONT}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillStyle = colour;
    pen.fillText(text, x, y);
  }

  /* The worse, the bigger, and the worst with a second rim: read without the colour. */
  const INCIDENT_RADIUS = [[9, 11, 9, 7.5], [12.5, 14.5, 12.5, 11]];

  function incident(level, state, rings, size) {
    const full = size === 0 ? 0 : 1, r = INCIDENT_RADIUS[full][level] || INCIDENT_RADIUS[full][0];
    const side = 2 * Math.ceil(r + 11);
    return sprite(`i${level}.${state}.${rings.join("")}.${size}`, square(side), (pen) => {
      const c = Room.colours(), m = side / 2, colour = state === Room.CLOSED ? c.muted : c.level[level];
      pen.beginPath(); pen.arc(m, m, r + 8.5, 0, 2 * Math.PI); pen.fillStyle = c.halo; pen.globalAlpha = 0.75; pen.fill(); pen.globalAlpha = 1;
      arcs(pen, m, r + 5.5, rings, c);
      pen.beginPath(); pen.arc(m, m, r, 0, 2 * Math.PI);
      pen.fillStyle = state === Room.CLOSED ? c.panel : colour;
      pen.fill();
      if (state === Room.CLOSED) { pen.strokeStyle = colour; pen.lineWidth = 2; pen.stroke(); }
      else if (level === 1 && full === 1) { pen.beginPath(); pen.arc(m, m, r - 2.4, 0, 2 * Math.PI); pen.strokeStyle = c.onLevel; pen.lineWidth = 1.3; pen.stroke(); }
      write(pen, String(level), m, m + 1, Math.round(r * (level === 1 ? 1.2 : 1.3)), 700, state === Room.CLOSED ? colour : c.onLevel);
      if (state === Room.ASSIGNED || state === Room.ON_SCENE) badge(pen, m + r * 0.72, m + r * 0.72, state, c);
    });
  }

  /* Somebody is on the way: hollow; somebody is there: filled. In the colour of busy units. */
  function badge(pen, x, y, state, c) {
    pen.beginPath(); pen.arc(x, y, 4.5, 0, 2 * Math.PI);
    pen.fillStyle = state === Room.ON_SCENE ? c.state[Room.BUSY] : c.panel;
    pen.fill();
    pen.strokeStyle = state === Room.ON_SCENE ? c.panel : c.state[Room.BUSY];
    pen.lineWidth = 1.8;
    pen.stroke();
  }

  /* The ring of self-rescue, mutual aid and support, clockwise from the top: thin is none, dashed runs, whole is
     met, thick and split is missed. */
  function arcs(pen, m, r, rings, c) {
    const GAP = 0.16, SPLIT = 0.17, MISSED = 3, third = (2 * Math.PI) / 3;
    for (let i = 0; i < rings.length; i++) {
      const from = -Math.PI / 2 - third / 2 + i * third;
      const pieces = rings[i] === MISSED ? [[GAP, third / 2 - SPLIT], [third / 2 + SPLIT, third - GAP]] : [[GAP, third - GAP]];
      pen.setLineDash(rings[i] === 1 ? [3.2, 2.6] : []);
      pen.lineWidth = [1, 3.4, 3.4, 5][rings[i]];
      pen.strokeStyle = [c.line, c.text, c.met, c.missed][rings[i]];
      for (const [begin, end] of pieces) { pen.beginPath(); pen.arc(m, m, r, from + begin, from + end); pen.stroke(); }
    }
    pen.setLineDash([]);
  }

  function opponent() {
    return sprite("o", square(32), (pen) => {
      const c = Room.colours();
      polygon(pen, 16, 16, 11, 8, Math.PI / 8);
      pen.strokeStyle = c.halo; pen.lineWidth = 5; pen.stroke();
      pen.fillStyle = c.hostile; pen.fill();
      write(pen, Room.say("letter.opponent"), 16, 17, 12, 700, c.onHostile);
    });
  }

  const ruler = document.createElement("canvas").getContext("2d");
  const widths = new Map(), MOST_PX = 400;

  /* Text with a halo; role is a colour name of Room.COLOURS. */
  function label(text, role, size) {
    const font = fontOf(size);
    return sprite(labelKey(text, role, size), { w: labelWidth(text, size), h: size * 1.5 }, (pen) => {
      const c = Room.colours();
      pen.font = font;
      pen.direction = "ltr";
      pen.textBaseline = "middle";
      pen.lineJoin = "round";
      pen.strokeStyle = c.halo;
      pen.lineWidth = 3.5;
      pen.strokeText(text, 3, size * 0.75);
      pen.fillStyle = c[role];
      pen.fillText(text, 3, size * 0.75);
    });
  }

  const fontOf = (size) => `${size >= 14 ? 600 : 500} ${size}px ${Room.FONT}`;
  const labelKey = (text, role, size) => `t${role}.${size}.${text}`;
  const hasLabel = (text, role, size) => kept.has(labelKey(text, role, size));

  /* How wide a label would be, without drawing it. */
  function labelWidth(text, size) {
    const key = `${size}${text}`;
    let width = widths.get(key);
    if (width === undefined) {
      if (widths.size > 5 * LIMIT) widths.clear();
      ruler.font = fontOf(size);
      widths.set(key, (width = Math.min(MOST_PX, ruler.measureText(text).width + 6)));
    }
    return width;
  }

  return { unit, unitNumber, post, incident, opponent, label, labelWidth, hasLabel, forget, sprite, square, write, RADIUS };
})();
