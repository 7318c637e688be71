"use strict";
/* A plan of stations: houses with the number of the list where a new one is proposed, and posts that it gives up. */
Room.plan = (() => {
  const LAYER = "plan", SIDE = 11, FAR = 7, NEAR_ZOOM = 13, NAMED_ZOOM = 14, HIGH = 22, MOST_PX = 320;
  const colours = () => ({ plan_new: Room.colours().selection, plan_gone: Room.colours().text });

  function house(pen, x, y, half, number) {
    pen.setLineDash([]);
    pen.lineJoin = "round";
    pen.beginPath();
    pen.moveTo(x, y - half * 1.35);
    for (const [sx, sy] of [[1, -0.35], [1, 1], [-1, 1], [-1, -0.35]]) pen.lineTo(x + sx * half, y + sy * half);
    pen.closePath();
    pen.strokeStyle = Room.colours().halo; pen.lineWidth = 5; pen.stroke();
    pen.fillStyle = colours().plan_new; pen.fill();
    if (!number) return;
    pen.font = `700 13px ${Room.FONT}`;
    pen.textAlign = "center"; pen.textBaseline = "middle";
    pen.fillStyle = Room.colours().ground;
    pen.fillText(number, x, y + half * 0.22);
  }

  /* A dotted square with a bar across: what stands there goes. */
  function gone(pen, x, y, half) {
    for (const [ink, width, dash] of [[Room.colours().halo, 5, []], [colours().plan_gone, 2, [3, 3]]]) {
      pen.strokeStyle = ink; pen.lineWidth = width; pen.setLineDash(dash);
      pen.strokeRect(x - half, y - half, 2 * half, 2 * half);
    }
    pen.setLineDash([]);
    pen.beginPath(); pen.moveTo(x - half, y + half); pen.lineTo(x + half, y - half); pen.stroke();
  }

  function draw(pen, look) {
    const half = look.zoom >= NEAR_ZOOM ? SIDE : FAR, taken = [];
    const at = (shape) => [(shape.xy[0] - look.left) * look.scale, (shape.xy[1] - look.top) * look.scale];
    const shapes = Room.shapes.layers[LAYER].filter((shape) => shape.xy.length >= 2);
    for (const shape of shapes) if (shape.role === "plan_gone") gone(pen, ...at(shape), half);
    const built = shapes.filter((shape) => shape.role === "plan_new");
    for (const shape of built.slice().reverse()) house(pen, ...at(shape), half, half === SIDE ? shape.text.split(" ")[0] : "");
    if (look.zoom < NAMED_ZOOM) return;
    pen.font = `600 14px ${Room.FONT}`;
    pen.textBaseline = "middle"; pen.lineJoin = "round";
    for (const shape of built) {
      const [x, y] = at(shape), text = shape.text.split(" ").slice(1).join(" "), wide = Math.min(MOST_PX, pen.measureText(text).width);
      const box = [x + SIDE + 6, y - HIGH / 2, x + SIDE + 6 + wide, y + HIGH / 2];
      if (!text || taken.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
      taken.push(box);
      Room.captions.write(pen, text, box[0], y, colours().plan_new);
    }
  }

  /* For the legend: one mark in the middle of `wide` pixels. */
  function sample(pen, role, wide, y) {
    if (role === "plan_new") house(pen, wide / 2, y + 1, 9, "1");
    else gone(pen, wide / 2, y, 8);
  }

  return { draw, sample, colours };
})();
