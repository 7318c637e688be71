"use strict";
/* The slow shapes: world positions in typed arrays, piece by piece, and which of them is under a pixel. */
Room.shapes = (() => {
  const ROLES = ["reach_self", "reach_mutual", "reach_support", "patrol", "drawing", "trail", "slow", "closed", "suspect", "ring", "hold", "hold_ordered", "hold_held", "hold_way", "hole", "gap", "move", "plan_new", "plan_gone"];
  const POINT = 0, LINE = 1, AREA = 2;
  const NEAR_PX = 6, FLAG_PX = 12;
  const layers = { reach: [], patrol: [], drawing: [], trail: [], contain: [], coverage: [], plan: [] };
  const boxes = []; /* of the texts drawn last, in world units: [west, north, east, south, layer, id] */

  const { x: worldX, y: worldY } = Room.mercator;

  const unpacked = (text) => new Int32Array(Room.bytes(text).buffer);

  /* A row of `overlays.shape_row`. */
  function read(layer, [id, kind, role, text, packedLengths, packedPoints]) {
    const lengths = unpacked(packedLengths), numbers = unpacked(packedPoints);
    const xy = new Float64Array(numbers.length), starts = new Uint32Array(lengths.length + 1);
    const box = new Float64Array(4 * lengths.length), whole = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < numbers.length; i += 2) {
      xy[i] = worldX(numbers[i + 1] / 1e6);
      xy[i + 1] = worldY(numbers[i] / 1e6);
    }
    for (let p = 0; p < lengths.length; p++) {
      starts[p + 1] = starts[p] + lengths[p];
      let west = Infinity, north = Infinity, east = -Infinity, south = -Infinity;
      for (let i = 2 * starts[p]; i < 2 * starts[p + 1]; i += 2) {
        west = Math.min(west, xy[i]); east = Math.max(east, xy[i]);
        north = Math.min(north, xy[i + 1]); south = Math.max(south, xy[i + 1]);
      }
      box.set([west, north, east, south], 4 * p);
      whole[0] = Math.min(whole[0], west); whole[1] = Math.min(whole[1], north);
      whole[2] = Math.max(whole[2], east); whole[3] = Math.max(whole[3], south);
    }
    return { layer, id, kind, role: ROLES[role], text: plain(text), xy, starts, box, whole };
  }

  /* One line of text that cannot turn its neighbours round; SYMBOLS' own rule where the page has it. */
  function plain(text) {
    const line = Room.plain ? Room.plain(text) : String(text).replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069]+/g, " ");
    const letters = Array.from(line.slice(0, 200).trim());
    return letters.length > 40 ? `${letters.slice(0, 39).join("")}…` : letters.join("");
  }

  function take(layer, rows) { layers[layer] = rows.map((row) => read(layer, row)); }

  const isEmpty = (name) => layers[name].length === 0 || !Room.isShown(name);

  /* Squared distance in pixels from (x, y) to the line from a to b. */
  function gap2(x, y, ax, ay, bx, by) {
    const dx = bx - ax, dy = by - ay, length2 = dx * dx + dy * dy;
    const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length2));
    return (x - ax - share * dx) ** 2 + (y - ay - share * dy) ** 2;
  }

  function distance(shape, look, x, y) {
    const { xy, starts } = shape;
    let best = Infinity;
    for (let p = 0; p + 1 < starts.length; p++) {
      const from = 2 * starts[p], to = 2 * starts[p + 1] - 2;
      const px = (i) => (xy[i] - look.left) * look.scale, py = (i) => (xy[i + 1] - look.top) * look.scale;
      if (to === from) best = Math.min(best, gap2(x, y, px(from), py(from), px(from), py(from)));
      for (let i = from; i < to; i += 2) best = Math.min(best, gap2(x, y, px(i), py(i), px(i + 2), py(i + 2)));
      if (shape.kind === AREA) best = Math.min(best, gap2(x, y, px(to), py(to), px(from), py(from)));
    }
    return Math.sqrt(best);
  }

  /* [layer, id] of the drawing or patrol route whose line, flag or text lies under a pixel. */
  function at(look, x, y) {
    const worldSpot = [look.left + x / look.scale, look.top + y / look.scale];
    for (const [west, north, east, south, layer, id] of boxes)
      if (Room.isShown(layer) && worldSpot[0] > west && worldSpot[0] < east && worldSpot[1] > north && worldSpot[1] < south) return [layer, id];
    let best = null, least = Infinity;
    for (const layer of ["drawing", "patrol"]) {
      if (isEmpty(layer)) continue;
      for (const shape of layers[layer]) {
        const reach = shape.kind === POINT ? FLAG_PX : NEAR_PX, more = reach / look.scale, box = shape.whole;
        if (worldSpot[0] < box[0] - more || worldSpot[0] > box[2] + more || worldSpot[1] < box[1] - more || worldSpot[1] > box[3] + more) continue;
        /* a flag stands above its place */
        const away = distance(shape, look, x, shape.kind === POINT ? y + 8 : y);
        if (away <= reach && away < least) { least = away; best = [layer, shape.id]; }
      }
    }
    return best;
  }

  return { layers, boxes, take, isEmpty, at, plain, unpacked, POINT, LINE, AREA };
})();
