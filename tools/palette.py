"""Makes a picture of a page small: at most 256 colours, which is all that flat areas and letters need."""

from __future__ import annotations

import base64
import struct
import zlib

from playwright.sync_api import Page

#: In a blank page: the picture's pixels as places in a palette of its commonest colours, each the mean of its like.
REDUCE = """async (png) => {
  const blob = await (await fetch("data:image/png;base64," + png)).blob();
  const image = await createImageBitmap(blob, {colorSpaceConversion: "none"});
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const pixels = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
  const seen = new Map();
  for (const pixel of pixels) seen.set(pixel, (seen.get(pixel) ?? 0) + 1);
  const parts = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
  let palette = [...seen].sort((a, b) => b[1] - a[1]).slice(0, 64).map(([pixel]) => parts(pixel));
  const cells = new Map();
  for (const [pixel, count] of seen) {
    const key = pixel & 0xf0f0f0, cell = cells.get(key) ?? [0, 0, 0, 0];
    parts(pixel).forEach((part, at) => cell[at] += part * count);
    cell[3] += count;
    cells.set(key, cell);
  }
  const means = [...cells.values()].sort((a, b) => b[3] - a[3]).slice(0, 192);
  palette = palette.concat(means.map((cell) => cell.slice(0, 3).map((sum) => Math.round(sum / cell[3]))));
  const nearest = new Map();
  for (const pixel of seen.keys()) {
    const [r, g, b] = parts(pixel);
    let best = 0, least = Infinity;
    palette.forEach(([x, y, z], at) => {
      const far = (x - r) ** 2 + (y - g) ** 2 + (z - b) ** 2;
      if (far < least) { least = far; best = at; }
    });
    nearest.set(pixel, best);
  }
  const places = Uint8Array.from(pixels, (pixel) => nearest.get(pixel));
  let text = "";
  for (let at = 0; at < places.length; at += 32768) text += String.fromCharCode(...places.subarray(at, at + 32768));
  return {width: image.width, height: image.height, palette: palette.flat(), places: btoa(text)};
}"""


def reduced(blank: Page, png: bytes) -> bytes:
    """The PNG with at most 256 colours. blank: a page without a content security policy, to count pixels in."""
    found = blank.evaluate(REDUCE, base64.b64encode(png).decode())
    width, height = found["width"], found["height"]
    places = base64.b64decode(found["places"])
    # Each row begins with how it is packed: 0, as it is, which suits few colours best.
    rows = b"".join(b"\0" + places[at : at + width] for at in range(0, width * height, width))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(found["palette"])),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, body) for name, body in parts)


def _part(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
