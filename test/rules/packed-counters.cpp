#include <array>
#include <atomic>
#include <sched.h>
#include <vector>

// --- reported

class tickers {
 public:
  void record(unsigned ticker, long n) {
    if (ticker < 64) {
      _tickers[ticker].fetch_add(n, std::memory_order_relaxed);
    }
  }
  void record_one(unsigned ticker) { _tickers[ticker].fetch_add(1, std::memory_order_relaxed); }

 private:
  std::atomic<long> _tickers[64];  // expect: packed-counters
};

class histogram {
 public:
  void add(unsigned value) { buckets_[value / 10].fetch_add(1, std::memory_order_relaxed); }

 private:
  std::vector<std::atomic<unsigned>> buckets_;  // expect: packed-counters
};

enum class event { read, write, sync, last };
static std::array<std::atomic<unsigned long>, 3> events;  // expect: packed-counters
void happened(event which) { events[static_cast<int>(which)].fetch_add(1, std::memory_order_relaxed); }

static std::atomic_long irq_hits[256];  // expect: packed-counters
void interrupt(unsigned char vector) { irq_hits[vector].fetch_add(1, std::memory_order_relaxed); }

// --- silent

class aligned_counters {
 public:
  void record(unsigned which) { _counts[which].n.fetch_add(1, std::memory_order_relaxed); }  // silent: a line for each

 private:
  struct alignas(64) counter {
    std::atomic<long> n;
  };
  counter _counts[16];
};

class alignas(64) one_for_each_processor {
 public:
  void record(unsigned which) { _counts[which].fetch_add(1, std::memory_order_relaxed); }  // silent: the object is laid out by lines

 private:
  std::atomic<long> _counts[16];
};

static std::atomic<long> totals[8];
void merge(const long (&more)[8]) {
  for (int i = 0; i < 8; ++i) totals[i].fetch_add(more[i], std::memory_order_relaxed);  // silent: one thread goes through all
}

static std::atomic<long> phases[3];
void first_phase_done() { phases[0].fetch_add(1, std::memory_order_relaxed); }  // silent: always the same one

static long plain[8];
void not_atomic(unsigned which) { plain[which]++; }  // silent: not meant for several threads

static std::atomic<unsigned> bits[64];
void set(unsigned bit) { bits[bit / 32].fetch_or(1u << (bit % 32)); }  // silent: a set of bits is to be small

void of_the_caller(std::atomic<long>* counts, unsigned which) {
  counts[which].fetch_add(1, std::memory_order_relaxed);  // silent: whose they are is not told
}
