"use strict";
/* Draws the units: each by itself, or together where there are thousands. */
Room.units = (() => {
  const { units } = Room.picture, focus = Room.focus;
  const { px, py, sees, blit } = Room.sight;
  const CROWD = 500; /* above this many units in sight letters would only cover each other */
  const MANY = 1500; /* from here on they are stamped together */

  function size(look) {
    if (look.zoom < Room.SMALL_FROM_ZOOM) return 0;
    if (look.zoom < Room.LETTERS_FROM_ZOOM) return 1;
    return look.zoom < Room.LABELS_FROM_ZOOM && inSight(look) > CROWD ? 1 : 2;
  }

  function inSight(look) {
    let n = 0;
    for (let i = 0; i < units.count; i++) if (sees(look, units.x[i], units.y[i])) n++;
    return n;
  }

  /* Where a unit is drawn: beside its place while others stand there too. */
  const x = (look, i) => (units.x[i] - look.left) * look.scale + (look.zoom >= Room.LETTERS_FROM_ZOOM ? units.asideX[i] : 0);
  const y = (look, i) => (units.y[i] - look.top) * look.scale + (look.zoom >= Room.LETTERS_FROM_ZOOM ? units.asideY[i] : 0);
  const at = (look, i) => ({ x: look.left + x(look, i) / look.scale, y: look.top + y(look, i) / look.scale });
  const isShown = (i) => Room.isShown(Room.UNIT_LAYERS[units.kind[i]]) && !Room.clusters.holds(i);

  function draw(pen, look, size) {
    if (units.count > MANY && inSight(look) > MANY) drawCrowd(pen, look, size);
    else drawEach(pen, look, size);
    Room.clusters.draw(pen, look);
  }

  /* No arrows here: among so many they could not be told apart. */
  function drawCrowd(pen, look, size) {
    const ratio = window.devicePixelRatio || 1;
    Room.crowd.begin(Math.round(look.width * ratio), Math.round(look.height * ratio));
    const shown = Room.UNIT_LAYERS.map((layer) => Room.isShown(layer)), { left, top, scale, width, height } = look;
    const crowd = Room.crowd, symbols = Room.symbols, carried = focus.carried ? units.index.get(focus.carried) : -1;
    for (let i = 0; i < units.count; i++) {
      const sx = (units.x[i] - left) * scale, sy = (units.y[i] - top) * scale, kind = units.kind[i];
      if (sx < 0 || sy < 0 || sx > width || sy > height || !shown[kind] || Room.clusters.holds(i)) continue;
      const flags = units.flags[i], state = units.state[i], faint = flags & Room.DIMMED || i === carried ? 1 : 0;
      const number = symbols.unitNumber(kind, state, flags, size);
      const picture = crowd.known(number, faint) || crowd.picture(number, faint, symbols.unit(kind, state, flags, size));
      crowd.stamp(picture, sx * ratio, sy * ratio);
    }
    pen.drawImage(Room.crowd.end(), 0, 0, look.width, look.height);
  }

  function drawEach(pen, look, size) {
    const r = Room.symbols.RADIUS[size];
    for (let i = 0; i < units.count; i++) {
      if (!isShown(i) || !sees(look, units.x[i], units.y[i])) continue;
      const sx = x(look, i), sy = y(look, i), flags = units.flags[i];
      pen.globalAlpha = flags & Room.DIMMED || units.id[i] === focus.carried ? 0.35 : 1;
      if (size === 2 && units.heading[i] === units.heading[i]) arrow(pen, sx, sy, r, units.heading[i], units.state[i], flags);
      blit(pen, Room.symbols.unit(units.kind[i], units.state[i], flags & Room.STALE, size), sx, sy);
    }
    pen.globalAlpha = 1;
  }

  function arrow(pen, x, y, r, heading, state, flags) {
    const c = Room.colours(), a = ((heading - 90) * Math.PI) / 180, tip = r + 9, foot = r + 2.5;
    pen.beginPath();
    pen.moveTo(x + tip * Math.cos(a), y + tip * Math.sin(a));
    pen.lineTo(x + foot * Math.cos(a - 0.42), y + foot * Math.sin(a - 0.42));
    pen.lineTo(x + foot * Math.cos(a + 0.42), y + foot * Math.sin(a + 0.42));
    pen.closePath();
    pen.fillStyle = flags & Room.STALE ? c.state[Room.OFF] : c.state[state];
    pen.fill();
  }

  function drawCarried(pen) {
    const i = focus.carried ? units.index.get(focus.carried) : undefined;
    if (i !== undefined) blit(pen, Room.symbols.unit(units.kind[i], units.state[i], 0, 2), focus.carryX, focus.carryY);
  }

  return { size, draw, drawCarried, arrow, x, y, at, isShown };
})();
