import { describe, expect, test } from '@jest/globals';
import { blockedLock, findBlocking, startsOrEnds } from '../../src/syntax/blocked-lock.ts';
import { blockingAt, waitByName } from '../../src/syntax/blocking.ts';
import { findCallee } from '../../src/syntax/callees.ts';
import { calleeName } from '../../src/syntax/calls.ts';
import { functionName } from '../../src/syntax/declarations.ts';
import { sleepingLocksAt } from '../../src/syntax/locks.ts';
import { descendants, type Node } from '../../src/syntax/node.ts';
import { type Sight, sightOf } from '../../src/syntax/sight.ts';
import { wakeOf } from '../../src/syntax/wakes.ts';
import { cpp } from '../cpp.ts';

async function read(text: string): Promise<{ root: Node; sight: Sight }> {
  const tree = (await cpp()).parse('src/example.cc', text);
  return { root: tree.root, sight: sightOf(tree) };
}

/** The first call of the last function in the text, or its first declaration that is not of a plain type. */
async function firstIn(text: string): Promise<{ node: Node; sight: Sight }> {
  const { root, sight } = await read(text);
  const [node] = descendants(descendants(root, 'function_definition').at(-1) ?? root, 'call_expression', 'declaration');
  if (!node) throw new Error(`no call in ${text}`);
  return { node, sight };
}

async function kindOf(statement: string, before = ''): Promise<string | undefined> {
  const { node, sight } = await firstIn(`${before}\nvoid f() {\n${statement}\n}`);
  return blockingAt(node, sight)?.kind;
}

describe('what blocks', () => {
  test.each([
    ['fsync(fd);', 'sync'],
    ['::read(fd, p, n);', 'file'],
    ['fopen(path, "r");', 'file'],
    ['std::ifstream in(path);', 'file'],
    ['std::filesystem::exists(path);', 'file'],
    ['connect(s, a, n);', 'network'],
    ['getaddrinfo(h, p, nullptr, &list);', 'dns'],
    ['system("ls");', 'process'],
    ['usleep(5);', 'sleep'],
    ['sleep(1);', 'sleep'],
    ['std::this_thread::sleep_for(time);', 'sleep'],
    ['sched::thread::sleep(time);', 'sleep'],
    ['sched::thread::wait_until([] { return x; });', 'wait'],
    ['epoll_wait(e, events, 4, -1);', 'wait'],
    ['pthread_join(t, nullptr);', 'join'],
    ['rcu_synchronize();', 'wait'],
    ['VOP_READ(vp, fp, uio, 0);', 'file'],
  ])('%s: %s', async (statement, kind) => {
    expect(await kindOf(statement)).toBe(kind);
  });

  test.each([
    ['std::future<int> answer;', 'answer.get();', 'wait'],
    ['std::thread worker;', 'worker.join();', 'join'],
    ['std::latch done;', 'done.wait();', 'wait'],
    ['std::counting_semaphore<4> slots;', 'slots.acquire();', 'wait'],
    ['std::fstream file;', 'file.open(path);', 'file'],
    ['std::fstream file; std::string line;', 'std::getline(file, line);', 'file'],
  ])('%s %s: %s', async (before, statement, kind) => {
    expect(await kindOf(statement, before)).toBe(kind);
  });
});

describe('what does not', () => {
  test.each([
    ['', 'read(a, b);'],
    ['', 'write(registers, value, mask, 4);'],
    ['', 'recv(s, p, n, MSG_DONTWAIT);'],
    ['', 'open(path, O_RDONLY | O_NONBLOCK);'],
    ['', 'poll(fds, n, 0);'],
    ['', 'fputs(text, stderr);'],
    ['', 'write(2, text, n);'],
    ['', 'sleep(time.count() * 5ms);'],
    ['', 'co_await sleep(1);'],
    ['', 'sleep(1).then(f);'],
    ['', 'other::fsync(fd);'],
    ['', 'std::ifstream in;'],
    ['int s = accept4(l, a, n, SOCK_NONBLOCK);', 'recv(s, p, n, 0);'],
    ['namespace mine { void fsync(int); }', 'fsync(fd);'],
    ['std::istringstream text; std::string line;', 'std::getline(text, line);'],
    ['std::map<int, int> table;', 'table.get();'],
    ['struct process { void join(); }; process child;', 'child.join();'],
    ['std::vector<std::string> parts;', 'parts.join();'],
  ])('%s %s', async (before, statement) => {
    expect(await kindOf(statement, before)).toBeUndefined();
  });

  test('a member function of the name of a POSIX call is not that call', async () => {
    const { node, sight } = await firstIn('struct port { void write(int a, int b, int c); void f() { write(1, 2, 3); } };');
    expect(blockingAt(node, sight)).toBeUndefined();
  });

  test('a definition with C linkage is the POSIX function itself', async () => {
    const { node, sight } = await firstIn('extern "C" int mkdir(const char* p, mode_t m) { return 0; }\nvoid f() { mkdir(p, 0); }');
    expect(blockingAt(node, sight)?.name).toBe('mkdir');
  });
});

describe('waits', () => {
  test.each([
    ['std::condition_variable cv;', 'cv.wait(lock);', 'lock'],
    ['std::condition_variable cv;', 'cv.wait_for(lock, time);', 'lock'],
    ['waitqueue readers;', 'readers.wait(mtx);', 'mtx'],
    ['', 'pthread_cond_wait(&cond, &mtx);', '&mtx'],
    ['', 'sched::thread::wait_until(mtx, [] { return x; });', 'mtx'],
  ])('%s %s releases %s', async (before, statement, lock) => {
    const { node, sight } = await firstIn(`${before}\nvoid f() { ${statement} }`);
    expect(blockingAt(node, sight)?.releases?.text).toBe(lock);
  });

  test('a condition that is given no lock has one of its own, and is left alone', async () => {
    expect(await kindOf('bg_cv.Wait();')).toBeUndefined();
    expect(await kindOf('cv.wait();', 'std::condition_variable cv;')).toBeUndefined();
  });

  test.each([
    ['ring->add_buf_wait(x);', 'ring->add_buf_wait'],
    ['wait_for_queue(q);', 'wait_for_queue'],
    ['trace_full_wait(x);', undefined],
    ['cond->wait_for_change(x);', undefined],
    ['wait_for_change(cv);', undefined],
    ['waiting(x);', undefined],
  ])('by its name %s waits: %s', async (statement, name) => {
    const { node, sight } = await firstIn(`void f() { ${statement} }`);
    expect(waitByName(node, sight)?.name).toBe(name);
  });
});

describe('one call deep', () => {
  async function deep(text: string): Promise<string | undefined> {
    const { node, sight } = await firstIn(text);
    return findBlocking(node, sight)?.blocking.name;
  }

  test.each([
    ['void flush(int fd) { fsync(fd); } void f() { flush(1); }', 'fsync'],
    ['struct a { void flush() { fsync(fd); } int fd; void f() { flush(); } };', 'fsync'],
    ['struct base { void flush() { fsync(1); } }; struct a : base { void f() { flush(); } };', 'fsync'],
    ['struct a { void flush() { fsync(1); } }; void f() { a x; }', undefined],
    ['struct a { virtual void flush() { fsync(1); } void f() { flush(); } };', undefined],
    ['void flush(int) { fsync(1); } void flush(long) { } void f() { flush(1); }', undefined],
    ['void flush() { later([] { fsync(1); }); } void f() { flush(); }', undefined],
    ['void deeper() { fsync(1); } void flush() { deeper(); } void f() { flush(); }', undefined],
    ['namespace a { void flush() { fsync(1); } } void f() { a::flush(); }', 'fsync'],
    ['namespace a { void flush() { fsync(1); } } void f() { b::flush(); }', undefined],
  ])('%s', async (text, name) => {
    expect(await deep(text)).toBe(name);
  });

  test('finds the callee through the type of the object', async () => {
    const { root, sight } = await read(
      'struct a { void go(); }; struct b { void go(); };\nvoid a::go() {}\nvoid b::go() {}\nvoid f(a& x, b* y) { x.go(); y->go(); }',
    );
    const calls = descendants(root, 'call_expression');
    expect(
      calls.map((call) => {
        const found = findCallee(call, sight);
        return found && functionName(found);
      }),
    ).toEqual(['a::go', 'b::go']);
  });
});

describe('which lock stays held', () => {
  async function held(text: string): Promise<string | undefined> {
    const { root, sight } = await read(text);
    const [call] = descendants(root, 'call_expression')
      .filter((each) => /^(?:fsync|wait|pop|flush|wait_until)$/.test(calleeName(each)))
      .slice(-1);
    return call && blockedLock(call, sleepingLocksAt(call, sight), sight)?.region.lock;
  }

  test.each([
    ['void f() { WITH_LOCK(a) { WITH_LOCK(b) { fsync(1); } } }', 'b'],
    ['std::condition_variable cv; void f() { std::unique_lock l(a); cv.wait(l); }', undefined],
    ['std::condition_variable cv; void f() { std::lock_guard o(b); std::unique_lock l(a); cv.wait(l); }', 'b'],
    ['std::condition_variable cv; void f() { WITH_LOCK(b) { cv.wait(unknown); } }', undefined],
    ['void f() { WITH_LOCK(a) { sched::thread::wait_until(a, p); } }', undefined],
    [
      'struct q { std::mutex m; std::condition_variable cv; int pop() { std::unique_lock l(m); cv.wait(l); return 1; } }; q jobs; void f() { WITH_LOCK(a) { jobs.pop(); } }',
      'a',
    ],
    ['void flush() { a.AssertHeld(); fsync(1); } void f() { WITH_LOCK(a) { flush(); } }', undefined],
    ['struct q { void flush() { DROP_LOCK(a) { fsync(1); } } void f() { WITH_LOCK(a) { flush(); } } };', undefined],
  ])('%s', async (text, lock) => {
    expect(await held(text)).toBe(lock);
  });
});

test.each([
  ['t->wake();', 'thread'],
  ['poll_wake(fp, POLLIN);', 'poll'],
  ['sem_post(&items);', 'semaphore'],
  ['pthread_cond_signal(&c);', 'condition'],
  ['user_mutex->send_lock(wr);', 'morph'],
  ['readers.wake_one(mtx);', undefined],
  ['writers.wake_all();', undefined],
  ['t->wake_with([] {});', undefined],
  ['cpu->wake(1);', undefined],
  ['form.post();', undefined],
])('%s wakes: %s', async (statement, wake) => {
  const { node, sight } = await firstIn(`void f() { ${statement} }`);
  expect(wakeOf(node, sight)).toBe(wake);
});

test('names of functions that start or end something', () => {
  expect(['start', 'stop_sampler', 'Shutdown', '~pool', 'closeAll'].every(startsOrEnds)).toBe(true);
  expect(['started_jobs', 'restart', 'opening', 'drain'].some(startsOrEnds)).toBe(false);
});
