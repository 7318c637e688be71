"use strict";
/* Where past incidents lay: a kernel density on a coarse grid, as one hue that grows denser. The picture is
   made after the frame, kept per zoom, and covers more than the view, so that panning finds it ready. */
Room.heat = (() => {
  const CELL_PX = 4, KEPT = 6, FULLEST = 200, BEYOND = 0.2;
  const WIDTH_M = 150, LEAST_PX = 14, MOST_PX = 56; /* of the kernel (its standard deviation) */
  const HUES = { night: [150, 160, 255], day: [63, 50, 170] };
  const MOST_ALPHA = 0.6, FAINTEST = 0.04;
  let count = 0, x = null, y = null, weight = null, later = 0;
  const kept = new Map();

  function take(packed) {
    const numbers = Room.shapes.unpacked(packed);
    count = numbers.length / 3;
    x = new Float64Array(count);
    y = new Float64Array(count);
    weight = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      x[i] = Room.mercator.x(numbers[3 * i + 1] / 1e6);
      y[i] = Room.mercator.y(numbers[3 * i] / 1e6);
      weight[i] = Math.max(0, numbers[3 * i + 2] / 1e6);
    }
    forget();
  }

  function forget() { kept.clear(); }

  const isEmpty = () => count === 0 || !Room.isShown("heat");

  /* Draw the kept picture of this zoom, or the nearest one while the right one is being made. */
  function draw(pen, look, onMade) {
    if (isEmpty()) return;
    const ready = kept.get(look.zoom);
    if (ready && covers(ready, look)) return lay(pen, look, ready);
    const standIn = ready || kept.get(look.zoom - 1) || kept.get(look.zoom + 1);
    if (standIn) lay(pen, look, standIn);
    clearTimeout(later);
    later = setTimeout(() => { make(look); onMade(); }, 0);
  }

  /* The picture for this look, made at once: { canvas, left, top, wide, high } in world units, null for none. */
  function picture(look) {
    if (isEmpty()) return null;
    if (!kept.has(look.zoom) || !covers(kept.get(look.zoom), look)) make(look);
    return kept.get(look.zoom);
  }

  const covers = (it, look) =>
    it.left <= look.left && it.top <= look.top && it.left + it.wide >= look.left + look.width / look.scale && it.top + it.high >= look.top + look.height / look.scale;

  function lay(pen, look, it) {
    pen.imageSmoothingEnabled = true;
    pen.imageSmoothingQuality = "high";
    pen.drawImage(it.canvas, (it.left - look.left) * look.scale, (it.top - look.top) * look.scale, it.wide * look.scale, it.high * look.scale);
  }

  function make(look) {
    const begun = performance.now(), cell = CELL_PX / look.scale;
    const columns = Math.ceil((look.width * (1 + 2 * BEYOND)) / CELL_PX), rows = Math.ceil((look.height * (1 + 2 * BEYOND)) / CELL_PX);
    const left = look.left - (BEYOND * look.width) / look.scale, top = look.top - (BEYOND * look.height) / look.scale;
    const middle = look.top + look.height / look.scale / 2;
    const metresPerPx = Room.mercator.METRES / look.scale / Math.cosh((0.5 - middle) * 2 * Math.PI);
    const sigma = Math.min(MOST_PX, Math.max(LEAST_PX, WIDTH_M / metresPerPx)) / CELL_PX;
    const grid = new Float32Array(columns * rows);
    for (let i = 0; i < count; i++) {
      const cx = (x[i] - left) / cell - 0.5, cy = (y[i] - top) / cell - 0.5, c = Math.floor(cx), r = Math.floor(cy);
      if (c < 0 || r < 0 || c + 1 >= columns || r + 1 >= rows) continue;
      const fx = cx - c, fy = cy - r, k = r * columns + c, w = weight[i];
      grid[k] += w * (1 - fx) * (1 - fy);
      grid[k + 1] += w * fx * (1 - fy);
      grid[k + columns] += w * (1 - fx) * fy;
      grid[k + columns + 1] += w * fx * fy;
    }
    blur(grid, columns, rows, sigma);
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value);
    kept.set(look.zoom, { left, top, wide: columns * cell, high: rows * cell, canvas: tint(grid, columns, rows, peak(cell * sigma, sigma)) });
    Room.heat.made = { ms: performance.now() - begun, columns, rows };
  }

  /* Three running means along rows and columns come near a Gaussian (central limit theorem). */
  function blur(grid, columns, rows, sigma) {
    const half = Math.max(1, Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2));
    const line = new Float32Array(Math.max(columns, rows));
    for (let pass = 0; pass < 3; pass++) {
      for (let r = 0; r < rows; r++) mean(grid, r * columns, 1, columns, half, line);
      for (let c = 0; c < columns; c++) mean(grid, c, columns, rows, half, line);
    }
  }

  function mean(grid, start, step, n, half, line) {
    const share = 1 / (2 * half + 1);
    let sum = 0;
    for (let i = 0; i < n; i++) line[i] = grid[start + i * step];
    for (let i = 0; i < Math.min(half, n); i++) sum += line[i];
    for (let i = 0; i < n; i++) {
      if (i + half < n) sum += line[i + half];
      if (i - half - 1 >= 0) sum -= line[i - half - 1];
      grid[start + i * step] = sum * share;
    }
  }

  /* The densest place of all the data, not of the view, so that panning does not change what a tone means:
     the data are gathered in squares as wide as the kernel, and the kernel is summed at the fullest of them. */
  function peak(width, sigma) {
    const squares = new Map(), key = (c, r) => c * 67108864 + r;
    for (let i = 0; i < count; i++) {
      const at = key(Math.floor(x[i] / width), Math.floor(y[i] / width));
      squares.set(at, (squares.get(at) || 0) + weight[i]);
    }
    const fullest = [...squares.entries()].sort((a, b) => b[1] - a[1]).slice(0, FULLEST);
    let most = 0;
    for (const [at] of fullest) {
      const c = Math.floor(at / 67108864), r = at % 67108864;
      let sum = 0;
      for (let dc = -3; dc <= 3; dc++)
        for (let dr = -3; dr <= 3; dr++) sum += (squares.get(key(c + dc, r + dr)) || 0) * Math.exp(-(dc * dc + dr * dr) / 2);
      most = Math.max(most, sum);
    }
    return most / (2 * Math.PI * sigma * sigma);
  }

  function tint(grid, columns, rows, most) {
    const canvas = document.createElement("canvas");
    canvas.width = columns;
    canvas.height = rows;
    const pen = canvas.getContext("2d"), image = pen.createImageData(columns, rows), bytes = image.data, [red, green, blue] = HUES[Room.theme];
    for (let i = 0; i < grid.length; i++) {
      const share = most > 0 ? Math.min(1, grid[i] / most) : 0;
      if (share < FAINTEST) continue;
      bytes[4 * i] = red;
      bytes[4 * i + 1] = green;
      bytes[4 * i + 2] = blue;
      bytes[4 * i + 3] = 255 * MOST_ALPHA * Math.pow((share - FAINTEST) / (1 - FAINTEST), 0.75);
    }
    pen.putImageData(image, 0, 0);
    return canvas;
  }

  /* Of the densest place's share. */
  const colour = (share) => `rgba(${HUES[Room.theme]}, ${MOST_ALPHA * Math.pow(share, 0.75)})`;

  return { take, draw, picture, forget, isEmpty, colour, made: null };
})();
