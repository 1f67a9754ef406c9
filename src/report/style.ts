/** Colours of a terminal as functions of text. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly cyan: (text: string) => string;
}

/** SGR sequences when `colors` is true, else the text as it is. */
export function styleOf(colors: boolean): Style {
  const sgr = (on: number, off: number) => (colors ? (text: string) => `\u001b[${on}m${text}\u001b[${off}m` : (text: string) => text);
  return {
    bold: sgr(1, 22),
    dim: sgr(2, 22),
    red: sgr(31, 39),
    green: sgr(32, 39),
    yellow: sgr(33, 39),
    blue: sgr(34, 39),
    cyan: sgr(36, 39),
  };
}
