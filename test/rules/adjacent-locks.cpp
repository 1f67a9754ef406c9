#include <array>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <vector>

// OSv's mutex, by its name.
namespace lockfree {
class mutex {
 public:
  void lock();
  void unlock();

 private:
  void* words[5];
};
}  // namespace lockfree
typedef lockfree::mutex mutex;

// --- reported

class multiqueue_device {
  std::vector<mutex> _queue_locks;  // expect: adjacent-locks
};

class striped_table {
  std::array<std::shared_mutex, 16> locks_;  // expect: adjacent-locks
};

struct posix_style {
  pthread_mutex_t bucket_locks[32];  // expect: adjacent-locks
};

class cache_shard {  // expect: adjacent-locks
 public:
  int lookup(int key);

 private:
  std::mutex _mtx;
  std::vector<int> _entries;
};
class sharded_cache {
  std::vector<cache_shard> _shards;
};

class LogStripe {  // expect: adjacent-locks
  mutex lock_;
  long bytes_;
};
class striped_log {
  LogStripe* stripes_;
};

// --- silent

class one_lock {
  std::mutex _mtx;  // silent: nothing next to it
};

struct alignas(64) line_of_lock {
  std::mutex lock;
};
class padded_locks {
  std::vector<line_of_lock> _locks;  // silent: each has its line
};

class alignas(64) AlignedShard {
  std::mutex mutex_;  // silent: the class fills its lines
};
class aligned_cache {
  AlignedShard* shards_;
};

class LonelyShard {
  std::mutex mutex_;  // silent: no array of it here
};

class pointers_to_locks {
  std::vector<std::unique_ptr<std::mutex>> _locks;  // silent: each is an allocation of its own
  std::vector<std::mutex*> _borrowed;  // silent: they lie elsewhere
};

struct node {
  std::mutex _mtx;
  node* next;
};
class graph {
  std::vector<node> _nodes;  // silent: a lock to protect an object, not to split one
};

static std::array<std::mutex, 4> global_locks;  // silent: no member; who takes which is not told

class held_meanwhile {
  std::vector<std::unique_lock<std::mutex>> _held;  // silent: guards, not locks
};
