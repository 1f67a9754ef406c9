/*
 * A block device over a shared ring.
 *
 * This work is open source software, licensed under the terms of the
 * BSD license as described in the LICENSE file in the top-level directory.
 */

#ifndef RING_BLK_HH
#define RING_BLK_HH

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>
#include <osv/bio.h>
#include <osv/mutex.h>
#include <osv/sched.hh>

namespace ring {

struct segment {
    uint64_t phys;
    uint32_t len;
};

struct request {
    struct bio* bio;
    uint8_t status;
    std::vector<segment> segments;
};

struct device_stats {
    std::vector<std::string> names;
    std::vector<uint64_t> values;
};

// Indices of the ring: the driver writes the one, the completion thread
// the other.
struct ring_indices {
    std::atomic<uint32_t> head{0};
    std::atomic<uint32_t> tail{0};
};

class blk {
public:
    explicit blk(uint16_t queue_size);
    int submit(struct bio* bio);
    int submit_all(std::vector<struct bio*> bios);
    void completion_loop();
    device_stats stats() const;

private:
    void finish(request* req);
    void push(request* req);
    request* pop();

    mutex _lock;
    ring_indices _indices;
    std::vector<request*> _slots;
    std::vector<std::string> _stat_names;
    uint16_t _queue_size;
    std::atomic<uint64_t> _completed{0};
    sched::thread* _worker = nullptr;
};

}

#endif
