#include <atomic>

struct gate {
  std::atomic<int> state;
  std::atomic_flag closed;
};

// --- reported

void store_cannot_acquire(gate& g) {
  g.state.store(1, std::memory_order_acquire);  // expect: invalid-memory-order
}

void store_cannot_acquire_and_release(gate* g) {
  g->state.store(1, std::memory_order::acq_rel);  // expect: invalid-memory-order
}

int load_cannot_release(const gate& g) {
  return g.state.load(std::memory_order_release);  // expect: invalid-memory-order
}

bool failure_cannot_release(gate& g, int seen) {
  return g.state.compare_exchange_strong(seen, 2,
                                         std::memory_order_acq_rel,
                                         std::memory_order_acq_rel);  // expect: invalid-memory-order
}

bool failure_stronger_than_success(gate& g, int seen) {
  return g.state.compare_exchange_weak(seen, 2, std::memory_order_relaxed, std::memory_order_seq_cst);  // expect: invalid-memory-order
}

void flag_clear_cannot_acquire(gate& g) {
  g.closed.clear(std::memory_order_acquire);  // expect: invalid-memory-order
}

void free_function_store(std::atomic<int>* state) {
  std::atomic_store_explicit(state, 1, std::memory_order_consume);  // expect: invalid-memory-order
}

namespace osv {
void builtin_store(unsigned long* pte, unsigned long value) {
  __atomic_store_n(pte, value, __ATOMIC_ACQUIRE);  // expect: invalid-memory-order
}

unsigned long builtin_load(unsigned long* pte) {
  return __atomic_load_n(pte, __ATOMIC_RELEASE);  // expect: invalid-memory-order
}

bool builtin_exchange(unsigned long* pte, unsigned long old) {
  return __atomic_compare_exchange_n(pte, &old, 0, false, __ATOMIC_ACQUIRE, __ATOMIC_RELEASE);  // expect: invalid-memory-order
}
}  // namespace osv

void init_is_no_excuse(gate& g) {
  g.state.store(0, std::memory_order_acq_rel);  // expect: invalid-memory-order
}

// --- silent

void store_releases(gate& g) {
  g.state.store(1, std::memory_order_release);  // silent: the order a store has
}

int load_acquires(const gate& g) {
  return g.state.load(std::memory_order_acquire);  // silent: the order a load has
}

int exchange_does_both(gate& g) {
  return g.state.exchange(1, std::memory_order_acq_rel);  // silent: a read-modify-write loads and stores
}

bool failure_as_strong_as_success(gate& g, int seen) {
  return g.state.compare_exchange_weak(seen, 2, std::memory_order_acquire, std::memory_order_acquire);  // silent: equal is allowed
}

bool failure_acquires_where_success_releases(gate& g, int seen) {
  return g.state.compare_exchange_weak(seen, 2, std::memory_order_release, std::memory_order_acquire);  // silent: allowed since C++17, neither is the stronger
}

bool one_order_for_both(gate& g, int seen) {
  return g.state.compare_exchange_strong(seen, 2, std::memory_order_acq_rel);  // silent: the failure order is derived as acquire
}

int order_in_a_variable(const gate& g, std::memory_order order) {
  return g.state.load(order);  // silent: not known here
}

struct cursor {
  void store(int value, int acquire);
};
void not_an_atomic(cursor& c, int memory_order_acquirement) {
  c.store(1, memory_order_acquirement);  // silent: only a name like one
}

bool builtin_exchange_in_order(unsigned long* pte, unsigned long old) {
  return __atomic_compare_exchange_n(pte, &old, 0, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);  // silent: both orders are allowed
}
