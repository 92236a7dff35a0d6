\set buyer random(:first_member, :last_member)
SELECT bench_order(:buyer, :first_product);
