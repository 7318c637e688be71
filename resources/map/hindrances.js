"use strict";
/* Roads that are closed or slow. Told by pattern as well as by colour: closed is a broken band of two tones with bars
   across, slow a band of slanting hatches. Neither is a colour of incidents. */
Room.hindrances = (() => {
  const { POINT, AREA } = Room.shapes;
  const COLOURS = {
    night: { closed: "#e5484d", slow: "#d9b64a", light: "#f4f6f8", edge: "#11161c" },
    day: { closed: "#b4121f", slow: "#8a6d00", light: "#ffffff", edge: "#3b1518" },
  };
  const BAND = 8, RIM = 1.6, DASH = [12, 10], BAR = 26, SPACE = 48;
  const SLOW_HATCH = [8, 3, true], CLOSED_HATCH = [18, 6, false];
  const hatches = {};
  const colours = () => COLOURS[Room.theme];
  const is = (role) => role === "closed" || role === "slow";

  /* Slanting stripes that stay with the ground while the sheet is laid anew. */
  function hatch(pen, colour, look, [side, wide, isBack]) {
    const key = `${colour}${side}`;
    if (!hatches[key]) {
      const canvas = document.createElement("canvas"), ink = canvas.getContext("2d");
      canvas.width = canvas.height = side;
      ink.strokeStyle = colour;
      ink.lineWidth = wide;
      for (const shift of [-side, 0, side]) {
        ink.moveTo(shift - wide, isBack ? -wide : side + wide);
        ink.lineTo(shift + side + wide, isBack ? side + wide : -wide);
      }
      ink.stroke();
      hatches[key] = pen.createPattern(canvas, "repeat");
    }
    hatches[key].setTransform(new DOMMatrix([1, 0, 0, 1, -((look.left * look.scale) % side), -((look.top * look.scale) % side)]));
    return hatches[key];
  }

  const corner = (look, shape, i) => [(shape.xy[2 * i] - look.left) * look.scale, (shape.xy[2 * i + 1] - look.top) * look.scale];

  function surface(pen, look, shape) {
    const c = colours(), isShut = shape.role === "closed";
    pen.beginPath();
    for (let p = 0; p + 1 < shape.starts.length; p++) {
      for (let i = shape.starts[p]; i < shape.starts[p + 1]; i++) pen[i === shape.starts[p] ? "moveTo" : "lineTo"](...corner(look, shape, i));
      pen.closePath();
    }
    pen.globalAlpha = isShut ? 0.16 : 0.1; pen.fillStyle = c[shape.role]; pen.fill("evenodd");
    pen.globalAlpha = isShut ? 0.34 : 0.5; pen.fillStyle = hatch(pen, c[shape.role], look, isShut ? CLOSED_HATCH : SLOW_HATCH); pen.fill("evenodd");
    pen.globalAlpha = 1;
  }

  /* The band along a line or round an area; `lines` strokes the pieces with the pen's present style. */
  function band(pen, look, shape, lines) {
    const c = colours(), isRim = shape.kind === AREA, wide = isRim ? BAND - 2 : BAND, layer = (style, width, dash = []) => {
      pen.strokeStyle = style; pen.lineWidth = width; pen.setLineDash(dash);
      lines(pen, look, shape, isRim);
    };
    pen.lineCap = "butt";
    pen.lineJoin = "round";
    if (shape.role === "closed") {
      layer(c.edge, wide + 2 * RIM);
      layer(c.light, wide);
      layer(c.closed, wide, DASH);
    } else {
      layer(Room.colours().halo, wide + 4 * RIM);
      layer(c.slow, wide + 2 * RIM);
      layer(Room.colours().ground, wide - 0.4);
      layer(hatch(pen, c.slow, look, SLOW_HATCH), wide);
    }
    pen.setLineDash([]);
  }

  /* A striped bar, `angle` to the right of the picture. */
  function bar(pen, x, y, angle, long = BAR) {
    const c = colours(), high = 8, stripes = 4;
    pen.save();
    pen.translate(x, y);
    pen.rotate(angle);
    pen.beginPath(); pen.rect(-long / 2, -high / 2, long, high);
    pen.fillStyle = c.light; pen.fill();
    pen.save();
    pen.clip();
    pen.fillStyle = c.closed;
    for (let i = 0; i <= stripes; i++) {
      const left = -long / 2 + ((i - 0.25) * long) / stripes;
      pen.beginPath(); pen.moveTo(left, high / 2); pen.lineTo(left + 4, -high / 2); pen.lineTo(left + 4 + long / stripes / 2, -high / 2); pen.lineTo(left + long / stripes / 2, high / 2); pen.fill();
    }
    pen.restore();
    pen.strokeStyle = c.edge; pen.lineWidth = RIM;
    pen.strokeRect(-long / 2, -high / 2, long, high);
    pen.restore();
  }

  /* A bar on two legs, whose feet stand at a place. */
  function barrier(pen, x, y) {
    const c = colours();
    for (const [ink, width] of [[Room.colours().halo, 6], [c.edge, 4], [c.light, 2]]) {
      pen.strokeStyle = ink; pen.lineWidth = width; pen.lineCap = "butt";
      pen.beginPath(); pen.moveTo(x - 8, y); pen.lineTo(x - 8, y - 13); pen.moveTo(x + 8, y); pen.lineTo(x + 8, y - 13); pen.stroke();
    }
    bar(pen, x, y - 13, 0);
  }

  /* A hatched square on its corner. */
  function diamond(pen, look, x, y) {
    const c = colours(), half = 11;
    pen.beginPath(); pen.moveTo(x, y - half); pen.lineTo(x + half, y); pen.lineTo(x, y + half); pen.lineTo(x - half, y); pen.closePath();
    pen.strokeStyle = Room.colours().halo; pen.lineWidth = 6; pen.stroke();
    pen.fillStyle = Room.colours().ground; pen.fill();
    pen.fillStyle = hatch(pen, c.slow, look, SLOW_HATCH); pen.fill();
    pen.strokeStyle = c.slow; pen.lineWidth = 2; pen.stroke();
  }

  /* Bars across a closed line: at both ends and half way, as far as there is room for them. */
  function bars(pen, look, shape) {
    for (let p = 0; p + 1 < shape.starts.length; p++) {
      const from = shape.starts[p], to = shape.starts[p + 1] - 1;
      let length = 0;
      for (let i = from; i < to; i++) length += gap(look, shape, i);
      const places = length > 3 * SPACE ? [0, length / 2, length] : length > SPACE ? [0, length] : [];
      for (const place of places) across(pen, look, shape, from, to, place);
    }
  }

  function gap(look, shape, i) {
    const [ax, ay] = corner(look, shape, i), [bx, by] = corner(look, shape, i + 1);
    return Math.hypot(bx - ax, by - ay);
  }

  function across(pen, look, shape, from, to, place) {
    let left = place;
    for (let i = from; i < to; i++) {
      const long = gap(look, shape, i);
      if (left > long && i + 1 < to) { left -= long; continue; }
      const [ax, ay] = corner(look, shape, i), [bx, by] = corner(look, shape, i + 1), share = long ? Math.min(1, left / long) : 0;
      bar(pen, ax + share * (bx - ax), ay + share * (by - ay), Math.atan2(by - ay, bx - ax) + Math.PI / 2);
      return;
    }
  }

  function one(pen, look, shape, lines) {
    if (shape.kind === POINT) {
      const [x, y] = corner(look, shape, 0);
      if (shape.role === "closed") barrier(pen, x, y);
      else diamond(pen, look, x, y);
      return;
    }
    if (shape.kind === AREA) surface(pen, look, shape);
    band(pen, look, shape, lines);
    if (shape.role !== "closed") return;
    if (shape.kind !== AREA) { bars(pen, look, shape); return; }
    const middle = Room.captions.spot(shape, look);
    if (middle) barrier(pen, middle[0], middle[1] - (shape.text ? 13 : 0));
  }

  /* A stretch of a band for the legend. */
  function sample(pen, role, from, to, y) {
    const look = { left: 0, top: 0, scale: 1 }, shape = { role, kind: Room.shapes.LINE };
    band(pen, look, shape, () => { pen.beginPath(); pen.moveTo(from, y); pen.lineTo(to, y); pen.stroke(); });
    if (role === "closed") for (const x of [from + 3, to - 3]) bar(pen, x, y, Math.PI / 2, 18);
  }

  return { is, one, sample, colours };
})();
