/*
 * A block device over a shared ring.
 *
 * This work is open source software, licensed under the terms of the
 * BSD license as described in the LICENSE file in the top-level directory.
 */

#include <cstring>
#include "drivers/ring-blk.hh"
#include <osv/debug.hh>

namespace ring {

blk::blk(uint16_t queue_size)
    : _queue_size(queue_size)
{
    _worker = sched::thread::make([this] { completion_loop(); },
        sched::thread::attr().name("ring-blk"));
    _worker->start();
}

int blk::submit(struct bio* bio)
{
    auto* req = new request{bio, 0, {}};
    WITH_LOCK(_lock) {
        _pending.push_back(req);
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
        sched::thread::wait_until([this] { return !_pending.empty(); });
        std::vector<request*> done;
        WITH_LOCK(_lock) {
            done.swap(_pending);
        }
        for (auto* req : done) {
            finish(req);
        }
    }
}

device_stats blk::stats() const
{
    device_stats result;
    for (std::string name : _stat_names) {
        result.names.push_back(name);
    }
    return result;
}

}
