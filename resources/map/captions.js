"use strict";
/* The texts of drawings and routes: with a halo, one line, and none across another. */
Room.captions = (() => {
  const { POINT, AREA } = Room.shapes;
  const SIZE = 14, HIGH = 22, MOST_PX = 320;

  /* Where a text stands: beside a flag, at the start of a route, half way along a line, amid an area. */
  function spot(shape, look) {
    const { xy, starts } = shape, n = starts.length > 1 ? starts[1] : 0;
    const px = (i) => (xy[2 * i] - look.left) * look.scale, py = (i) => (xy[2 * i + 1] - look.top) * look.scale;
    if (n === 0) return null;
    if (shape.kind === POINT) return [px(0) + 18, py(0) - 14, "left"];
    if (shape.role === "patrol") return [px(0) + 9, py(0) - 14, "left"];
    if (shape.kind === AREA) return amid(n, px, py);
    const middle = (n - 1) / 2, i = Math.floor(middle), j = Math.ceil(middle);
    /* beside a steep band, not across it */
    if (Room.hindrances.is(shape.role) && Math.abs(py(n - 1) - py(0)) > Math.abs(px(n - 1) - px(0))) return [(px(i) + px(j)) / 2 + 20, (py(i) + py(j)) / 2, "left"];
    return [(px(i) + px(j)) / 2, (py(i) + py(j)) / 2 - 14, "center"];
  }

  /* Centroid of the first ring; of one that crosses itself, whose centroid may lie anywhere, the mean of its corners. */
  function amid(n, px, py) {
    let twice = 0, x = 0, y = 0, meanX = 0, meanY = 0, west = Infinity, north = Infinity, east = -Infinity, south = -Infinity;
    for (let i = 0; i < n; i++) {
      const j = (i + 1) % n, cross = (px(i) - px(0)) * (py(j) - py(0)) - (px(j) - px(0)) * (py(i) - py(0));
      twice += cross;
      x += cross * (px(i) + px(j) - 2 * px(0));
      y += cross * (py(i) + py(j) - 2 * py(0));
      meanX += px(i) / n;
      meanY += py(i) / n;
      west = Math.min(west, px(i)); east = Math.max(east, px(i));
      north = Math.min(north, py(i)); south = Math.max(south, py(i));
    }
    const cx = px(0) + x / (3 * twice), cy = py(0) + y / (3 * twice), isInside = cx > west && cx < east && cy > north && cy < south;
    return isInside ? [cx, cy, "center"] : [meanX, meanY, "center"];
  }

  function draw(pen, look, shapes, colourOf) {
    const taken = [];
    Room.shapes.boxes.length = 0;
    pen.font = `600 ${SIZE}px ${Room.FONT}`;
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    for (const shape of shapes) {
      const at = shape.text ? spot(shape, look) : null;
      if (!at) continue;
      const wide = Math.min(MOST_PX, pen.measureText(shape.text).width), left = at[2] === "left" ? at[0] : at[0] - wide / 2, top = at[1] - HIGH / 2;
      const box = [left, top, left + wide, top + HIGH];
      if (taken.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
      taken.push(box);
      write(pen, shape.text, left, at[1], colourOf(shape));
      const world = (x, edge) => edge + x / look.scale;
      if (shape.layer === "drawing" || shape.layer === "patrol")
        Room.shapes.boxes.push([world(box[0], look.left), world(box[1], look.top), world(box[2], look.left), world(box[3], look.top), shape.layer, shape.id]);
    }
  }

  function write(pen, text, x, y, colour) {
    pen.textAlign = "left";
    pen.direction = "ltr";
    pen.strokeStyle = Room.colours().halo;
    pen.lineWidth = 4;
    pen.strokeText(text, x, y, MOST_PX);
    pen.fillStyle = colour;
    pen.fillText(text, x, y, MOST_PX);
  }

  return { draw, write, spot };
})();
