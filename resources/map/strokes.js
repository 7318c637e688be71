"use strict";
/* Draws shapes on a sheet. A city's reach has a hundred thousand short lines: what is out of view is passed
   over, what is smaller than a pixel becomes one dot, and paths stay short, because a software canvas takes
   far longer for one long path than for many short ones; above some thousands `Room.plot` takes over. */
Room.strokes = (() => {
  const { POINT, AREA } = Room.shapes;
  const TINY_PX = 1.5, BATCH = 900, FAR_PX = 3000, MANY = 4000, CROWDED = 0.6, STEP_PX = 1;
  const COLOURS = {
    night: { reach: ["#46e0d0", "#27a99e", "#3b8580"], patrol: "#c9d3de", drawing: "#ff8fd0", trail: "#d9e1ea" },
    day: { reach: ["#00695f", "#148f84", "#57a8a0"], patrol: "#3d4a57", drawing: "#a3146f", trail: "#17202a" },
  };
  const REACH = { reach_self: [0, 4.5], reach_mutual: [1, 3], reach_support: [2, 1.8] };
  const TRAIL_STEPS = 12;
  const colours = () => ({ ...COLOURS[Room.theme], ...Room.hindrances.colours() });
  const hatches = {};
  let filled = null;

  const inView = (look, box, k, more) =>
    (box[k + 2] - look.left) * look.scale > -more && (box[k] - look.left) * look.scale < look.width + more &&
    (box[k + 3] - look.top) * look.scale > -more && (box[k + 1] - look.top) * look.scale < look.height + more;

  const sees = (look, shape, more) => inView(look, shape.whole, 0, more);

  /* How many line pieces of a shape are in view. */
  function countSeen(look, shape) {
    let n = 0;
    for (let p = 0; p + 1 < shape.starts.length; p++)
      if (inView(look, shape.box, 4 * p, 8)) n += shape.starts[p + 1] - shape.starts[p] - 1;
    return n;
  }

  function clearDots(look) {
    const columns = Math.ceil(look.width) + 16, size = columns * (Math.ceil(look.height) + 16);
    if (!filled || filled.length < size) filled = new Uint8Array(size);
    else filled.fill(0);
    return columns;
  }

  /* The pieces of one shape with the pen's present style. */
  function lines(pen, look, shape, isClosed) {
    const { xy, starts, box } = shape, { left, top, scale } = look;
    let inPath = 0, columns = 0;
    pen.beginPath();
    for (let p = 0; p + 1 < starts.length; p++) {
      if (!inView(look, box, 4 * p, 8)) continue;
      if (inPath > BATCH) { pen.stroke(); pen.beginPath(); inPath = 0; }
      const first = 2 * starts[p], last = 2 * starts[p + 1] - 2;
      if ((box[4 * p + 2] - box[4 * p]) * scale < TINY_PX && (box[4 * p + 3] - box[4 * p + 1]) * scale < TINY_PX) {
        columns = columns || clearDots(look);
        const x = Math.round((xy[first] - left) * scale), y = Math.round((xy[first + 1] - top) * scale), cell = (y + 8) * columns + x + 8;
        if (filled[cell]) continue;
        filled[cell] = 1;
        pen.moveTo(x - 0.75, y);
        pen.lineTo(x + 0.75, y);
        inPath++;
        continue;
      }
      inPath += polyline(pen, look, xy, first, last);
      if (isClosed) segment(pen, look, (xy[last] - left) * scale, (xy[last + 1] - top) * scale, (xy[first] - left) * scale, (xy[first + 1] - top) * scale);
    }
    pen.stroke();
  }

  /* Points nearer than a pixel to the one before are left out, what lies off the sheet is cut away. */
  function polyline(pen, look, xy, first, last) {
    const { left, top, scale } = look;
    let x = (xy[first] - left) * scale, y = (xy[first + 1] - top) * scale, isOpen = false, n = 0;
    for (let i = first + 2; i <= last; i += 2) {
      const nx = (xy[i] - left) * scale, ny = (xy[i + 1] - top) * scale;
      if (i < last && Math.abs(nx - x) < STEP_PX && Math.abs(ny - y) < STEP_PX) continue;
      const isOff = (x < -8 && nx < -8) || (y < -8 && ny < -8) || (x > look.width + 8 && nx > look.width + 8) || (y > look.height + 8 && ny > look.height + 8);
      if (isOff) isOpen = false;
      else if (Math.abs(nx - x) > FAR_PX || Math.abs(ny - y) > FAR_PX) { segment(pen, look, x, y, nx, ny); isOpen = false; n++; }
      else {
        if (!isOpen) pen.moveTo(x, y);
        pen.lineTo(nx, ny);
        isOpen = true;
        n++;
      }
      x = nx;
      y = ny;
    }
    return n;
  }

  const stretch = (pen, look, ax, ay, bx, by) => {
    if (Math.abs(bx - ax) > FAR_PX || Math.abs(by - ay) > FAR_PX) { segment(pen, look, ax, ay, bx, by); return; }
    pen.moveTo(ax, ay);
    pen.lineTo(bx, by);
  };

  /* One straight line, cut at the rim of the sheet (Liang and Barsky): dashes of a line as long as a country take for ever. */
  function segment(pen, look, ax, ay, bx, by) {
    const dx = bx - ax, dy = by - ay, rim = 20;
    let from = 0, to = 1;
    for (const [way, room] of [[-dx, ax + rim], [dx, look.width + rim - ax], [-dy, ay + rim], [dy, look.height + rim - ay]]) {
      if (way === 0) { if (room < 0) return; continue; }
      const share = room / way;
      if (way < 0) from = Math.max(from, share);
      else to = Math.min(to, share);
    }
    if (from >= to) return;
    pen.moveTo(ax + from * dx, ay + from * dy);
    pen.lineTo(ax + to * dx, ay + to * dy);
  }

  /* The widest and brightest is what is reached soonest; the outermost is dashed as long as dashes can be seen. */
  function reach(pen, look) {
    if (Room.shapes.isEmpty("reach")) return;
    const seen = Room.shapes.layers.reach.filter((shape) => shape.role in REACH && sees(look, shape, 8));
    let pieces = 0;
    for (const shape of seen) pieces += countSeen(look, shape);
    const ranked = ["reach_support", "reach_mutual", "reach_self"].flatMap((role) => seen.filter((shape) => shape.role === role));
    if (pieces > MANY) {
      Room.plot.begin(look);
      for (const shape of ranked) Room.plot.lines(look, shape, colours().reach[REACH[shape.role][0]], REACH[shape.role][1] * CROWDED);
      Room.plot.end(pen, look);
      return;
    }
    Room.plot.forget();
    pen.lineCap = pen.lineJoin = "round";
    for (const shape of ranked) {
      const [tone, width] = REACH[shape.role];
      pen.strokeStyle = colours().reach[tone];
      pen.lineWidth = width;
      pen.setLineDash(tone === 2 ? [5, 5] : []);
      lines(pen, look, shape, false);
    }
    pen.setLineDash([]);
  }

  /* Every trail fades toward its oldest point; lines of one age are drawn together. */
  function trails(pen, look) {
    if (Room.shapes.isEmpty("trail")) return;
    const steps = Array.from({ length: TRAIL_STEPS }, () => []), { left, top, scale } = look;
    for (const { xy, starts, box } of Room.shapes.layers.trail) {
      for (let p = 0; p + 1 < starts.length; p++) {
        if (!inView(look, box, 4 * p, 8)) continue;
        const first = 2 * starts[p], last = 2 * starts[p + 1] - 2;
        for (let i = first; i < last; i += 2) {
          const step = Math.min(TRAIL_STEPS - 1, Math.floor((TRAIL_STEPS * (i - first + 2)) / (last - first + 2)));
          steps[step].push((xy[i] - left) * scale, (xy[i + 1] - top) * scale, (xy[i + 2] - left) * scale, (xy[i + 3] - top) * scale);
        }
      }
    }
    pen.lineCap = "round";
    pen.strokeStyle = colours().trail;
    steps.forEach((ends, step) => {
      const share = (step + 1) / TRAIL_STEPS;
      pen.globalAlpha = 0.08 + 0.72 * share * share;
      pen.lineWidth = 1.2 + 1.2 * share;
      for (let i = 0; i < ends.length;) {
        pen.beginPath();
        for (let n = 0; n < BATCH && i < ends.length; n++, i += 4) stretch(pen, look, ends[i], ends[i + 1], ends[i + 2], ends[i + 3]);
        pen.stroke();
      }
    });
    pen.globalAlpha = 1;
  }

  function hatch(pen, colour, look) {
    const key = Room.theme + colour, side = 12;
    if (!hatches[key]) {
      const canvas = document.createElement("canvas"), ink = canvas.getContext("2d");
      canvas.width = canvas.height = side;
      ink.strokeStyle = colour;
      ink.lineWidth = 1.4;
      for (const shift of [-side, 0, side]) { ink.moveTo(shift - 1, side + 1); ink.lineTo(shift + side + 1, -1); }
      ink.stroke();
      hatches[key] = pen.createPattern(canvas, "repeat");
    }
    /* the hatching stays with the ground while the sheet is laid anew */
    hatches[key].setTransform(new DOMMatrix([1, 0, 0, 1, -((look.left * look.scale) % side), -((look.top * look.scale) % side)]));
    return hatches[key];
  }

  function area(pen, look, shape, colour) {
    pen.beginPath();
    for (let p = 0; p + 1 < shape.starts.length; p++) {
      for (let i = 2 * shape.starts[p]; i < 2 * shape.starts[p + 1]; i += 2) {
        const x = (shape.xy[i] - look.left) * look.scale, y = (shape.xy[i + 1] - look.top) * look.scale;
        if (i === 2 * shape.starts[p]) pen.moveTo(x, y);
        else pen.lineTo(x, y);
      }
      pen.closePath();
    }
    pen.globalAlpha = 0.14; pen.fillStyle = colour; pen.fill("evenodd");
    pen.globalAlpha = 0.4; pen.fillStyle = hatch(pen, colour, look); pen.fill("evenodd");
    pen.globalAlpha = 1;
  }

  function flag(pen, x, y, colour) {
    pen.beginPath();
    pen.moveTo(x, y); pen.lineTo(x, y - 19); pen.lineTo(x + 14, y - 14); pen.lineTo(x, y - 9);
    pen.strokeStyle = Room.colours().halo; pen.lineWidth = 5; pen.stroke();
    pen.strokeStyle = colour; pen.lineWidth = 2; pen.stroke();
    pen.fillStyle = colour; pen.fill();
    pen.beginPath(); pen.arc(x, y, 3.2, 0, 2 * Math.PI); pen.fill();
  }

  /* A dot at every way-point: at the ends of the legs, or at every corner of a route in one piece. */
  function wayPoints(pen, look, shape, colour) {
    const { xy, starts } = shape, isWhole = starts.length === 2;
    for (let p = 0; p + 1 < starts.length; p++) {
      const step = isWhole ? 1 : Math.max(1, starts[p + 1] - starts[p] - 1);
      for (let i = starts[p]; i < starts[p + 1]; i += step) {
        const x = (xy[2 * i] - look.left) * look.scale, y = (xy[2 * i + 1] - look.top) * look.scale;
        pen.beginPath(); pen.arc(x, y, 4, 0, 2 * Math.PI);
        pen.fillStyle = Room.colours().ground; pen.fill();
        pen.lineWidth = 2; pen.strokeStyle = colour; pen.stroke();
      }
    }
  }

  const STYLE = { patrol: [2.5, [11, 7]], drawing: [3, []] };

  function one(pen, look, shape) {
    if (Room.hindrances.is(shape.role)) { Room.hindrances.one(pen, look, shape, lines); return; }
    const [width, dash] = STYLE[shape.role] || STYLE.drawing, colour = colours()[shape.role] || colours().drawing;
    pen.lineCap = pen.lineJoin = "round";
    if (shape.kind === POINT) {
      for (let i = 0; i < shape.xy.length; i += 2) flag(pen, (shape.xy[i] - look.left) * look.scale, (shape.xy[i + 1] - look.top) * look.scale, colour);
      return;
    }
    if (shape.kind === AREA) area(pen, look, shape, colour);
    pen.strokeStyle = Room.colours().halo; pen.lineWidth = width + 3; pen.setLineDash([]);
    lines(pen, look, shape, shape.kind === AREA);
    pen.strokeStyle = colour; pen.lineWidth = width; pen.setLineDash(dash);
    lines(pen, look, shape, shape.kind === AREA);
    pen.setLineDash([]);
    if (shape.role === "patrol") wayPoints(pen, look, shape, colour);
  }

  /* Drawings, patrol routes and whatever else is not a reach or a trail, then their texts over all of them. */
  function few(pen, look) {
    const seen = [];
    for (const layer of ["reach", "patrol", "drawing"]) {
      if (Room.shapes.isEmpty(layer)) continue;
      for (const shape of Room.shapes.layers[layer]) if (!(shape.role in REACH) && sees(look, shape, 30)) seen.push(shape);
    }
    for (const shape of seen) one(pen, look, shape);
    Room.captions.draw(pen, look, seen, (shape) => colours()[shape.role] || colours().drawing);
  }

  return { reach, trails, few, colours, lines, countSeen };
})();
