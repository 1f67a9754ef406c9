#include <atomic>
#include <vector>

bool deliver(int packet);
void wait_a_little();

// --- reported

std::atomic<unsigned long> packets_received;
void counted_in_a_loop(const std::vector<int>& burst) {
  for (int packet : burst) {
    if (deliver(packet)) {
      packets_received++;  // expect: seq-cst-counter
    }
  }
}

struct device_stats {
  std::atomic<long> tx_bytes;
  std::atomic_long tx_drops;
};
void member_counted_by_an_amount(device_stats* stats, const std::vector<int>& burst) {
  for (int bytes : burst) {
    stats->tx_bytes += bytes;  // expect: seq-cst-counter
  }
}

class cache {
 public:
  void record_hit() { _hits.fetch_add(1); }  // expect: seq-cst-counter
  void add_to_misses(int n) { _misses.fetch_add(n, std::memory_order_seq_cst); }  // expect: seq-cst-counter

 private:
  alignas(64) std::atomic<long> _hits;
  alignas(64) std::atomic<long> _misses;
};

std::atomic<long> irq_counter;
void leaf_that_only_counts() {
  ++irq_counter;  // expect: seq-cst-counter
}

static long page_faults_count;
void builtin_full_barrier() {
  __atomic_fetch_add(&page_faults_count, 1, __ATOMIC_SEQ_CST);  // expect: seq-cst-counter
}

// --- silent

void already_relaxed(device_stats& stats, const std::vector<int>& burst) {
  for (int bytes : burst) stats.tx_bytes.fetch_add(bytes, std::memory_order_relaxed);  // silent: relaxed
}

std::atomic<int> open_requests;
void taken(const std::vector<int>& batch) {
  for (int request : batch) {
    open_requests++;  // silent: counted down below, so someone waits for it
    deliver(request);
  }
}
void given_back() { open_requests--; }

std::atomic<int> calls_made;
void enough(const std::vector<int>& batch) {
  for (int request : batch) {
    calls_made++;  // silent: compared below
    deliver(request);
  }
}
bool had_enough() { return calls_made >= 100; }

std::atomic<unsigned> total_tickets;
unsigned next_ticket() { return total_tickets.fetch_add(1); }  // silent: the result is a ticket

std::atomic<bool> packet_ready;
std::atomic<long> packets_written;
void part_of_a_protocol(const std::vector<int>& burst) {
  for (int packet : burst) {
    packets_written++;  // silent: the flag next to it needs an order
    packet_ready.store(deliver(packet));
  }
}

long plain_count;
void not_an_atomic(const std::vector<int>& burst) {
  for (int packet : burst) plain_count += packet;  // silent: no atomic at all
}

std::atomic<long> disk_reads_total;
void beside_the_real_cost(int packet) {
  deliver(packet);
  disk_reads_total++;  // silent: the call before it costs far more
}

std::atomic<unsigned> sequence;
void numbered(const std::vector<int>& burst) {
  for (int packet : burst) {
    sequence++;  // silent: its name says nothing of counting
    deliver(packet);
  }
}

struct shared_page {
  std::atomic<int> ref_count;
};
void held(shared_page* page) {
  page->ref_count++;  // silent: a reference count, whatever lets it go
}
