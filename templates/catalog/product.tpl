{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<nav class="crumbs" aria-label="[[layout.crumbs]]">
<ol>
<li><a href="/">[[layout.home]]</a></li>
<li><a href="/products">[[layout.all_products]]</a></li>
<li><a href="{{CATEGORY_HREF}}">{{CATEGORY_NAME}}</a></li>
</ol>
</nav>
{{#ADDED}}<p class="notice" role="status">[[product.added]] <a href="/cart">[[product.go_to_cart]]</a></p>{{/ADDED}}
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
<article class="product">
<div class="product-picture">
<div class="frame">
{{#PICTURE}}<img src="{{PICTURE_640}}" srcset="{{PICTURE_640}} 640w, {{PICTURE_1280}} 1280w" sizes="(min-width: 60rem) 560px, 92vw" width="640" height="640" alt="{{NAME}}" fetchpriority="high">{{/PICTURE}}
</div>
</div>
<div class="product-body">
<p class="product-seller">{{SELLER_NAME}}</p>
<h1>{{NAME}}</h1>
<p class="price product-price">{{#DISCOUNTED}}<del class="won"><span class="hidden-text">[[product.before]] </span>[[money PRICE]]</del><span class="off">{{PERCENT}}%</span> {{/DISCOUNTED}}<strong class="won">[[money FINAL_PRICE]]</strong></p>
<dl class="facts">
<div><dt>[[product.delivery]]</dt><dd>{{#SHIPPING_FREE}}[[product.delivery_free]]{{/SHIPPING_FREE}}{{#SHIPPING_PAID}}[[money SHIPPING_FEE]] <span class="muted small">[[product.free_from FREE_SHIPPING_FROM]]</span>{{/SHIPPING_PAID}}</dd></div>
<div><dt>[[product.category]]</dt><dd>{{CATEGORY_NAME}}</dd></div>
<div><dt>[[product.stock]]</dt><dd id="stock"{{#WATCHED}} data-stock="{{STOCK}}" data-product="{{PRODUCT_ID}}" data-few="{{FEW}}" data-most="{{CART_MOST}}"{{/WATCHED}}>{{#IN_STOCK}}[[product.in_stock STOCK]]{{/IN_STOCK}}{{#LOW_STOCK}}<span class="badge badge-low">[[product.low_stock STOCK]]</span>{{/LOW_STOCK}}{{#SOLD_OUT}}<span class="badge badge-FAILED">[[status.product.SOLD_OUT]]</span>{{/SOLD_OUT}}{{#DISCONTINUED}}<span class="badge">[[status.product.DISCONTINUED]]</span>{{/DISCONTINUED}}</dd></div>
</dl>
<div class="buy-area" id="buy">
{{#BUYABLE}}
<form class="buy" method="post" action="/cart/add">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="productId" value="{{PRODUCT_ID}}">
<div class="field buy-quantity">
<label for="quantity">[[product.quantity]]</label>
<div class="stepper" data-stepper>
<input id="quantity" type="number" name="quantity" inputmode="numeric" min="1" max="{{QUANTITY_MAX}}" value="{{QUANTITY}}" required{{#QUANTITY_ERROR}} aria-invalid="true" aria-describedby="quantity-problem"{{/QUANTITY_ERROR}}>
</div>
{{#QUANTITY_ERROR}}<span class="problem" id="quantity-problem">{{PROBLEM}}</span>{{/QUANTITY_ERROR}}
</div>
<div class="buy-buttons bar">
<button class="btn btn-large" name="then" value="cart">[[product.add_to_cart]]</button>
<button class="btn btn-main btn-large" name="then" value="checkout">[[product.buy_now]]</button>
</div>
</form>
{{/BUYABLE}}
{{#SOLD_OUT}}<p class="btn btn-large btn-wide" aria-disabled="true">[[product.sold_out]]</p>{{/SOLD_OUT}}
{{#DISCONTINUED}}<p class="btn btn-large btn-wide" aria-disabled="true">[[product.discontinued]]</p>{{/DISCONTINUED}}
</div>
<p class="hidden-text" role="status" id="stock-said"></p>
</div>
</article>
{{#DESCRIBED}}
<section class="product-text">
<h2>[[product.about]]</h2>
<p class="lines">{{DESCRIPTION:p}}</p>
</section>
{{/DESCRIBED}}
{{#RELATED}}
<section class="shelf">
<div class="section-head"><h2>[[product.related CATEGORY_NAME]]</h2><a href="{{CATEGORY_HREF}}">[[home.more]]</a></div>
<div class="grid grid-4">
{{#RELATED_ITEM}}{{>CARD}}{{/RELATED_ITEM}}
</div>
</section>
{{/RELATED}}
{{>FOOTER}}
