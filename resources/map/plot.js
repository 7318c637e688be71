"use strict";
/* Tens of thousands of thin lines at once, set pixel by pixel into one image: without a graphics card several
   times quicker than as many strokes of a canvas. Lines have soft edges; later ones lie over earlier ones. */
Room.plot = (() => {
  let canvas = null, pen = null, image = null, pixels = null, ratio = 1;

  function begin(look) {
    ratio = look.ratio;
    const width = Math.round(look.width * ratio), height = Math.round(look.height * ratio);
    if (!canvas) {
      canvas = document.createElement("canvas");
      pen = canvas.getContext("2d", { willReadFrequently: true });
    }
    if (!image || image.width !== width || image.height !== height) {
      canvas.width = width;
      canvas.height = height;
      image = pen.createImageData(width, height);
      pixels = new Uint32Array(image.data.buffer);
    } else pixels.fill(0);
  }

  const packed = (hex) => parseInt(hex.slice(5, 7) + hex.slice(3, 5) + hex.slice(1, 3), 16); /* bytes lie red first */

  /* All pieces of a shape in view, `wide` pixels wide. */
  function lines(look, shape, colour, wide) {
    const { xy, starts, box } = shape, { left, top } = look, scale = look.scale * ratio, ink = packed(colour);
    const right = left + look.width / look.scale, bottom = top + look.height / look.scale;
    for (let p = 0; p + 1 < starts.length; p++) {
      const k = 4 * p;
      if (box[k] > right || box[k + 2] < left || box[k + 1] > bottom || box[k + 3] < top) continue;
      const last = 2 * starts[p + 1] - 2;
      let x = (xy[2 * starts[p]] - left) * scale, y = (xy[2 * starts[p] + 1] - top) * scale;
      for (let i = 2 * starts[p] + 2; i <= last; i += 2) {
        const nx = (xy[i] - left) * scale, ny = (xy[i + 1] - top) * scale;
        if (i < last && Math.abs(nx - x) < 1 && Math.abs(ny - y) < 1) continue;
        if (Math.abs(ny - y) > Math.abs(nx - x)) run(y, x, ny, nx, wide * ratio, ink, image.width, 1, image.height, image.width);
        else run(x, y, nx, ny, wide * ratio, ink, 1, image.width, image.width, image.height);
        x = nx;
        y = ny;
      }
    }
  }

  /* Along the longer side `a`, across it `b`: one step of each lies `alongStep` and `acrossStep` pixels further in the image. */
  function run(a0, b0, a1, b1, wide, ink, alongStep, acrossStep, alongSize, acrossSize) {
    if (a1 < a0) { let t = a0; a0 = a1; a1 = t; t = b0; b0 = b1; b1 = t; }
    const slope = a1 > a0 ? (b1 - b0) / (a1 - a0) : 0, half = (wide / 2) * Math.sqrt(1 + slope * slope);
    const from = Math.max(0, Math.round(a0)), to = Math.min(alongSize - 1, Math.round(a1));
    for (let a = from; a <= to; a++) {
      const middle = b0 + slope * (a - a0), low = middle - half, high = middle + half;
      const first = Math.round(low), last = Math.round(high);
      if (first < 0 || last >= acrossSize) continue;
      let at = a * alongStep + first * acrossStep;
      soft(at, ink, first + 0.5 - low);
      for (let b = first + 1; b < last; b++) pixels[(at += acrossStep)] = ink | 0xff000000;
      if (last > first) soft(at + acrossStep, ink, high - last + 0.5);
    }
  }

  /* An edge gives way to what covers more of the pixel. */
  function soft(at, ink, share) {
    const alpha = share >= 1 ? 255 : (share * 255) | 0;
    if (pixels[at] >>> 24 <= alpha) pixels[at] = ink | (alpha << 24);
  }

  function end(onto, look) {
    pen.putImageData(image, 0, 0);
    onto.drawImage(canvas, 0, 0, look.width, look.height);
  }

  /* Give the memory back. */
  function forget() { canvas = pen = image = pixels = null; }

  return { begin, lines, end, forget };
})();
