#include <condition_variable>
#include <map>
#include <mutex>
#include <pthread.h>
#include <string>
#include <vector>

// OSv: include/osv/mutex.h
struct mutex { void lock(); void unlock(); };
template <class L> struct lock_guard_for_with_lock { L& l; operator bool(); };
#define WITH_LOCK(l) if (lock_guard_for_with_lock<decltype(l)> g{l}) __builtin_abort(); else
#define DROP_LOCK(l) WITH_LOCK(l)

int measure(int value);
struct alignas(64) shard { std::mutex mtx; long sum; };

struct statistics {
  std::mutex mtx;
  mutex _mtx;
  pthread_mutex_t c_mutex;
  std::condition_variable changed;
  std::vector<shard> shards;
  std::map<int, int> by_key;
  std::vector<int> queue;
  long sum = 0;
  int big = 0;

  void sums_under_a_guard(const std::vector<int>& values) {
    for (int value : values) {
      std::lock_guard<std::mutex> guard(mtx);  // expect: lock-in-loop
      sum += value;
    }
  }
  void fills_under_a_lock_of_osv(const std::vector<int>& values) {
    for (int value : values) {
      int measured = measure(value);
      WITH_LOCK(_mtx) {  // expect: lock-in-loop
        by_key[value] = measured;
      }
    }
  }
  void counts_between_posix_calls(const std::vector<int>& values) {
    for (size_t i = 0; i < values.size(); i++) {
      pthread_mutex_lock(&c_mutex);  // expect: lock-in-loop
      if (values[i] > 100) big++;
      pthread_mutex_unlock(&c_mutex);
    }
  }
  void counts_between_lock_and_unlock(int n) {
    for (int i = 0; i < n; i++) {
      mtx.lock();  // expect: lock-in-loop
      sum += i;
      big++;
      mtx.unlock();
    }
  }
  void sums_before_it_locks(const std::vector<int>& values) {
    long own = 0;
    for (int value : values) own += value;
    std::lock_guard<std::mutex> guard(mtx);  // silent: once
    sum += own;
  }
  void sums_under_one_guard(const std::vector<int>& values) {
    std::lock_guard<std::mutex> guard(mtx);
    for (int value : values) {  // silent: taken once, around the loop
      sum += value;
    }
  }
  void locks_each_shard() {
    for (auto& each : shards) {
      std::lock_guard<std::mutex> guard(each.mtx);  // silent: another lock in each turn
      each.sum++;
    }
  }
  void hands_each_one_over(const std::vector<int>& values) {
    for (int value : values) {
      {
        std::lock_guard<std::mutex> guard(mtx);  // silent: somebody waits for each element
        queue.push_back(value);
      }
      changed.notify_one();
    }
  }
  void works_on_what_it_takes(int n) {
    for (int i = 0; i < n; i++) {
      int value;
      {
        std::lock_guard<std::mutex> guard(mtx);  // silent: takes from the queue, with room for others
        if (queue.empty()) break;
        value = queue.back();
      }
      measure(value);
    }
  }
  void measures_under_the_lock(const std::vector<int>& values) {
    for (int value : values) {
      std::lock_guard<std::mutex> guard(mtx);  // silent: the locked part is work, and others get a turn
      int measured = measure(value);
      measure(measured);
    }
  }
  void counts_four() {
    for (int i = 0; i < 4; i++) {
      std::lock_guard<std::mutex> guard(mtx);  // silent: four turns
      sum += i;
    }
  }
};
