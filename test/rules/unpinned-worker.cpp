#include <functional>
#include <pthread.h>
#include <sys/sysinfo.h>
#include <thread>
#include <unistd.h>
#include <vector>

// OSv's threads and processors: include/osv/sched.hh.
namespace sched {
struct cpu {
  unsigned id;
};
std::vector<cpu*> cpus;
struct thread {
  struct attr {
    attr& name(const char* n);
  };
  static thread* make(std::function<void()> f, attr a = attr());
  void start();
};
}  // namespace sched

struct work_queue {
  void drain();
};
void serve(work_queue& queue, unsigned number);
void* serve_posix(void* queue);

// --- reported

class thread_pool {
 public:
  thread_pool() {
    const unsigned n = std::thread::hardware_concurrency();
    for (unsigned i = 0; i < n; ++i) {
      _workers.emplace_back([this, i] { _queues[i].drain(); });  // expect: unpinned-worker
    }
  }

 private:
  std::vector<work_queue> _queues;
  std::vector<std::thread> _workers;
};

void counted_before(std::vector<work_queue>& queues, std::vector<std::thread>& workers) {
  const unsigned n_cpus = get_nprocs();
  for (unsigned i = 0; i < n_cpus; ++i) {
    workers.push_back(std::thread(serve, std::ref(queues[i]), i));  // expect: unpinned-worker
  }
}

void posix(std::vector<work_queue>& queues, std::vector<pthread_t>& workers) {
  const long online = sysconf(_SC_NPROCESSORS_ONLN);
  for (long i = 0; i < online; ++i) {
    pthread_create(&workers[i], nullptr, serve_posix, &queues[i]);  // expect: unpinned-worker
  }
}

void osv(std::vector<work_queue>& queues) {
  for (auto c : sched::cpus) {
    auto* worker = sched::thread::make([&queues, c] { queues[c->id].drain(); }, sched::thread::attr().name("worker"));  // expect: unpinned-worker
    worker->start();
  }
}

// --- silent

void singleton(work_queue& queue) {
  auto* worker = sched::thread::make([&queue] { queue.drain(); });  // silent: one thread for all, OSv's normal case
  worker->start();
}

void for_each_job(std::vector<work_queue>& queues, std::vector<std::thread>& workers) {
  for (unsigned i = 0; i < queues.size(); ++i) {
    workers.emplace_back([&queues, i] { queues[i].drain(); });  // silent: as many as there are jobs
  }
}

void all_alike(work_queue& shared, std::vector<std::thread>& workers) {
  const unsigned n = std::thread::hardware_concurrency();
  for (unsigned i = 0; i < n; ++i) {
    workers.emplace_back([&shared] { shared.drain(); });  // silent: no data of its own
  }
}

void queues_only(std::vector<work_queue>& queues) {
  const unsigned n = std::thread::hardware_concurrency();
  for (unsigned i = 0; i < n; ++i) {
    queues.emplace_back();  // silent: no thread is started
  }
}

void four_workers(std::vector<work_queue>& queues, std::vector<std::thread>& workers) {
  for (unsigned i = 0; i < 4; ++i) {
    workers.emplace_back([&queues, i] { queues[i].drain(); });  // silent: not one for each processor
  }
}

void drains_all(std::vector<work_queue>& queues) {
  for (auto c : sched::cpus) queues[c->id].drain();  // silent: in this thread
}
