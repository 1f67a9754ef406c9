/** Where the reviewed commit can be read on the web. */
export interface BlobPlace {
  /** `https://github.com`, without a trailing slash. */
  readonly serverUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Full SHA. */
  readonly commit: string;
}

/** Address of a file at the commit, at a line or a range of lines; safe inside a Markdown link and an HTML attribute. */
export function blobUrl(place: BlobPlace, path: string, line?: number, endLine = line): string {
  const file = [...place.repository.split('/'), 'blob', place.commit, ...path.split('/')].map(encodeSegment).join('/');
  const lines = line === undefined ? '' : endLine === line ? `#L${line}` : `#L${line}-L${endLine}`;
  return `${place.serverUrl.replace(/\/+$/, '')}/${file}${lines}`;
}

/** A path as a relative URI reference. */
export function uriPath(path: string): string {
  return path.split('/').map(encodeSegment).join('/');
}

function encodeSegment(segment: string): string {
  // `encodeURIComponent` throws on half a pair, leaves the brackets and marks that Markdown acts on, and a bare dot segment would climb.
  const encoded = encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd')).replace(/[!'()*_~]/g, (character) =>
    character === '_' || character === '~' ? character : `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return encoded === '.' || encoded === '..' ? encoded.replaceAll('.', '%2E') : encoded;
}
