"use strict";
/* What is shown: units in typed arrays that glide from report to report, the few others as small records. */
Room.picture = (() => {
  const MAX_GLIDE_MS = 1500, MIN_GLIDE_MS = 150;
  const JUMP = 600 / Room.mercator.METRES; /* a unit that is suddenly 600 m off was not driving: it jumps */

  const { x: worldX, y: worldY } = Room.mercator;

  const units = {
    count: 0, room: 0, index: new Map(), id: [], label: [], bound: [], route: [], since: [],
    fromX: null, fromY: null, toX: null, toY: null, x: null, y: null,
    fromVx: null, fromVy: null, toVx: null, toVy: null, /* how it leaves and how it arrives, in world units per glide */
    start: null, glide: null, number: null, heading: null, asideX: null, asideY: null, kind: null, state: null, flags: null,
  };
  const STAND_APART = Room.mercator.METRES / 14; /* units standing within the same 14 m are shown side by side */
  const LABEL_MOST = 36; /* narrow letters of a name; the rest is cut */
  const ABREAST_PX = 23, ABOVE_POST_PX = 20, SPREAD_UP_TO = 1500;
  const FLOATS = ["fromX", "fromY", "toX", "toY", "x", "y", "fromVx", "fromVy", "toVx", "toVy", "start", "glide"];
  const SINGLES = ["heading", "asideX", "asideY"];
  const BYTES = ["kind", "state", "flags"];
  const NO_HEADING = 0xffff;
  let slots = new Int32Array(256).fill(-1); /* where the unit of a number is */
  const posts = new Map(), incidents = new Map(), opponents = new Map();
  let glideUntil = 0, farthest = 0;

  function grow() {
    const room = Math.max(256, units.room * 2);
    const copy = (old, fresh) => { if (old) fresh.set(old); return fresh; };
    for (const name of FLOATS) units[name] = copy(units[name], new Float64Array(room));
    for (const name of BYTES) units[name] = copy(units[name], new Uint8Array(room));
    for (const name of SINGLES) units[name] = copy(units[name], new Float32Array(room));
    units.number = copy(units.number, new Uint32Array(room));
    units.room = room;
  }

  function putUnit(row, now) {
    const [id, lat, lon, heading, kind, state, label, flags, bound, route, since, number] = row;
    let i = units.index.get(id);
    const fresh = i === undefined;
    if (fresh) {
      if (units.count === units.room) grow();
      i = units.count++;
      units.index.set(id, i);
      units.id[i] = id;
    }
    units.number[i] = number;
    seat(number, i);
    moveUnit(i, worldX(lon), worldY(lat), heading === null ? NaN : heading, now, fresh);
    units.kind[i] = kind;
    units.state[i] = state;
    units.flags[i] = flags;
    units.label[i] = Room.plain(label, LABEL_MOST);
    units.bound[i] = bound;
    units.route[i] = line(route);
    units.since[i] = since || "";
  }

  function seat(number, i) {
    if (number >= slots.length) {
      const larger = new Int32Array(Math.max(number + 1, slots.length * 2)).fill(-1);
      larger.set(slots);
      slots = larger;
    }
    slots[number] = i;
  }

  /* Everybody who only moved: base64 of the columns that protocol.py describes. */
  function moveUnits(text, now) {
    const bytes = Room.bytes(text), count = bytes.length / 14;
    const numbers = new Uint32Array(bytes.buffer, 0, count), places = new Int32Array(bytes.buffer, 4 * count, 2 * count);
    const headings = new Uint16Array(bytes.buffer, 12 * count, count);
    for (let k = 0; k < count; k++) {
      const i = numbers[k] < slots.length ? slots[numbers[k]] : -1;
      if (i < 0) continue;
      const heading = headings[k] === NO_HEADING ? NaN : headings[k];
      moveUnit(i, worldX(places[count + k] / 1e6), worldY(places[k] / 1e6), heading, now, false);
    }
  }

  /* From where it is drawn now to where it was reported, leaving and arriving the way it heads. */
  function moveUnit(i, x, y, heading, now, fresh) {
    const before = units.heading[i];
    units.heading[i] = heading;
    if (!fresh && x === units.toX[i] && y === units.toY[i]) return;
    const far = Math.abs(x - units.x[i]) + Math.abs(y - units.y[i]) > JUMP;
    const since = now - units.start[i];
    units.fromX[i] = fresh || far ? x : units.x[i];
    units.fromY[i] = fresh || far ? y : units.y[i];
    units.toX[i] = x;
    units.toY[i] = y;
    if (fresh || far) { units.x[i] = x; units.y[i] = y; }
    units.start[i] = now;
    units.glide[i] = fresh || far ? 0 : Math.min(MAX_GLIDE_MS, Math.max(MIN_GLIDE_MS, since));
    const dx = x - units.fromX[i], dy = y - units.fromY[i];
    bend(units.fromVx, units.fromVy, i, dx, dy, before);
    bend(units.toVx, units.toVy, i, dx, dy, heading);
    glideUntil = Math.max(glideUntil, now + units.glide[i]);
  }

  /* As fast as the straight way, but along the heading; straight where it is unknown or points back. */
  function bend(vx, vy, i, dx, dy, heading) {
    const a = (heading * Math.PI) / 180, way = Math.hypot(dx, dy), east = Math.sin(a), south = -Math.cos(a);
    const goesOn = east * dx + south * dy > 0; /* false for no heading too */
    vx[i] = goesOn ? way * east : dx;
    vy[i] = goesOn ? way * south : dy;
  }

  function dropUnit(id) {
    const i = units.index.get(id);
    if (i === undefined) return;
    const last = --units.count;
    units.index.delete(id);
    slots[units.number[i]] = -1;
    if (i !== last) {
      for (const name of [...FLOATS, ...BYTES, ...SINGLES, "number", "id", "label", "bound", "route", "since"]) units[name][i] = units[name][last];
      units.index.set(units.id[i], i);
      slots[units.number[i]] = i;
    }
    for (const name of ["id", "label", "bound", "route", "since"]) units[name].length = last;
  }

  /* Flat lat, lon, … to world x, y, …; null for nothing */
  function line(flat) {
    if (!flat || flat.length < 4) return null;
    const out = new Float64Array(flat.length);
    for (let i = 0; i < flat.length; i += 2) { out[i] = worldX(flat[i + 1]); out[i + 1] = worldY(flat[i]); }
    return out;
  }

  const record = {
    post: ([id, lat, lon, label, crew, ok]) => ({ id, x: worldX(lon), y: worldY(lat), label: Room.plain(label, LABEL_MOST), crew, ok }),
    incident: ([id, lat, lon, level, label, state, rings]) => ({ id, x: worldX(lon), y: worldY(lat), level, label: Room.plain(label, LABEL_MOST), state, rings }),
    opponent: ([id, lat, lon, label]) => ({ id, x: worldX(lon), y: worldY(lat), label: Room.plain(label, LABEL_MOST) }),
  };
  const records = { post: posts, incident: incidents, opponent: opponents };

  function put(layer, rows, now) {
    if (layer === "unit") for (const row of rows) putUnit(row, now);
    else for (const row of rows) records[layer].set(row[0], record[layer](row));
  }

  /* Units that stand on one spot are drawn in a circle around it, one alone on a post above it:
     how many pixels each steps aside. */
  function standApart() {
    const spots = new Map();
    farthest = ABOVE_POST_PX;
    for (let i = 0; i < units.count; i++) {
      units.asideX[i] = units.asideY[i] = 0;
      if (units.heading[i] === units.heading[i] || units.count > SPREAD_UP_TO) continue;
      const spot = spotOf(units.toX[i], units.toY[i]);
      if (spots.has(spot)) spots.get(spot).push(i);
      else spots.set(spot, [i]);
    }
    const held = new Set();
    for (const post of posts.values()) held.add(spotOf(post.x, post.y));
    for (const [spot, there] of spots) {
      if (there.length > 1) circle(there, held.has(spot) ? ABOVE_POST_PX : 0);
      else if (held.has(spot)) units.asideY[there[0]] = -ABOVE_POST_PX;
    }
  }

  const spotOf = (x, y) => Math.round(x * STAND_APART) * 4194304 + Math.round(y * STAND_APART);

  function circle(there, least) {
    there.sort((a, b) => (units.id[a] < units.id[b] ? -1 : 1));
    const radius = Math.max(least, ABREAST_PX / 2 + 1, (there.length * ABREAST_PX) / (2 * Math.PI));
    farthest = Math.max(farthest, radius);
    there.forEach((i, n) => {
      const angle = (2 * Math.PI * n) / there.length - Math.PI / 2;
      units.asideX[i] = radius * Math.cos(angle);
      units.asideY[i] = radius * Math.sin(angle);
    });
  }

  function drop(layer, ids) {
    if (layer === "unit") ids.forEach(dropUnit);
    else for (const id of ids) records[layer].delete(id);
  }

  function change(marks, now) {
    for (const [layer, told] of Object.entries(marks)) {
      if (told.drop) drop(layer, told.drop);
      if (told.put) put(layer, told.put, now);
      if (told.move) moveUnits(told.move, now);
    }
    if (marks.unit || marks.post) standApart();
  }

  /* A snapshot: what it does not name is gone; what it names glides on from where it was. */
  function replace(marks, now) {
    for (const [layer, rows] of Object.entries(marks)) {
      const named = new Set(rows.map((row) => row[0]));
      const shown = layer === "unit" ? [...units.index.keys()] : [...records[layer].keys()];
      drop(layer, shown.filter((id) => !named.has(id)));
      put(layer, rows, now);
    }
    standApart();
  }

  /* Move the gliding units to where they are at `now`; the longest way any of them went, in world units.
     Cubic Hermite: a unit rounds a corner instead of cutting it and never goes beyond its last report. */
  function glide(now) {
    let most = 0;
    if (now > glideUntil + 200) return 0;
    const { count, x, y, fromX, fromY, toX, toY, fromVx, fromVy, toVx, toVy, start, glide: span } = units;
    for (let i = 0; i < count; i++) {
      if (x[i] === toX[i] && y[i] === toY[i]) continue;
      const t = span[i] > 0 ? (now - start[i]) / span[i] : 1;
      let nx = toX[i], ny = toY[i];
      if (t < 1) {
        const u = 1 - t, from = u * u * (1 + 2 * t), to = t * t * (3 - 2 * t), leave = t * u * u, arrive = t * t * u;
        nx = from * fromX[i] + to * nx + leave * fromVx[i] - arrive * toVx[i];
        ny = from * fromY[i] + to * ny + leave * fromVy[i] - arrive * toVy[i];
      }
      const gone = Math.abs(nx - x[i]) + Math.abs(ny - y[i]);
      if (gone > most) most = gone;
      x[i] = nx;
      y[i] = ny;
    }
    return most;
  }

  const isGliding = (now) => now <= glideUntil;

  function place(kind, id) {
    if (kind === "unit") {
      const i = units.index.get(id);
      return i === undefined ? null : { x: units.x[i], y: units.y[i] };
    }
    return (records[kind] && records[kind].get(id)) || null;
  }

  /* How many pixels a unit steps aside at most. */
  const farthestAside = () => farthest;

  return { farthestAside, units, posts, incidents, opponents, change, replace, glide, isGliding, place, line };
})();
