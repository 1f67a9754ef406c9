#include <coroutine>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <future>
#include <netdb.h>
#include <poll.h>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

struct task {
  struct promise_type {
    task get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_never final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
};
struct awaiter {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
struct seconds { int n; };
awaiter sleep(seconds time);

struct loop {
  void add_handler(int fd, std::function<void()> f);
  void set_timer(int ms, std::function<void()> f);
  void on_message(std::function<void(const std::string&)> f);
};
struct thread_pool { void post(std::function<void()> f); void submit(std::function<void()> f); };
struct request { std::string filename; int fd; char room[64]; };
std::string read_file_sync(const std::string& name);
void async_read_file(const std::string& name, std::function<void(const std::string&)> f);
void send_response(const std::string& data);

void opens_a_file_in_a_handler_of_the_loop(loop& events, const char* path) {
  events.add_handler(3, [path] {
    std::ifstream in(path);  // expect: blocking-in-event-loop
  });
}

void sleeps_in_a_timer(loop& events) {
  events.set_timer(100, [] {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));  // expect: blocking-in-event-loop
  });
}

void syncs_one_call_deep(int fd) { fsync(fd); }

void looks_up_around_epoll(int epoll, int log, const char* host) {
  epoll_event events[16];
  addrinfo* list;
  for (;;) {
    int n = epoll_wait(epoll, events, 16, -1);
    for (int i = 0; i < n; i++) {
      getaddrinfo(host, nullptr, nullptr, &list);  // expect: blocking-in-event-loop
      syncs_one_call_deep(log);  // expect: blocking-in-event-loop
    }
  }
}

void handle_request(request& req) {
  auto data = read_file_sync(req.filename);  // expect: blocking-in-event-loop
  send_response(data);
}

task sleeps_in_a_coroutine() {
  usleep(100);  // expect: blocking-in-event-loop
  co_await sleep(seconds{1});
}

void handle_message(request& req) {
  async_read_file(req.filename, [](const std::string& data) {
    send_response(data);  // silent: nothing blocks
  });
}

void reads_what_is_ready(loop& events, request& req) {
  events.add_handler(req.fd, [&req] {
    recv(req.fd, req.room, sizeof req.room, 0);  // silent: what the handler is for
  });
}

void hands_it_to_a_pool(loop& events, thread_pool& workers, const char* path) {
  events.on_message([&workers, path](const std::string&) {
    workers.post([path] {
      std::ifstream in(path);  // silent: on a thread of the pool
    });
  });
}

void posts_to_a_pool(thread_pool& pool, const char* path) {
  pool.post([path] {
    std::ifstream in(path);  // silent: on a thread of the pool
  });
}

void starts_a_thread(const char* path) {
  std::thread loader([path] {
    std::ifstream in(path);  // silent: on a thread of its own
  });
  loader.detach();
}

void waits_for_one_descriptor(int fd, char* into) {
  pollfd one{fd, POLLIN, 0};
  while (poll(&one, 1, -1) > 0) {
    usleep(10);  // silent: a wait for a single descriptor is no event loop
    if (read(fd, into, 64) <= 0) break;
  }
}

void opens_before_the_loop(int epoll, const char* path) {
  int log = open(path, O_WRONLY);  // silent: once, before the loop
  epoll_event events[16];
  while (epoll_wait(epoll, events, 16, -1) > 0) {
    write(log, "x", 1);  // silent: buffered by the page cache
  }
}

task awaits_a_timer() {
  co_await sleep(seconds{1});  // silent: suspends, blocks nobody
}
