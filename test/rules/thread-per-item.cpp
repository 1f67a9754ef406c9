#include <functional>
#include <future>
#include <memory>
#include <pthread.h>
#include <sys/socket.h>
#include <thread>
#include <vector>

// OSv's threads: include/osv/sched.hh.
namespace sched {
struct thread {
  struct attr {
    attr& detached();
    attr& name(const char* n);
  };
  static thread* make(std::function<void()> f, attr a = attr());
  void start();
  void join();
};
}  // namespace sched

void handle(int item);
void* handle_posix(void* item);

// --- reported

void joined_at_once(const std::vector<int>& items) {
  for (int item : items) {
    std::thread worker(handle, item);  // expect: thread-per-item
    worker.join();
  }
}

void detached_for_each_connection(int listener) {
  for (;;) {
    int connection = accept(listener, nullptr, nullptr);
    std::thread(handle, connection).detach();  // expect: thread-per-item
  }
}

void posix(const std::vector<int>& items) {
  for (int item : items) {
    pthread_t worker;
    pthread_create(&worker, nullptr, handle_posix, &item);  // expect: thread-per-item
    pthread_join(worker, nullptr);
  }
}

void osv_joined(const std::vector<int>& items) {
  for (int item : items) {
    auto* worker = sched::thread::make([=] { handle(item); });  // expect: thread-per-item
    worker->start();
    worker->join();
  }
}

void osv_detached(const std::vector<int>& items) {
  for (int item : items) {
    sched::thread::make([=] { handle(item); }, sched::thread::attr().detached())->start();  // expect: thread-per-item
  }
}

void on_the_heap(const std::vector<int>& items) {
  unsigned i = 0;
  while (i < items.size()) {
    auto worker = std::make_unique<std::thread>(handle, items[i++]);  // expect: thread-per-item
    worker->join();
  }
}

int waited_for(const std::vector<int>& items) {
  int sum = 0;
  for (int item : items) {
    auto result = std::async(std::launch::async, [item] { return item * 2; });  // expect: thread-per-item
    sum += result.get();
  }
  return sum;
}

// --- silent

void fanned_out(const std::vector<int>& items) {
  std::vector<std::future<void>> results;
  results.reserve(items.size());
  for (int item : items) results.push_back(std::async(std::launch::async, handle, item));  // silent: waited for after the loop
  for (auto& result : results) result.get();
}

void joined_after_the_loop(const std::vector<int>& items) {
  std::vector<std::thread> workers;
  for (int item : items) {
    workers.emplace_back(handle, item);  // silent: all run at once
  }
  for (auto& worker : workers) worker.join();  // silent: no thread is made here
}

void kept_in_a_vector(const std::vector<int>& items) {
  std::vector<std::thread> workers;
  for (int item : items) {
    std::thread worker(handle, item);  // silent: moved out and joined later
    workers.push_back(std::move(worker));
  }
  for (auto& worker : workers) worker.join();
}

void two_helpers(const std::vector<int>& items) {
  for (int i = 0; i < 2; ++i) {
    std::thread worker(handle, items[i]);  // silent: two in all
    worker.join();
  }
}

void pool_left_to_itself(unsigned n_threads) {
  for (unsigned i = 0; i < n_threads; ++i) {
    std::thread(handle, i).detach();  // silent: a pool is started
  }
}

void one_thread(const std::vector<int>& items) {
  std::thread worker([&] {
    for (int item : items) handle(item);  // silent: the loop is in the thread
  });
  worker.join();
}

void until_one_works(const std::vector<int>& items) {
  for (int item : items) {
    std::thread worker(handle, item);  // silent: leaves after the first
    worker.join();
    break;
  }
}

void osv_started_only(const std::vector<int>& items, std::vector<sched::thread*>& workers) {
  for (int item : items) {
    auto* worker = sched::thread::make([=] { handle(item); });  // silent: joined elsewhere
    workers.push_back(worker);
    worker->start();
  }
}

struct row {
  void join(int with);
};
void joins_no_thread(std::vector<row>& rows) {
  for (row& each : rows) each.join(1);  // silent: another kind of join
}
