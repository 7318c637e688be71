"use strict";
/* Thousands of units: their pictures are copied pixel by pixel into one image, which is drawn at once.
   Several times quicker than as many drawImage calls where there is no graphics card. */
Room.crowd = (() => {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const FAINT = 0.35, HALF = 128;
  let image = null, pixels = null, pictures = [];

  function forget() { pictures = []; }

  function begin(width, height) {
    if (!image || image.width !== width || image.height !== height) {
      canvas.width = width;
      canvas.height = height;
      image = pen.createImageData(width, height);
      pixels = new Uint32Array(image.data.buffer);
    } else pixels.fill(0);
  }

  /* What of a sprite can be seen, as offsets from its upper left corner and colours: the solid part, and the edges. */
  function picture(number, faint, sprite) {
    const key = number * 2 + faint;
    const { width, height } = sprite.canvas;
    const bytes = sprite.canvas.getContext("2d").getImageData(0, 0, width, height).data;
    const colours = new Uint32Array(bytes.buffer), solid = [], edge = [];
    for (let i = 0; i < colours.length; i++) {
      const alpha = bytes[4 * i + 3];
      if (alpha === 0) continue;
      if (faint) bytes[4 * i + 3] = alpha * FAINT;
      (alpha < HALF ? edge : solid).push(Math.floor(i / width) * image.width + (i % width), colours[i]);
    }
    const parts = (list, from) => list.filter((_, i) => i % 2 === from);
    pictures[key] = {
      width, height, stride: image.width,
      solid: Int32Array.from(parts(solid, 0)), solidColour: Uint32Array.from(parts(solid, 1)),
      edge: Int32Array.from(parts(edge, 0)), edgeColour: Uint32Array.from(parts(edge, 1)),
    };
    return pictures[key];
  }

  const known = (number, faint) => { const it = pictures[number * 2 + faint]; return it && it.stride === image.width ? it : null; };

  /* x, y: middle in device pixels; what would reach over the rim is left out. An edge gives way to what is there. */
  function stamp(picture, x, y) {
    const left = Math.round(x - picture.width / 2), top = Math.round(y - picture.height / 2), stride = picture.stride;
    if (left < 0 || top < 0 || left + picture.width > stride || top + picture.height > image.height) return;
    const { solid, solidColour, edge, edgeColour } = picture, origin = top * stride + left, to = pixels;
    for (let i = 0; i < solid.length; i++) to[origin + solid[i]] = solidColour[i];
    for (let i = 0; i < edge.length; i++) if (to[origin + edge[i]] === 0) to[origin + edge[i]] = edgeColour[i];
  }

  function end() {
    pen.putImageData(image, 0, 0);
    return canvas;
  }

  return { begin, known, picture, stamp, end, forget };
})();
