// The map of programs: county borders we ship, a ring for each program. No tiles, so nobody outside is asked.
(async () => {
  const box = document.getElementById("map");
  const found = [...document.querySelectorAll(".result[data-latitude]")];
  if (!box || !window.L || !window.topojson) return;
  const says = getComputedStyle(document.documentElement);
  const colour = (name) => says.getPropertyValue(name).trim();
  const at = (element) => [Number(element.dataset.latitude), Number(element.dataset.longitude)];
  box.replaceChildren();
  const map = L.map(box, { attributionControl: false, zoomSnap: 0.5, minZoom: 3, maxZoom: 11 });
  const points = found.map(at);
  if (box.dataset.latitude) points.push(at(box));
  if (points.length) map.fitBounds(L.latLngBounds(points).pad(0.3), { maxZoom: 9 });
  else map.setView([39.5, -98.3], 4);
  for (const result of found) {
    const link = result.querySelector("h3 a");
    const ring = L.circleMarker(at(result), {
      radius: 11, color: colour("--deep"), weight: 3, fillColor: colour("--water"), fillOpacity: 0.75,
    });
    const label = document.createElement("a");
    label.href = link.href;
    label.textContent = link.textContent;
    ring.bindPopup(label).addTo(map);
    ring.getElement()?.setAttribute("aria-label", link.textContent);
  }
  if (box.dataset.latitude) {
    L.circleMarker(at(box), { radius: 6, color: colour("--ochre"), weight: 3, fillOpacity: 0 })
      .bindPopup(document.createTextNode(box.dataset.says).textContent)
      .addTo(map);
  }
  try {
    const atlas = await (await fetch(box.dataset.borders)).json();
    const lines = (name, weight) =>
      L.geoJSON(topojson.mesh(atlas, atlas.objects[name]), {
        interactive: false, style: { color: colour("--edge"), weight, opacity: 0.7 },
      }).addTo(map).bringToBack();
    lines("counties", 0.5);
    lines("states", 1.5);
  } catch {
    // Without borders the rings still stand where the programs are, and the list says the same.
  }
})();
