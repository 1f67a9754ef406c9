import { describe, expect, test } from '@jest/globals';
import { callbackAround } from '../../src/syntax/callbacks.ts';
import { calleeName } from '../../src/syntax/calls.ts';
import { eventContext } from '../../src/syntax/event-loop.ts';
import { descendants, type Node } from '../../src/syntax/node.ts';
import { cpp } from '../cpp.ts';

async function here(text: string): Promise<Node> {
  const tree = (await cpp()).parse('src/example.cc', text);
  const found = descendants(tree.root, 'call_expression').find((call) => calleeName(call) === 'here');
  if (!found) throw new Error(`no here() in ${text}`);
  return found;
}

describe('who runs a callback', () => {
  test.each([
    ['events.add_handler(fd, [] { here(); });', 'event add_handler'],
    ['events.on_message(std::bind([] { here(); }));', 'event on_message'],
    ['boost::asio::async_read(s, b, [] { here(); });', 'event boost::asio::async_read'],
    ['f.then([] { here(); });', 'event then'],
    ['f.then([] { each([] { here(); }); });', undefined],
    ['f.then([] { std::for_each(a, b, [](int) { here(); }); });', 'event then'],
    ['pool.post([] { here(); });', 'executor pool::post'],
    ['asio::post(workers, [] { here(); });', 'executor workers::post'],
    ['std::thread t([] { here(); });', 'executor std::thread'],
    ['std::async([] { here(); });', 'executor std::async'],
    ['f.then([] { pool.submit([] { here(); }); });', 'executor pool::submit'],
    ['new gsi_edge_interrupt(4, [] { here(); });', 'interrupt gsi_edge_interrupt'],
    ['msi.easy_register({{ 0, [=] { here(); }, t }});', 'interrupt easy_register'],
    ['sort([] { here(); });', undefined],
    ['here();', undefined],
  ])('%s: %s', async (statement, expected) => {
    const region = callbackAround(await here(`void f() { ${statement} }`));
    expect(region && `${region.kind} ${region.registration}`).toBe(expected);
  });

  test('a function whose address is registered', async () => {
    const text = 'void tick() { here(); }\nvoid start(loop& l) { l.set_timer(5, &tick); }';
    expect(callbackAround(await here(text))?.registration).toBe('set_timer');
  });

  test('a local of the same name is not the function', async () => {
    const text = 'void tick() { here(); }\nvoid start(loop& l) { int tick = 5; l.set_timer(tick, g); }';
    expect(callbackAround(await here(text))).toBeUndefined();
  });
});

describe('what runs on an event loop', () => {
  test.each([
    ['void f() { events.add_handler(fd, [] { here(); }); }', 'callback'],
    ['void f() { pool.post([] { here(); }); }', undefined],
    ['void f() { for (;;) { epoll_wait(e, v, n, -1); here(); } }', 'loop'],
    ['void f() { while (poll(fds, n, -1) > 0) here(); }', 'loop'],
    ['void f() { while (poll(&one, 1, -1) > 0) here(); }', undefined],
    ['void f() { while (list.select(x)) here(); }', undefined],
    ['void f() { epoll_wait(e, v, n, -1); here(); }', undefined],
    ['void f() { for (;;) { run([] { epoll_wait(e, v, n, -1); }); here(); } }', undefined],
    ['task f() { co_await x; here(); }', 'coroutine'],
    ['task f() { co_await x; run([] { here(); }); }', undefined],
    ['task f() { run([]() -> task { co_await x; }); here(); }', undefined],
    ['seastar::future<> f() { here(); return g(); }', 'coroutine'],
    ['std::future<int> f() { here(); return g(); }', undefined],
    ['void handle_request(request& r) { here(); }', 'handler'],
    ['void on_client_message(request& r) { here(); }', 'handler'],
    ['void handle(request& r) { here(); }', undefined],
  ])('%s: %s', async (text, kind) => {
    expect(eventContext(await here(text))?.kind).toBe(kind);
  });
});
