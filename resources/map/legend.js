"use strict";
/* The legend, made of the very signs the map draws. Off until the room says that it shows. */
Room.legend = (() => {
  const S = Room.symbols, FULL = 2, PITCH = 44;
  const ROW = 25, SIGN = 30, RING = 37, GROUP = 44; /* heights */
  const plate = document.createElement("div");
  plate.className = "room-legend";
  plate.hidden = true;
  document.body.appendChild(plate);
  for (const kind of ["mousemove", "mousedown", "click", "contextmenu", "wheel"]) plate.addEventListener(kind, (event) => event.stopPropagation());
  let opposing = [], ringed = [], covered = [], planned = [], hindering = [], waiting = false;

  const el = (name, parent, text) => {
    const made = document.createElement("div");
    made.className = name;
    if (text) made.textContent = text;
    parent.appendChild(made);
    return made;
  };

  /* Signs and what they mean; of each its middle, as high as the row. */
  function row(part, key, high, ...sprites) {
    const line = el("room-legend-row", part), box = el("room-legend-sign", line);
    line.style.minHeight = `${high}px`;
    for (const it of sprites) {
      const copy = document.createElement("canvas"), ratio = it.canvas.width / it.w, h = Math.min(it.h, high), w = it.w > PITCH ? Math.min(it.w, high) : it.w;
      copy.width = Math.round(w * ratio);
      copy.height = Math.round(h * ratio);
      copy.style.width = `${w}px`;
      copy.style.height = `${h}px`;
      copy.getContext("2d").drawImage(it.canvas, Math.round((copy.width - it.canvas.width) / 2), Math.round((copy.height - it.canvas.height) / 2));
      box.appendChild(copy);
    }
    el("room-legend-text", line, Room.say(key));
    return line;
  }

  const part = (key) => {
    const made = el("room-legend-part", plate);
    el("room-legend-head", made, Room.say(key));
    return made;
  };

  const unit = (kind, state, flags = 0) => S.unit(kind, state, flags, FULL);

  function build() {
    waiting = false;
    plate.replaceChildren();
    opposing = ringed = [];
    if (plate.hidden) return;
    units();
    incidents();
    places();
    lines();
  }

  function units() {
    const kinds = part("legend.units"), states = part("legend.states");
    Room.KINDS.forEach((kind, number) => row(kinds, `legend.unit.${kind}`, ROW, unit(number, Room.FREE)));
    ["free", "busy", "off"].forEach((state, number) => row(states, `legend.state.${state}`, ROW, unit(1, number)));
    row(states, "legend.heading", ROW, headed());
    row(states, "legend.stale", ROW, unit(1, Room.FREE, Room.STALE));
    row(states, "legend.cluster", GROUP, Room.clusters.picture([5, 4, 1], 19));
  }

  function headed() {
    return S.sprite("headed", S.square(44), (pen) => {
      const it = unit(1, Room.FREE);
      Room.units.arrow(pen, 22, 22, S.RADIUS[FULL], 45, Room.FREE, 0);
      pen.drawImage(it.canvas, 22 - it.w / 2, 22 - it.h / 2, it.w, it.h);
    });
  }

  function incidents() {
    const levels = part("legend.incidents"), rings = part("legend.rings");
    for (const level of [1, 2, 3]) row(levels, `legend.level.${level}`, SIGN, S.incident(level, Room.OPEN, [], 1));
    ["open", "assigned", "on_scene", "closed"].forEach((state, number) => row(levels, `legend.incident.${state}`, number === Room.OPEN ? RING : SIGN, waved(S.incident(2, number, [], 1), number)));
    row(rings, "legend.ring.parts", RING, parted());
    row(rings, "legend.ring.states", RING, S.incident(3, Room.CLOSED, [2, 1, 3], 1));
  }

  /* The three rings apart, each with the first sign of its name. */
  function parted() {
    return S.sprite("parted", S.square(PITCH), (pen) => {
      const m = PITCH / 2, c = Room.colours(), third = (2 * Math.PI) / 3;
      ["self", "mutual", "support"].forEach((name, n) => {
        const middle = -Math.PI / 2 + n * third;
        pen.beginPath(); pen.arc(m, m, 16.5, middle - third / 2 + 0.16, middle + third / 2 - 0.16);
        pen.strokeStyle = c.text; pen.lineWidth = 3.4; pen.stroke();
        S.write(pen, String(n + 1), m + 8 * Math.cos(middle), m + 8 * Math.sin(middle) + 0.5, 10, 600, c.text);
      });
    });
  }

  /* The wave of an incident that waits, standing still. */
  function waved(sprite, state) {
    if (state !== Room.OPEN) return sprite;
    return S.sprite("wave", S.square(sprite.w), (pen) => {
      const m = sprite.w / 2;
      pen.drawImage(sprite.canvas, 0, 0, sprite.w, sprite.h);
      pen.beginPath(); pen.arc(m, m, 17, 0, 2 * Math.PI);
      pen.strokeStyle = Room.colours().level[2]; pen.lineWidth = 2.5; pen.globalAlpha = 0.6; pen.stroke();
    });
  }

  function places() {
    const posts = part("legend.posts");
    row(posts, "legend.post", ROW, S.post(1, 3, 4));
    row(posts, "legend.post.kit", ROW, S.post(0, 3, 4));
    row(posts, "legend.post.empty", ROW, S.post(1, 3, 0));
    row(posts, "legend.post.far", ROW, S.post(1, 2), S.post(0, 2));
    opposing = [row(posts, "legend.opponent", ROW, S.opponent())];
    showOpposing();
  }

  function lines() {
    const drawn = part("legend.lines"), tones = Room.strokes.colours();
    row(drawn, "legend.reach_self", ROW, stroke(tones.reach[0], 4.5));
    row(drawn, "legend.reach_mutual", ROW, stroke(tones.reach[1], 3));
    row(drawn, "legend.reach_support", ROW, stroke(tones.reach[2], 1.8, [5, 5]));
    row(drawn, "legend.patrol", ROW, stroke(tones.patrol, 2.5, [11, 7]));
    row(drawn, "legend.drawing", ROW, stroke(tones.drawing, 3));
    hindering = ["closed", "slow"].map((role) => [role, row(drawn, `legend.${role}`, ROW, hindered(role))]);
    showHindering();
    row(drawn, "legend.trail", ROW, stroke(tones.trail, 2.4, [], true));
    row(drawn, "legend.route", ROW, stroke(Room.colours().selection, 3.5));
    row(drawn, "legend.heat", ROW, glow());
    covered = ["coverage", "gap", "move"].map((role) => row(drawn, `legend.${role}`, ROW, covering(role)));
    showCovered();
    planned = ["plan_new", "plan_gone"].map((role) => row(drawn, `legend.${role}`, ROW, proposed(role)));
    showPlanned();
    ringed = ["suspect", "hold", "hold_ordered", "hold_held", "hole"].map((role) => row(drawn, `legend.${role}`, ROW, held(role)));
    showRinged();
  }

  function stroke(colour, width, dash = [], isFading = false) {
    return S.sprite(`line${colour}${width}`, { w: PITCH, h: 14 }, (pen) => {
      const parts = isFading ? 10 : 1;
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.setLineDash(dash);
      for (let i = 0; i < parts; i++) {
        pen.globalAlpha = (i + 1) / parts;
        pen.beginPath(); pen.moveTo(2 + (i * (PITCH - 4)) / parts, 7); pen.lineTo(2 + ((i + 1) * (PITCH - 4)) / parts, 7); pen.stroke();
      }
    });
  }

  const hindered = (role) => S.sprite(role, { w: PITCH, h: 20 }, (pen) => Room.hindrances.sample(pen, role, 2, PITCH - 2, 10));

  /* From few to many past incidents, in the heat's own colours. */
  function glow() {
    return S.sprite("glow", { w: PITCH, h: 14 }, (pen) => {
      for (let x = 2; x < PITCH - 2; x++) {
        pen.fillStyle = Room.heat.colour((x - 2) / (PITCH - 5));
        pen.fillRect(x, 2, 1, 10);
      }
    });
  }

  const held = (role) => S.sprite(`contain${role}`, { w: PITCH, h: 24 }, (pen) => Room.containment.sample(pen, role, PITCH, 12));

  const covering = (role) => S.sprite(`cover${role}`, { w: PITCH, h: 24 }, (pen) => Room.cover.sample(pen, role, PITCH, 12));

  /* Closed and slow roads are explained only where there are some. */
  function showHindering() { for (const [role, line] of hindering) line.hidden = !Room.shapes.layers.drawing.some((shape) => shape.role === role); }

  /* Coverage is explained only while it shows. */
  function showCovered() { for (const line of covered) line.hidden = !Room.isShown("coverage") || Room.shapes.layers.coverage.length === 0; }

  const proposed = (role) => S.sprite(`${role}`, { w: PITCH, h: 28 }, (pen) => Room.plan.sample(pen, role, PITCH, 14));

  /* A plan of stations, likewise. */
  function showPlanned() { for (const line of planned) line.hidden = Room.shapes.isEmpty("plan"); }

  /* A ring is explained only while there is one. */
  function showRinged() { for (const line of ringed) line.hidden = Room.shapes.layers.contain.length === 0; }

  /* Attackers are explained only where there are some: never in live work. */
  function showOpposing() { for (const line of opposing) line.hidden = Room.picture.opponents.size === 0; }

  /* Once all who listen to this part of the frame have heard it. */
  function renew() {
    if (waiting) return;
    waiting = true;
    queueMicrotask(build);
  }

  Room.onFrame("shown", (names) => { plate.hidden = !names.includes("legend"); renew(); });
  Room.onFrame("theme", renew);
  Room.onFrame("words", renew);
  Room.onFrame("shapes.drawing", () => queueMicrotask(showHindering));
  Room.onFrame("shapes.coverage", () => queueMicrotask(showCovered));
  Room.onFrame("shapes.plan", () => queueMicrotask(showPlanned));
  Room.onFrame("shapes.contain", () => queueMicrotask(showRinged));
  Room.above(showOpposing);
  return { plate };
})();
