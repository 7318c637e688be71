"use strict";
/* Draws the whole picture on one canvas. `look` says how world positions fall on pixels. */
Room.pencil = (() => {
  const { units, posts, incidents, opponents, line } = Room.picture;
  const LABELS_FROM_ZOOM = 15.5, LETTERS_FROM_ZOOM = 13.5, SMALL_FROM_ZOOM = 11.5;
  const CROWD = 500; /* above this many units in sight letters would only cover each other */
  const MANY = 1500; /* from here on they are stamped together */
  const MARGIN = 30;

  const focus = { selected: ["", ""], hovered: ["", ""], hot: "", route: null, carried: "", carryX: 0, carryY: 0 };
  const is = (pair, kind, id) => pair[0] === kind && pair[1] === id;

  function draw(pen, look, now) {
    const size = unitSize(look);
    pen.clearRect(0, 0, look.width, look.height);
    drawRoutes(pen, look);
    for (const it of posts.values()) drawPost(pen, look, it, size);
    drawUnits(pen, look, size);
    for (const it of opponents.values()) stamp(pen, look, it, Room.symbols.opponent());
    const byRank = [...incidents.values()].sort(rank);
    for (const it of byRank) drawIncident(pen, look, it, now);
    drawHalo(pen, look, focus.selected, size);
    drawLabels(pen, look, size, byRank);
    drawCarried(pen);
  }

  const rank = (a, b) => (b.state === Room.CLOSED) - (a.state === Room.CLOSED) || b.level - a.level || (a.id < b.id ? 1 : -1);

  function unitSize(look) {
    if (look.zoom < SMALL_FROM_ZOOM) return 0;
    if (look.zoom < LETTERS_FROM_ZOOM) return 1;
    return look.zoom < LABELS_FROM_ZOOM && inSight(look) > CROWD ? 1 : 2;
  }

  function inSight(look) {
    let n = 0;
    for (let i = 0; i < units.count; i++) if (sees(look, units.x[i], units.y[i])) n++;
    return n;
  }

  /* Where a unit is drawn: beside its place while others stand there too. */
  const ux = (look, i) => (units.x[i] - look.left) * look.scale + (look.zoom >= LETTERS_FROM_ZOOM ? units.asideX[i] : 0);
  const uy = (look, i) => (units.y[i] - look.top) * look.scale + (look.zoom >= LETTERS_FROM_ZOOM ? units.asideY[i] : 0);
  const px = (look, x) => (x - look.left) * look.scale;
  const py = (look, y) => (y - look.top) * look.scale;

  function sees(look, x, y) {
    const sx = px(look, x), sy = py(look, y);
    return sx > -MARGIN && sy > -MARGIN && sx < look.width + MARGIN && sy < look.height + MARGIN;
  }

  function stamp(pen, look, at, sprite) {
    if (sees(look, at.x, at.y)) blit(pen, sprite, px(look, at.x), py(look, at.y));
  }

  function blit(pen, sprite, x, y) {
    pen.drawImage(sprite.canvas, Math.round(x - sprite.w / 2), Math.round(y - sprite.h / 2), sprite.w, sprite.h);
  }

  function drawPost(pen, look, it, size) {
    if (size === 0 && look.zoom < 10.5) return;
    stamp(pen, look, it, Room.symbols.post(it.ok ? 1 : 0, size));
  }

  function drawUnits(pen, look, size) {
    if (units.count > MANY && inSight(look) > MANY) drawCrowd(pen, look, size);
    else drawEach(pen, look, size);
  }

  /* No arrows here: among so many they could not be told apart. */
  function drawCrowd(pen, look, size) {
    const ratio = window.devicePixelRatio || 1;
    Room.crowd.begin(Math.round(look.width * ratio), Math.round(look.height * ratio));
    for (let i = 0; i < units.count; i++) {
      if (!sees(look, units.x[i], units.y[i])) continue;
      const flags = units.flags[i], faint = flags & Room.DIMMED || units.id[i] === focus.carried ? 1 : 0;
      const sprite = Room.symbols.unit(units.kind[i], units.state[i], flags, size);
      const number = Room.symbols.unitNumber(units.kind[i], units.state[i], flags, size);
      Room.crowd.stamp(Room.crowd.picture(number, faint, sprite), px(look, units.x[i]) * ratio, py(look, units.y[i]) * ratio);
    }
    pen.drawImage(Room.crowd.end(), 0, 0, look.width, look.height);
  }

  function drawEach(pen, look, size) {
    const r = Room.symbols.RADIUS[size];
    for (let i = 0; i < units.count; i++) {
      if (!sees(look, units.x[i], units.y[i])) continue;
      const x = ux(look, i), y = uy(look, i), flags = units.flags[i];
      pen.globalAlpha = flags & Room.DIMMED || units.id[i] === focus.carried ? 0.35 : 1;
      if (size === 2 && units.heading[i] === units.heading[i]) arrow(pen, x, y, r, units.heading[i], units.state[i], flags);
      blit(pen, Room.symbols.unit(units.kind[i], units.state[i], flags & Room.STALE, size), x, y);
    }
    pen.globalAlpha = 1;
  }

  function arrow(pen, x, y, r, heading, state, flags) {
    const c = Room.colours(), a = ((heading - 90) * Math.PI) / 180, tip = r + 9, foot = r + 2.5;
    pen.beginPath();
    pen.moveTo(x + tip * Math.cos(a), y + tip * Math.sin(a));
    pen.lineTo(x + foot * Math.cos(a - 0.42), y + foot * Math.sin(a - 0.42));
    pen.lineTo(x + foot * Math.cos(a + 0.42), y + foot * Math.sin(a + 0.42));
    pen.closePath();
    pen.fillStyle = flags & Room.STALE ? c.state[Room.OFF] : c.state[state];
    pen.fill();
  }

  function drawIncident(pen, look, it, now) {
    if (!sees(look, it.x, it.y)) return;
    const x = px(look, it.x), y = py(look, it.y);
    if (it.state === Room.OPEN) pulse(pen, x, y, Room.colours().level[it.level], now);
    if (it.id === focus.hot) {
      pen.beginPath(); pen.arc(x, y, 31, 0, 2 * Math.PI);
      pen.fillStyle = Room.colours().selection; pen.globalAlpha = 0.28; pen.fill(); pen.globalAlpha = 1;
      pen.strokeStyle = Room.colours().selection; pen.lineWidth = 2.5; pen.stroke();
    }
    blit(pen, Room.symbols.incident(it.level, it.state, it.rings, look.zoom < SMALL_FROM_ZOOM ? 0 : 1), x, y);
  }

  /* Nobody goes there yet: one slow wave a second and a quarter. */
  function pulse(pen, x, y, colour, now) {
    const share = (now % 1250) / 1250;
    pen.beginPath(); pen.arc(x, y, 14 + 20 * share, 0, 2 * Math.PI);
    pen.strokeStyle = colour; pen.lineWidth = 3; pen.globalAlpha = 0.75 * (1 - share); pen.stroke(); pen.globalAlpha = 1;
  }

  /* World position of what is drawn for a mark; null if there is none. */
  function markAt(look, kind, id) {
    if (!kind) return null;
    const i = kind === "unit" ? units.index.get(id) : undefined;
    return i === undefined ? Room.picture.place(kind, id) : unitAt(look, i);
  }

  const unitAt = (look, i) => ({ x: look.left + ux(look, i) / look.scale, y: look.top + uy(look, i) / look.scale });

  function drawHalo(pen, look, [kind, id], size) {
    const at = markAt(look, kind, id);
    if (!at || !sees(look, at.x, at.y)) return;
    const r = kind === "incident" ? 24 : kind === "unit" ? Room.symbols.RADIUS[size] + 7 : 10;
    pen.beginPath(); pen.arc(px(look, at.x), py(look, at.y), r, 0, 2 * Math.PI);
    pen.strokeStyle = Room.colours().selection; pen.lineWidth = 2.5; pen.stroke();
  }

  function drawRoutes(pen, look) {
    const c = Room.colours();
    if (focus.selected[0] === "incident") tethers(pen, look, focus.selected[1]);
    for (const [kind, id] of [focus.selected, focus.hovered]) {
      const i = kind === "unit" ? units.index.get(id) : undefined;
      if (i !== undefined && units.route[i]) drawLine(pen, look, units.route[i], c.state[units.state[i]], 2.5, []);
    }
    if (focus.route) {
      const ordered = focus.route.style === "ordered";
      drawLine(pen, look, focus.route.points, c.halo, 7, []);
      drawLine(pen, look, focus.route.points, c.selection, 3.5, ordered ? [] : [9, 5]);
    }
  }

  function tethers(pen, look, id) {
    const at = incidents.get(id), c = Room.colours();
    if (!at) return;
    pen.strokeStyle = c.state[Room.BUSY]; pen.lineWidth = 1.2; pen.globalAlpha = 0.55; pen.setLineDash([2, 4]);
    for (let i = 0; i < units.count; i++) {
      if (units.bound[i] !== id) continue;
      pen.beginPath();
      pen.moveTo(ux(look, i), uy(look, i));
      pen.lineTo(px(look, at.x), py(look, at.y));
      pen.stroke();
    }
    pen.globalAlpha = 1; pen.setLineDash([]);
  }

  function drawLine(pen, look, points, colour, width, dash) {
    pen.beginPath();
    for (let i = 0; i < points.length; i += 2) pen.lineTo(px(look, points[i]), py(look, points[i + 1]));
    pen.strokeStyle = colour; pen.lineWidth = width; pen.lineJoin = "round"; pen.lineCap = "round"; pen.setLineDash(dash);
    pen.stroke();
    pen.setLineDash([]);
  }

  /* Names, the most needed first; a name that finds no room is left out. */
  function drawLabels(pen, look, size, byRank) {
    const taken = symbolBoxes(look, size), near = look.zoom >= LABELS_FROM_ZOOM;
    const write = (at, text, role, fontSize, gap, forced) => {
      if (!text || !sees(look, at.x, at.y)) return;
      const sprite = Room.symbols.label(text, role, fontSize);
      const x = px(look, at.x) + gap, y = py(look, at.y) - sprite.h / 2;
      const box = [x + 1, y + 3, x + sprite.w, y + sprite.h - 3];
      if (!forced && taken.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) return;
      taken.push(box);
      pen.drawImage(sprite.canvas, Math.round(x), Math.round(y), sprite.w, sprite.h);
    };
    const r = Room.symbols.RADIUS[size] + 4;
    const writeOne = ([kind, id]) => {
      const at = markAt(look, kind, id);
      if (!at) return;
      if (kind === "unit") write(at, units.label[units.index.get(id)], "text", 14, r, true);
      else write(at, at.label, "text", 14, kind === "incident" ? 24 : 10, true);
    };
    writeOne(focus.selected);
    if (!is(focus.selected, ...focus.hovered)) writeOne(focus.hovered);
    for (let k = byRank.length; k-- > 0;) {
      const it = byRank[k];
      if (it.state !== Room.CLOSED && !is(focus.selected, "incident", it.id) && look.zoom >= LETTERS_FROM_ZOOM) write(it, it.label, "text", 14, 24, false);
    }
    for (const it of opponents.values()) write(it, it.label, "text", 13, 15, false);
    if (!near) return;
    for (let i = 0; i < units.count; i++) {
      if (!(units.flags[i] & Room.DIMMED) && !is(focus.selected, "unit", units.id[i]))
        write(unitAt(look, i), units.label[i], "text", 13, r, false);
    }
    for (const it of posts.values()) write(it, it.label, "muted", 13, 9, false);
  }

  /* Room the symbols themselves take: a name never lies across another mark. */
  function symbolBoxes(look, size) {
    const boxes = [], r = Room.symbols.RADIUS[size] - 1;
    const reserve = (at, half) => {
      if (!sees(look, at.x, at.y)) return;
      const x = px(look, at.x), y = py(look, at.y);
      boxes.push([x - half, y - half, x + half, y + half]);
    };
    for (const it of incidents.values()) reserve(it, 19);
    for (const it of opponents.values()) reserve(it, 12);
    if (look.zoom >= LABELS_FROM_ZOOM) for (let i = 0; i < units.count; i++) reserve(unitAt(look, i), r);
    return boxes;
  }

  function drawCarried(pen) {
    const i = focus.carried ? units.index.get(focus.carried) : undefined;
    if (i !== undefined) blit(pen, Room.symbols.unit(units.kind[i], units.state[i], 0, 2), focus.carryX, focus.carryY);
  }

  /* The mark under a pixel: an incident before anything else, then the nearest of the rest. */
  function hit(look, x, y, onlyIncidents) {
    const reach = onlyIncidents ? 34 : 14;
    const nearest = (kind, list, within) => {
      let best = null, gap = within;
      for (const it of list) {
        const d = Math.hypot(px(look, it.x) - x, py(look, it.y) - y);
        if (d < gap) { gap = d; best = [kind, it.id, d]; }
      }
      return best;
    };
    const incident = nearest("incident", onlyIncidents ? [...incidents.values()].filter((it) => it.state !== Room.CLOSED) : incidents.values(), onlyIncidents ? reach : 18);
    if (incident || onlyIncidents) return incident;
    let unit = null, gap = reach;
    for (let i = 0; i < units.count; i++) {
      const d = Math.hypot(ux(look, i) - x, uy(look, i) - y);
      if (d < gap) { gap = d; unit = ["unit", units.id[i], d]; }
    }
    return unit || nearest("opponent", opponents.values(), reach) || nearest("post", posts.values(), 10);
  }

  function setRoute(row) { focus.route = row ? { style: row[0], points: line(row[1]) || new Float64Array(0) } : null; }

  return { draw, hit, focus, setRoute };
})();
