"use strict";
/* Tells what the page shows, as one JSON text: for a picture that leaves the room. Only what is shown is told,
   and every sign as the page itself draws it. */
Room.describe = () => {
  const { units, posts, incidents, opponents } = Room.picture, { shapes, symbols } = Room;
  const signs = {}, marks = [], c = Room.colours();
  const say = (key) => Room.say(key);
  const FULL = 2, LON = (x) => round(Room.mercator.lon(x)), LAT = (y) => round(Room.mercator.lat(y));
  const round = (degrees) => Math.round(degrees * 1e6) / 1e6;

  function sign(key, sprite) {
    if (!signs[key]) signs[key] = [sprite.canvas.toDataURL("image/png"), sprite.w, sprite.h];
    return key;
  }

  /* As much of the ground as the picture will let itself be moved over, whatever size the map has here. */
  const sight = Room.overlays.look(), wide = Math.max(sight.width, 1600) * 1.5, high = Math.max(sight.height, 1000) * 1.5;
  const look = { ...sight, left: sight.left - (wide - sight.width) / 2 / sight.scale, top: sight.top - (high - sight.height) / 2 / sight.scale, width: wide, height: high };
  const sees = (west, north, east, south) =>
    east >= look.left && west <= look.left + look.width / look.scale && south >= look.top && north <= look.top + look.height / look.scale;

  const plain = (text) => shapes.plain(text || "");
  const add = (kind, at, key, label, rank, aside = [0, 0]) => {
    if (sees(at.x, at.y, at.x, at.y)) marks.push([kind, LAT(at.y), LON(at.x), key, plain(label), rank, ...aside.map(Math.round)]);
  };

  if (Room.isShown("post")) {
    for (const it of posts.values()) add("post", it, sign(`p${it.ok}.${it.crew}`, symbols.post(it.ok ? 1 : 0, 3, it.crew)), it.label, 0);
  }
  for (let i = 0; i < units.count; i++) {
    if (!Room.isShown(Room.UNIT_LAYERS[units.kind[i]])) continue;
    const flags = units.flags[i] & Room.STALE, key = `u${symbols.unitNumber(units.kind[i], units.state[i], flags, FULL)}`;
    add("unit", { x: units.toX[i], y: units.toY[i] }, sign(key, symbols.unit(units.kind[i], units.state[i], flags, FULL)), units.label[i], 1000, [units.asideX[i], units.asideY[i]]);
  }
  if (Room.isShown("opponent")) for (const it of opponents.values()) add("opponent", it, sign("o", symbols.opponent()), it.label, 2000);
  for (const it of incidents.values()) {
    if (!Room.isShown(Room.INCIDENT_LAYERS[it.state])) continue;
    const key = `i${it.level}.${it.state}.${it.rings.join("")}`;
    add("incident", it, sign(key, symbols.incident(it.level, it.state, it.rings, 1)), it.label, 3000 + 1000 * (4 - it.level));
  }

  const KINDS = ["point", "line", "area"], WIDTHS = { reach_self: 4.5, reach_mutual: 3, reach_support: 1.8, patrol: 2.5, trail: 1.6, closed: 7, slow: 6, suspect: 5, ring: 2, hold_way: 1.6 };
  const DASHES = { reach_support: "5 5", patrol: "11 7", closed: "11 8", slow: "3 5", hold_way: "2 5" }, tones = Room.strokes.colours();
  const TONES = { reach_self: tones.reach[0], reach_mutual: tones.reach[1], reach_support: tones.reach[2] };

  function shape(it) {
    const lines = [];
    for (let p = 0; p + 1 < it.starts.length; p++) {
      if (!sees(...it.box.subarray(4 * p, 4 * p + 4))) continue;
      const line = [];
      for (let i = 2 * it.starts[p]; i < 2 * it.starts[p + 1]; i += 2) line.push(LAT(it.xy[i + 1]), LON(it.xy[i]));
      lines.push(line);
    }
    return {
      kind: KINDS[it.kind], role: it.role, lines, text: it.text, colour: TONES[it.role] || tones[it.role] || Room.containment.colours()[it.role] || Room.cover.colours()[it.role] || Room.plan.colours()[it.role] || tones.drawing,
      width: WIDTHS[it.role] || 3, dash: DASHES[it.role] || null, opacity: 0.95,
    };
  }

  const drawn = [];
  for (const layer of ["coverage", "reach", "patrol", "trail", "drawing", "contain", "plan"]) if (!shapes.isEmpty(layer)) drawn.push(...shapes.layers[layer].map(shape).filter((it) => it.lines.length));
  if (Room.focus.route) {
    const points = Room.focus.route.points, line = [];
    for (let i = 0; i < points.length; i += 2) line.push(LAT(points[i + 1]), LON(points[i]));
    if (line.length > 2) drawn.push({ kind: "line", role: "route", lines: [line], text: "", colour: c.selection, width: 3.5, dash: Room.focus.route.style === "ordered" ? null : "9 5", opacity: 1 });
  }

  const warm = Room.heat.picture(look), heat = warm && {
    image: warm.canvas.toDataURL("image/png"),
    box: [LAT(warm.top + warm.high), LON(warm.left), LAT(warm.top), LON(warm.left + warm.wide)],
  };

  const legend = [];
  Room.KINDS.forEach((kind, number) => {
    if (Room.isShown(`unit.${kind}`)) legend.push([sign(`u${symbols.unitNumber(number, Room.FREE, 0, FULL)}`, symbols.unit(number, Room.FREE, 0, FULL)), say(`legend.unit.${kind}`)]);
  });
  ["free", "busy", "off"].forEach((state, number) => legend.push([sign(`u${symbols.unitNumber(0, number, 0, FULL)}`, symbols.unit(0, number, 0, FULL)), say(`legend.state.${state}`)]));
  [1, 2, 3].forEach((level) => legend.push([sign(`i${level}.0.`, symbols.incident(level, Room.OPEN, [], 1)), say(`legend.level.${level}`)]));
  legend.push([sign("i3.3.213", symbols.incident(3, Room.CLOSED, [2, 1, 3], 1)), say("legend.ring.states")]);
  if (Room.isShown("post")) legend.push([sign("p1.2", symbols.post(1, 3, 2)), say("legend.post")]);
  const lines = [];
  for (const it of drawn) if (!lines.some(([role]) => role === it.role)) lines.push([it.role, say(`legend.${it.role}`), it.colour, it.width, it.dash]);

  const colours = { ground: c.ground, panel: c.panel, line: c.line, text: c.text, muted: c.muted, selection: c.selection };
  return JSON.stringify({ colours, signs, marks, shapes: drawn, heat, legend, lines });
};
