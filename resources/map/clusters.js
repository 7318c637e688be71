"use strict";
/* Four times a second at most, what is gathered and where names stand is made anew, both with the same drawing.
   A drawing between two beats is followed by one more at the next: nothing stays behind what changed. */
Room.beat = (() => {
  const EVERY_MS = 250;
  let last = -Infinity, timer = 0, number = 0;

  function take(now) {
    if (now - last >= EVERY_MS) { clearTimeout(timer); timer = 0; last = now; number++; }
    else if (!timer) timer = setTimeout(() => { timer = 0; Room.redrawUnits(); }, last + EVERY_MS - now);
  }

  return { take, number: () => number };
})();

/* Units gathered where they would be a carpet: a ring divided by status, the free ones counted big, all of them
   small. The grid lies on the world, so that panning moves no unit from one cluster to another. */
Room.clusters = (() => {
  const { units } = Room.picture, { px, py, sees, blit } = Room.sight, focus = Room.focus;
  const BELOW_ZOOM = 12, CROWDED_BELOW_ZOOM = 14, CROWD = 150, ROOMY = 110; /* units on 500 x 500 pixels */
  const CELL_PX = 72, FEWEST = 3;
  const GAP = 0.09, WIDTH = [6, 4, 2]; /* free, busy, off: told apart by width as well */

  let crowded = false, judged = "";
  let groups = [], held = new Uint8Array(0), made = "";

  const isOn = (look) =>
    (look.zoom < BELOW_ZOOM || (crowded && look.zoom < CROWDED_BELOW_ZOOM)) && units.count >= FEWEST && Room.isShown("cluster");

  /* Between the two zooms it depends on how many there are in sight; what holds stays until it clearly does not. */
  function judge(look, beat) {
    const mark = `${beat} ${look.zoom} ${units.count}`;
    if (mark === judged) return;
    judged = mark;
    if (look.zoom < BELOW_ZOOM || look.zoom >= CROWDED_BELOW_ZOOM) { crowded = false; return; }
    let seen = 0;
    for (let i = 0; i < units.count; i++) if (sees(look, units.x[i], units.y[i])) seen++;
    crowded = (seen * 250000) / (look.width * look.height) > (crowded ? ROOMY : CROWD);
  }

  /* Gather anew with the beat, and if the view, what is shown or who is there changed. */
  function gather(look, beat = Room.beat.number()) {
    judge(look, beat);
    if (!isOn(look)) {
      if (groups.length) { groups = []; held.fill(0); }
      made = "";
      return;
    }
    const level = Math.floor(look.zoom), mark = `${beat} ${level} ${units.count} ${focus.selected} ${focus.carried} ${shownKinds()}`;
    if (mark === made) return;
    made = mark;
    groups = formed(level);
  }

  const shownKinds = () => Room.UNIT_LAYERS.map((layer) => (Room.isShown(layer) ? 1 : 0)).join("");

  function formed(level) {
    const cells = new Map(), cellOf = new Int32Array(units.count), all = [];
    const perWorld = (256 * 2 ** level) / CELL_PX, shown = Room.UNIT_LAYERS.map((layer) => Room.isShown(layer));
    if (held.length < units.count) held = new Uint8Array(units.room);
    for (let i = 0; i < units.count; i++) {
      held[i] = 0;
      cellOf[i] = -1;
      if (!shown[units.kind[i]] || standsAlone(i)) continue;
      const cx = Math.floor(units.x[i] * perWorld), cy = Math.floor(units.y[i] * perWorld), place = cx * 4194304 + cy;
      let number = cells.get(place);
      if (number === undefined) {
        number = all.length;
        cells.set(place, number);
        all.push({ key: `${level}/${cx}/${cy}`, cx, cy, n: [0, 0, 0], sumX: 0, sumY: 0, west: 1, north: 1, east: 0, south: 0 });
      }
      cellOf[i] = number;
      add(all[number], i);
    }
    for (let i = 0; i < units.count; i++) if (cellOf[i] >= 0 && size(all[cellOf[i]]) >= FEWEST) held[i] = 1;
    const full = all.filter((group) => size(group) >= FEWEST);
    for (const group of full) settle(group, perWorld);
    return full;
  }

  /* What the room is busy with is never gathered away. */
  function standsAlone(i) {
    const [kind, id] = focus.selected;
    if (units.state[i] === Room.GHOST) return true;
    if (kind === "unit") return units.id[i] === id;
    return kind === "incident" && units.bound[i] === id;
  }

  function add(group, i) {
    const x = units.x[i], y = units.y[i];
    group.n[units.state[i]]++;
    group.sumX += x;
    group.sumY += y;
    if (x < group.west) group.west = x;
    if (x > group.east) group.east = x;
    if (y < group.north) group.north = y;
    if (y > group.south) group.south = y;
  }

  const size = (group) => group.n[0] + group.n[1] + group.n[2];
  const radius = (group) => { const n = size(group); return n < 10 ? 16 : n < 100 ? 19 : n < 1000 ? 22 : 25; };

  /* At the middle of its units, but so far inside its cell that no two clusters touch. */
  function settle(group, perWorld) {
    const n = size(group), play = 0.5 - (radius(group) + 2) / CELL_PX;
    const inside = (middle, cell) => (cell + 0.5 + Math.max(-play, Math.min(play, middle * perWorld - cell - 0.5))) / perWorld;
    group.x = inside(group.sumX / n, group.cx);
    group.y = inside(group.sumY / n, group.cy);
    group.r = radius(group);
  }

  function draw(pen, look) {
    for (const group of groups) {
      const x = px(look, group.x), y = py(look, group.y), r = group.r;
      if (x > -r && y > -r && x < look.width + r && y < look.height + r) blit(pen, picture(group.n, r), x, y);
    }
  }

  function picture(n, r) {
    return Room.symbols.sprite(`c${n.join(".")}`, Room.symbols.square(2 * r + 8), (pen) => {
      const c = Room.colours(), m = r + 4, all = n[0] + n[1] + n[2];
      pen.beginPath(); pen.arc(m, m, r + 2.5, 0, 2 * Math.PI); pen.fillStyle = c.halo; pen.fill();
      pen.beginPath(); pen.arc(m, m, r, 0, 2 * Math.PI); pen.fillStyle = c.panel; pen.fill();
      divide(pen, m, r, n, all, c);
      Room.symbols.write(pen, String(n[0]), m, m - 4, n[0] > 999 ? 12 : 15, 700, n[0] > 0 ? c.text : c.muted);
      Room.symbols.write(pen, `/${all}`, m, m + 8, all > 999 ? 9.5 : 10.5, 500, c.text);
    });
  }

  /* From the top, clockwise: free, busy, off. */
  function divide(pen, m, r, n, all, c) {
    const parts = n.filter((count) => count > 0).length, gap = parts > 1 ? GAP : 0;
    let from = -Math.PI / 2;
    n.forEach((count, state) => {
      if (count === 0) return;
      const to = from + (count / all) * 2 * Math.PI;
      pen.beginPath();
      pen.arc(m, m, r - WIDTH[state] / 2, Math.min(from + gap, to - 0.01), to);
      pen.lineWidth = WIDTH[state];
      pen.strokeStyle = c.state[state];
      pen.stroke();
      from = to;
    });
  }

  /* Is unit number i shown as part of a cluster? */
  const holds = (i) => groups.length > 0 && held[i] === 1;

  /* The cluster under a pixel as ["cluster", key, distance], or null. */
  function at(look, x, y) {
    for (const group of groups) {
      const gap = Math.hypot(px(look, group.x) - x, py(look, group.y) - y);
      if (gap <= group.r + 2) return ["cluster", group.key, gap];
    }
    return null;
  }

  const find = (key) => groups.find((group) => group.key === key) || null;

  /* Go nearer, so that its units can be told apart; the operator's own move. */
  function open(map, key) {
    const group = find(key);
    if (!group) return;
    const corner = (x, y) => [Room.mercator.lat(y), Room.mercator.lon(x)];
    const box = L.latLngBounds(corner(group.west, group.south), corner(group.east, group.north));
    const zoom = Math.min(16, Math.max(map.getZoom() + 1, map.getBoundsZoom(box, false, L.point(80, 80))));
    map.setView(box.getCenter(), zoom, { animate: false });
  }

  return { isOn, gather, draw, picture, holds, at, find, open, all: () => groups };
})();
