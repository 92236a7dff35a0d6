{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<div class="page-head"><h1>[[cart.title]]</h1></div>
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
{{#AGAIN_ALL}}<p class="notice" role="status">[[cart.again_all]]</p>{{/AGAIN_ALL}}
{{#AGAIN_MISSING}}
<div class="notice notice-warn" role="alert">
<p><strong>[[cart.again_missing]]</strong></p>
<ul>
{{#MISSING}}<li>{{NAME}}</li>
{{/MISSING}}
</ul>
</div>
{{/AGAIN_MISSING}}
{{#NONE_SELECTED}}<p class="notice notice-warn" role="alert">[[cart.none_selected]]</p>{{/NONE_SELECTED}}
{{#SHORTAGES}}
<div class="notice notice-bad" role="alert">
<p><strong>[[cart.shortage]]</strong></p>
<ul>
{{#SHORTAGE}}<li>{{NAME}} — [[cart.shortage_line REQUESTED AVAILABLE]]</li>
{{/SHORTAGE}}
</ul>
</div>
{{/SHORTAGES}}
{{#FILLED}}
<form id="selection" method="get" action="/checkout"></form>
<div class="aside">
<div>
<label class="row pick" data-pick-all=".cart-pick" hidden><input type="checkbox"> [[cart.pick_all]]</label>
<ul class="cart-lines" data-cart>
{{#LINE}}
<li class="cart-line">
<label class="pick"><input class="cart-pick" type="checkbox" form="selection" name="items" value="{{CART_ITEM_ID}}" aria-label="[[cart.pick NAME]]"{{#SELECTED}} checked{{/SELECTED}}></label>
<a class="frame cart-picture" href="/products/{{PRODUCT_ID}}" tabindex="-1" aria-hidden="true">{{#PICTURE}}<img src="{{PICTURE_320}}" width="320" height="320" alt="" loading="lazy">{{/PICTURE}}</a>
<div class="cart-text">
<p class="small muted">{{SELLER_NAME}}</p>
<h2 class="cart-name"><a href="/products/{{PRODUCT_ID}}">{{NAME}}</a></h2>
<p class="small muted"><span class="won">[[money FINAL_PRICE]]</span>{{#DISCOUNTED}} <del class="won"><span class="hidden-text">[[product.before]] </span>[[money PRICE]]</del>{{/DISCOUNTED}}</p>
{{#SHORT}}<p class="problem">[[cart.only_left AVAILABLE]]</p>{{/SHORT}}
{{#GONE}}<p class="problem">[[cart.gone]]</p>{{/GONE}}
{{#EXPIRING}}<p class="small cart-expiring">[[cart.expiring EXPIRES_AT]]</p>{{/EXPIRING}}
{{#LINE_ERROR}}<p class="problem">{{PROBLEM}}</p>{{/LINE_ERROR}}
</div>
<form class="cart-quantity" method="post" action="/cart/{{CART_ITEM_ID}}/quantity">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="btn btn-small btn-quiet" data-enhanced-away>[[cart.change]]</button>
<div class="stepper">
<button name="step" value="-1" aria-label="[[cart.one_less NAME]]"{{#AT_ONE}} disabled{{/AT_ONE}}>−</button>
<input type="number" name="quantity" inputmode="numeric" min="1" max="999" value="{{QUANTITY}}" aria-label="[[cart.quantity NAME]]" data-submit>
<button name="step" value="1" aria-label="[[cart.one_more NAME]]"{{#AT_MOST}} disabled{{/AT_MOST}}>+</button>
</div>
</form>
<p class="cart-total"><strong class="won">[[money LINE_TOTAL]]</strong></p>
<form class="cart-remove" method="post" action="/cart/{{CART_ITEM_ID}}/remove">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="icon-link" aria-label="[[cart.remove NAME]]"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m7 7 10 10M17 7 7 17"/></svg></button>
</form>
</li>
{{/LINE}}
</ul>
<div class="row cart-actions">
<button class="btn btn-small" form="selection" formmethod="post" formaction="/cart/remove" name="csrf" value="{{CSRF}}">[[cart.remove_selected]]</button>
<button class="btn btn-small btn-quiet" form="selection" formaction="/cart" name="sum" value="1" data-enhanced-away>[[cart.sum_selected]]</button>
<p class="small muted">[[cart.kept]]</p>
</div>
</div>
<aside class="side panel">
<h2>[[cart.summary]]</h2>
<dl class="sums">
<div><dt>[[cart.all_lines]]</dt><dd class="won">[[money TOTAL]]</dd></div>
<div class="total"><dt>[[cart.selected_total]]</dt><dd class="won" data-sum>[[money SELECTED_TOTAL]]</dd></div>
</dl>
<p class="hint cart-hint">[[cart.shipping_later]]</p>
<div class="bar"><p class="bar-sum">[[cart.selected_total]] <strong class="won" data-sum>[[money SELECTED_TOTAL]]</strong></p>
<button class="btn btn-main btn-large btn-wide" form="selection" formmethod="post" formaction="/checkout/sheet" name="csrf" value="{{CSRF}}" data-order>[[cart.order_selected]]</button></div>
<a class="btn btn-quiet btn-wide" href="/products">[[cart.go_on]]</a>
</aside>
</div>
{{/FILLED}}
{{#EMPTY}}
<div class="empty">
<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M5.5 8h13l1 12h-15Z"/><path d="M8.5 10.5V7a3.5 3.5 0 0 1 7 0v3.5"/></svg>
<h2>[[cart.empty]]</h2>
<p>[[cart.empty_hint]]</p>
<a class="btn btn-main" href="/products">[[cart.find]]</a>
</div>
{{/EMPTY}}
{{>FOOTER}}
