"use strict";
/* Draws the whole picture in its order. `look` says how world positions fall on pixels.
   Others add to it with Room.beneath and Room.above: fn(pen, look, now). It is drawn in three parts, each on
   a canvas of its own: what stands on the ground, what drives, what lies above both. */
Room.LABELS_FROM_ZOOM = 15.5;
Room.LETTERS_FROM_ZOOM = 13.5;
Room.SMALL_FROM_ZOOM = 11.5;
Room.POSTS_FROM_ZOOM = 14.5;

/* What the hands and the desk point at. */
Room.focus = { selected: ["", ""], hovered: ["", ""], hot: "", route: null, carried: "", carryX: 0, carryY: 0 };
Room.isFocus = (pair, kind, id) => pair[0] === kind && pair[1] === id;

/* From world positions to pixels. */
Room.sight = (() => {
  const MARGIN = 30;
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

  return { px, py, sees, stamp, blit };
})();

Room.pencil = (() => {
  const { incidents, posts, opponents, units, line } = Room.picture;
  const { px, py, sees, stamp, blit } = Room.sight;
  const focus = Room.focus, beneath = [], above = [];

  /* Whatever one look at the units settles for all parts; the size of the symbols. */
  function prepare(look) {
    Room.beat.take(performance.now());
    Room.clusters.gather(look);
    return Room.units.size(look);
  }

  function drawPosts(pen, look, now, size) {
    pen.clearRect(0, 0, look.width, look.height);
    for (const each of beneath) each(pen, look, now);
    drawRoutes(pen, look);
    if (Room.isShown("post")) for (const it of posts.values()) drawPost(pen, look, it, size);
  }

  function drawUnits(pen, look, size) {
    pen.clearRect(0, 0, look.width, look.height);
    if (focus.selected[0] === "incident") tethers(pen, look, focus.selected[1]);
    Room.units.draw(pen, look, size);
  }

  function drawTop(pen, look, now, size) {
    pen.clearRect(0, 0, look.width, look.height);
    const byRank = [...incidents.values()].filter(isIncidentShown).sort(rank);
    for (const it of byRank) drawIncident(pen, look, it);
    if (Room.isShown("opponent")) for (const it of opponents.values()) stamp(pen, look, it, Room.symbols.opponent());
    drawHalo(pen, look, focus.selected, size);
    for (const each of above) each(pen, look, now);
    if (Room.isShown("label")) Room.names.draw(pen, look, size, byRank);
    Room.units.drawCarried(pen);
  }

  /* Does something of the upper part go along with a unit? */
  const rides = () => focus.carried !== "" || focus.selected[0] === "unit" || Room.names.placed().some((name) => name.kind === "unit");

  const isIncidentShown = (it) => Room.isShown(Room.INCIDENT_LAYERS[it.state]);
  const rank = (a, b) => (b.state === Room.CLOSED) - (a.state === Room.CLOSED) || b.level - a.level || (a.id < b.id ? 1 : -1);

  function drawPost(pen, look, it, size) {
    if (size === 0 && look.zoom < 10.5) return;
    if (Room.clusters.isOn(look)) pen.globalAlpha = 0.55;
    stamp(pen, look, it, Room.symbols.post(it.ok ? 1 : 0, look.zoom >= Room.POSTS_FROM_ZOOM ? 3 : size, it.crew));
    pen.globalAlpha = 1;
  }

  function drawIncident(pen, look, it) {
    if (!sees(look, it.x, it.y)) return;
    const x = px(look, it.x), y = py(look, it.y);
    if (it.id === focus.hot) {
      pen.beginPath(); pen.arc(x, y, 31, 0, 2 * Math.PI);
      pen.fillStyle = Room.colours().selection; pen.globalAlpha = 0.28; pen.fill(); pen.globalAlpha = 1;
      pen.strokeStyle = Room.colours().selection; pen.lineWidth = 2.5; pen.stroke();
    }
    blit(pen, Room.symbols.incident(it.level, it.state, it.rings, look.zoom < Room.SMALL_FROM_ZOOM ? 0 : 1), x, y);
  }

  /* World position of what is drawn for a mark; null if there is none. */
  function markAt(look, kind, id) {
    if (!kind) return null;
    const i = kind === "unit" ? units.index.get(id) : undefined;
    return i === undefined ? Room.picture.place(kind, id) : Room.units.at(look, i);
  }

  function drawHalo(pen, look, [kind, id], size) {
    const at = markAt(look, kind, id);
    if (!at || !sees(look, at.x, at.y)) return;
    const r = kind === "incident" ? 24 : kind === "unit" ? Room.symbols.RADIUS[size] + 7 : 10;
    pen.beginPath(); pen.arc(px(look, at.x), py(look, at.y), r, 0, 2 * Math.PI);
    pen.strokeStyle = Room.colours().selection; pen.lineWidth = 2.5; pen.stroke();
  }

  function drawRoutes(pen, look) {
    const c = Room.colours();
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
      pen.moveTo(Room.units.x(look, i), Room.units.y(look, i));
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

  function setRoute(row) { focus.route = row ? { style: row[0], points: line(row[1]) || new Float64Array(0) } : null; }

  return { prepare, drawPosts, drawUnits, drawTop, rides, markAt, isIncidentShown, focus, setRoute, beneath, above };
})();

Room.beneath = (fn) => Room.pencil.beneath.push(fn);
Room.above = (fn) => Room.pencil.above.push(fn);
Room.onFrame("selected", (pair) => { Room.focus.selected = pair; });
Room.onFrame("hot", (id) => { Room.focus.hot = id; });
Room.onFrame("route", (row) => Room.pencil.setRoute(row));
