/*
 * A block device over a shared ring.
 *
 * This work is open source software, licensed under the terms of the
 * BSD license as described in the LICENSE file in the top-level directory.
 */

#include <cstring>
#include <unistd.h>
#include "drivers/ring-blk.hh"
#include <osv/debug.hh>

namespace ring {

static const size_t bounce_size = 4096;

blk::blk(uint16_t queue_size)
    : _slots(queue_size)
    , _queue_size(queue_size)
{
    _worker = sched::thread::make([this] { completion_loop(); },
        sched::thread::attr().name("ring-blk"));
    _worker->start();
}

void blk::push(request* req)
{
    auto head = _indices.head.load(std::memory_order_relaxed);
    _slots[head % _queue_size] = req;
    _indices.head.store(head + 1, std::memory_order_acquire);
}

request* blk::pop()
{
    auto tail = _indices.tail.load(std::memory_order_relaxed);
    if (tail == _indices.head.load(std::memory_order_acquire)) {
        return nullptr;
    }
    auto* req = _slots[tail % _queue_size];
    _indices.tail.store(tail + 1, std::memory_order_release);
    return req;
}

int blk::submit(struct bio* bio)
{
    auto* req = new request{bio, 0, {}};
    WITH_LOCK(_lock) {
        push(req);
        usleep(10);
    }
    return 0;
}

int blk::submit_all(std::vector<struct bio*> bios)
{
    for (auto* bio : bios) {
        auto* bounce = new char[bounce_size];
        memcpy(bounce, bio->bio_data, bounce_size);
        submit(bio);
        delete[] bounce;
    }
    return 0;
}

void blk::finish(request* req)
{
    biodone(req->bio, req->status == 0);
    _completed.fetch_add(1, std::memory_order_relaxed);
    delete req;
}

void blk::completion_loop()
{
    while (true) {
        sched::thread::wait_until([this] {
            return _indices.head.load(std::memory_order_acquire)
                != _indices.tail.load(std::memory_order_relaxed);
        });
        while (auto* req = pop()) {
            finish(req);
        }
    }
}

device_stats blk::stats() const
{
    device_stats result;
    for (const auto& name : _stat_names) {
        result.names.push_back(name);
    }
    return result;
}

}
