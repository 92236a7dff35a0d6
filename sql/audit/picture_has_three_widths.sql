-- A picture is stored in all three widths.
SELECT p.picture_id, array_agg(f.width ORDER BY f.width) AS widths
FROM picture p LEFT JOIN picture_file f USING (picture_id)
GROUP BY p.picture_id
HAVING array_agg(f.width ORDER BY f.width) <> '{320,640,1280}'
    OR count(f.width) = 0
