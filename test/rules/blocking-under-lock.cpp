#include <condition_variable>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <future>
#include <mutex>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

// OSv: include/osv/mutex.h, sched.hh, vnode.h
struct mutex { void lock(); void unlock(); };
template <class L> struct lock_guard_for_with_lock { L& l; operator bool(); };
#define WITH_LOCK(l) if (lock_guard_for_with_lock<decltype(l)> g{l}) __builtin_abort(); else
#define DROP_LOCK(l) WITH_LOCK(l)
#define SCOPE_LOCK(l) std::lock_guard<decltype(l)> scope_guard_(l)
namespace sched {
struct thread {
  template <class P> static void wait_until(P pred) {}
  template <class P> static void wait_until(mutex& mtx, P pred) {}
};
}
extern mutex migration_lock;
struct vnode; struct uio;
void vn_lock(vnode* vp); void vn_unlock(vnode* vp);
int VOP_WRITE(vnode* vp, uio* data, int flags);
struct ring { void add_buf_wait(void* cookie); bool has_room(); };

std::mutex table_mutex;
pthread_mutex_t c_mutex;
int table[64];

void sleeps_under_a_guard() {
  std::lock_guard<std::mutex> guard(table_mutex);
  table[0]++;
  std::this_thread::sleep_for(std::chrono::milliseconds(1));  // expect: blocking-under-lock
}

void resolves_under_a_unique_lock(const char* host) {
  std::unique_lock<std::mutex> lock(table_mutex);
  addrinfo* list = nullptr;
  getaddrinfo(host, nullptr, nullptr, &list);  // expect: blocking-under-lock
  table[1]++;
}

void reads_between_posix_calls(const char* path, char* into) {
  pthread_mutex_lock(&c_mutex);
  int fd = open(path, O_RDONLY);  // expect: blocking-under-lock
  if (fd >= 0) table[2] = fd;
  pthread_mutex_unlock(&c_mutex);
}

void loads_a_file_under_a_lock(const char* path) {
  std::lock_guard guard{table_mutex};
  std::ifstream in(path);  // expect: blocking-under-lock
  in >> table[3];
}

struct queue {
  mutex _mtx;
  ring* _ring;
  bool _full;
  int _sent;

  void submits_with_the_lock_held() {
    WITH_LOCK(_mtx) {
      _sent++;
      sched::thread::wait_until([this] { return !_full; });  // expect: blocking-under-lock
    }
  }

  void waits_in_a_ring_whose_code_is_elsewhere(void* cookie) {
    SCOPE_LOCK(_mtx);
    _ring->add_buf_wait(cookie);  // expect: blocking-under-lock
  }

  void wait_for_room() {
    while (_full)
      usleep(10);
  }
  void blocks_one_call_deep() {
    WITH_LOCK(_mtx) {
      wait_for_room();  // expect: blocking-under-lock
      _sent++;
    }
  }

  void wait_for_room_unlocked() {
    DROP_LOCK(_mtx) {
      usleep(10);
    }
  }
  void callee_drops_the_lock() {
    WITH_LOCK(_mtx) {
      wait_for_room_unlocked();  // silent: the callee releases what it is called under
    }
  }

  void wait_gives_the_lock_back() {
    WITH_LOCK(_mtx) {
      sched::thread::wait_until(_mtx, [this] { return !_full; });  // silent: released while asleep
      _sent++;
    }
  }

  void sleeps_in_a_dropped_part() {
    WITH_LOCK(_mtx) {
      _sent++;
      DROP_LOCK(_mtx) {
        usleep(10);  // silent: not under the lock
      }
    }
  }

  void stays_on_its_cpu() {
    WITH_LOCK(migration_lock) {
      usleep(10);  // silent: keeps nobody out
    }
  }
};

void writes_back(vnode* vp, uio* data) {
  vn_lock(vp);
  VOP_WRITE(vp, data, 0);  // expect: blocking-under-lock
  vn_unlock(vp);
}

struct journal {
  int fd;
  int commit(int n) { return n + fsync(fd); }
};

mutex request_mutex;
bool answered;
void send_request(int n);

void asks_and_waits(int n) {
  WITH_LOCK(request_mutex) {
    answered = false;
    send_request(n);
    sched::thread::wait_until([] { return answered; });  // silent: one question at a time is what the lock is for
  }
}

struct pool {
  std::mutex mtx;
  std::condition_variable changed;
  std::future<int> answer;
  std::vector<std::thread> threads;
  std::thread worker;
  sem_t items;
  bool done = false;
  int result = 0;

  void waits_for_another_thread() {
    std::scoped_lock guard(mtx);
    result = answer.get();  // expect: blocking-under-lock
  }
  void joins_while_others_want_the_lock() {
    std::lock_guard<std::mutex> guard(mtx);
    worker.join();  // expect: blocking-under-lock
  }
  void stop() {
    std::lock_guard<std::mutex> guard(mtx);
    worker.join();  // silent: the end of the pool
  }
  int makes_another_class_safe(journal& j) {
    std::lock_guard<std::mutex> guard(mtx);
    return j.commit(3);  // silent: the lock is there for the calls of the other class
  }
  int calls_another_class_on_the_way(journal& j) {
    std::lock_guard<std::mutex> guard(mtx);
    result++;
    return j.commit(3);  // expect: blocking-under-lock
  }
  void pops() {
    std::unique_lock<std::mutex> lock(mtx);
    changed.wait(lock, [this] { return done; });  // silent: a condition variable releases its lock
    result++;
  }
  void waits_with_a_second_lock_held() {
    std::lock_guard<std::mutex> outer(table_mutex);
    std::unique_lock<std::mutex> lock(mtx);
    changed.wait(lock);  // expect: blocking-under-lock
  }
  void unlocks_before_it_sleeps() {
    std::unique_lock<std::mutex> lock(mtx);
    result++;
    lock.unlock();
    sem_wait(&items);  // silent: released
    lock.lock();
    result++;
  }
  void hands_the_work_to_a_thread() {
    std::lock_guard<std::mutex> guard(mtx);
    threads.push_back(std::thread([] { usleep(10); }));  // silent: runs elsewhere
  }
  void tries_only() {
    std::unique_lock<std::mutex> lock(mtx, std::defer_lock);
    usleep(10);  // silent: not taken yet
  }
};

void polls_without_waiting(pollfd* fds) {
  std::lock_guard<std::mutex> guard(table_mutex);
  table[4] = poll(fds, 1, 0);  // silent: no time-out to wait for
}

void takes_what_is_there(int sock, char* into) {
  std::lock_guard<std::mutex> guard(table_mutex);
  table[5] = recv(sock, into, 64, MSG_DONTWAIT);  // silent: returns at once
}

struct registers {
  std::mutex mtx;
  int window[4];
  void write(int index, int value, int mask) { window[index] = value & mask; }
  void selects() {
    std::lock_guard<std::mutex> guard(mtx);
    write(0, 1, 2);  // silent: not POSIX's
  }
};

struct log_sink {
  std::mutex file_mutex;
  FILE* out;
  void append(const char* line) {
    std::lock_guard<std::mutex> guard(file_mutex);
    fputs(line, out);  // silent: the lock is there for the file
    fprintf(stderr, "%s", line);  // silent: a message
  }
};

void complains() {
  std::lock_guard<std::mutex> guard(table_mutex);
  fputs("table is full\n", stderr);  // silent: the console
}
