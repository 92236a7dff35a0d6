{{%AUTOESCAPE context="HTML"}}</main>
<footer class="site-foot">
<div class="wrap">
<div>
<p class="logo"><svg viewBox="0 0 32 32" aria-hidden="true"><path d="M6 5h20l3 8a4.3 4.3 0 0 1-8.6.6 4.4 4.4 0 0 1-8.8 0A4.3 4.3 0 0 1 3 13Z" fill="currentColor"/><path d="M6.5 20v7h19v-7" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/><circle cx="16" cy="22.5" r="2.2" fill="#d4613a"/></svg>[[layout.brand]]</p>
<p>[[layout.tagline]]</p>
</div>
<nav aria-label="[[layout.foot_nav]]">
<ul>
<li><a href="/products">[[layout.all_products]]</a></li>
<li><a href="/cart">[[layout.cart]]</a></li>
<li><a href="/orders">[[layout.orders]]</a></li>
<li><a href="/me/points">[[layout.points]]</a></li>
{{#MAY_JOIN}}<li><a href="/seller/join">[[seller.join]]</a></li>{{/MAY_JOIN}}
<li><a href="/docs">[[layout.docs]]</a></li>
</ul>
</nav>
</div>
</footer>
<p class="hidden-text" id="working" role="status" data-text="[[layout.working]]"></p>
</body>
</html>
