"use strict";
/* What the mark under a resting pointer is, in words. The plate stands beside the map's picture: nothing is redrawn. */
Room.tips = (() => {
  const RESTS_MS = 400, LATER_MS = 60, ASIDE_PX = 16;
  const { units, posts, incidents } = Room.picture, map = window.map_room, ground = map.getContainer();
  const plate = document.createElement("div");
  plate.className = "room-tip";
  plate.hidden = true;
  ground.appendChild(plate);
  let timer = 0, over = "", x = 0, y = 0;

  const join = (words) => words.filter(Boolean).join(" · ");

  function ofUnit(id) {
    const i = units.index.get(id);
    if (i === undefined) return [];
    const bound = units.bound[i] ? incidents.get(units.bound[i]) : null;
    return [
      units.label[i],
      join([Room.say(`legend.unit.${Room.KINDS[units.kind[i]]}`), Room.say(`legend.state.${Room.STATES[units.state[i]]}`)]),
      bound ? Room.say("tip.bound", bound.label) : "",
      units.since[i] ? Room.say("tip.since", units.since[i]) : "",
    ];
  }

  function ofPost(id) {
    const it = posts.get(id);
    return it ? [it.label, join([Room.say("tip.post"), Room.say("tip.crew", it.crew), Room.say(it.ok ? "tip.kit.ok" : "tip.kit.missing")])] : [];
  }

  function ofIncident(id) {
    const it = incidents.get(id);
    if (!it) return [];
    const rings = it.rings.map((state, n) => (state ? `${Room.say(`tip.ring.${["self", "mutual", "support"][n]}`)} ${Room.say(`legend.ring.${["", "running", "met", "missed"][state]}`)}` : ""));
    return [it.label, join([Room.say(`legend.level.${it.level}`), Room.say(`tip.state.${["open", "assigned", "on_scene", "closed"][it.state]}`)]), join(rings)];
  }

  function ofOpponent(id) {
    const it = Room.picture.place("opponent", id);
    return it ? [it.label, Room.say("legend.opponent")] : [];
  }

  function ofCluster(key) {
    const group = Room.clusters.find(key);
    if (!group) return [];
    const counts = ["free", "busy", "off"].map((state, n) => (group.n[n] ? `${Room.say(`legend.state.${state}`)} ${group.n[n]}` : ""));
    return [Room.say("tip.cluster", group.n[0] + group.n[1] + group.n[2]), join(counts), Room.say("tip.zoom")];
  }

  const OF = { unit: ofUnit, post: ofPost, incident: ofIncident, opponent: ofOpponent, cluster: ofCluster };

  function show() {
    timer = 0;
    const [kind, id] = Room.focus.hovered, lines = (OF[kind] ? OF[kind](id) : []).filter(Boolean);
    if (!lines.length) return;
    plate.replaceChildren(...lines.map((text) => { const line = document.createElement("div"); line.textContent = text; return line; }));
    over = `${kind} ${id}`;
    plate.hidden = false;
    const left = x + ASIDE_PX + plate.offsetWidth > ground.clientWidth ? x - ASIDE_PX - plate.offsetWidth : x + ASIDE_PX;
    const top = y + ASIDE_PX + plate.offsetHeight > ground.clientHeight ? y - ASIDE_PX - plate.offsetHeight : y + ASIDE_PX;
    plate.style.left = `${Math.max(4, left)}px`;
    plate.style.top = `${Math.max(4, top)}px`;
  }

  const isOver = () => over === Room.focus.hovered.join(" ");

  function hide() {
    clearTimeout(timer);
    timer = 0;
    over = "";
    plate.hidden = true;
  }

  /* The hands find the hovered mark with the next frame; the plate comes long after it. */
  function move(event) {
    const frame = ground.getBoundingClientRect();
    x = event.clientX - frame.left;
    y = event.clientY - frame.top;
    if (!plate.hidden && isOver()) { setTimeout(() => { if (!isOver()) hide(); }, LATER_MS); return; }
    hide();
    if (event.buttons === 0) timer = setTimeout(show, RESTS_MS);
  }

  ground.addEventListener("mousemove", move);
  ground.addEventListener("mouseleave", hide);
  ground.addEventListener("mousedown", hide, true);
  ground.addEventListener("wheel", hide, { capture: true, passive: true });
  map.on("movestart zoomstart", hide);
  Room.onFrame("words", hide);
  return { hide };
})();
