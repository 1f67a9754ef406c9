/**
 * Visits the fields of a protobuf message: the number of a varint field is `value`, the bytes of a length-delimited one `from` to `to`.
 * False when the message is cut off or broken; what came before was visited. https://protobuf.dev/programming-guides/encoding/
 */
export function readMessage(bytes: Uint8Array, start: number, end: number, visit: (field: Field) => void): boolean {
  const cursor = { at: start, end };
  while (cursor.at < end) {
    const key = readVarint(bytes, cursor);
    if (key === undefined) return false;
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case 0: {
        const value = readVarint(bytes, cursor);
        if (value === undefined) return false;
        visit({ number, value, from: 0, to: 0 });
        break;
      }
      case 2: {
        const length = readVarint(bytes, cursor);
        if (length === undefined || length < 0 || cursor.at + length > end) return false;
        visit({ number, value: 0, from: cursor.at, to: cursor.at + length });
        cursor.at += length;
        break;
      }
      case 1:
        cursor.at += 8;
        break;
      case 5:
        cursor.at += 4;
        break;
      default:
        return false;
    }
  }
  return cursor.at === end;
}

/** One field of a message. */
export interface Field {
  readonly number: number;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** The numbers of a repeated field, packed or not. */
export function readNumbers(bytes: Uint8Array, field: Field, into: number[]): void {
  if (field.to === 0) {
    into.push(field.value);
    return;
  }
  const cursor = { at: field.from, end: field.to };
  for (let value = readVarint(bytes, cursor); value !== undefined; value = readVarint(bytes, cursor)) into.push(value);
}

/**
 * A varint: negative where bit 63 is set, else its lowest 53 bits, which still tell apart addresses that are used as ids.
 * Undefined at the end.
 */
function readVarint(bytes: Uint8Array, cursor: { at: number; readonly end: number }): number | undefined {
  let low = 0;
  let high = 0;
  for (let shift = 0; shift < 70 && cursor.at < cursor.end; shift += 7) {
    const byte = bytes[cursor.at++] ?? 0;
    if (shift < 28) low += (byte & 0x7f) * 2 ** shift;
    else high += (byte & 0x7f) * 2 ** (shift - 28);
    if (byte < 0x80) {
      if (high >= 2 ** 35) return (high % 2 ** 36) * 2 ** 28 + low - 2 ** 64;
      return (high % 2 ** 25) * 2 ** 28 + low;
    }
  }
  return undefined;
}
