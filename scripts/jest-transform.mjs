import { transformSync } from 'esbuild';

/** Jest's transform: strips the types, leaves ES modules as they are. */
export default {
  process(sourceText, sourcePath) {
    const { code } = transformSync(sourceText, {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      sourcemap: 'inline',
      sourcefile: sourcePath,
    });
    return { code };
  },
};
