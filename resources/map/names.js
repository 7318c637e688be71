"use strict";
/* Names beside the marks. Laid out with the beat; between layouts each name goes with its mark.
   Room is kept in a coarse raster of the screen, so that a layout costs the same however many names there are. */
Room.names = (() => {
  const { units, posts, opponents } = Room.picture, focus = Room.focus;
  const { px, py, sees } = Room.sight;
  const CELL = 4, MOST = 400, FRESH_A_TIME = 30, SOON_MS = 30;
  const NAMES_FROM_ZOOM = 11.5, SINCE_FROM_ZOOM = 14.5, BIG = 14, BODY = 13;
  const PLATES = ".room-foot, .room-legend, .room-plate, .room-note";

  let placed = [], made = { mark: "", shown: null }, timer = 0, fresh = 0, isShort = false;
  let raster = new Uint8Array(0), columns = 0, rows = 0;

  function draw(pen, look, size, byRank) {
    const mark = `${Room.beat.number()} ${look.zoom} ${look.width} ${look.height} ${size} ${focus.selected} ${focus.hovered}`;
    if (mark !== made.mark || made.shown !== Room.shown || isShort) {
      made = { mark, shown: Room.shown };
      lay(look, size, byRank);
      if (isShort && !timer) timer = setTimeout(() => { timer = 0; Room.redraw(); }, SOON_MS);
    }
    for (const name of placed) {
      const at = Room.pencil.markAt(look, name.kind, name.id);
      if (at) pen.drawImage(name.sprite.canvas, Math.round(px(look, at.x) + name.dx), Math.round(py(look, at.y) + name.dy), name.sprite.w, name.sprite.h);
    }
  }

  /* The most needed first; a name that finds no room is left out. */
  function lay(look, size, byRank) {
    const r = Room.symbols.RADIUS[size] + 4, near = look.zoom >= Room.LABELS_FROM_ZOOM;
    clear(look);
    reserve(look, size, byRank);
    for (const [kind, id] of focus.selected[1] === focus.hovered[1] ? [focus.selected] : [focus.selected, focus.hovered]) {
      const at = Room.pencil.markAt(look, kind, id);
      if (at) put(look, at, kind, id, kind === "unit" ? units.label[units.index.get(id)] : at.label, BIG, gapOf(kind, r), true);
    }
    for (let k = byRank.length; k-- > 0;) {
      const it = byRank[k];
      if (it.state !== Room.CLOSED && (look.zoom >= NAMES_FROM_ZOOM || it.level === 1)) put(look, it, "incident", it.id, it.label, BIG, gapOf("incident", r));
    }
    if (Room.isShown("opponent")) for (const it of opponents.values()) put(look, it, "opponent", it.id, it.label, BODY, gapOf("opponent", r));
    if (near) {
      if (focus.selected[0] === "incident") layUnits(look, r, (i) => units.bound[i] === focus.selected[1]);
      layUnits(look, r, (i) => !(units.flags[i] & Room.DIMMED));
    }
    if (look.zoom >= SINCE_FROM_ZOOM) laySince(look, r);
    if (near && Room.isShown("post")) for (const it of posts.values()) put(look, it, "post", it.id, it.label, BODY, gapOf("post", r), false, "muted");
  }

  const gapOf = (kind, r) => (kind === "unit" ? r : kind === "incident" ? 24 : kind === "opponent" ? 15 : 13);

  function layUnits(look, r, isMeant) {
    for (let i = 0; i < units.count; i++) {
      if (!isMeant(i) || !sees(look, units.x[i], units.y[i]) || !Room.units.isShown(i)) continue;
      put(look, Room.units.at(look, i), "unit", units.id[i], units.label[i], BODY, r);
    }
  }

  /* Since when a silent unit is silent, under its mark. */
  function laySince(look, r) {
    for (let i = 0; i < units.count; i++) {
      if (!units.since[i] || !sees(look, units.x[i], units.y[i]) || !Room.units.isShown(i)) continue;
      const at = Room.units.at(look, i), text = Room.say("since", units.since[i]), wide = Room.symbols.labelWidth(text, BODY);
      place("unit", units.id[i], text, "muted", BODY, px(look, at.x), py(look, at.y), [[-wide / 2, r - 4]], false);
    }
  }

  const named = new Set();

  function put(look, at, kind, id, text, fontSize, gap, isForced = false, role = "text") {
    const key = `${kind} ${id}`;
    if (!text || named.has(key) || !sees(look, at.x, at.y)) return;
    const wide = Room.symbols.labelWidth(text, fontSize), high = fontSize * 1.5;
    const spots = [[gap, -high / 2], [-gap - wide, -high / 2]];
    if (isForced || kind === "incident") spots.push([-wide / 2, gap - 3], [-wide / 2, 3 - gap - high]);
    if (place(kind, id, text, role, fontSize, px(look, at.x), py(look, at.y), spots, isForced)) named.add(key);
  }

  /* Take the first of these spots with room; a forced name the first that is whole in sight. */
  function place(kind, id, text, role, fontSize, x, y, spots, isForced) {
    if (placed.length >= MOST && !isForced) return false;
    const wide = Room.symbols.labelWidth(text, fontSize), high = fontSize * 1.5;
    const fits = ([dx, dy]) => isFree(x + dx + 1, y + dy + 3, x + dx + wide, y + dy + high - 3);
    let spot = spots.find(fits);
    if (!spot && isForced) spot = spots.find(([dx]) => x + dx >= 0 && x + dx + wide <= columns * CELL) || spots[0];
    if (!spot) return false;
    if (!isForced && !Room.symbols.hasLabel(text, role, fontSize) && ++fresh > FRESH_A_TIME) { isShort = true; return false; }
    placed.push({ kind, id, text, sprite: Room.symbols.label(text, role, fontSize), dx: spot[0], dy: spot[1] });
    fill(x + spot[0] + 1, y + spot[1] + 3, x + spot[0] + wide, y + spot[1] + high - 3);
    return true;
  }

  function clear(look) {
    columns = Math.floor(look.width / CELL);
    rows = Math.floor(look.height / CELL);
    if (raster.length !== columns * rows) raster = new Uint8Array(columns * rows);
    else raster.fill(0);
    placed = [];
    named.clear();
    fresh = 0;
    isShort = false;
  }

  /* Free, and whole in sight. */
  function isFree(west, north, east, south) {
    const left = Math.floor(west / CELL), top = Math.floor(north / CELL), right = Math.ceil(east / CELL), bottom = Math.ceil(south / CELL);
    if (left < 0 || top < 0 || right > columns || bottom > rows) return false;
    for (let row = top; row < bottom; row++) for (let i = row * columns + left; i < row * columns + right; i++) if (raster[i]) return false;
    return true;
  }

  function fill(west, north, east, south) {
    const left = Math.max(0, Math.floor(west / CELL)), right = Math.min(columns, Math.ceil(east / CELL)), bottom = Math.min(rows, Math.ceil(south / CELL));
    for (let row = Math.max(0, Math.floor(north / CELL)); row < bottom; row++) if (right > left) raster.fill(1, row * columns + left, row * columns + right);
  }

  /* Room the symbols themselves take: a name never lies across another mark, nor under a plate of the page. */
  function reserve(look, size, byRank) {
    const around = (x, y, half) => fill(x - half, y - half, x + half, y + half), r = Room.symbols.RADIUS[size] - 1;
    for (const it of byRank) around(px(look, it.x), py(look, it.y), 18);
    if (Room.isShown("opponent")) for (const it of opponents.values()) around(px(look, it.x), py(look, it.y), 12);
    for (const group of Room.clusters.all()) around(px(look, group.x), py(look, group.y), group.r);
    for (let i = 0; i < units.count; i++) {
      if (sees(look, units.x[i], units.y[i]) && Room.units.isShown(i)) around(Room.units.x(look, i), Room.units.y(look, i), r);
    }
    if (look.zoom >= Room.POSTS_FROM_ZOOM && Room.isShown("post")) for (const it of posts.values()) around(px(look, it.x), py(look, it.y), 8);
    const ground = window.map_room.getContainer(), frame = ground.getBoundingClientRect();
    for (const plate of ground.querySelectorAll(PLATES)) {
      const box = plate.getBoundingClientRect();
      if (box.width > 0) fill(box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top);
    }
  }

  /* Other words or colours: every name anew. */
  function forget() { made = { mark: "", shown: null }; placed = []; }

  return { draw, forget, placed: () => placed };
})();
