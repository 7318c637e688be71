"use strict";
/* Names beside the marks. */
Room.names = (() => {
  const { units, posts, opponents } = Room.picture, focus = Room.focus;
  const { px, py, sees } = Room.sight;

  /* Names, the most needed first; a name that finds no room is left out. */
  function draw(pen, look, size, byRank) {
    const taken = symbolBoxes(look, size, byRank), near = look.zoom >= Room.LABELS_FROM_ZOOM;
    const write = (at, text, role, fontSize, gap, forced) => {
      if (!text || !sees(look, at.x, at.y)) return;
      const sprite = Room.symbols.label(text, role, fontSize);
      const x = px(look, at.x) + gap, y = py(look, at.y) - sprite.h / 2;
      const box = [x + 1, y + 3, x + sprite.w, y + sprite.h - 3];
      if (!forced && taken.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) return;
      taken.push(box);
      pen.drawImage(sprite.canvas, Math.round(x), Math.round(y), sprite.w, sprite.h);
    };
    const r = Room.symbols.RADIUS[size] + 4;
    const writeOne = ([kind, id]) => {
      const at = Room.pencil.markAt(look, kind, id);
      if (!at) return;
      if (kind === "unit") write(at, units.label[units.index.get(id)], "text", 14, r, true);
      else write(at, at.label, "text", 14, kind === "incident" ? 24 : 10, true);
    };
    writeOne(focus.selected);
    if (!Room.isFocus(focus.selected, ...focus.hovered)) writeOne(focus.hovered);
    for (let k = byRank.length; k-- > 0;) {
      const it = byRank[k];
      if (it.state !== Room.CLOSED && !Room.isFocus(focus.selected, "incident", it.id) && look.zoom >= Room.LETTERS_FROM_ZOOM) write(it, it.label, "text", 14, 24, false);
    }
    if (Room.isShown("opponent")) for (const it of opponents.values()) write(it, it.label, "text", 13, 15, false);
    if (!near) return;
    for (let i = 0; i < units.count; i++) {
      if (Room.units.isShown(i) && !(units.flags[i] & Room.DIMMED) && !Room.isFocus(focus.selected, "unit", units.id[i]))
        write(Room.units.at(look, i), units.label[i], "text", 13, r, false);
    }
    if (Room.isShown("post")) for (const it of posts.values()) write(it, it.label, "muted", 13, 9, false);
  }

  /* Room the symbols themselves take: a name never lies across another mark. */
  function symbolBoxes(look, size, byRank) {
    const boxes = [], r = Room.symbols.RADIUS[size] - 1;
    const reserve = (at, half) => {
      if (!sees(look, at.x, at.y)) return;
      const x = px(look, at.x), y = py(look, at.y);
      boxes.push([x - half, y - half, x + half, y + half]);
    };
    for (const it of byRank) reserve(it, 19);
    if (Room.isShown("opponent")) for (const it of opponents.values()) reserve(it, 12);
    if (look.zoom >= Room.LABELS_FROM_ZOOM) for (let i = 0; i < units.count; i++) if (Room.units.isShown(i)) reserve(Room.units.at(look, i), r);
    return boxes;
  }

  return { draw };
})();
