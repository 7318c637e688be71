"use strict";
/* 合围: where a suspect can be by now, what the ring encloses, and the points that shut it. Squares are held or to be
   held (empty, half, full), a broken circle is a hole: told by shape as well as by colour. */
Room.containment = (() => {
  const LAYER = "contain", CROWDED = 4000, HIGH = 20, PAD = 5, SIDE = 15;
  const COLOURS = {
    night: { suspect: "#ff9d5c", ring: "#7f93a8", hold: "#5fe0a0", hole: "#ff5a4d", plate: "#0d1217", text: "#f4f6f8" },
    day: { suspect: "#c2500a", ring: "#6b7f94", hold: "#0f6b40", hole: "#c6281c", plate: "#ffffff", text: "#10161c" },
  };
  const SIGNS = ["hold", "hold_ordered", "hold_held", "hole"];
  const ink = () => COLOURS[Room.theme];
  const colours = () => {
    const c = ink();
    return { suspect: c.suspect, ring: c.ring, hold: c.hold, hold_ordered: c.hold, hold_held: c.hold, hold_way: c.hold, hole: c.hole };
  };

  const corner = (look, shape) => [(shape.xy[0] - look.left) * look.scale, (shape.xy[1] - look.top) * look.scale];

  /* One after the other: each pass is [width, share of opacity]. */
  function roads(pen, look, shape, colour, passes) {
    if (Room.strokes.countSeen(look, shape) > CROWDED) {
      for (const [width, alpha] of passes) {
        Room.plot.begin(look);
        Room.plot.lines(look, shape, colour, Math.min(width, 5));
        pen.globalAlpha = alpha;
        Room.plot.end(pen, look);
      }
    } else {
      pen.lineCap = pen.lineJoin = "round";
      pen.strokeStyle = colour;
      for (const [width, alpha] of passes) {
        pen.globalAlpha = alpha;
        pen.lineWidth = width;
        Room.strokes.lines(pen, look, shape, false);
      }
    }
    pen.globalAlpha = 1;
  }

  /* From a unit to its point. */
  function ways(pen, look, shape) {
    pen.strokeStyle = ink().hold;
    pen.lineWidth = 1.6;
    pen.lineCap = "butt";
    pen.globalAlpha = 0.85;
    pen.setLineDash([2, 5]);
    Room.strokes.lines(pen, look, shape, false);
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  }

  /* Where he was last seen: a cross-hair. */
  function seen(pen, x, y) {
    for (const [colour, width] of [[Room.colours().halo, 6], [ink().suspect, 2.6]]) {
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.beginPath(); pen.arc(x, y, 21, 0, 2 * Math.PI); pen.stroke();
      pen.beginPath();
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) { pen.moveTo(x + 15 * dx, y + 15 * dy); pen.lineTo(x + 28 * dx, y + 28 * dy); }
      pen.stroke();
    }
  }

  function square(pen, x, y, role) {
    const half = SIDE / 2, c = ink();
    pen.lineJoin = "miter";
    pen.strokeStyle = Room.colours().halo; pen.lineWidth = 7; pen.strokeRect(x - half, y - half, SIDE, SIDE);
    pen.fillStyle = c.plate; pen.fillRect(x - half, y - half, SIDE, SIDE);
    pen.fillStyle = c.hold;
    if (role === "hold_held") pen.fillRect(x - half, y - half, SIDE, SIDE);
    else if (role === "hold_ordered") pen.fillRect(x - half, y, SIDE, half);
    pen.strokeStyle = c.hold; pen.lineWidth = 3; pen.strokeRect(x - half, y - half, SIDE, SIDE);
  }

  /* Open to the left and to the right; a bar goes through it as he does. */
  function gap(pen, x, y) {
    for (const [colour, width] of [[Room.colours().halo, 8], [ink().hole, 3.6]]) {
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.lineCap = "round";
      pen.beginPath(); pen.arc(x, y, 11, 1.25 * Math.PI, 1.75 * Math.PI); pen.stroke();
      pen.beginPath(); pen.arc(x, y, 11, 0.25 * Math.PI, 0.75 * Math.PI); pen.stroke();
      pen.beginPath(); pen.moveTo(x - 10, y); pen.lineTo(x + 10, y); pen.moveTo(x + 5, y - 5); pen.lineTo(x + 10, y); pen.lineTo(x + 5, y + 5); pen.stroke();
    }
  }

  function sign(pen, x, y, role) {
    if (role === "hole") gap(pen, x, y);
    else square(pen, x, y, role);
  }

  /* Beside its point where there is room, on the right first; without room only a hole's is written. */
  function place(x, y, wide, taken, isHole) {
    const gapX = 14, tries = [[x + gapX, y - HIGH / 2], [x - gapX - wide, y - HIGH / 2], [x - wide / 2, y - gapX - HIGH], [x - wide / 2, y + gapX], [x + gapX, y - HIGH - 8], [x + gapX, y + 8]];
    const isFree = ([left, top]) => !taken.some((b) => left < b[2] && b[0] < left + wide && top < b[3] && b[1] < top + HIGH);
    const spot = tries.find(isFree) || (isHole ? tries[0] : null);
    if (spot) taken.push([spot[0], spot[1], spot[0] + wide, spot[1] + HIGH]);
    return spot;
  }

  function caption(pen, x, y, text, role, taken) {
    const c = ink(), wide = pen.measureText(text).width + 2 * PAD, spot = place(x, y, wide, taken, role === "hole");
    if (!spot) return;
    const [left, top] = spot;
    pen.beginPath();
    pen.rect(left, top, wide, HIGH);
    pen.globalAlpha = 0.92; pen.fillStyle = c.plate; pen.fill(); pen.globalAlpha = 1;
    pen.strokeStyle = role === "hole" ? c.hole : c.hold; pen.lineWidth = 1.4; pen.stroke();
    pen.fillStyle = role === "hole" ? c.hole : c.text;
    pen.fillText(text, left + PAD, top + HIGH / 2 + 0.5);
  }

  function draw(pen, look) {
    const all = Room.shapes.layers[LAYER], { LINE, POINT } = Room.shapes;
    for (const it of all) {
      if (it.kind !== LINE) continue;
      if (it.role === "ring") roads(pen, look, it, ink().ring, [[3, 0.55]]);
      else if (it.role === "suspect") roads(pen, look, it, ink().suspect, [[13, 0.26], [4, 0.95]]);
      else ways(pen, look, it);
    }
    Room.plot.forget();
    const points = all.filter((it) => it.kind === POINT && SIGNS.includes(it.role)), taken = [];
    for (const it of all) if (it.kind === POINT && it.role === "suspect") seen(pen, ...corner(look, it));
    for (const it of points) {
      const [x, y] = corner(look, it);
      sign(pen, x, y, it.role);
      taken.push([x - 10, y - 10, x + 10, y + 10]);
    }
    pen.font = `600 13px ${Room.FONT}`;
    pen.textBaseline = "middle";
    pen.textAlign = "left";
    for (const it of points) if (it.text) caption(pen, ...corner(look, it), it.text, it.role, taken);
  }

  /* For the legend. */
  function sample(pen, role, wide, y) {
    if (role === "suspect") {
      for (const [width, alpha] of [[12, 0.26], [4, 0.95]]) {
        pen.globalAlpha = alpha; pen.strokeStyle = ink().suspect; pen.lineWidth = width;
        pen.beginPath(); pen.moveTo(6, y); pen.lineTo(wide - 6, y); pen.stroke();
      }
      pen.globalAlpha = 1;
    } else sign(pen, wide / 2, y, role);
  }

  return { draw, sample, colours };
})();
