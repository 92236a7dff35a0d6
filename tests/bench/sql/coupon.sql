SELECT bench_coupon(:coupon, :first_member, 300000);
