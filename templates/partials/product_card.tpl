{{%AUTOESCAPE context="HTML"}}<article class="card{{#SOLD_OUT}} card-sold-out{{/SOLD_OUT}}">
<div class="frame">
{{#RANK_SHOWN}}<span class="rank num"><span class="hidden-text">[[catalog.rank]] </span>{{RANK}}</span>{{/RANK_SHOWN}}
{{#PICTURE}}<img src="{{PICTURE_640}}" srcset="{{PICTURE_320}} 320w, {{PICTURE_640}} 640w" sizes="(min-width: 60rem) 270px, (min-width: 40rem) 31vw, 46vw" width="640" height="640" alt=""{{#FIRST}} fetchpriority="high"{{/FIRST}}{{#LATER}} loading="lazy"{{/LATER}}>{{/PICTURE}}
{{#SOLD_OUT}}<span class="frame-word">[[status.product.SOLD_OUT]]</span>{{/SOLD_OUT}}
</div>
<p class="card-seller">{{SELLER_NAME}}</p>
<h3 class="card-name"><a href="/products/{{PRODUCT_ID}}">{{NAME}}</a></h3>
<p class="price">{{#DISCOUNTED}}<del class="won"><span class="hidden-text">[[product.before]] </span>[[money PRICE]]</del><span class="off">{{PERCENT}}%</span> {{/DISCOUNTED}}<strong class="won">[[money FINAL_PRICE]]</strong></p>
{{#LOW_STOCK}}<span class="badge badge-low">[[product.low_stock STOCK]]</span>{{/LOW_STOCK}}
</article>
