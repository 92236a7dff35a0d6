-- Each stock entry starts where the one before it ended; the first, and only the first, is INITIAL.
SELECT product_id, entry_id, kind, on_hand_after, reserved_after
FROM (SELECT e.*,
             lag(on_hand_after, 1, 0::bigint) OVER history AS on_hand_before,
             lag(reserved_after, 1, 0::bigint) OVER history AS reserved_before,
             row_number() OVER history AS place
      FROM stock_entry e
      WINDOW history AS (PARTITION BY product_id ORDER BY entry_id)) e
WHERE on_hand_after <> on_hand_before + on_hand_delta
   OR reserved_after <> reserved_before + reserved_delta
   OR (kind = 'INITIAL') <> (place = 1)
