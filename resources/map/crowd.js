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

  /* What of a sprite can be seen: offsets from its upper left corner, colours, and which of them are edges. */
  function picture(number, faint, sprite) {
    const key = number * 2 + faint;
    const known = pictures[key];
    if (known && known.stride === image.width) return known;
    const { width, height } = sprite.canvas;
    const bytes = sprite.canvas.getContext("2d").getImageData(0, 0, width, height).data;
    const colours = new Uint32Array(bytes.buffer), offset = [], colour = [], edge = [];
    for (let i = 0; i < colours.length; i++) {
      const alpha = bytes[4 * i + 3];
      if (alpha === 0) continue;
      if (faint) bytes[4 * i + 3] = alpha * FAINT;
      offset.push(Math.floor(i / width) * image.width + (i % width));
      colour.push(colours[i]);
      edge.push(alpha < HALF ? 1 : 0);
    }
    pictures[key] = {
      width, height, stride: image.width,
      offset: Int32Array.from(offset), colour: Uint32Array.from(colour), edge: Uint8Array.from(edge),
    };
    return pictures[key];
  }

  /* x, y: middle in device pixels; what would reach over the rim is left out. An edge gives way to what is there. */
  function stamp(picture, x, y) {
    const left = Math.round(x - picture.width / 2), top = Math.round(y - picture.height / 2);
    if (left < 0 || top < 0 || left + picture.width > image.width || top + picture.height > image.height) return;
    const { offset, colour, edge } = picture, origin = top * image.width + left;
    for (let i = 0; i < offset.length; i++) {
      const to = origin + offset[i];
      if (edge[i] === 0 || pixels[to] === 0) pixels[to] = colour[i];
    }
  }

  function end() {
    pen.putImageData(image, 0, 0);
    return canvas;
  }

  return { begin, picture, stamp, end, forget };
})();
