{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<section class="hero">
<div>
<h1>[[home.headline]]</h1>
<p>[[home.lead]]</p>
<a class="btn btn-main btn-large" href="/products">[[home.browse]]</a>
</div>
<svg class="hero-art" viewBox="0 20 360 180" aria-hidden="true"><path class="art-ground" d="M0 196h360v4H0z"/><path class="art-roof" d="M90 40h25.71L105 92a15 15 0 0 1-30 0ZM141.4 40h25.71L165 92a15 15 0 0 1-30 0ZM192.9 40h25.71L225 92a15 15 0 0 1-30 0ZM244.3 40h25.71L285 92a15 15 0 0 1-30 0Z"/><path class="art-roof-2" d="M115.7 40h25.71L135 92a15 15 0 0 1-30 0ZM167.1 40h25.71L195 92a15 15 0 0 1-30 0ZM218.6 40h25.71L255 92a15 15 0 0 1-30 0Z"/><path class="art-post" d="M84 104h8v92h-8zM268 104h8v92h-8z"/><path class="art-counter" d="M72 156h216v40H72z"/><path class="art-slat" d="M72 168h216v3H72zM72 181h216v3H72z"/><circle class="art-fruit" cx="120" cy="144" r="12"/><circle class="art-fruit" cx="144" cy="144" r="12"/><circle class="art-fruit" cx="132" cy="125" r="12"/><path class="art-jar" d="M188 132q-10 2-10 13t8 11h24q8 0 8-11t-10-13v-5h-20Z"/><path class="art-lid" d="M186 121h24v6h-24z"/><path class="art-leaf" d="M238 156q-10-24 6-38 12 16 2 38Zm10 0q0-20 16-28 4 18-8 28Z"/></svg>
</section>
{{>CATEGORIES}}
{{#POPULAR}}
<section class="shelf">
<div class="section-head"><h2>[[home.popular]]</h2><a href="/products?sort=popular">[[home.more]]</a></div>
<div class="grid grid-5">
{{#POPULAR_ITEM}}{{>CARD}}{{/POPULAR_ITEM}}
</div>
</section>
{{/POPULAR}}
{{#COUPONS}}
<section class="shelf">
<div class="section-head"><h2>[[home.coupons]]</h2><a href="/coupons">[[home.more]]</a></div>
<ul class="coupons-row">
{{#COUPON}}<li class="panel coupon-mini">
<p class="coupon-worth">{{#FIXED}}[[coupon.fixed VALUE]]{{/FIXED}}{{#PERCENT}}[[coupon.percent VALUE]]{{/PERCENT}}{{#FREE_SHIPPING}}[[coupon.free_shipping]]{{/FREE_SHIPPING}}</p>
<h3 class="coupon-name"><a href="/coupons">{{NAME}}</a></h3>
{{#LEFT}}<p class="small muted num">[[coupon.left REMAINING QUANTITY]]</p>
<progress max="{{QUANTITY_RAW}}" value="{{REMAINING_RAW}}" aria-label="[[coupon.left_bar]]"></progress>{{/LEFT}}
<a class="btn btn-small" href="/coupons" aria-label="[[coupon.take_name NAME]]">[[coupon.take]]</a>
</li>
{{/COUPON}}
</ul>
</section>
{{/COUPONS}}
{{#NEW}}
<section class="shelf">
<div class="section-head"><h2>[[home.new]]</h2><a href="/products?sort=newest">[[home.more]]</a></div>
<div class="grid">
{{#NEW_ITEM}}{{>CARD}}{{/NEW_ITEM}}
</div>
</section>
{{/NEW}}
{{#EMPTY}}
<div class="empty"><h2>[[home.empty]]</h2><p>[[home.empty_hint]]</p></div>
{{/EMPTY}}
{{>FOOTER}}
