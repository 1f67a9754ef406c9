#include <array>
#include <atomic>
#include <memory>
#include <sched.h>
#include <thread>
#include <vector>

// OSv's scheduler, as far as the cases need it.
namespace sched {
struct cpu {
  unsigned id;
  static cpu* current();
};
constexpr unsigned max_cpus = 64;
}  // namespace sched

// --- reported

static long packets_by_cpu[64];  // expect: per-thread-array
void counted_on_this_processor() { packets_by_cpu[sched_getcpu()]++; }
void counted_there_too() { packets_by_cpu[sched_getcpu()] += 2; }

struct stats {
  long rx;
  long tx;
};
class device {
 public:
  void transmit(int n) {
    _stats[sched::cpu::current()->id].tx += n;
  }

 private:
  std::array<stats, sched::max_cpus> _stats;  // expect: per-thread-array
};

void worker_of_a_number(std::vector<std::atomic<long>>& done, const std::vector<int>& jobs, int worker_id) {
  for (int job : jobs) {
    done[worker_id].fetch_add(job, std::memory_order_relaxed);  // expect: per-thread-array
  }
}

long summed_by_started_threads(const std::vector<int>& numbers, unsigned n) {
  std::vector<long> sums(n);
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < n; ++i) {
    threads.emplace_back([&, i] {
      for (int number : numbers) {
        sums[i] += number;  // expect: per-thread-array
      }
    });
  }
  for (auto& thread : threads) thread.join();
  return sums[0];
}

thread_local unsigned slot_of_thread;
void numbered_once(long* hits) {
  hits[slot_of_thread]++;  // expect: per-thread-array
}

static int found[8];  // expect: per-thread-array
void searched_by_parts(const std::vector<int>& numbers, int n) {
  std::vector<std::thread> parts;
  parts.reserve(n);
  for (int i = 0; i < n; ++i) {
    parts.emplace_back([&numbers, i] {
      for (int number : numbers) found[i] += number == i;
    });
  }
  for (auto& part : parts) part.join();
}

void on_the_heap(const std::vector<int>& numbers, unsigned n) {
  auto sums = std::make_unique<long[]>(n);
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < n; ++i) {
    threads.push_back(std::thread([&sums, &numbers, i] {
      for (int number : numbers) sums[i] += number;  // expect: per-thread-array
    }));
  }
  for (auto& thread : threads) thread.join();
}

static long totals[16];  // expect: per-thread-array
void* posix_worker(void* argument) {
  const int id = static_cast<int>(reinterpret_cast<long>(argument));
  for (int i = 0; i < 1000; ++i) totals[id] += i;
  return nullptr;
}
void starts_posix_workers(pthread_t* handles, int n) {
  for (long i = 0; i < n; ++i) pthread_create(&handles[i], nullptr, posix_worker, reinterpret_cast<void*>(i));
}

// --- silent

struct alignas(64) padded {
  long count;
};
static padded padded_by_cpu[64];
void own_line() { padded_by_cpu[sched_getcpu()].count++; }  // silent: each element has its line

void local_sum_stored_once(std::vector<long>& sums, const std::vector<int>& numbers, int thread_id) {
  long sum = 0;
  for (int number : numbers) sum += number;
  sums[thread_id] = sum;  // silent: one store for each thread
}

void set_up(long* counts, int n) {
  for (int cpu = 0; cpu < n; ++cpu) {
    counts[cpu] = 0;  // silent: one thread sets all of them up
  }
}

long read_only(const long* counts, const std::vector<int>& turns, int cpu_id) {
  long seen = 0;
  for (int turn : turns) seen += counts[cpu_id] * turn;  // silent: only read
  return seen;
}

void own_array(const std::vector<int>& numbers, int thread_id) {
  long counts[8] = {};
  for (int number : numbers) counts[thread_id] += number;  // silent: nobody else has it
}

void hashed(std::vector<long>& counts, const std::vector<int>& numbers, int thread_id) {
  for (int number : numbers) counts[thread_id % 8] += number;  // silent: not known to be one for each thread
}

void pointers_to_own_objects(padded** slots, const std::vector<int>& numbers, int cpu_id) {
  for (int number : numbers) slots[cpu_id]->count += number;  // silent: what is written lies elsewhere
}

void by_position(std::vector<long>& squares, const std::vector<int>& numbers) {
  for (unsigned i = 0; i < numbers.size(); ++i) squares[i] = numbers[i] * numbers[i];  // silent: an ordinary index
}

struct queue;
static queue* queue_of_cpu[64];
void attached(queue* own) { queue_of_cpu[sched_getcpu()] = own; }  // silent: set once for each thread
