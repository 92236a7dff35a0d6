-- Money that was taken either completes its order or goes back, all of it and once; of what was never
-- taken nothing does.
SELECT p.payment_id, p.order_id, p.status, p.completes_order, p.amount, r.amount AS returned
FROM payment p LEFT JOIN refund r ON r.payment_id = p.payment_id AND r.kind = 'RETURNED'
WHERE CASE WHEN p.status NOT IN ('APPROVED', 'PARTIALLY_REFUNDED', 'REFUNDED') THEN r.refund_id IS NOT NULL
           ELSE p.completes_order = (r.refund_id IS NOT NULL) OR r.amount <> p.amount
      END
