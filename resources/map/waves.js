"use strict";
/* Nobody goes there yet: one slow wave a second and a quarter around a waiting incident. */
Room.waves = (() => {
  const { incidents } = Room.picture, { px, py, sees, blit } = Room.sight;
  const SPAN_MS = 1250, STEPS = 12, FROM = 20, TO = 37, SIDE = 2 * (TO + 3);
  const FEW = 12; /* more waves than this roll in a third as many steps */
  let drawn = []; /* left upper corners of the last ones */

  /* Returns after how many ms the next step is due; 0 if nothing waits in sight. */
  function draw(pen, look, now) {
    for (const [x, y] of drawn) pen.clearRect(x, y, SIDE + 2, SIDE + 2);
    drawn = [];
    const waiting = Room.isShown(Room.INCIDENT_LAYERS[Room.OPEN]) ? inSight(look) : [];
    const stride = waiting.length > FEW ? 3 : 1, pause = (SPAN_MS / STEPS) * stride;
    const step = (Math.floor(now / pause) * stride + (stride >> 1)) % STEPS;
    for (const it of waiting) {
      const x = px(look, it.x), y = py(look, it.y);
      blit(pen, picture(it.level, step), x, y);
      drawn.push([Math.floor(x - SIDE / 2) - 1, Math.floor(y - SIDE / 2) - 1]);
    }
    return waiting.length ? Math.max(20, pause - (now % pause)) : 0;
  }

  function inSight(look) {
    const found = [];
    for (const it of incidents.values()) if (it.state === Room.OPEN && sees(look, it.x, it.y)) found.push(it);
    return found;
  }

  function picture(level, step) {
    const share = step / STEPS;
    return Room.symbols.sprite(`w${level}.${step}`, Room.symbols.square(SIDE), (pen) => {
      pen.beginPath(); pen.arc(SIDE / 2, SIDE / 2, FROM + (TO - FROM) * share, 0, 2 * Math.PI);
      pen.strokeStyle = Room.colours().level[level]; pen.lineWidth = 3; pen.globalAlpha = 0.75 * (1 - share); pen.stroke();
    });
  }

  return { draw };
})();
