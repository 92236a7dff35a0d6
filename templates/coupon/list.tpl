{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<div class="medium">
<div class="page-head"><h1>[[title.coupons]]</h1><a class="link small" href="/me/coupons">[[coupon.see_mine]]</a></div>
{{#GOT}}<p class="notice" role="status">[[coupon.got]] <a href="/me/coupons">[[coupon.see_mine]]</a></p>{{/GOT}}
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}{{#LATER}} [[coupon.opens_at OPENS_AT]]{{/LATER}}{{#HAD}} <a href="/me/coupons">[[coupon.see_mine]]</a>{{/HAD}}</p>{{/REFUSED}}
{{#LISTS}}
{{#GROUP}}
{{#NOW}}<p class="muted coupons-lead">[[coupon.lead]]</p>{{/NOW}}
{{#SOON}}<h2 class="coupons-soon">[[coupon.soon]]</h2>{{/SOON}}
<ul class="coupons">
{{#COUPON}}
<li class="coupon{{#GONE}} coupon-over{{/GONE}}">
<div class="coupon-body">
<p class="coupon-worth">{{#FIXED}}[[coupon.fixed VALUE]]{{/FIXED}}{{#PERCENT}}[[coupon.percent VALUE]]{{/PERCENT}}{{#FREE_SHIPPING}}[[coupon.free_shipping]]{{/FREE_SHIPPING}}</p>
<h2 class="coupon-name">{{NAME}}</h2>
{{#DESCRIBED}}<p class="small lines">{{DESCRIPTION:p}}</p>{{/DESCRIBED}}
<ul class="coupon-terms small muted">
{{#FROM}}<li>[[coupon.from MIN_ORDER]]</li>{{/FROM}}{{#AT_MOST}}<li>[[coupon.at_most MAX_DISCOUNT]]</li>{{/AT_MOST}}
<li>[[coupon.open_until ENDS_AT]]</li>
<li>[[coupon.valid_days VALID_DAYS]]</li>
</ul>
</div>
<div class="coupon-side">
{{#LEFT}}<p class="small num">[[coupon.left REMAINING QUANTITY]]</p>
<progress max="{{QUANTITY_RAW}}" value="{{REMAINING_RAW}}" aria-label="[[coupon.left_bar]]"></progress>{{/LEFT}}
{{#WAITS}}<p class="small num">[[coupon.opens_at OPENS_AT]]</p>{{/WAITS}}
{{#TAKE}}<form method="post" action="/coupons/{{COUPON_ID}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="idempotency_key" value="{{IDEMPOTENCY_KEY}}-{{COUPON_ID}}">
<button class="btn btn-main btn-wide num"{{#WAITS}} disabled data-opens="{{OPENS_MS}}"{{/WAITS}} aria-label="[[coupon.take_name NAME]]">[[coupon.take]]</button>
</form>{{/TAKE}}
{{#LOG_IN}}<a class="btn btn-wide" href="/login?next=/coupons" aria-label="[[coupon.log_in_name NAME]]">[[coupon.log_in]]</a>{{/LOG_IN}}
{{#HAS}}<span class="btn btn-wide" aria-disabled="true">[[coupon.has]]</span>{{/HAS}}
{{#GONE}}<span class="btn btn-wide" aria-disabled="true">[[coupon.gone]]</span>{{/GONE}}
</div>
</li>
{{/COUPON}}
</ul>
{{/GROUP}}
<nav class="pager" aria-label="[[layout.pages]]">
{{#BACK}}<a class="btn" href="/coupons">[[layout.first_page]]</a>{{/BACK}}
{{#NEXT}}<a class="btn" href="{{NEXT_HREF}}" rel="next">[[coupon.more]]</a>{{/NEXT}}
</nav>
<p class="hidden-text" role="status" data-opened="[[coupon.opened]]"></p>
{{/LISTS}}
{{#EMPTY}}
<div class="empty">
<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M3.5 6.5h17v3.6a2 2 0 0 0 0 3.8v3.6h-17v-3.6a2 2 0 0 0 0-3.8Z"/><path d="M14.5 9v1.5M14.5 13.5V15"/></svg>
<h2>[[coupon.none]]</h2>
<p>[[coupon.none_hint]]</p>
<a class="btn" href="/products">[[layout.all_products]]</a>
</div>
{{/EMPTY}}
</div>
{{>FOOTER}}
