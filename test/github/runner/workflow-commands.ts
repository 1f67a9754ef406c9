/** What the runner reads out of a step's output and files. Source: actions/runner, src/Runner.Common/ActionCommand.cs and Runner.Worker. */

/** One command that a line of output was taken for. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Commands in the order of the output, those of the old form (`##[name]message`, anywhere in a line) included. */
export function readCommands(output: string): readonly WorkflowCommand[] {
  return output.split(/\r\n|\r|\n/).flatMap((line): WorkflowCommand[] => {
    const text = line.trimStart();
    const end = text.startsWith('::') ? text.indexOf('::', 2) : -1;
    if (end > 2) {
      const [name = '', ...properties] = text.slice(2, end).split(' ');
      return [{ name, properties: readProperties(properties.join(' ')), message: decode(text.slice(end + 2)) }];
    }
    const [, name, message = ''] = /##\[([^\]\s]+)[^\]]*\](.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, properties: {}, message }];
  });
}

function readProperties(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), decode(pair.slice(pair.indexOf('=') + 1))]);
  return Object.fromEntries(pairs.filter(([name]) => name !== ''));
}

function decode(text: string): string {
  return text.replace(/%(0D|0A|3A|2C|25)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Outputs in the file that `GITHUB_OUTPUT` names: `name<<delimiter`, the value, the delimiter; or `name=value`. */
export function readOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: [string, string][] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const [, name, delimiter] = /^([^=<]+)<<(.+)$/.exec(line.trimEnd()) ?? [];
    if (name !== undefined && delimiter !== undefined) {
      const end = lines.findIndex((each, n) => n > at && each.trimEnd() === delimiter);
      outputs.push([name, lines.slice(at + 1, end).join('\n')]);
      at = end;
    } else if (line.includes('=')) outputs.push([line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  }
  return Object.fromEntries(outputs);
}
