#include <atomic>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <pthread.h>
#include <unistd.h>

// OSv: include/osv/mutex.h, spinlock.h, preempt-lock.hh, irqlock.hh, rcu.hh, migration-lock.hh, drivers/interrupt
struct mutex { void lock(); void unlock(); };
struct spinlock_t { void lock(); void unlock(); };
void spin_lock(spinlock_t* l); void spin_unlock(spinlock_t* l);
struct preempt_lock_t { void lock(); void unlock(); } extern preempt_lock;
struct irq_lock_type { void lock(); void unlock(); } extern irq_lock;
struct rcu_lock_type { void lock(); void unlock(); } extern rcu_read_lock;
struct migration_lock_type { void lock(); void unlock(); } extern migration_lock;
template <class L> struct lock_guard_for_with_lock { L& l; operator bool(); };
#define WITH_LOCK(l) if (lock_guard_for_with_lock<decltype(l)> g{l}) __builtin_abort(); else
#define DROP_LOCK(l) WITH_LOCK(l)
namespace sched { struct thread { void wake_with_irq_disabled(); }; }
struct gsi_edge_interrupt { gsi_edge_interrupt(unsigned gsi, std::function<void()> handler); };

struct node { node* next; int value; };

struct table {
  spinlock_t _lock;
  pthread_spinlock_t c_lock;
  mutex _mtx;
  node* _head;
  std::unique_ptr<node> _spare;

  void allocates_under_a_spinlock(int v) {
    WITH_LOCK(_lock) {
      _head = new node{_head, v};  // expect: blocking-in-atomic-context
    }
  }
  void sleeps_between_spin_calls() {
    spin_lock(&_lock);
    usleep(10);  // expect: blocking-in-atomic-context
    spin_unlock(&_lock);
  }
  void allocates_between_posix_calls(int v) {
    pthread_spin_lock(&c_lock);
    _spare = std::make_unique<node>();  // expect: blocking-in-atomic-context
    pthread_spin_unlock(&c_lock);
  }
  void takes_a_mutex_with_preemption_off() {
    WITH_LOCK(preempt_lock) {
      WITH_LOCK(_mtx) {  // expect: blocking-in-atomic-context
        _head = nullptr;
      }
    }
  }
  void mallocs_with_interrupts_off() {
    std::lock_guard<irq_lock_type> guard(irq_lock);
    _head = static_cast<node*>(malloc(sizeof(node)));  // expect: blocking-in-atomic-context
  }
  void adds_under_the_lock(int v) {
    WITH_LOCK(_lock) {
      _head = new node{_head, v};  // expect: blocking-in-atomic-context
    }
  }
  void calls_it_with_preemption_off(int v) {
    WITH_LOCK(preempt_lock) {
      adds_under_the_lock(v);  // silent: reported where it allocates
    }
  }
  node* grow(int v) { return new node{_head, v}; }
  void allocates_one_call_deep_in_a_read_section(int v) {
    WITH_LOCK(rcu_read_lock) {
      grow(v);  // expect: blocking-in-atomic-context
    }
  }
  void allocates_before(int v) {
    node* added = new node{nullptr, v};  // silent: the lock is not yet taken
    WITH_LOCK(_lock) {
      added->next = _head;
      _head = added;
    }
  }
  void drops_the_lock_to_allocate(int v) {
    WITH_LOCK(_lock) {
      node* added;
      DROP_LOCK(_lock) {
        added = new node{nullptr, v};  // silent: released
      }
      _head = added;
    }
  }
  void constructs_in_place(void* room) {
    WITH_LOCK(_lock) {
      _head = new (room) node{_head, 1};  // silent: allocates nothing
    }
  }
  void allocates_on_its_cpu(int v) {
    WITH_LOCK(migration_lock) {
      _head = new node{_head, v};  // silent: may sleep, and come back to this processor
    }
  }
  void takes_the_spinlock_inside_the_mutex() {
    WITH_LOCK(_mtx) {
      WITH_LOCK(_lock) {  // silent: the order that is allowed
        _head = nullptr;
      }
    }
  }
  void prepares_a_function() {
    WITH_LOCK(_lock) {
      auto later = [this](int v) { return new node{_head, v}; };  // silent: runs when it is called
      (void)later;
    }
  }
};

struct device {
  sched::thread* _thread;
  std::atomic<int> _events;
  int* _log;

  void allocates_in_its_handler() {
    new gsi_edge_interrupt(4, [this] {
      _log = new int[16];  // expect: blocking-in-atomic-context
      _thread->wake_with_irq_disabled();
    });
  }
  void only_wakes_in_its_handler() {
    new gsi_edge_interrupt(5, [this] {
      _events.fetch_add(1);
      _thread->wake_with_irq_disabled();  // silent: what a handler is for
    });
  }
};
