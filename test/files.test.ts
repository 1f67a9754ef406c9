import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readFiles } from '../src/files.ts';
import { UserError } from '../src/user-error.ts';

describe('readFiles', () => {
  test('reads the C++ files of folders, each once, and names them from the directory', async () => {
    await inFolder(async (folder) => {
      const { sources, unread, excluded } = await readFiles(folder, ['.', 'core', 'core/a.cc']);
      expect(sources).toEqual([
        { path: 'core/a.cc', text: 'int a;\n' },
        { path: 'top.hh', text: '' },
      ]);
      expect(excluded).toEqual([{ path: 'core/data.c', reason: 'binary' }]);
      expect(unread).toEqual([{ path: 'core/huge.cc', reason: 'the file has 2097153 bytes, more than the 2097152 that are read' }]);
    });
  });

  test('refuses what does not exist and what is not C++', async () => {
    await inFolder(async (folder) => {
      await expect(readFiles(folder, ['nowhere'])).rejects.toThrow('nowhere cannot be scanned: it does not exist.');
      await expect(readFiles(folder, ['note.md'])).rejects.toThrow(UserError);
    });
  });
});

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'files-'));
  for (const path of ['core', '.git', 'node_modules/x']) mkdirSync(join(folder, path), { recursive: true });
  for (const path of ['.git/x.cc', 'node_modules/x/y.cc', 'note.md', 'top.hh']) writeFileSync(join(folder, path), '');
  writeFileSync(join(folder, 'core/a.cc'), 'int a;\n');
  writeFileSync(join(folder, 'core/data.c'), Buffer.from([1, 0]));
  writeFileSync(join(folder, 'core/huge.cc'), '\n'.repeat(2 * 1024 * 1024 + 1));
  symlinkSync('a.cc', join(folder, 'core/link.cc'));
  symlinkSync('..', join(folder, 'core/loop'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
