"use strict";
/* What today's free units reach in each ring, the posts that nobody reaches in time, and the way of a unit that could
   move up. A sheet of its own under all others: it changes while units move. */
Room.cover = (() => {
  const LAYER = "coverage", CROWDED = 4000, THIN = 0.6;
  const BANDS = [["reach_support", 2, 1.6], ["reach_mutual", 1, 2.4], ["reach_self", 0, 3.6]];
  const COLOURS = {
    night: { bands: ["#30aea3", "#237a73", "#2a5854"], gap: "#f2f5f8", move: "#f2f5f8" },
    day: { bands: ["#00766b", "#4fa69e", "#93c4bf"], gap: "#17202a", move: "#17202a" },
  };
  const NEAR = 15, FAR = 8, NEAR_ZOOM = 14;
  const colours = () => COLOURS[Room.theme];

  function bands(pen, look) {
    const tones = colours().bands, shapes = Room.shapes.layers[LAYER];
    const ranked = BANDS.flatMap(([role, tone, width]) => shapes.filter((shape) => shape.role === role).map((shape) => [shape, tones[tone], width, tone]));
    let pieces = 0;
    for (const [shape] of ranked) pieces += Room.strokes.countSeen(look, shape);
    if (pieces > CROWDED) {
      Room.plot.begin(look);
      for (const [shape, colour, width] of ranked) Room.plot.lines(look, shape, colour, width * THIN);
      Room.plot.end(pen, look);
      return;
    }
    pen.lineCap = pen.lineJoin = "round";
    for (const [shape, colour, width, tone] of ranked) {
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.setLineDash(tone === 2 ? [5, 5] : []);
      Room.strokes.lines(pen, look, shape, false);
    }
    pen.setLineDash([]);
  }

  /* A hollow square round the post, open in the middle of every side. */
  function gap(pen, x, y, half) {
    const arm = half * 0.62;
    pen.lineCap = "butt";
    pen.lineJoin = "miter";
    pen.setLineDash([]);
    for (const [ink, width] of [[Room.colours().halo, 6], [colours().gap, 2.6]]) {
      pen.strokeStyle = ink;
      pen.lineWidth = width;
      pen.beginPath();
      for (const [sx, sy] of [[-1, -1], [1, -1], [1, 1], [-1, 1]]) {
        pen.moveTo(x + sx * half, y + sy * (half - arm));
        pen.lineTo(x + sx * half, y + sy * half);
        pen.lineTo(x + sx * (half - arm), y + sy * half);
      }
      pen.stroke();
    }
  }

  function move(pen, look, shape) {
    pen.lineCap = pen.lineJoin = "round";
    for (const [ink, width, dash] of [[Room.colours().halo, 7, []], [colours().move, 3, [2, 7]]]) {
      pen.strokeStyle = ink;
      pen.lineWidth = width;
      pen.setLineDash(dash);
      Room.strokes.lines(pen, look, shape, false);
    }
    pen.setLineDash([]);
  }

  function draw(pen, look) {
    const shapes = Room.shapes.layers[LAYER], half = look.zoom >= NEAR_ZOOM ? NEAR : FAR;
    bands(pen, look);
    for (const shape of shapes) if (shape.role === "move") move(pen, look, shape);
    for (const shape of shapes) if (shape.role === "gap") gap(pen, (shape.xy[0] - look.left) * look.scale, (shape.xy[1] - look.top) * look.scale, half);
  }

  /* For the legend: three bands one under the other, a gap, or a way; `wide` pixels in the middle of which lies `y`. */
  function sample(pen, role, wide, y) {
    if (role === "gap") { gap(pen, wide / 2, y, 9); return; }
    const tones = colours().bands, kinds = role === "move" ? [[colours().move, 3, [2, 7], 0]] : [[tones[0], 3.6, [], -6], [tones[1], 2.4, [], 0], [tones[2], 1.6, [5, 5], 6]];
    for (const [ink, width, dash, down] of kinds) {
      pen.strokeStyle = ink;
      pen.lineWidth = width;
      pen.lineCap = "round";
      pen.setLineDash(dash);
      pen.beginPath(); pen.moveTo(4, y + down); pen.lineTo(wide - 4, y + down); pen.stroke();
    }
  }

  return { draw, sample, colours };
})();
