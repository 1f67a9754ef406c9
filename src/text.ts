/** Bytes of a file as text, or `binary`. Where they are not UTF-8 each byte is one character (Latin-1), so that lines and columns stay. */
export function decodeText(bytes: Uint8Array): { readonly text: string } | 'binary' {
  // The same test as git's: a NUL in the first 8,000 bytes.
  if (bytes.subarray(0, 8000).includes(0)) return 'binary';
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    let text = '';
    for (let from = 0; from < bytes.length; from += 8192) text += String.fromCharCode(...bytes.subarray(from, from + 8192));
    return { text };
  }
}
