import { readFile } from 'node:fs/promises';
import { type Cpp, loadCpp } from './syntax/parse.ts';

/** The parser from the two WebAssembly modules that lie beside the bundle. */
export async function loadParser(): Promise<Cpp> {
  const beside = (name: string) => readFile(new URL(name, import.meta.url));
  const [runtime, language] = await Promise.all([beside('./web-tree-sitter.wasm'), beside('./tree-sitter-cpp.wasm')]);
  return loadCpp({ runtime, language });
}
