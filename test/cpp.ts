import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Cpp, loadCpp } from '../src/syntax/parse.ts';

const { resolve } = createRequire(import.meta.url);

let loaded: Promise<Cpp> | undefined;

/** The parser, from the packages that the bundle is made of. */
export function cpp(): Promise<Cpp> {
  loaded ??= loadCpp({
    runtime: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    language: readFileSync(resolve('tree-sitter-cpp/tree-sitter-cpp.wasm')),
  });
  return loaded;
}
