package sampler

import "sync"

// hub gives each snapshot to all subscribers without ever waiting for one.
type hub struct {
	mu     sync.Mutex
	ended  bool
	queues map[chan *Snapshot]struct{}
}

func (h *hub) subscribe() (<-chan *Snapshot, func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	queue := make(chan *Snapshot, 1)
	if h.ended {
		close(queue)
		return queue, func() {}
	}
	if h.queues == nil {
		h.queues = map[chan *Snapshot]struct{}{}
	}
	h.queues[queue] = struct{}{}
	return queue, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if _, in := h.queues[queue]; in {
			delete(h.queues, queue)
			close(queue)
		}
	}
}

// publish puts the snapshot into each queue, in place of one that was not yet taken. Nobody else sends, so after the
// old one is out there is room.
func (h *hub) publish(s *Snapshot) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for queue := range h.queues {
		select {
		case <-queue:
		default:
		}
		queue <- s
	}
}

// end closes all queues, and those of later subscribers.
func (h *hub) end() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ended = true
	for queue := range h.queues {
		close(queue)
	}
	h.queues = nil
}
