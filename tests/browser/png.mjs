// SPDX-License-Identifier: GPL-2.0-or-later
// Screenshots packed anew, without loss: a page of plain surfaces packs best
// with no filter, which is not how a browser writes it.
import { deflateSync, inflateSync } from "node:zlib";

const CRC = new Uint32Array(256).map((_, n) => {
  for (let k = 0; k < 8; k += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});

function chunk(type, data) {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, "latin1");
  data.copy(out, 8);
  let crc = 0xffffffff;
  for (const byte of out.subarray(4, 8 + data.length)) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 8 + data.length);
  return out;
}

const paeth = (a, b, c) => {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
};
const PREDICT = [() => 0, (a) => a, (_, b) => b, (a, b) => (a + b) >> 1, paeth];

// One row in place: `at` is its filter byte, `size` its bytes after that.
function unfilter(raw, at, size, pixel, first) {
  const predict = PREDICT[raw[at]];
  for (let i = at + 1; i <= at + size; i += 1) {
    const left = i - at > pixel ? raw[i - pixel] : 0;
    const up = first ? 0 : raw[i - size - 1];
    const corner = i - at > pixel && !first ? raw[i - size - 1 - pixel] : 0;
    raw[i] += predict(left, up, corner);
  }
  raw[at] = 0;
}

export function repack(png) {
  const parts = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(parts));
  const pixel = png[25] === 6 ? 4 : 3;
  const size = png.readUInt32BE(16) * pixel;
  for (let y = 0; y < png.readUInt32BE(20); y += 1)
    unfilter(raw, y * (size + 1), size, pixel, y === 0);
  return Buffer.concat([png.subarray(0, 8), chunk("IHDR", png.subarray(16, 29)),
    chunk("IDAT", deflateSync(raw, { level: 9, memLevel: 9 })), chunk("IEND", Buffer.alloc(0))]);
}
