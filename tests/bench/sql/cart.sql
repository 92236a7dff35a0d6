\set buyer random(:first_member, :last_member)
\set product random(:first_product, :last_product)
SELECT bench_cart(:buyer, :product);
