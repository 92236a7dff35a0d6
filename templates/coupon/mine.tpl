{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<div class="medium">
<div class="page-head"><h1>[[title.my_coupons]]</h1><a class="link small" href="/coupons">[[coupon.find]]</a></div>
<nav class="tabs" aria-label="[[coupon.tabs]]">
<ul>
{{#TAB}}<li><a href="/me/coupons?status={{STATUS:u}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{LABEL}}</a></li>
{{/TAB}}
</ul>
</nav>
{{#MINE}}
<ul class="coupons">
{{#COUPON}}
<li class="coupon{{#OVER}} coupon-over{{/OVER}}">
<div class="coupon-body">
<p class="coupon-worth">{{#FIXED}}[[coupon.fixed VALUE]]{{/FIXED}}{{#PERCENT}}[[coupon.percent VALUE]]{{/PERCENT}}{{#FREE_SHIPPING}}[[coupon.free_shipping]]{{/FREE_SHIPPING}}</p>
<h2 class="coupon-name">{{NAME}}</h2>
{{#DESCRIBED}}<p class="small lines">{{DESCRIPTION:p}}</p>{{/DESCRIBED}}
<ul class="coupon-terms small muted">
{{#FROM}}<li>[[coupon.from MIN_ORDER]]</li>{{/FROM}}{{#AT_MOST}}<li>[[coupon.at_most MAX_DISCOUNT]]</li>{{/AT_MOST}}
<li>[[coupon.until EXPIRES_AT]]</li>
</ul>
</div>
<div class="coupon-side">
{{#OVER}}<span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span>{{/OVER}}{{#FREE}}<a class="btn btn-wide" href="/products">[[coupon.use]]</a>{{/FREE}}
{{#HELD}}<p class="small">[[coupon.held_by]]<br><a class="link num" href="/orders/{{ORDER_NO}}">{{ORDER_NO}}</a></p>{{/HELD}}
{{#ORDERED}}<p class="small">[[coupon.used_in]]<br><a class="link num" href="/orders/{{ORDER_NO}}">{{ORDER_NO}}</a></p>{{/ORDERED}}
</div>
</li>
{{/COUPON}}
</ul>
{{/MINE}}
<nav class="pager" aria-label="[[layout.pages]]">
{{#NEXT}}<a class="btn" href="{{NEXT_HREF}}" rel="next">[[coupon.more]]</a>{{/NEXT}}
</nav>
{{#EMPTY}}
<div class="empty">
<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M3.5 6.5h17v3.6a2 2 0 0 0 0 3.8v3.6h-17v-3.6a2 2 0 0 0 0-3.8Z"/><path d="M14.5 9v1.5M14.5 13.5V15"/></svg>
<h2>[[coupon.mine_none]]</h2>
<a class="btn" href="/coupons">[[coupon.find]]</a>
</div>
{{/EMPTY}}
</div>
{{>FOOTER}}
