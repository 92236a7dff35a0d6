-- Delivered events are deleted once they have been kept for long enough, the oldest first.
CREATE INDEX event_out_delivered_at ON event_out (delivered_at) WHERE state = 'DELIVERED';
